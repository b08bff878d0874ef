"""What the outside may see: live, public, not expired, below a sector that is so too. One place, so that no list forgets a rule.

Everything goes by the Dutch source page; other languages only give words. An alias is a placement of its source: it has the
source's id and stands below another sector.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, F, Min, Model, OuterRef, Prefetch, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce, Length, Substr
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction

from cms.models import Activity, HomePage, PromoVideoPage, SectorPage
from cms.pictures import LOGO, POSTER
from vr_rooms.models import AssetCaptions, RoomPage

SOURCE = settings.LANGUAGE_CODE
PageType = TypeVar("PageType", bound=Page)
ModelType = TypeVar("ModelType", bound=Model)


def _shown(model: type[PageType], language: str) -> QuerySet[PageType]:
    """Live, public and not expired (the clock unpublishes an expired page up to a minute late) in one language."""
    now = timezone.now()
    return (
        model.objects.live()
        .filter(Q(expire_at=None) | Q(expire_at__gt=now), ~Exists(_restrictions()), locale__language_code=language)
        .select_related("locale")
        .annotate(key=Coalesce("alias_of__translation_key", "translation_key"))
        .annotate(parent_path=Substr("path", 1, Length("path") - Page.steplen))
    )


def _restrictions() -> QuerySet[PageViewRestriction]:
    """Privacy settings of a page and of those above it; in the same query, where Wagtail's own ``public()`` asks each time."""
    return PageViewRestriction.objects.filter(page__path=Substr(OuterRef("path"), 1, Length("page__path")))


def homes(language: str = SOURCE) -> QuerySet[HomePage]:
    """The home page in a language (one at most on a site)."""
    return _shown(HomePage, language).order_by("path")


def sectors() -> QuerySet[SectorPage]:
    """All sectors in their order."""
    return _shown(SectorPage, SOURCE).filter(parent_path__in=homes().values("path")).order_by("order", "title", "pk")


def room_placements() -> QuerySet[RoomPage]:
    """Every place where a room stands: its own sector and those of its aliases. ``key`` is the room's id."""
    return _shown(RoomPage, SOURCE).filter(parent_path__in=sectors().values("path")).order_by("title", "pk")


def video_placements() -> QuerySet[PromoVideoPage]:
    """Every place where a promo video stands that may be shown: cms.publishable's rule in SQL (a test compares both)."""
    reviewed = AssetCaptions.objects.filter(
        asset=OuterRef("asset"), language="nl", role="captions", reviewed=True, packaged__isnull=False
    )
    return (
        _shown(PromoVideoPage, SOURCE)
        .filter(parent_path__in=sectors().values("path"))
        .filter(asset__packaged__kind="video", asset__packaged__projection="flat", transcript__regex=r"\S")
        .filter(Q(asset__packaged__has_audio=False) | Exists(reviewed))
        .order_by("title", "pk")
    )


def activities() -> QuerySet[Activity]:
    """Activities that are open, in Dutch, with their organisation."""
    return (
        Activity.objects.open()
        .filter(locale__language_code=SOURCE)
        .select_related("organisation", "locale")
        .prefetch_related(Prefetch("organisation__logo", queryset=get_image_model().objects.prefetch_renditions(LOGO)))
        .order_by("title", "pk")
    )


def sectors_of(rows: Iterable[Activity]) -> dict[int, list[SectorPage]]:
    """Activity's primary key -> its sectors, in their order. Two queries: django-modelcluster's relation ignores prefetching."""
    links = Activity.sectors.through.objects.filter(activity__in=list(rows)).values_list("activity", "sectorpage")
    found: dict[int, list[SectorPage]] = {}
    members: dict[int, list[int]] = {}
    for activity, sector in links:
        members.setdefault(sector, []).append(activity)
    for page in sectors().filter(pk__in=members):
        for activity in members[page.pk]:
            found.setdefault(activity, []).append(page)
    return found


def with_pictures(videos: QuerySet[PromoVideoPage]) -> QuerySet[PromoVideoPage]:
    """Videos with all that showing them needs, in a constant number of queries."""
    pictures = get_image_model().objects.prefetch_renditions(POSTER)
    return videos.select_related("asset").prefetch_related("asset__captions", Prefetch("poster", queryset=pictures))


def once(placements: QuerySet[PageType]) -> QuerySet[PageType]:
    """One page for each id, whatever the number of sectors it stands in; the source rather than an alias."""
    first = placements.order_by().values("key").annotate(first=Min("pk")).values("first")
    return (
        placements.model.objects.filter(pk__in=first)
        .select_related("locale")
        .annotate(key=Coalesce("alias_of__translation_key", "translation_key"))
        .order_by("title", "pk")
    )


def sectors_by_key(placements: QuerySet[Any], keys: Iterable[UUID]) -> dict[UUID, list[SectorPage]]:
    """Room or video id -> the sectors that it stands in, in the sectors' order. Two queries."""
    paths: dict[str, set[UUID]] = {}
    for key, path in placements.filter(key__in=list(keys)).values_list("key", "parent_path"):
        paths.setdefault(path, set()).add(key)
    found: dict[UUID, list[SectorPage]] = {}
    for sector in sectors().filter(path__in=list(paths)):
        for key in paths[sector.path]:
            found.setdefault(key, []).append(sector)
    return found


def translated(model: type[PageType], keys: Iterable[UUID], language: str) -> dict[UUID, PageType]:
    """Id -> the live page in another language, where there is one. One query; none for Dutch."""
    if language == SOURCE:
        return {}
    pages = _shown(model, language).filter(translation_key__in=list(keys), alias_of=None)
    return {page.translation_key: page for page in pages}


def translated_activities(keys: Iterable[UUID], language: str) -> dict[UUID, Activity]:
    """Id -> the published activity in another language, where there is one."""
    if language == SOURCE:
        return {}
    found = Activity.objects.select_related("locale").filter(
        live=True, locale__language_code=language, translation_key__in=list(keys)
    )
    return {activity.translation_key: activity for activity in found}


def with_level(found: QuerySet[ModelType], level: str) -> QuerySet[ModelType]:
    """Those meant for a level. SQLite's JSON has no "contains": the quoted word is looked for in the list's text."""
    return found.annotate(level_words=Cast(F("levels"), TextField())).filter(level_words__contains=f'"{level}"')


def matching(found: QuerySet[ModelType], words: str, fields: tuple[str, ...], language: str) -> QuerySet[ModelType]:
    """Those in whose Dutch or translated texts every word occurs. Straight from the rows, so that it is never stale."""
    if not words.split():
        return found
    model = found.model
    everywhere = Q()
    for word in words.split()[:10]:
        everywhere &= _somewhere(word, fields)
    if language == SOURCE:
        return found.filter(everywhere)
    other: QuerySet[Any]
    if issubclass(model, Page):
        other = _shown(model, language)
        return found.filter(everywhere | Q(key__in=other.filter(everywhere).values("translation_key")))
    other = model._default_manager.filter(live=True, locale__language_code=language).filter(everywhere)
    return found.filter(everywhere | Q(translation_key__in=other.values("translation_key")))


def _somewhere(word: str, fields: tuple[str, ...]) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found
