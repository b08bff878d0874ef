"""The player's pages: the list of released rooms, one room, and a draft."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from vr_rooms.errors import NotReleasable
from vr_rooms.player.policy import guarded
from vr_rooms.services import manifests, previews, released

logger = logging.getLogger(__name__)

_ANY_ROOM = "00000000-0000-0000-0000-000000000000"


def _chosen(request: HttpRequest) -> str:
    """``?locale=`` of the address when it names a language of ours, to hand on to the next page; else nothing."""
    locale = request.GET.get("locale")
    return f"?locale={locale}" if locale in dict(settings.LANGUAGES) else ""


def _in_chosen_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Renders in the language that the address names; without one, in the active one."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        locale = _chosen(request).removeprefix("?locale=")
        if not locale:
            return view(request, *args, **named)
        with override(locale):
            response = view(request, *args, **named)
        response["Content-Language"] = locale
        return response

    return answer


@require_safe
@_in_chosen_language
def index(request: HttpRequest) -> HttpResponse:
    """All rooms of the last release."""
    locale = _locale()
    rooms = [
        {
            "url": reverse("vr_rooms:room", args=[room.id]) + _chosen(request),
            "title": released.text(room.title, locale),
            "summary": released.text(room.summary, locale),
            "sector": ", ".join(released.text(sector, locale) for sector in sectors),
            "poster": settings.CONTENT_URL + room.poster.path,
            "minutes": room.audience.minutes,
            "levels": list(room.audience.levels),
        }
        for room, sectors in released.released_rooms()
    ]
    return guarded(render(request, "vr_rooms/player/play_index.html", {"rooms": rooms, "locale": locale}))


@require_safe
@_in_chosen_language
def room(request: HttpRequest, room_id: UUID) -> HttpResponse:
    """One room of the last release, or a sentence with status 404."""
    entry = released.released_room(room_id)
    last = released.last_release()
    if entry is None or last is None:
        absent = {"locale": _locale(), "index_url": reverse("vr_rooms:index") + _chosen(request)}
        return guarded(render(request, "vr_rooms/player/play_absent.html", absent, status=404))
    config = {
        **_config(),
        "index_url": reverse("vr_rooms:index") + _chosen(request),
        "manifest": entry.manifest.model_dump(mode="json"),
        "poster": entry.poster.model_dump(mode="json"),
        "release": last.number,
    }
    return guarded(render(request, "vr_rooms/player/play.html", _page(config, released.text(entry.title, _locale()))))


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    """The player on a draft, for the holder of a signed token that is not too old."""
    try:
        draft = previews.draft(request.GET.get("token", ""))
    except previews.BadToken:
        return _sentence(request, gettext("This preview has expired. Go back to the page and open the preview again."), 403)
    try:
        manifest = manifests.draft(draft)
    except NotReleasable:
        logger.info("a draft can't be shown", exc_info=True)
        return _sentence(
            request, gettext("This draft can't be shown yet. Save it as a draft: the form then says what is wrong."), 200
        )
    if manifest is None:
        return _sentence(request, gettext("There is nothing to see yet: add a scene with a 360° photo that is ready."), 200)
    config = {**_config(), "manifest": manifest.model_dump(mode="json")}
    response = guarded(render(request, "vr_rooms/player/play.html", _page(config, draft.title)))
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _locale() -> str:
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def _config() -> dict[str, Any]:
    return {
        "content_url": settings.CONTENT_URL,
        "locale": _locale(),
        "play_url": reverse("vr_rooms:room", args=[_ANY_ROOM]).replace(_ANY_ROOM, "{id}"),
        "index_url": reverse("vr_rooms:index"),
    }


def _page(config: dict[str, Any], title: str) -> dict[str, Any]:
    return {"config": config, "title": title, "locale": config["locale"]}


def _sentence(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "index_url": reverse("vr_rooms:index"), "locale": _locale()}
    return guarded(render(request, "vr_rooms/pages/message.html", context, status=status))
