"""Which rooms a release holds: live, public, not expired, and below a sector that is so too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from vr_rooms.models import RoomPage


@dataclass
class LiveRoom:
    """A room: its Dutch page, the live pages in other languages, and the ids of the sectors that it stands in."""

    page: RoomPage
    translations: dict[str, RoomPage] = field(default_factory=dict)
    sectors: set[str] = field(default_factory=set)


def rooms() -> dict[str, LiveRoom]:
    """Room id -> room, in the tree's order. A constant number of queries."""
    placements = list(
        _shown(RoomPage.objects.all()).filter(locale__language_code=settings.LANGUAGE_CODE).select_related("alias_of")
    )
    parents = {page.path[: -Page.steplen] for page in placements}
    sectors = {
        sector.path: str((sector.alias_of if sector.alias_of_id else sector).translation_key)
        for sector in _shown(Page.objects.filter(path__in=parents)).select_related("alias_of")
    }
    found: dict[str, LiveRoom] = {}
    for page in sorted(placements, key=lambda page: (page.alias_of_id is not None, page.path)):  # the source before its aliases
        sector = sectors.get(page.path[: -Page.steplen])
        if sector is not None:
            found.setdefault(page.room_id, LiveRoom(page)).sectors.add(sector)
    others = _shown(RoomPage.objects.filter(translation_key__in=list(found), alias_of=None)).select_related("locale")
    for page in others.exclude(locale__language_code=settings.LANGUAGE_CODE):
        found[str(page.translation_key)].translations[page.locale.language_code] = page
    return found


def _shown(pages: QuerySet[Any]) -> QuerySet[Any]:
    # The clock unpublishes an expired page up to a minute late.
    return pages.live().public().filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now()))
