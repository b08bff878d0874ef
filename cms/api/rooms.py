"""360° rooms as the API answers them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from ninja import Field, Schema

from cms import live
from cms.api.reader import ONE_LINE, Reader, play_path
from cms.api.references import references
from cms.api.schemas import Audience, Lesson, Picture, RoomDetail, RoomItem, RoomList, SceneItem
from cms.api.words import Words, blocks, blocks_by_id
from vr_rooms.format.manifest import Level
from vr_rooms.models import MediaAsset, RoomPage, RoomRecord


class RoomFilters(Schema):
    """What to list."""

    locale: str | None = Field(None, max_length=12, description="Language of the texts; Dutch where a translation is missing")
    sector: str | None = Field(None, max_length=100, pattern=ONE_LINE, description="A sector's slug")
    search: str = Field("", max_length=100, pattern=ONE_LINE)
    level: Level | None = None
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


def list_rooms(reader: Reader, filters: RoomFilters) -> RoomList:
    """One page of rooms; a room that stands in two sectors is listed once."""
    placements = live.room_placements()
    if filters.sector is not None:
        placements = placements.filter(parent_path__in=live.sectors().filter(slug=filters.sector).values("path"))
    if filters.level:
        placements = live.with_level(placements, filters.level)
    found = live.once(live.matching(placements, filters.search, ("title", "summary"), reader.language))
    pages = list(found[filters.offset : filters.offset + filters.limit])
    return RoomList(items=room_items(reader, pages), count=found.count())


def room(reader: Reader, room_id: UUID) -> RoomDetail:
    """One room. Raises Http404."""
    page = live.once(live.room_placements().filter(key=room_id)).first()
    if page is None:
        raise Http404(f"There is no room {room_id}")
    words = Words(page, live.translated(RoomPage, [page.key], reader.language).get(page.key))
    return room_of(reader, page, words)


def room_of(reader: Reader, page: RoomPage, words: Words) -> RoomDetail:
    """A room in full."""
    item = room_items(reader, [page], {page.key: words})[0]
    scenes, own = blocks(words.source, "scenes"), blocks_by_id(words.translation, "scenes")
    assets = _assets(scenes)
    lesson = Lesson(goals=words.html("lesson_goals"), before=words.html("lesson_before"), after=words.html("lesson_after"))
    sheet = (words.source.lesson_sheet.packaged or {}).get("file") if words.source.lesson_sheet else None
    if sheet:
        lesson.sheet = reader.content(sheet["path"])
    return RoomDetail(
        **item.model_dump(),
        viewpoints=[
            SceneItem(
                id=scene["id"],
                title=_word(scene, own, "title"),
                alt=_word(scene, own, "alt"),
                poster=_poster(reader, assets.get(scene["value"].get("asset")), ""),
            )
            for scene in scenes
        ],
        lesson=lesson if lesson.goals or lesson.before or lesson.after or lesson.sheet else None,
        licence=words.text("licence"),
        credits=words.text("credits"),
        manifest=_manifest(reader, _released([page.key]).get(page.key)),
    )


def room_items(reader: Reader, pages: list[RoomPage], words: dict[UUID, Words] | None = None) -> list[RoomItem]:
    """Rooms for a list, in a constant number of queries."""
    keys = [page.key for page in pages]
    if words is None:
        translations = live.translated(RoomPage, keys, reader.language)
        words = {page.key: Words(page, translations.get(page.key)) for page in pages}
    standing = live.sectors_by_key(live.room_placements(), keys)
    sectors = references(reader, [one for several in standing.values() for one in several])
    released = _released(keys)
    first = {page.key: _start(page) for page in pages}
    assets = _assets([scene for scene in first.values() if scene])
    return [
        RoomItem(
            id=page.key,
            slug=page.slug,
            title=words[page.key].text("title"),
            summary=words[page.key].text("summary"),
            language=words[page.key].language,
            sectors=[sectors[one.translation_key] for one in standing.get(page.key, [])],
            audience=Audience(
                levels=page.levels, min_age=page.min_age, minutes=page.minutes, comfort=page.comfort, flashing=page.flashing
            ),
            poster=_first_picture(reader, first[page.key], assets, words[page.key]),
            scenes=len(blocks(page, "scenes")),
            released=page.key in released,
            url=reader.page("room", id=page.key),
            play_url=reader.address(play_path(page.key)),
        )
        for page in pages
    ]


def _start(page: RoomPage) -> dict[str, Any] | None:
    scenes = blocks(page, "scenes")
    return next((scene for scene in scenes if scene["id"] == page.start_scene), scenes[0] if scenes else None)


def _assets(scenes: list[dict[str, Any]]) -> dict[int, MediaAsset]:
    return MediaAsset.objects.in_bulk({scene["value"].get("asset") for scene in scenes} - {None})


def _released(keys: list[UUID]) -> dict[UUID, str]:
    """Room id -> path of its manifest in the last release."""
    rows = RoomRecord.objects.filter(room_id__in=keys, released__isnull=False)
    return dict(rows.values_list("room_id", "released__manifest__path"))


def _manifest(reader: Reader, path: str | None) -> str | None:
    return reader.content(path) if path else None


def _poster(reader: Reader, asset: MediaAsset | None, alt: str) -> Picture | None:
    return Picture(url=reader.content(asset.poster_path), alt=alt) if asset and asset.poster_path else None


def _first_picture(reader: Reader, scene: dict[str, Any] | None, assets: dict[int, MediaAsset], words: Words) -> Picture | None:
    if scene is None:
        return None
    alt = _word(scene, blocks_by_id(words.translation, "scenes"), "alt")
    return _poster(reader, assets.get(scene["value"].get("asset")), alt)


def _word(scene: dict[str, Any], translated: dict[str, dict[str, Any]], field: str) -> str:
    return translated.get(scene["id"], {}).get(field) or scene["value"].get(field) or ""
