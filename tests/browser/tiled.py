"""A content root of one room whose pictures have tiles, written from formats.md by hand: nothing of the product makes it.

Scene "near": colour = direction (tests/media.py) but on the finest level, which shows the negative, so that it is told apart.
Scene "far": the negative on all levels. Each leads to the other straight ahead. Scene "posed": "near", turned and tilted.
Scene "stereo": left eye red, right eye blue.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.browser.content import LEFT, RIGHT, Content
from tests.media import encoded, face, sphere

FACES = "frblud"
LEVELS = (320, 640, 1280)
"""Face sizes: tiles of 512, then 512 + 128, then 512 + 512 + 256."""
TILE = 512
POSE = {"yaw": 40.0, "pitch": 25.0, "roll": 15.0}
WHOLE = {"yaw": [-180.0, 180.0], "pitch": [-90.0, 90.0]}

Colours = Callable[[str, int], np.ndarray]
"""(face, size) -> (size, size, 3) bytes."""


def negative(rgb: np.ndarray) -> np.ndarray:
    """White where there was black."""
    return 255 - rgb


@cache
def calm(name: str, size: int) -> np.ndarray:
    """Colour = direction."""
    return np.round(face(name, size)).astype(np.uint8)


def make(root: Path) -> Content:
    """The room's assets keep ``faces``: level -> face -> paths of its tiles, row by row."""

    def blob(data: bytes, ext: str) -> dict[str, Any]:
        sha256 = hashlib.sha256(data).hexdigest()
        path = root / "blobs" / sha256[:2] / f"{sha256}.{ext}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        kind = {"jpg": "image/jpeg", "json": "application/json"}[ext]
        return {"sha256": sha256, "size": len(data), "media_type": kind, "path": path.relative_to(root).as_posix()}

    def document(value: Any) -> dict[str, Any]:
        return blob(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(), "json")

    def jpeg(rgb: np.ndarray) -> dict[str, Any]:
        return blob(encoded(rgb, subsampling="4:4:4"), "jpg")

    def eye(levels: list[Colours]) -> dict[str, Any]:
        made = []
        for size, colours in zip(LEVELS, levels, strict=True):
            columns = -(-size // TILE)
            faces = {}
            for name in FACES:
                picture = colours(name, size)
                cuts = [(row * TILE, column * TILE) for row in range(columns) for column in range(columns)]
                refs = [jpeg(picture[top : top + TILE, left : left + TILE]) for top, left in cuts]
                faces[name] = [[ref["sha256"], ref["size"]] for ref in refs]
            made.append({"face_size": size, "columns": columns, "faces": faces})
        return {"levels": made}

    def panorama(picture: np.ndarray, eyes: list[dict[str, Any]], stereo: str = "mono") -> dict[str, Any]:
        rows = 2 if stereo == "top-bottom" else 1
        return {
            "kind": "panorama",
            "projection": "equirectangular",
            "stereo": stereo,
            "coverage": WHOLE,
            "width": picture.shape[1],
            "height": picture.shape[0] // rows,
            "tiers": [{"image": jpeg(picture), "width": picture.shape[1], "height": picture.shape[0] // rows}],
            "tiles": {
                "tile_size": TILE,
                "face_size": LEVELS[-1],
                "levels": len(LEVELS),
                "media_type": "image/jpeg",
                "ext": "jpg",
                "index": document({"eyes": eyes}),
            },
            "poster": jpeg(picture[::4, ::4]),
            "preview": "data:image/jpeg;base64," + base64.b64encode(encoded(picture[::64, ::64], quality=30)).decode(),
        }

    def inverse(name: str, size: int) -> np.ndarray:
        return negative(calm(name, size))

    def plain(colour: tuple[int, int, int]) -> Colours:
        return lambda _name, size: np.full((size, size, 3), colour, np.uint8)

    near = eye([calm, calm, inverse])
    both = np.concatenate([np.full((512, 1024, 3), colour, np.uint8) for colour in (LEFT, RIGHT)])
    assets = {
        "near": panorama(sphere(2048), [near]),
        "far": panorama(negative(sphere(2048)), [eye([inverse] * 3)]),
        "stereo": panorama(both, [eye([plain(LEFT)] * 3), eye([plain(RIGHT)] * 3)], "top-bottom"),
    }

    def text(words: str) -> dict[str, str]:
        return {"nl": words, "en": words}

    def scene(id_: str, asset: str, to: str = "", pose: dict[str, float] | None = None) -> dict[str, Any]:
        spot = {
            "id": f"to-{to}",
            "kind": "scene",
            "at": {"yaw": 0.0, "pitch": -20.0},
            "distance": 3.0,
            "label": text(to),
            "order": 1,
            "scene": to,
            "arrive": "same",
        }
        return {
            "id": id_,
            "title": text(id_),
            "alt": text(id_),
            "asset": asset,
            "pose": pose or {"yaw": 0.0, "pitch": 0.0, "roll": 0.0},
            "initial_view": {"yaw": 0.0, "pitch": 0.0, "fov": 90.0},
            "hotspots": [spot] if to else [],
        }

    scenes = [
        scene("near", "near", "far"),
        scene("far", "far", "near"),
        scene("posed", "near", pose=POSE),
        scene("stereo", "stereo"),
    ]
    manifest = document(
        {
            "schema_version": "1.0",
            "id": "tiled",
            "slug": "tiled",
            "title": text("Tegels"),
            "summary": text(""),
            "sectors": [],
            "languages": ["nl", "en"],
            "coordinate_system": "yaw-right-pitch-up-degrees",
            "start_scene": "near",
            "scenes": scenes,
            "assets": assets,
            "licence": "",
            "credits": "",
        }
    )
    return Content(root, manifest, manifest, assets)


def tile_paths(content: Content, asset: str, level: int, face_name: str) -> list[str]:
    """Where the left eye's tiles of a face lie, row by row, below the content root."""
    index = json.loads((content.root / content.assets[asset]["tiles"]["index"]["path"]).read_bytes())
    tiles = index["eyes"][0]["levels"][level]["faces"][face_name]
    return [f"blobs/{sha256[:2]}/{sha256}.jpg" for sha256, _ in tiles]
