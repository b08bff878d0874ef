"""The room manifest: one room with its scenes, hotspots and assets, as docs/formats.md has it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, get_args

from pydantic import Field, ValidationInfo, field_validator, model_validator
from typing_extensions import TypedDict  # pydantic asks for this one below Python 3.12

from media_pipeline.canonical import Degrees, Number
from media_pipeline.records import Asset, Kind, Reference, Text
from vr_rooms.format.wire import SCHEMA_VERSION, Id, Pitch, Said, Slug, WireDocument, Yaw, read_as, reading

Level = Literal["po", "pro", "vmbo", "havo", "vwo", "mbo"]
Comfort = Literal["comfortable", "moderate", "intense"]
ProfileName = Literal["web", "headset", "headset-hq"]
PROFILE_NAMES: tuple[ProfileName, ...] = get_args(ProfileName)


class At(WireDocument):
    """A direction seen from the scene's viewpoint, in degrees."""

    yaw: Yaw
    pitch: Pitch


Arrive = At | Literal["same", "default"]
"""Where one looks after going through a link: a direction, the direction one looked in, or the scene's initial view."""


class HotspotBase(WireDocument):
    """What every hotspot has. ``distance`` in metres, ``order`` is the place in the tab order."""

    id: Id
    at: At
    distance: Number = Field(default=3.0, gt=0)
    label: Said
    order: int


class InfoHotspot(HotspotBase):
    """A text, with a picture where ``image`` names an image asset."""

    kind: Literal["info"] = "info"
    body: Text
    image: Id | None = None


class ImageHotspot(HotspotBase):
    """A picture."""

    kind: Literal["image"] = "image"
    asset: Id


class VideoHotspot(HotspotBase):
    """A flat video."""

    kind: Literal["video"] = "video"
    asset: Id


class AudioHotspot(HotspotBase):
    """A sound."""

    kind: Literal["audio"] = "audio"
    asset: Id


class SceneHotspot(HotspotBase):
    """A way to another scene of this room."""

    kind: Literal["scene"] = "scene"
    scene: Id
    arrive: Arrive = "default"


class RoomHotspot(HotspotBase):
    """A way to another room of this release."""

    kind: Literal["room"] = "room"
    room: Id
    arrive: Arrive = "default"


class Choice(WireDocument):
    """One answer of a quiz, and what is said when it is chosen."""

    id: Id
    text: Text
    correct: bool
    feedback: Text


class QuizHotspot(HotspotBase):
    """A question with answers to choose from."""

    kind: Literal["quiz"] = "quiz"
    question: Text
    choices: tuple[Choice, ...]


class MeshHotspot(HotspotBase):
    """A 3D object. ``scale`` times its own metres; ``spin`` in degrees per second around its upright axis, 0.0 stands still."""

    kind: Literal["mesh"] = "mesh"
    asset: Id
    scale: Number = Field(default=1.0, gt=0)
    spin: Number = 0.0


class LinkHotspot(HotspotBase):
    """An address outside, for after the visit."""

    kind: Literal["link"] = "link"
    url: str = Field(pattern=r"^https?://\S+$")


class ActivityQuery(WireDocument):
    """Which activities to show, so that a hotspot does not go stale with one of them."""

    occupation: str | None = None
    levels: tuple[Level, ...] | None = None
    region: str | None = None


class ActivityHotspot(HotspotBase):
    """One activity of the sector document, or those that a query finds."""

    kind: Literal["activity"] = "activity"
    activity: Id | None = None
    query: ActivityQuery | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.activity is None) == (self.query is None):
            raise ValueError("an activity hotspot has either an activity or a query")
        return self


Hotspot = Annotated[
    InfoHotspot
    | ImageHotspot
    | VideoHotspot
    | AudioHotspot
    | SceneHotspot
    | RoomHotspot
    | QuizHotspot
    | MeshHotspot
    | LinkHotspot
    | ActivityHotspot,
    Field(discriminator="kind"),
]

HOTSPOT_KINDS = ("info", "image", "video", "audio", "scene", "room", "quiz", "mesh", "link", "activity")


class Pose(WireDocument):
    """How the picture is turned before it is shown: yaw, then pitch, then roll (+ = right side down), in degrees."""

    yaw: Yaw = 0.0
    pitch: Pitch = 0.0
    roll: Degrees = 0.0


class InitialView(WireDocument):
    """Where one looks first; ``fov`` is horizontal, in degrees (a headset has its own)."""

    yaw: Yaw = 0.0
    pitch: Pitch = 0.0
    fov: Degrees = Field(default=90.0, gt=0, lt=180)


