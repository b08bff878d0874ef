"""The reference website: each page asks the API's own functions and shows what they answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from cms.api import activities as api_activities
from cms.api import previews, rooms, sectors, videos
from cms.api.activities import ActivityFilters
from cms.api.reader import Reader
from cms.api.rooms import RoomFilters
from cms.api.schemas import ActivityList, Home, HomePreview, RoomPreview, SectorPreview, VideoPreview
from cms.website.pages import as_draft, page
from vr_rooms.services.previews import BadToken
from vr_rooms.words import LEVELS

PER_PAGE = 24
ROOMS_AT_HOME = 6


def _reader() -> Reader:
    return Reader.of(get_language())


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The sectors, and some rooms to begin with."""
    reader = _reader()
    try:
        answer = sectors.home(reader)
    except Http404:  # a site without content yet
        answer = Home(title=gettext("Kijkkamer"), summary="", language=reader.language, sectors=[])
    return page(request, "home.html", _home(reader, answer), answer.sectors)


def _home(reader: Reader, answer: Home) -> dict[str, Any]:
    return {"home": answer, "rooms": rooms.list_rooms(reader, RoomFilters(limit=ROOMS_AT_HOME)).items}


@require_safe
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """A sector with its rooms, films and activities."""
    answer = sectors.sector(_reader(), slug)
    filters, chosen = _filters(request, slug)
    context = {"sector": answer, "activities": api_activities.list_activities(_reader(), filters).items, **chosen}
    return page(request, "sector.html", context, _refs(answer.rooms, answer.videos, answer.activities, [answer]))


@require_safe
def room(request: HttpRequest, id: UUID) -> HttpResponse:
    """What a room shows, for whom it is, and the way in."""
    answer = rooms.room(_reader(), id)
    return page(request, "room.html", {"room": answer}, answer.sectors)


@require_safe
def video(request: HttpRequest, id: UUID) -> HttpResponse:
    """A promo video with its transcript."""
    answer = videos.video(_reader(), id)
    return page(request, "video.html", {"video": answer}, answer.sectors)


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """All activities, to be filtered by level and region."""
    filters, chosen = _filters(request)
    answer = api_activities.list_activities(_reader(), filters)
    context = {"activities": answer, **chosen, **_pages(request, answer, filters)}
    return page(request, "activities.html", context, _refs(answer.items))


@require_safe
def activity(request: HttpRequest, id: UUID) -> HttpResponse:
    """One activity."""
    answer = api_activities.activity(_reader(), id)
    return page(request, "activity.html", {"activity": answer}, answer.sectors)


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """A draft, in the templates of what is live; a room's draft is the player's business."""
    token = request.GET.get("token", "")
    try:
        answer = previews.preview(token)
    except BadToken:
        return as_draft(page(request, "no_preview.html", {}, status=403))
    if isinstance(answer, RoomPreview):
        return as_draft(redirect(f"{reverse('vr_rooms:preview')}?{urlencode({'token': token})}"))
    return as_draft(_drawn(request, answer))


def _drawn(request: HttpRequest, answer: HomePreview | SectorPreview | VideoPreview) -> HttpResponse:
    if isinstance(answer, HomePreview):
        context = {**_home(_reader(), answer.home), "is_draft": True}
        return page(request, "home.html", context, answer.home.sectors)
    if isinstance(answer, SectorPreview):
        found = answer.sector
        context = {"sector": found, "activities": found.activities, "is_draft": True}
        return page(request, "sector.html", context, _refs(found.rooms, found.videos, found.activities, [found]))
    if answer.video is None:
        return page(request, "video_without_film.html", {"draft": answer, "is_draft": True})
    return page(request, "video.html", {"video": answer.video, "is_draft": True}, answer.video.sectors)


def _refs(*lists: Any) -> list[Any]:
    """Every sector that is mentioned in lists of items; an item without mentions is a sector itself."""
    return [one for items in lists for item in items for one in getattr(item, "sectors", [item])]


def _filters(request: HttpRequest, sector: str | None = None) -> tuple[ActivityFilters, dict[str, Any]]:
    """What was chosen in the form, and what it can choose from. A wrong word in the address chooses nothing."""
    asked = {name: request.GET.get(name, "").strip() for name in ("level", "region", "search")}
    number = request.GET.get("page", "1")
    offset = (max(1, int(number)) - 1) * PER_PAGE if number.isdecimal() and len(number) < 6 else 0
    common = {"sector": sector, "limit": 100 if sector else PER_PAGE, "offset": 0 if sector else offset}
    try:
        filters = ActivityFilters(**{name: value for name, value in asked.items() if value}, **common)
    except ValidationError:
        filters, asked = ActivityFilters(**common), dict.fromkeys(asked, "")
    return filters, {"asked": asked, "filtered": any(asked.values()), "levels": LEVELS, "regions": api_activities.regions()}


def _pages(request: HttpRequest, answer: ActivityList, filters: ActivityFilters) -> dict[str, Any]:
    number = filters.offset // PER_PAGE + 1
    kept = {name: value for name, value in request.GET.items() if name in ("level", "region", "search") and value}
    return {
        "before": urlencode({**kept, "page": number - 1}) if number > 1 else "",
        "after": urlencode({**kept, "page": number + 1}) if filters.offset + len(answer.items) < answer.count else "",
    }
