"""Builds one manifest from a room page: geometry from the Dutch page, words from all languages, assets from the library."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from pydantic import TypeAdapter

from media_pipeline.records import Asset, Image, PdfDocument, Text
from vr_rooms.format.manifest import (
    ActivityHotspot,
    ActivityQuery,
    At,
    Audience,
    Hotspot,
    ImageHotspot,
    InfoHotspot,
    InitialView,
    Lesson,
    LinkHotspot,
    MeshHotspot,
    Profiles,
    ProfileSize,
    RoomHotspot,
    RoomManifest,
    Scene,
    SceneHotspot,
    VideoHotspot,
)
from vr_rooms.services.plain import plain

SOURCE = settings.LANGUAGE_CODE
SPIN_DEGREES_PER_S = 20.0
_ASSET: TypeAdapter[Asset] = TypeAdapter(Asset)
_NOTHING = ProfileSize(bytes=0, blobs=0)


class RoomBuilder:
    """Builds one manifest. What can't be shown (yet) is left out: the checks have refused that before, save in drafts."""

    def __init__(self, page: Any, translations: Mapping[str, Any], rooms: Collection[str] | None) -> None:
        self.page, self.rooms = page, rooms
        self.pages = {language: one for language, one in translations.items() if language != SOURCE}
        self.words = {language: _words(one) for language, one in self.pages.items()}
        self.assets: dict[str, Asset] = {}
        usable = [child for child in page.scenes if self._fits(child.value["asset"], "panorama", "video360")]
        named = [(child.id or str(uuid.uuid4()), child) for child in usable]
        self.known = {scene_id for scene_id, _child in named}
        self.scenes = tuple(self._scene(scene_id, child) for scene_id, child in named)

    def manifest(self, sectors: Collection[str]) -> RoomManifest:
        page = self.page
        sheet = page.lesson_sheet.record() if page.lesson_sheet else None
        lesson = Lesson(
            goals=self._field("lesson_goals"),
            before=self._field("lesson_before"),
            after=self._field("lesson_after"),
            sheet=PdfDocument.model_validate(sheet).file if sheet and sheet["kind"] == "document" else None,
        )
        has_lesson = lesson.sheet or any((page.lesson_goals, page.lesson_before, page.lesson_after))
        return RoomManifest(
            id=page.room_id,
            slug=page.slug or "draft",
            title=self._field("title", "…"),
            summary=self._field("summary"),
            sectors=tuple(sorted(sectors)),
            languages=(SOURCE, *sorted(self.pages)),
            audience=Audience(
                levels=tuple(page.levels or ()),
                min_age=page.min_age or 0,
                minutes=page.minutes or 1,
                comfort=page.comfort or "comfortable",
                flashing=page.flashing,
            ),
            lesson=lesson if has_lesson else None,
            start_scene=page.start_scene if page.start_scene in self.known else self.scenes[0].id,
            scenes=self.scenes,
            assets=self.assets,
            profiles=Profiles({"web": _NOTHING, "headset": _NOTHING, "headset-hq": _NOTHING}),
            licence=page.licence,
            credits=page.credits,
        )

    def _scene(self, scene_id: str, child: Any) -> Scene:
        value = child.value
        spots = [
            spot
            for order, one in enumerate(value["hotspots"], 1)
            if (spot := self._hotspot(one, one.id or str(uuid.uuid4()), order)) is not None
        ]
        return Scene(
            id=scene_id,
            title=self._text(value["title"], child.id, "title", "…"),
            alt=self._text(value["alt"], child.id, "alt", "…"),
            asset=self._asset(value["asset"]),
            initial_view=InitialView(yaw=value["yaw"] or 0.0, pitch=value["pitch"] or 0.0, fov=value["fov"] or 90.0),
            north=value["north"],
            hotspots=tuple(spots),
        )

    def _hotspot(self, child: Any, spot_id: str, order: int) -> Hotspot | None:
        value = child.value
        common: dict[str, Any] = {
            "id": spot_id,
            "at": At(yaw=value["yaw"] or 0.0, pitch=value["pitch"] or 0.0),
            "label": self._text(value["label"], child.id, "label", "…"),
            "order": order,
        }
        match child.block_type:
            case "info":
                has_image = self._fits(value["image"], "image")
                image = self._image(value["image"], value["image_alt"], child.id, "image_alt") if has_image else None
                return InfoHotspot(**common, body=self._text(value["body"], child.id, "body"), image=image)
            case "image" if self._fits(value["asset"], "image"):
                return ImageHotspot(**common, asset=self._image(value["asset"], value["alt"], child.id, "alt"))
            case "video" if self._fits(value["asset"], "video"):
                return VideoHotspot(**common, asset=self._asset(value["asset"]))
            case "mesh" if self._fits(value["asset"], "mesh"):
                spin = SPIN_DEGREES_PER_S if value["spin"] else 0.0
                return MeshHotspot(**common, asset=self._asset(value["asset"]), scale=value["scale"] or 1.0, spin=spin)
            case "scene" if value["scene"] in self.known:
                return SceneHotspot(**common, scene=value["scene"], arrive=value["arrive"] or "default")
            case "room" if self._released(value["room"]):
                return RoomHotspot(**common, room=value["room"].specific.room_id, arrive=value["arrive"] or "default")
            case "link" if value["url"]:
                return LinkHotspot(**common, url=value["url"])
            case "activity":
                return self._activity(common, value)
        return None

    def _activity(self, common: dict[str, Any], value: Any) -> Hotspot | None:
        if value["activity"] is not None:
            return ActivityHotspot(**common, activity=value["activity"].translation_key)
        query = {name: value[name] for name in ("occupation", "region") if value[name]}
        if value["levels"]:
            query["levels"] = tuple(value["levels"])
        return ActivityHotspot(**common, query=ActivityQuery(**query)) if query else None

    def _released(self, room: Any) -> bool:
        return room is not None and room.live and (self.rooms is None or room.specific.room_id in self.rooms)

    def _fits(self, asset: Any, *kinds: str) -> bool:
        record = (asset.packaged if asset else None) or {}
        kind = record.get("kind", "")
        if kind == "video" and record.get("projection") != "flat":
            kind = "video360"
        return kind in kinds

    def _asset(self, asset: Any) -> str:
        key = str(asset.uuid)
        if key not in self.assets:
            self.assets[key] = _ASSET.validate_python(asset.record())
        return key

    def _image(self, asset: Any, alt: str, block: str, field: str) -> str:
        key = self._asset(asset)
        image = self.assets[key]
        if isinstance(image, Image) and image.alt is None:
            self.assets[key] = image.model_copy(update={"alt": self._text(alt, block, field, "…")})
        return key

    def _field(self, name: str, empty: str = "") -> Text:
        """A field of the page in all languages."""
        others = {language: getattr(page, name) for language, page in self.pages.items()}
        return _as_text(getattr(self.page, name) or empty, others)

    def _text(self, dutch: str | None, block: str, field: str, empty: str = "") -> Text:
        """A text of a block in all languages, found by the block's id."""
        others = {language: words.get((block, field), "") for language, words in self.words.items()}
        return _as_text(str(dutch or empty), others)


def _as_text(dutch: str, others: Mapping[str, Any]) -> Text:
    words = {language: plain(str(text)) for language, text in others.items() if text}
    return Text(nl=plain(dutch), **{language: text for language, text in words.items() if text})


def _words(page: Any) -> dict[tuple[str, str], str]:
    """(block id, field) -> text of all scenes and hotspots of a page, without asking the database for what they choose."""
    return dict(_strings(page.scenes.raw_data))


def _strings(stream: Any) -> Iterator[tuple[tuple[str, str], str]]:
    for block in stream:
        for name, value in block["value"].items():
            if isinstance(value, str):
                yield (block.get("id", ""), name), value
            elif name == "hotspots":
                yield from _strings(value)
