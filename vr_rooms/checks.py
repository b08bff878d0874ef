"""What keeps a room from being released, and what an editor should look at: pure functions over plain data.

The room form asks them before publishing, the manifest builder asks them again, because scheduled publishing runs no form.
Errors block, warnings don't.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

HEADSET_WARNING_BYTES = 300_000_000
HEADSET_ERROR_BYTES = 1_000_000_000

SENTENCES: Mapping[str, str] = {
    "no_scenes": _("The room has no scenes; add at least one."),
    "no_levels": _("The room does not say for which levels it is; tick at least one."),
    "no_scene_title": _("Scene {number} has no title; give it one."),
    "no_alt": _("Scene “{scene}” has no description for who can't see it; write what a blind pupil should be told."),
    "no_label": _("A hotspot in scene “{scene}” has no label; write what it is in a few words."),
    "no_asset": _("Scene “{scene}” has no 360° photo or video; choose one."),
    "asset_gone": _("The file of a hotspot “{label}” in scene “{scene}” is no longer there; choose another."),
    "asset_not_ready": _("“{asset}” is not ready yet ({state}); wait until it has been packaged, or choose another file."),
    "wrong_kind": _("“{asset}” is not a {wanted}; choose another file."),
    "people": _("Nobody has said whether people can be recognised in “{asset}”; answer that with the media file."),
    "captions": _(
        "“{asset}” has sound but no checked Dutch captions; add them to the media file and tick that they are checked."
    ),
    "no_image_alt": _("The picture of hotspot “{label}” in scene “{scene}” has no description; write what it shows."),
    "dead_scene": _("Hotspot “{label}” in scene “{scene}” leads to a scene that is not in this room; choose another."),
    "dead_room": _("Hotspot “{label}” in scene “{scene}” leads to a room that no longer exists; choose another or remove it."),
    "room_not_live": _("Hotspot “{label}” in scene “{scene}” leads to a room that is not published; it is left out until then."),
    "dead_activity": _("Hotspot “{label}” in scene “{scene}” leads to an activity that is not shown (any more); choose another."),
    "no_start_scene": _("The start scene is not in this room (any more); choose another or leave it empty."),
    "unreachable": _("No hotspot leads to scene “{scene}”; a visitor can't get there."),
    "broken": _("The room could not be built because of an error on our side ({detail}); ask the administrator."),
    "heavy": _("A headset has to fetch {megabytes} MB for this room; above 300 MB a school's line is slow."),
    "too_heavy": _("A headset would have to fetch {megabytes} MB for this room, the limit is 1,000 MB; use smaller files."),
}
"""code -> sentence."""

WANTED: Mapping[str, str] = {
    "360": _("360° photo or video"),
    "image": _("picture"),
    "video": _("flat video"),
    "mesh": _("3D object"),
    "document": _("PDF document"),
}


@dataclass(frozen=True)
class AssetFacts:
    """A media file. ``kind`` is that of the packaged record, '' until there is one; ``state`` is a word for people."""

    id: str
    title: str
    kind: str
    state: str = ""
    flat: bool = False
    has_audio: bool = False
    reviewed: frozenset[str] = frozenset()
    people: str = ""


@dataclass(frozen=True)
class HotspotFacts:
    """A hotspot. ``scene`` is the target's id; ``room`` says how it is with the target room."""

    id: str
    kind: str
    label: str
    scene: str = ""
    room: Literal["", "live", "not live", "gone"] = ""
    asset: AssetFacts | None = None
    alt: str = ""
    activity: Literal["", "shown", "gone", "query"] = ""


@dataclass(frozen=True)
class SceneFacts:
    """A scene."""

    id: str
    title: str
    alt: str
    asset: AssetFacts | None
    hotspots: tuple[HotspotFacts, ...] = ()


