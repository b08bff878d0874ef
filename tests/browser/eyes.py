"""A room whose scenes show each eye its own colours by direction, in every layout and coverage that a panorama may have."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import numpy as np

from tests.browser.serving import Site
from tests.media import colour_at, encoded, sphere

WIDTH = 1024
Coverage = tuple[tuple[float, float], tuple[float, float]]
WHOLE: Coverage = ((-180.0, 180.0), (-90.0, 90.0))
HALF: Coverage = ((-90.0, 90.0), (-90.0, 90.0))
CROPPED: Coverage = ((-45.0, 135.0), (-45.0, 45.0))
"""Its middle is not straight ahead."""
UNEVEN: Coverage = ((-45.0, 135.0), (-45.0, 67.5))
"""Neither is its height, which the layers' polyfill turns upside down."""
SCENES: dict[str, tuple[str, Coverage]] = {
    "tb": ("top-bottom", WHOLE),
    "lr": ("left-right", WHOLE),
    "tb180": ("top-bottom", HALF),
    "lr180": ("left-right", HALF),
    "lrcrop": ("left-right", CROPPED),
    "crop": ("mono", UNEVEN),
}
FORWARD = {"yaw": 0.0, "pitch": 0.0}
POSES = {"lrcrop": {"yaw": 30.0, "pitch": 0.0, "roll": 0.0}}


def seen(yaw: float, pitch: float, eye: int) -> np.ndarray:
    """RGB that an eye sees there: the right one's red is turned over."""
    rgb = colour_at(yaw, pitch)
    return np.array([255 - rgb[0], rgb[1], rgb[2]]) if eye else rgb


def serve_eyes(site: Site, arrive: Any = FORWARD, **audience: Any) -> str:
    """Address of the room, whose documents the site serves from now on. ``arrive``: how its links do."""

    def blob(data: bytes, ext: str, media_type: str) -> dict[str, Any]:
        digest = hashlib.sha256(data).hexdigest()
        path = f"blobs/{digest[:2]}/{digest}.{ext}"
        site.instead[path] = data
        return {"sha256": digest, "size": len(data), "media_type": media_type, "path": path}

    def asset(stereo: str, coverage: Coverage) -> dict[str, Any]:
        (left, right), (bottom, top) = coverage
        whole = sphere(WIDTH)
        columns = slice(round((left + 180) / 360 * WIDTH), round((right + 180) / 360 * WIDTH))
        rows = slice(round((90 - top) / 180 * WIDTH / 2), round((90 - bottom) / 180 * WIDTH / 2))
        one = whole[rows, columns]
        other = one.copy()
        other[:, :, 0] = 255 - other[:, :, 0]
        picture = {"mono": one, "top-bottom": np.vstack([one, other]), "left-right": np.hstack([one, other])}[stereo]
        image = blob(encoded(picture, subsampling="4:4:4"), "jpg", "image/jpeg")
        size = {"width": one.shape[1], "height": one.shape[0]}
        return {
            "kind": "panorama",
            "projection": "equirectangular",
            "stereo": stereo,
            "coverage": {"yaw": [left, right], "pitch": [bottom, top]},
            **size,
            "tiers": [{"image": image, **size}],
            "poster": image,
            "preview": "",
        }

    def text(words: str) -> dict[str, str]:
        return {"nl": words, "en": words}

    def spot(id_: str, **fields: Any) -> dict[str, Any]:
        return {"id": id_, "distance": 3.0, "label": text(id_), "order": 1, **fields}

    room = {
        "schema_version": "1.0",
        "id": "eyes",
        "slug": "eyes",
        "title": text("Ogen"),
        "summary": text(""),
        "sectors": ["s"],
        "languages": ["nl", "en"],
        "audience": {"levels": [], "min_age": 12, "minutes": 5, "comfort": "comfortable", "flashing": False, **audience},
        "coordinate_system": "yaw-right-pitch-up-degrees",
        "start_scene": "tb",
        "scenes": [
            {
                "id": id_,
                "title": text(id_),
                "alt": text(id_),
                "asset": id_,
                "pose": POSES.get(id_, {"yaw": 0.0, "pitch": 0.0, "roll": 0.0}),
                "initial_view": {"yaw": 0.0, "pitch": 0.0, "fov": 90.0},
                "hotspots": [
                    spot("on", kind="scene", at={"yaw": 20.0, "pitch": 30.0}, scene=next_, arrive=arrive),
                ],
            }
            for id_, next_ in zip(SCENES, [*list(SCENES)[1:], "tb"], strict=True)
        ],
        "assets": {id_: asset(*shape) for id_, shape in SCENES.items()},
        "licence": "CC0-1.0",
        "credits": "",
    }
    manifest = blob(json.dumps(room, sort_keys=True, separators=(",", ":")).encode(), "json", "application/json")
    return f"/play/calibration/?manifest={manifest['path']}"
