"""Drafts for whoever holds a valid, unexpired preview token."""

from __future__ import annotations

from typing import Any

from cms import live
from cms.api.reader import Reader
from cms.api.rooms import room_of
from cms.api.schemas import HomePreview, RoomPreview, SectorPreview, VideoPreview
from cms.api.sectors import home_of, sector_of
from cms.api.videos import video_of
from cms.api.words import Words
from cms.models import HomePage, PromoVideoPage, SectorPage
from cms.models.addresses import public_id
from vr_rooms.models import RoomPage
from vr_rooms.services import previews

AnyPreview = HomePreview | SectorPreview | RoomPreview | VideoPreview


def preview(token: str, base: str = "") -> AnyPreview:
    """The draft that a token stands for, in the draft's own language.

    Raises vr_rooms.services.previews.BadToken.
    """
    page = previews.draft(token)
    reader = Reader.of(page.locale.language_code, base)
    page.key = public_id(page)
    if isinstance(page, HomePage):
        return HomePreview(home=home_of(reader, Words(page)))
    if isinstance(page, SectorPage):
        return SectorPreview(sector=_sector(reader, page))
    if isinstance(page, RoomPage):
        return RoomPreview(room=room_of(reader, page, Words(page)))
    if isinstance(page, PromoVideoPage):
        return _video(reader, page)
    raise previews.BadToken("it is for a page that has no preview here")


def _sector(reader: Reader, page: SectorPage) -> Any:
    """The draft's words and look, with what stands in the live sector: a draft has no rooms of its own."""
    source = live.sectors().filter(key=page.key).first() or page
    source.key = page.key
    if source is not page:
        source.order = page.order
    return sector_of(reader, source, Words(page))


def _video(reader: Reader, page: PromoVideoPage) -> VideoPreview:
    packaged = (page.asset.packaged or {}) if page.asset else {}
    shown = video_of(reader, page, Words(page)) if packaged.get("kind") == "video" else None
    return VideoPreview(title=page.title, summary=page.summary, video=shown)