@dataclass(frozen=True)
class RoomFacts:
    """A room."""

    title: str
    levels: tuple[str, ...]
    scenes: tuple[SceneFacts, ...]
    start_scene: str = ""
    sheet: AssetFacts | None = None


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. ``field`` is the form's field it belongs to, ``block`` the id of a scene or hotspot."""

    level: Literal["error", "warning"]
    code: str
    values: tuple[tuple[str, Any], ...] = ()
    field: str = "scenes"
    block: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, in the active language."""
        values = {key: gettext(WANTED[value]) if key == "wanted" else value for key, value in self.values}
        return gettext(SENTENCES[self.code]).format(**values)


def _problem(
    code: str, *, level: Literal["error", "warning"] = "error", field: str = "scenes", block: str = "", **values: Any
) -> Problem:
    return Problem(level, code, tuple(values.items()), field, block)


def room(facts: RoomFacts) -> list[Problem]:
    """Everything that is wrong with a room, in the order of its form; each problem once."""
    return list(dict.fromkeys(_room(facts)))


def broken(detail: str) -> Problem:
    """A room whose building failed in a way that no check knows."""
    return _problem("broken", detail=detail)


def blocking(problems: list[Problem]) -> list[Problem]:
    """The problems that block."""
    return [problem for problem in problems if problem.level == "error"]


def weight(headset_bytes: int) -> list[Problem]:
    """Whether a room is too heavy for a headset; ``headset_bytes`` is the size of profile ``headset``."""
    megabytes = round(headset_bytes / 1_000_000)
    if headset_bytes > HEADSET_ERROR_BYTES:
        return [_problem("too_heavy", megabytes=megabytes)]
    if headset_bytes > HEADSET_WARNING_BYTES:
        return [_problem("heavy", level="warning", megabytes=megabytes)]
    return []


def _room(facts: RoomFacts) -> Iterator[Problem]:
    ids = {scene.id for scene in facts.scenes}
    if not facts.levels:
        yield _problem("no_levels", field="levels")
    if not facts.scenes:
        yield _problem("no_scenes")
    for number, scene in enumerate(facts.scenes, 1):
        yield from _scene(scene, number, ids)
    if facts.start_scene and facts.start_scene not in ids:
        yield _problem("no_start_scene", field="start_scene")
    else:
        yield from _unreachable(facts)
    if facts.sheet is not None:
        yield from _usable(facts.sheet, "document", field="lesson_sheet")


def _scene(scene: SceneFacts, number: int, ids: set[str]) -> Iterator[Problem]:
    name = scene.title.strip() or str(number)
    if not scene.title.strip():
        yield _problem("no_scene_title", number=number, block=scene.id)
    if not scene.alt.strip():
        yield _problem("no_alt", scene=name, block=scene.id)
    if scene.asset is None:
        yield _problem("no_asset", scene=name, block=scene.id)
    else:
        yield from _usable(scene.asset, "360", block=scene.id)
    for spot in scene.hotspots:
        yield from _hotspot(spot, name, ids)


def _hotspot(spot: HotspotFacts, scene: str, ids: set[str]) -> Iterator[Problem]:
    where = {"label": spot.label, "scene": scene, "block": spot.id}
    if not spot.label.strip():
        yield _problem("no_label", scene=scene, block=spot.id)
    if spot.kind == "scene" and spot.scene not in ids:
        yield _problem("dead_scene", **where)
    if spot.kind == "room" and spot.room == "gone":
        yield _problem("dead_room", **where)
    if spot.kind == "room" and spot.room == "not live":
        yield _problem("room_not_live", level="warning", **where)
    if spot.kind == "activity" and spot.activity == "gone":
        yield _problem("dead_activity", **where)
    if spot.kind in ("image", "video", "mesh") and spot.asset is None:
        yield _problem("asset_gone", **where)
    if spot.asset is not None:
        yield from _usable(spot.asset, spot.kind if spot.kind in ("video", "mesh") else "image", block=spot.id)
        if spot.kind in ("image", "info") and not spot.alt.strip():
            yield _problem("no_image_alt", **where)


def _usable(asset: AssetFacts, wanted: str, *, field: str = "scenes", block: str = "") -> Iterator[Problem]:
    """Whether a file can be used as a panorama or 360° video ("360"), a flat "video", an "image", a "mesh" or a "document"."""
    where = {"asset": asset.title, "field": field, "block": block}
    if not asset.kind:
        yield _problem("asset_not_ready", state=asset.state, **where)
        return
    fits = {
        "360": asset.kind == "panorama" or (asset.kind == "video" and not asset.flat),
        "video": asset.kind == "video" and asset.flat,
        "image": asset.kind == "image",
        "mesh": asset.kind == "mesh",
        "document": asset.kind == "document",
    }
    if not fits[wanted]:
        yield _problem("wrong_kind", wanted=wanted, **where)
        return
    if wanted == "360" and not asset.people:
        yield _problem("people", **where)
    if asset.kind == "video" and asset.has_audio and "nl" not in asset.reviewed:
        yield _problem("captions", **where)


def _unreachable(facts: RoomFacts) -> Iterator[Problem]:
    if not facts.scenes:
        return
    leads = {scene.id: [spot.scene for spot in scene.hotspots if spot.kind == "scene"] for scene in facts.scenes}
    found: set[str] = set()
    ahead = [facts.start_scene or facts.scenes[0].id]
    while ahead:
        one = ahead.pop()
        if one in leads and one not in found:
            found.add(one)
            ahead += leads[one]
    for scene in facts.scenes:
        if scene.id not in found:
            yield _problem("unreachable", level="warning", scene=scene.title, block=scene.id)
