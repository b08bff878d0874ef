"""A content root written from docs/formats.md by hand: blobs, rooms, a release. Nothing of the product makes it.

A Root takes bytes in and gives the <ref> of each; the functions beside it give the parts of a room as plain values.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.media import encoded

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "json": "application/json",
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/iso.segment",
    "mp4": "video/mp4",
    "vtt": "text/vtt",
    "wav": "audio/wav",
}
WHOLE = {"yaw": [-180.0, 180.0], "pitch": [-90.0, 90.0]}
NAMES_AN_ASSET = ("asset", "image", "narration", "ambient")
"""Fields of scenes and hotspots."""


def text(nl: str, en: str | None = None) -> dict[str, str]:
    """In both languages; without ``en`` the same words."""
    return {"nl": nl, "en": nl if en is None else en}


def spot(id_: str, kind: str, yaw: float, pitch: float, label: dict[str, str], **fields: Any) -> dict[str, Any]:
    """A hotspot; the scene that holds it gives it its place in the order."""
    return {"id": id_, "kind": kind, "at": {"yaw": yaw, "pitch": pitch}, "distance": 3.0, "label": label, **fields}


def scene(id_: str, title: dict[str, str], asset: str, spots: Sequence[dict[str, Any]] = (), **fields: Any) -> dict[str, Any]:
    """An upright scene that one enters looking straight ahead, described by its title; ``fields`` come instead or besides."""
    return {
        "id": id_,
        "title": title,
        "alt": title,
        "asset": asset,
        "pose": {"yaw": 0.0, "pitch": 0.0, "roll": 0.0},
        "initial_view": {"yaw": 0.0, "pitch": 0.0, "fov": 90.0},
        "hotspots": [{**one, "order": order} for order, one in enumerate(spots, 1)],
        **fields,
    }


@dataclass
class Root:
    """A content root under construction in folder ``root``."""

    root: Path
    assets: dict[str, Any] = field(default_factory=dict)
    """By id; a room lists those that it shows."""
    manifest: dict[str, Any] = field(default_factory=dict)
    """<ref> of the room that tests open."""

    def blob(self, data: bytes, ext: str) -> dict[str, Any]:
        """Writes the bytes under their digest; their <ref>."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = f"blobs/{sha256[:2]}/{sha256}.{ext}"
        self._write(path, data)
        return {"sha256": sha256, "size": len(data), "media_type": MEDIA_TYPES[ext], "path": path}

    def document(self, value: Any) -> dict[str, Any]:
        """The <ref> of a JSON document."""
        return self.blob(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(), "json")

    def jpeg(self, rgb: np.ndarray) -> dict[str, Any]:
        """The <ref> of a picture whose colours stay what they are."""
        return self.blob(encoded(rgb, subsampling="4:4:4"), "jpg")

    def panorama(
        self, *pictures: np.ndarray, stereo: str = "mono", coverage: dict[str, Any] = WHOLE, **fields: Any
    ) -> dict[str, Any]:
        """An asset whose tiers are these pictures, the smallest first."""
        across, down = (2 if stereo == "left-right" else 1), (2 if stereo == "top-bottom" else 1)
        tiers = [{"image": self.jpeg(rgb), "width": rgb.shape[1] // across, "height": rgb.shape[0] // down} for rgb in pictures]
        preview = base64.b64encode(encoded(pictures[0][::64, ::64], quality=30)).decode()
        return {
            "kind": "panorama",
            "projection": "equirectangular",
            "stereo": stereo,
            "coverage": coverage,
            "width": tiers[-1]["width"],
            "height": tiers[-1]["height"],
            "tiers": tiers,
            "poster": self.jpeg(pictures[0][::4, ::4]),
            "preview": f"data:image/jpeg;base64,{preview}",
            **fields,
        }

    def room(self, id_: str, title: dict[str, str], scenes: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
        """The <ref> of a room that begins with its first scene and has the assets that its scenes and hotspots name."""
        places = [place for one in scenes for place in (one, *one["hotspots"])]
        shown = {place[name] for place in places for name in NAMES_AN_ASSET if name in place}
        return self.document(
            {
                "schema_version": "1.0",
                "id": id_,
                "slug": id_,
                "title": title,
                "summary": text(""),
                "sectors": [],
                "languages": ["nl", "en"],
                "coordinate_system": "yaw-right-pitch-up-degrees",
                "start_scene": scenes[0]["id"],
                "scenes": scenes,
                "assets": {id_: self.assets[id_] for id_ in shown},
                "licence": "",
                "credits": "",
                **fields,
            }
        )

    def release(self, number: int, sectors: list[dict[str, Any]]) -> None:
        """The way from the timestamp to the catalog, unsigned: a browser's trust is the connection's."""
        catalog = json.dumps({"schema_version": "1.0", "release": number, "sectors": sectors}).encode()
        sha256 = hashlib.sha256(catalog).hexdigest()
        signed = {
            "timestamp.json": {"meta": {"snapshot.json": {"version": number}}},
            f"{number}.snapshot.json": {"meta": {"targets.json": {"version": 2}}},
            "2.targets.json": {"targets": {"catalog.json": {"length": len(catalog), "hashes": {"sha256": sha256}}}},
        }
        for name, value in signed.items():
            self._write(f"metadata/{name}", json.dumps({"signed": value}).encode())
        self._write(f"targets/{sha256}.catalog.json", catalog)

    def data(self, ref: dict[str, Any]) -> bytes:
        """The bytes of a blob."""
        path: str = ref["path"]
        return (self.root / path).read_bytes()

    def _write(self, path: str, data: bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
