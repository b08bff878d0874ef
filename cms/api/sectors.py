"""Sectors as the API answers them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count
from django.http import Http404
from ninja import Field, Schema
from wagtail.rich_text import expand_db_html

from cms import live
from cms.api import activities, rooms, videos
from cms.api.reader import ONE_LINE, Reader
from cms.api.schemas import Counts, Home, SectorDetail, SectorItem, SectorList, TextBlock
from cms.api.words import Words, blocks, blocks_by_id
from cms.models import Activity, HomePage, SectorPage


class SectorFilters(Schema):
    """What to list."""

    locale: str | None = Field(None, max_length=12, description="Language of the texts; Dutch where a translation is missing")
    search: str = Field("", max_length=100, pattern=ONE_LINE)
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


def list_sectors(reader: Reader, filters: SectorFilters) -> SectorList:
    """One page of sectors."""
    found = live.matching(live.sectors(), filters.search, ("title", "summary"), reader.language)
    pages = list(found[filters.offset : filters.offset + filters.limit])
    return SectorList(items=sector_items(reader, pages), count=found.count())


def home(reader: Reader) -> Home:
    """The home page with all sectors. Raises Http404 before the site has one."""
    page = live.homes().first()
    if page is None:
        raise Http404("There is no home page yet")
    words = Words(page, live.translated(HomePage, [page.key], reader.language).get(page.key))
    return home_of(reader, words)


def home_of(reader: Reader, words: Words) -> Home:
    """A home page's texts with the sectors that are live."""
    items = sector_items(reader, list(live.sectors()))
    return Home(title=words.text("title"), summary=words.text("summary"), language=words.language, sectors=items)


def sector(reader: Reader, slug: str) -> SectorDetail:
    """One sector with all that stands in it. Raises Http404."""
    page = live.sectors().filter(slug=slug).first() if slug.isprintable() else None
    if page is None:
        raise Http404("There is no such sector")
    words = Words(page, live.translated(SectorPage, [page.key], reader.language).get(page.key))
    return sector_of(reader, page, words)


def sector_of(reader: Reader, page: SectorPage, words: Words) -> SectorDetail:
    """A sector in full: ``page`` says what stands in it, ``words`` what it is called."""
    room_pages = list(live.room_placements().filter(parent_path=page.path)) if page.path else []
    video_pages = list(live.with_pictures(live.video_placements().filter(parent_path=page.path))) if page.path else []
    open_activities = list(live.activities().filter(sectors=page.pk)) if page.pk else []
    counts = Counts(rooms=len(room_pages), videos=len(video_pages), activities=len(open_activities))
    own = blocks_by_id(words.translation, "body")
    return SectorDetail(
        **_item(reader, page, words, counts).model_dump(),
        body=[
            TextBlock(id=block["id"], html=str(expand_db_html(own.get(block["id"]) or block["value"])))
            for block in blocks(words.source, "body")
        ],
        rooms=rooms.room_items(reader, room_pages),
        videos=videos.video_items(reader, video_pages),
        activities=activities.activity_items(reader, open_activities),
    )


def sector_items(reader: Reader, pages: list[SectorPage]) -> list[SectorItem]:
    """Sectors for a list, with their counts: four queries, five in another language."""
    translations = live.translated(SectorPage, [page.key for page in pages], reader.language)
    paths = [page.path for page in pages]
    in_sector = Activity.sectors.through.objects.filter(sectorpage__in=pages, activity__in=live.activities().order_by())
    room_counts = dict(_per_path(live.room_placements(), paths))
    video_counts = dict(_per_path(live.video_placements(), paths))
    activity_counts = dict(in_sector.values_list("sectorpage").annotate(Count("pk")))
    return [
        _item(
            reader,
            page,
            Words(page, translations.get(page.key)),
            Counts(
                rooms=room_counts.get(page.path, 0),
                videos=video_counts.get(page.path, 0),
                activities=activity_counts.get(page.pk, 0),
            ),
        )
        for page in pages
    ]


def _per_path(placements: live.QuerySet, paths: list[str]) -> Iterable[tuple[str, int]]:
    return placements.order_by().filter(parent_path__in=paths).values_list("parent_path").annotate(Count("pk"))


def _item(reader: Reader, page: SectorPage, words: Words, counts: Counts) -> SectorItem:
    return SectorItem(
        id=page.key,
        slug=page.slug,
        title=words.text("title"),
        summary=words.text("summary"),
        language=words.language,
        colour=words.source.colour,
        icon=words.source.icon,
        order=page.order,
        counts=counts,
        url=reader.page("sector", slug=page.slug) if page.slug else "",
    )
