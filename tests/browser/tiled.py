"""A content root of one room whose pictures have tiles.

Scene "near": colour = direction (tests/media.py) but on the finest level, which shows the negative, so that it is told apart.
Scene "far": the negative on all levels. Each leads to the other straight ahead. Scene "posed": "near", turned and tilted.
Scene "stereo": left eye red, right eye blue.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from tests.browser.content import LEFT, RIGHT, Content
from tests.media import face, sphere
from tests.roots import scene, spot, text

FACES = "frblud"
LEVELS = (320, 640, 1280)
"""Face sizes: tiles of 512, then 512 + 128, then 512 + 512 + 256."""
TILE = 512
POSE = {"yaw": 40.0, "pitch": 25.0, "roll": 15.0}

Colours = Callable[[str, int], np.ndarray]
"""(face, size) -> (size, size, 3) bytes."""


def negative(rgb: np.ndarray) -> np.ndarray:
    """White where there was black."""
    return 255 - rgb


@cache
def calm(name: str, size: int) -> np.ndarray:
    """Colour = direction."""
    return np.round(face(name, size)).astype(np.uint8)


def inverse(name: str, size: int) -> np.ndarray:
    """The negative of the direction's colour."""
    return negative(calm(name, size))


def plain(colour: tuple[int, int, int]) -> Colours:
    """One colour all around."""
    return lambda _name, size: np.full((size, size, 3), colour, np.uint8)


def make(root: Path) -> Content:
    made = Content(root)
    both = np.concatenate([np.full((512, 1024, 3), colour, np.uint8) for colour in (LEFT, RIGHT)])
    stereo = _tiles(made, [plain(LEFT)] * 3, [plain(RIGHT)] * 3)
    made.assets = {
        "near": made.panorama(sphere(2048), tiles=_tiles(made, [calm, calm, inverse])),
        "far": made.panorama(negative(sphere(2048)), tiles=_tiles(made, [inverse] * 3)),
        "stereo": made.panorama(both, stereo="top-bottom", tiles=stereo),
    }
    scenes = [
        scene("near", text("near"), "near", [_way("far")]),
        scene("far", text("far"), "far", [_way("near")]),
        scene("posed", text("posed"), "near", pose=POSE),
        scene("stereo", text("stereo"), "stereo"),
    ]
    made.manifest = made.room("tiled", text("Tegels"), scenes)
    return made


def tile_paths(content: Content, asset: str, level: int, face_name: str) -> list[str]:
    """Where the left eye's tiles of a face lie, row by row, below the content root."""
    index = json.loads(content.data(content.assets[asset]["tiles"]["index"]))
    tiles = index["eyes"][0]["levels"][level]["faces"][face_name]
    return [f"blobs/{sha256[:2]}/{sha256}.jpg" for sha256, _ in tiles]


def _way(to: str) -> dict[str, Any]:
    return spot(f"to-{to}", "scene", 0.0, -20.0, text(to), scene=to, arrive="same")


def _tiles(made: Content, *eyes: list[Colours]) -> dict[str, Any]:
    """An asset's ``tiles``: for each eye the colours of its levels, the coarsest first."""
    return {
        "tile_size": TILE,
        "face_size": LEVELS[-1],
        "levels": len(LEVELS),
        "media_type": "image/jpeg",
        "ext": "jpg",
        "index": made.document({"eyes": [{"levels": _levels(made, eye)} for eye in eyes]}),
    }


def _levels(made: Content, eye: list[Colours]) -> list[dict[str, Any]]:
    levels = []
    for size, colours in zip(LEVELS, eye, strict=True):
        columns = -(-size // TILE)
        faces = {}
        for name in FACES:
            picture = colours(name, size)
            cuts = [(row * TILE, column * TILE) for row in range(columns) for column in range(columns)]
            refs = [made.jpeg(picture[top : top + TILE, left : left + TILE]) for top, left in cuts]
            faces[name] = [[ref["sha256"], ref["size"]] for ref in refs]
        levels.append({"face_size": size, "columns": columns, "faces": faces})
    return levels
