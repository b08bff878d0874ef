"""Activities as the API answers them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from ninja import Field, Schema

from cms import live, pictures
from cms.api.reader import ONE_LINE, Reader
from cms.api.references import references
from cms.api.schemas import ActivityItem, ActivityList, Organisation, Picture, SectorRef
from cms.api.words import Words
from cms.models import Activity
from cms.models import Organisation as OrganisationRow
from vr_rooms.format.catalog import ActivityKind
from vr_rooms.format.manifest import Level


class ActivityFilters(Schema):
    """What to list."""

    locale: str | None = Field(None, max_length=12, description="Language of the texts; Dutch where a translation is missing")
    sector: str | None = Field(None, max_length=100, pattern=ONE_LINE, description="A sector's slug")
    search: str = Field("", max_length=100, pattern=ONE_LINE)
    level: Level | None = None
    region: str | None = Field(None, max_length=100, pattern=ONE_LINE)
    kind: ActivityKind | None = None
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=1_000_000)


def list_activities(reader: Reader, filters: ActivityFilters) -> ActivityList:
    """One page of activities that are open."""
    found = live.activities()
    if filters.sector is not None:
        found = found.filter(sectors__in=live.sectors().filter(slug=filters.sector).values("pk"))
    if filters.level:
        found = live.with_level(found, filters.level)
    if filters.region is not None:
        found = found.filter(region__iexact=filters.region)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    found = live.matching(found, filters.search, ("title", "summary", "place", "organisation__name"), reader.language)
    rows = list(found[filters.offset : filters.offset + filters.limit])
    return ActivityList(items=activity_items(reader, rows), count=found.count())


def regions() -> list[str]:
    """The regions in which something is open, for a list to choose from."""
    return list(live.activities().order_by("region").values_list("region", flat=True).distinct())


def activity(reader: Reader, activity_id: UUID) -> ActivityItem:
    """One activity. Raises Http404."""
    found = list(live.activities().filter(translation_key=activity_id))
    if not found:
        raise Http404(f"There is no activity {activity_id}")
    return activity_items(reader, found)[0]


def activity_items(reader: Reader, rows: list[Activity]) -> list[ActivityItem]:
    """Activities for a list, in a constant number of queries."""
    translations = live.translated_activities([row.translation_key for row in rows], reader.language)
    standing = live.sectors_of(rows)
    sectors = references(reader, [sector for several in standing.values() for sector in several])
    return [
        _item(
            reader,
            row,
            Words(row, translations.get(row.translation_key)),
            [sectors[sector.translation_key] for sector in standing.get(row.pk, [])],
        )
        for row in rows
    ]


def _item(reader: Reader, row: Activity, words: Words, sectors: list[SectorRef]) -> ActivityItem:
    return ActivityItem(
        id=row.translation_key,
        kind=row.kind,
        title=words.text("title"),
        summary=words.text("summary"),
        language=words.language,
        organisation=_organisation(reader, row.organisation),
        sectors=sectors,
        occupations=words.text("occupations"),
        levels=row.levels,
        audience_for=row.audience_for,
        group_size=row.group_size,
        place=row.place,
        region=row.region,
        starts_at=row.starts_at,
        valid_until=row.valid_until,
        how_to_book=words.text("how_to_book"),
        link=words.text("url") or None,
        url=reader.page("activity", id=row.translation_key),
    )


def _organisation(reader: Reader, row: OrganisationRow) -> Organisation:
    logo = pictures.ready(row.logo, pictures.LOGO)
    return Organisation(
        id=row.uuid,
        name=row.name,
        kind=row.kind,
        place=row.place,
        region=row.region,
        link=row.url or None,
        logo=Picture(url=reader.address(logo.url), alt=row.name, width=logo.width, height=logo.height) if logo else None,
    )
