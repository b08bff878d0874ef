"""From a room page, saved or as it stands in a form, to the plain data that the checks look at."""

from __future__ import annotations

from typing import Any, Literal

from vr_rooms.checks import AssetFacts, HotspotFacts, RoomFacts, SceneFacts


def of_room(page: Any) -> RoomFacts:
    """A room page's facts. Asks the database for the captions of videos and the parents of linked rooms."""
    return RoomFacts(
        title=page.title,
        levels=tuple(page.levels or ()),
        scenes=tuple(_scene(child) for child in page.scenes),
        start_scene=page.start_scene,
        sheet=of_asset(page.lesson_sheet) if page.lesson_sheet else None,
    )


def of_asset(asset: Any) -> AssetFacts:
    """A media file's facts: those of its packaged record, which stays in use while a replacement is packaged."""
    record = asset.packaged or {}
    captions = asset.captions.all() if record.get("has_audio") else []
    return AssetFacts(
        id=str(asset.uuid),
        title=asset.title,
        kind=record.get("kind", ""),
        state=str(asset.get_state_display()),
        flat=record.get("projection") == "flat",
        has_audio=bool(record.get("has_audio")),
        reviewed=frozenset(one.language for one in captions if one.reviewed and one.packaged and one.role == "captions"),
        people=asset.people,
    )


def _scene(child: Any) -> SceneFacts:
    value = child.value
    return SceneFacts(
        id=child.id or "",
        title=value["title"] or "",
        alt=value["alt"] or "",
        asset=of_asset(value["asset"]) if value["asset"] else None,
        hotspots=tuple(_hotspot(spot) for spot in value["hotspots"]),
    )


def _hotspot(child: Any) -> HotspotFacts:
    value, kind = child.value, child.block_type
    asset = value.get("image") if kind == "info" else value.get("asset")
    return HotspotFacts(
        id=child.id or "",
        kind=kind,
        label=value["label"] or "",
        scene=value.get("scene") or "",
        room=_room_state(value["room"]) if kind == "room" else "",
        asset=of_asset(asset) if asset else None,
        alt=value.get("image_alt" if kind == "info" else "alt") or "",
        activity=_activity_state(value) if kind == "activity" else "",
    )


def _room_state(page: Any) -> Literal["live", "not live", "gone"]:
    if page is None:
        return "gone"
    return "live" if page.live else "not live"


def _activity_state(value: Any) -> Literal["shown", "gone", "query"]:
    if any(value[name] for name in ("occupation", "region", "levels")):
        return "query"
    activity = value["activity"]
    return "shown" if activity is not None and getattr(activity, "live", True) else "gone"
