"""The catalog and its sector documents: joins the rooms that were built below with promo videos, activities and organisations."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone
from wagtail.images import get_image_model

from cms import live, pictures
from cms.api.reader import embed_path
from cms.models import Activity, Organisation, PromoVideoPage, SectorPage
from media_pipeline.records import Reference, Text, Video
from media_pipeline.store import Store, put_blob, put_document
from vr_rooms.format import catalog as wire
from vr_rooms.format.catalog import Catalog, CatalogSector, Generator, SectorDocument, SectorRoom, SectorVideo

log = logging.getLogger(__name__)

GENERATOR = Generator(name="kijkkamer", version="0.1.0")  # the version of pyproject.toml; a test compares them
OTHERS = tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != live.SOURCE)


def build_catalog(rooms: Mapping[str, SectorRoom], store: Store) -> Catalog:
    """Put a document for each live sector (and the logos in it) into the store, and return the catalog of all of them.

    ``rooms``: room id -> the room's entry, of all rooms that can be released. Release number and moment are filled in by who
    signs. A constant number of queries, however many sectors and rooms there are.
    """
    sectors = list(live.sectors())
    ids = {page.pk: str(page.key) for page in sectors}
    translations = _translations(SectorPage, [page.key for page in sectors])
    room_ids = _by_parent((path, str(key)) for key, path in live.room_placements().values_list("key", "parent_path"))
    videos = _videos()
    activities = _activities(ids)
    organisations = _organisations({entry.organisation for several in activities.values() for entry in several}, store)
    entries = []
    for page in sectors:
        texts = _Texts(page, translations.get(page.key, {}))
        common = {
            "id": page.key,
            "slug": page.slug,
            "title": texts("title"),
            "summary": texts("summary"),
            "colour": page.colour,
            "icon": page.icon,
        }
        offered = activities.get(page.pk, [])
        document = SectorDocument(
            **common,
            rooms=tuple(rooms[one] for one in room_ids.get(page.path, []) if one in rooms),
            videos=tuple(videos.get(page.path, [])),
            activities=tuple(offered),
            organisations=tuple(organisations[one] for one in dict.fromkeys(entry.organisation for entry in offered)),
        )
        entries.append(CatalogSector(**common, order=page.order, document=put_document(store, document)))
    return Catalog(
        release=0,
        released_at=timezone.now(),
        languages=(live.SOURCE, *OTHERS),
        generator=GENERATOR,
        sectors=tuple(entries),
    )


class _Texts:
    """A row's fields as texts in all languages that have one."""

    def __init__(self, source: Any, others: Mapping[str, Any]) -> None:
        self.source, self.others = source, others

    def __call__(self, field: str) -> Text:
        words = {language: getattr(row, field) for language, row in self.others.items()}
        return Text(nl=getattr(self.source, field), **{language: word for language, word in words.items() if word.strip()})

    def lines(self, field: str) -> tuple[Text, ...]:
        """A list of texts; another language counts where it has as many lines."""
        dutch = getattr(self.source, field)
        fitting = {
            language: getattr(row, field) for language, row in self.others.items() if len(getattr(row, field)) == len(dutch)
        }
        return tuple(
            Text(nl=line, **{language: lines[at] for language, lines in fitting.items()}) for at, line in enumerate(dutch)
        )


def _videos() -> dict[str, list[SectorVideo]]:
    """Path of a sector -> its promo videos."""
    pages = list(live.with_pictures(live.video_placements()))
    translations = _translations(PromoVideoPage, {page.key for page in pages})
    return _by_parent((page.parent_path, _video(page, translations.get(page.key, {}))) for page in pages)


def _video(page: PromoVideoPage, others: Mapping[str, PromoVideoPage]) -> SectorVideo:
    texts = _Texts(page, others)
    return SectorVideo(
        id=page.key,
        slug=page.slug,
        title=texts("title"),
        summary=texts("summary"),
        transcript=texts("transcript"),
        speech_covers_picture=page.speech_covers_picture,
        video=Video.model_validate(page.asset.record()),
        uploaded_at=page.asset.created_at,
        embed_path=embed_path(page.key),
    )


def _activities(sectors: Mapping[int, str]) -> dict[int, list[wire.Activity]]:
    """Primary key of a sector -> what is open in it. ``sectors``: primary key -> id."""
    rows = list(live.activities())
    keys = [row.translation_key for row in rows]
    others = {language: live.translated_activities(keys, language) for language in OTHERS}
    standing = live.sectors_of(rows)
    found: dict[int, list[wire.Activity]] = {}
    for row in rows:
        own = [page for page in standing.get(row.pk, []) if page.pk in sectors]
        words = {language: rows[row.translation_key] for language, rows in others.items() if row.translation_key in rows}
        for page in own:
            found.setdefault(page.pk, []).append(_activity(row, words, [sectors[one.pk] for one in own]))
    return found


def _activity(row: Activity, others: Mapping[str, Activity], sectors: list[str]) -> wire.Activity:
    texts = _Texts(row, others)
    return wire.Activity(
        id=row.translation_key,
        kind=row.kind,
        title=texts("title"),
        summary=texts("summary"),
        organisation=row.organisation.uuid,
        sectors=tuple(sectors),
        occupations=texts.lines("occupations"),
        levels=tuple(row.levels),
        audience_for=tuple(row.audience_for),
        group_size=row.group_size,
        place=row.place,
        region=row.region,
        starts_at=row.starts_at,
        valid_until=row.valid_until,
        how_to_book=texts("how_to_book"),
        url=row.url or None,
    )


def _organisations(ids: Iterable[str], store: Store) -> dict[str, wire.Organisation]:
    images = get_image_model().objects.prefetch_renditions(pictures.LOGO)
    rows = Organisation.objects.filter(uuid__in=list(ids)).prefetch_related(Prefetch("logo", queryset=images))
    return {
        str(row.uuid): wire.Organisation(
            id=row.uuid, name=row.name, kind=row.kind, place=row.place, url=row.url, logo=_logo(row, store)
        )
        for row in rows
    }


def _logo(row: Organisation, store: Store) -> Reference | None:
    """The logo as a blob. Made on publishing already; here it is read, or made where that failed."""
    rendition = pictures.ready(row.logo, pictures.LOGO) or pictures.make(row.logo, pictures.LOGO)
    if rendition is None:
        return None
    try:
        with rendition.file.open("rb") as file:
            return put_blob(store, file.read(), "png")
    except OSError as error:
        log.warning("The logo of %s can't be read (%s); it is left out of the release.", row.name, error)
        return None


def _translations(model: Any, keys: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """Id -> language -> live page, of all other languages. One query a language."""
    found: dict[UUID, dict[str, Any]] = {}
    keys = list(keys)
    for language in OTHERS:
        for key, page in live.translated(model, keys, language).items():
            found.setdefault(key, {})[language] = page
    return found


def _by_parent(pairs: Iterable[tuple[str, Any]]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for path, one in pairs:
        found.setdefault(path, []).append(one)
    return found
