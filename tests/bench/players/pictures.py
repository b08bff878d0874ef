"""One 8K photo in every player's own form: packaged by our pipeline, cut for the others, and as a camera would see it."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from media_pipeline.images import headers, reader
from media_pipeline.images.planes import encode
from media_pipeline.package import package
from media_pipeline.recipes import PANORAMA
from media_pipeline.store import DiskStore
from tests import media
from tests.bench.bench_tiles import supersampled
from tests.roots import Root, scene, text

FACES = "frblud"
TILE = 512
MARZIPANO = (512, 1024, 2048)
"""Face sizes as Marzipano's own tool makes them of a photo of 8192 pixels."""
PREVIEW = 256
"""Its preview: six faces of this size in one strip, in the order that it asks for."""
PREVIEW_ORDER = "bdflru"


@dataclass(frozen=True)
class Pictures:
    """``files`` by path below the server's root, ``root`` is our content root, ``manifest`` the <ref> of our room."""

    root: Path
    manifest: dict[str, Any]
    asset: dict[str, Any]
    files: dict[str, bytes]
    original: np.ndarray


def make(photo: Path, work: Path, view: dict[str, float]) -> Pictures:
    """All pictures of a photo; ``work`` gets our content root."""
    root = work / "content"
    # sRGB without a profile: not every player's tools know one, and all have to show the same colours
    plain = work / "plain.jpg"
    plain.write_bytes(encode(reader.read_planes(photo, headers.read_header(photo)), 92))
    photo = plain
    asset = json.loads(package(photo, DiskStore(root), kind="panorama").model_dump_json())
    original = media.pixels(photo.read_bytes())
    files = {**_pannellum(root, asset), **_marzipano(original), **_equirectangular(original)}
    sky = max((tier for tier in asset["tiers"] if tier["width"] <= 4096), key=lambda tier: tier["width"])
    files["sky.jpg"] = (root / sky["image"]["path"]).read_bytes()
    return Pictures(root, _room(root, asset, view), asset, files, original)


def seen(picture: np.ndarray, view: dict[str, float], width: int, height: int, samples: int = 3) -> np.ndarray:
    """(height, width, 3): the equirectangular picture as seen in a view, each pixel the mean of samples x samples."""
    a = ((np.arange(width * samples) + 0.5) / (width * samples) * 2 - 1) * np.tan(np.radians(view["fov"] / 2))
    b = -((np.arange(height * samples) + 0.5) / (height * samples) * 2 - 1)[:, None] * np.tan(np.radians(view["fov"] / 2))
    x, y, z = np.broadcast_arrays(a, b * height / width, -1.0)
    p, t = np.radians(view["pitch"]), np.radians(view["yaw"])
    y, z = y * np.cos(p) - z * np.sin(p), y * np.sin(p) + z * np.cos(p)
    x, z = x * np.cos(t) - z * np.sin(t), x * np.sin(t) + z * np.cos(t)
    rows, columns = picture.shape[:2]
    wide = np.concatenate([picture[:, -8:], picture, picture[:, :8]], axis=1)
    u = ((np.arctan2(x, -z) / (2 * np.pi) + 0.5) % 1 * columns + 7.5).astype(np.float32)
    v = ((0.5 - np.arctan2(y, np.hypot(x, z)) / np.pi) * rows - 0.5).astype(np.float32)
    fine = cv2.remap(wide, u, v, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)


def _jpeg(rgb: np.ndarray, quality: int = PANORAMA.tile_quality) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "jpeg", quality=quality, optimize=True)
    return buffer.getvalue()


def _index(root: Path, asset: dict[str, Any]) -> dict[str, Any]:
    index: dict[str, Any] = json.loads((root / asset["tiles"]["index"]["path"]).read_bytes())
    return index


def _pannellum(root: Path, asset: dict[str, Any]) -> dict[str, bytes]:
    """The very same bytes as ours, in its folder layout."""
    return {
        f"pannellum/{number}/{face}{at // level['columns']}_{at % level['columns']}.jpg": (
            root / f"blobs/{sha256[:2]}/{sha256}.jpg"
        ).read_bytes()
        for number, level in enumerate(_index(root, asset)["eyes"][0]["levels"], 1)
        for face, tiles in level["faces"].items()
        for at, (sha256, _size) in enumerate(tiles)
    }


def _marzipano(original: np.ndarray) -> dict[str, bytes]:
    files = {}
    strip = []
    for face in PREVIEW_ORDER:
        picture = supersampled(original, face, MARZIPANO[-1], samples=2)
        strip.append(cv2.resize(picture, (PREVIEW, PREVIEW), interpolation=cv2.INTER_AREA))
        for number, size in enumerate(MARZIPANO, 1):
            scaled = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
            for row in range(size // TILE):
                for column in range(size // TILE):
                    tile = scaled[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
                    files[f"marzipano/{number}/{face}/{row}/{column}.jpg"] = _jpeg(tile)
    return {**files, "marzipano/preview.jpg": _jpeg(np.concatenate(strip), 70)}


def _equirectangular(original: np.ndarray) -> dict[str, bytes]:
    """Photo Sphere Viewer's: a small whole picture, and tiles of two levels."""
    files = {"sphere/base.jpg": _jpeg(cv2.resize(original, (1024, 512), interpolation=cv2.INTER_AREA))}
    for width in (4096, 8192):
        scaled = original if width == 8192 else cv2.resize(original, (width, width // 2), interpolation=cv2.INTER_AREA)
        for row in range(width // 2 // TILE):
            for column in range(width // TILE):
                tile = scaled[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
                files[f"sphere/{width}/{column}_{row}.jpg"] = _jpeg(tile)
    return files


def _room(root: Path, asset: dict[str, Any], view: dict[str, float]) -> dict[str, Any]:
    """The <ref> of a room of one scene that shows the asset."""
    deck = text("Dek", "Deck")
    return Root(root, {"photo": asset}).room("deck", deck, [scene("deck", deck, "photo", initial_view=view)])
