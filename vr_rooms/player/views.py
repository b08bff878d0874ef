"""The player's pages: the list of released rooms, one room, a room that the address names, what is kept, and a draft."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language, get_language_from_request, gettext, override
from django.views.decorators.http import require_safe

from vr_rooms.errors import NotReleasable
from vr_rooms.player.modules import module_urls
from vr_rooms.player.policy import content_security_policy, guarded
from vr_rooms.services import manifests, previews, released

logger = logging.getLogger(__name__)

_NAMING = frozenset({"content", "manifest", "room"})
"""What in the address of the list names something to open."""

_ANY_ROOM = "00000000-0000-0000-0000-000000000000"


def _chosen(request: HttpRequest) -> str:
    """``?locale=`` of the address when it names a language of ours, to hand on to the next page; else nothing."""
    locale = request.GET.get("locale")
    return f"?locale={locale}" if locale in dict(settings.LANGUAGES) else ""


def _in_chosen_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Renders in the language that the address names; without one, in the browser's."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        locale = _chosen(request).removeprefix("?locale=") or get_language_from_request(request)
        with override(locale):
            response = view(request, *args, **named)
        response["Content-Language"] = locale
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return answer


@require_safe
@_in_chosen_language
def index(request: HttpRequest) -> HttpResponse:
    """All rooms of the last release; or the player, where the address names a room or another content root."""
    if not _NAMING.isdisjoint(request.GET):
        return _player(_config() | {"manifest": None})
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
    context = {"rooms": rooms, "locale": locale, "kept_url": reverse("vr_rooms:kept") + _chosen(request)}
    return guarded(render(request, "vr_rooms/player/play_index.html", context))


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
    return _player(config, released.text(entry.title, _locale()))


@require_safe
@_in_chosen_language
def kept(request: HttpRequest) -> HttpResponse:
    """The player without a room: what a device keeps. The service worker takes this page along and opens kept rooms with it."""
    return _player(_config() | {"manifest": None})


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, told where its page and files are. Another page or file makes another worker, for browsers to take."""
    built = finders.find("vr_rooms/worker.js")
    if not isinstance(built, str):
        return HttpResponse("The front end is not built.", status=404, content_type="text/plain")
    with override(settings.LANGUAGE_CODE):
        page = _player(_config() | {"manifest": None})
    told = f"{page.content.decode()}{content_security_policy()}"
    names = {"page": reverse("vr_rooms:kept"), "files": static("vr_rooms/"), "version": sha256(told.encode()).hexdigest()[:16]}
    prelude = f"self.kijkkamer = {json.dumps(names)};\n"
    response = HttpResponse(prelude + Path(built).read_text(encoding="utf-8"), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return guarded(response)


@require_safe
@_in_chosen_language
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
    # Nobody keeps a draft.
    config = {name: value for name, value in _config().items() if name != "worker"} | {
        "manifest": manifest.model_dump(mode="json")
    }
    response = _player(config, draft.title)
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
        "kept_url": reverse("vr_rooms:kept"),
        "origins": list(settings.PLAYER_ORIGINS),
        "worker": {"script": reverse("vr_rooms:worker"), "scope": reverse("vr_rooms:index")},
    }


def _player(config: dict[str, Any], title: str | None = None) -> HttpResponse:
    context = {"config": config, "title": title or gettext("Rooms"), "locale": config["locale"], "modules": module_urls()}
    return guarded(HttpResponse(render_to_string("vr_rooms/player/play.html", context)))


def _sentence(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    context = {"sentence": sentence, "index_url": reverse("vr_rooms:index"), "locale": _locale()}
    return guarded(render(request, "vr_rooms/pages/message.html", context, status=status))