class Scene(WireDocument):
    """One viewpoint. ``asset`` is a panorama or a 360° video, ``alt`` what someone who can't see it is told,
    ``north`` the yaw of north, ``narration`` and ``ambient`` are audio assets."""

    id: Id
    title: Said
    alt: Said
    asset: Id
    pose: Pose = Pose()
    initial_view: InitialView = InitialView()
    north: Yaw | None = None
    narration: Id | None = None
    ambient: Id | None = None
    hotspots: tuple[Hotspot, ...] = ()

    @field_validator("hotspots", mode="before")
    @classmethod
    def _known_kinds(cls, value: Any, info: ValidationInfo) -> Any:
        if reading(info) and isinstance(value, list):
            return [spot for spot in value if not isinstance(spot, dict) or spot.get("kind") in HOTSPOT_KINDS]
        return value


class Audience(WireDocument):
    """For whom a room is. ``min_age`` in years, ``minutes`` a visit takes, ``flashing`` whether it holds flashing content."""

    levels: tuple[Level, ...]
    min_age: int = Field(ge=0)
    minutes: int = Field(ge=1)
    comfort: Comfort
    flashing: bool = False


class Lesson(WireDocument):
    """The lesson around a room, with a sheet to print."""

    goals: Text
    before: Text
    after: Text
    sheet: Reference | None = None


class ProfileSize(WireDocument):
    """What a kind of device fetches for one room: ``bytes`` over ``blobs`` distinct digests (counted in profiles.py)."""

    bytes: int = Field(ge=0)
    blobs: int = Field(ge=0)


Profiles = TypedDict("Profiles", {"web": ProfileSize, "headset": ProfileSize, "headset-hq": ProfileSize})
"""A size for each profile."""


class RoomManifest(WireDocument):
    """One room, complete: with this document and the blobs below it a device shows the room."""

    schema_version: str = Field(default=SCHEMA_VERSION, pattern=r"^1\.\d+$")
    id: Id
    slug: Slug
    title: Said
    summary: Text
    sectors: tuple[Id, ...]
    languages: tuple[str, ...]
    audience: Audience
    lesson: Lesson | None = None
    coordinate_system: Literal["yaw-right-pitch-up-degrees"] = "yaw-right-pitch-up-degrees"
    start_scene: Id
    scenes: tuple[Scene, ...] = Field(min_length=1)
    assets: dict[Id, Asset]
    profiles: Profiles
    licence: str = ""
    credits: str = ""

    @field_validator("assets", mode="before")
    @classmethod
    def _known_assets(cls, value: Any, info: ValidationInfo) -> Any:
        if reading(info) and isinstance(value, dict):
            known = get_args(Kind)
            return {name: asset for name, asset in value.items() if not isinstance(asset, dict) or asset.get("kind") in known}
        return value

    @model_validator(mode="after")
    def _whole(self, info: ValidationInfo) -> Self:
        if not reading(info):
            wrong = dangling(self)
            if wrong:
                raise ValueError("; ".join(wrong))
        return self


def dangling(manifest: RoomManifest) -> list[str]:
    """Which ids are used twice or lead nowhere, each with its place; empty when the manifest hangs together."""
    wrong: list[str] = []
    kinds = {name: asset.kind for name, asset in manifest.assets.items()}
    scenes = [scene.id for scene in manifest.scenes]
    ids = [*scenes, *(spot.id for scene in manifest.scenes for spot in scene.hotspots)]
    wrong += [f"id {double} is used twice" for double in sorted({one for one in ids if ids.count(one) > 1})]
    if manifest.start_scene not in scenes:
        wrong.append(f"start_scene {manifest.start_scene} is no scene of this room")
    for scene in manifest.scenes:
        if kinds.get(scene.asset) not in ("panorama", "video"):
            wrong.append(f"scene {scene.id}: asset {scene.asset} is no panorama or video of this room")
        for sound in (scene.narration, scene.ambient):
            if sound is not None and kinds.get(sound) != "audio":
                wrong.append(f"scene {scene.id}: asset {sound} is no audio of this room")
        for spot in scene.hotspots:
            wrong += [f"hotspot {spot.id}: {what}" for what in _dangling_hotspot(spot, scenes, kinds)]
    return wrong


def _dangling_hotspot(spot: HotspotBase, scenes: list[str], kinds: dict[str, Kind]) -> list[str]:
    if isinstance(spot, SceneHotspot) and spot.scene not in scenes:
        return [f"leads to scene {spot.scene}, which is not in this room"]
    if isinstance(spot, ImageHotspot | VideoHotspot | AudioHotspot | MeshHotspot) and kinds.get(spot.asset) != spot.kind:
        return [f"asset {spot.asset} is no {spot.kind} of this room"]
    if isinstance(spot, InfoHotspot) and spot.image is not None and kinds.get(spot.image) != "image":
        return [f"asset {spot.image} is no image of this room"]
    return []


def read_manifest(data: bytes, name: str = "the room manifest") -> RoomManifest:
    """A manifest from its bytes, also one of a later format; Damaged where it is none."""
    return read_as(RoomManifest, data, name)
