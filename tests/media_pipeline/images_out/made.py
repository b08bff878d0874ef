"""Photos of every layout with known answers, packaged, and the faces, tiers and posters that came of them read back.

The left eye's colour is its direction (tests/media.py), the right eye's is the opposite colour.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.package import package
from media_pipeline.records import Panorama, TileIndex
from media_pipeline.store import MemoryStore, read
from tests import media

WHOLE = ((-180.0, 180.0), (-90.0, 90.0))
Part = tuple[tuple[float, float], tuple[float, float]]


def part(width: int, height: int, covers: Part = WHOLE, frequency: float = media.CALM) -> np.ndarray:
    """(height, width, 3) pixels of the part of the sphere from yaw to yaw and from pitch to pitch (degrees)."""
    (left, right), (bottom, top) = covers
    yaw = np.radians(left + (np.arange(width) + 0.5) / width * (right - left))
    pitch = np.radians(top - (np.arange(height) + 0.5) / height * (top - bottom))[:, None]
    vector = np.stack(
        [np.sin(yaw) * np.cos(pitch), np.sin(pitch) + 0 * yaw, -np.cos(yaw) * np.cos(pitch)],
        axis=-1,
    )
    return np.round(media.colour(vector, frequency)).astype(np.uint8)


def opposite(rgb: np.ndarray) -> np.ndarray:
    """What the right eye sees."""
    return 255 - rgb


def xmp(width: int, height: int, covers: Part) -> bytes:
    """GPano metadata of a picture of this size that covers a part of the sphere."""
    (left, right), (bottom, top) = covers
    full, high = round(width * 360 / (right - left)), round(height * 180 / (top - bottom))
    return media.gpano(
        ProjectionType="equirectangular",
        FullPanoWidthPixels=full,
        FullPanoHeightPixels=high,
        CroppedAreaImageWidthPixels=width,
        CroppedAreaImageHeightPixels=height,
        CroppedAreaLeftPixels=round(full * (left + 180) / 360),
        CroppedAreaTopPixels=round(high * (90 - top) / 180),
    )


def write(folder: Path, rgb: np.ndarray, name: str = "photo.jpg", **options: Any) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(media.encoded(rgb, "png" if name.endswith("png") else "jpeg", **options))
    return path


def cubemap(
    folder: Path, size: int, names: tuple[str, ...] = ("f", "r", "b", "l", "u", "d"), frequency: float = media.CALM
) -> Path:
    """A folder of six faces; ``names`` in the order f r b l u d."""
    for face, name in zip("frblud", names, strict=True):
        write(folder, np.round(media.face(face, size, frequency)).astype(np.uint8), f"{name}.jpg", subsampling="4:4:4")
    return folder


class Made:
    """A packaged photo."""

    def __init__(self, source: Path, **wishes: Any) -> None:
        self.store = MemoryStore()
        asset = package(source, self.store, **wishes)
        assert isinstance(asset, Panorama)
        self.asset = asset

    @cached_property
    def index(self) -> TileIndex:
        assert self.asset.tiles is not None
        return TileIndex.model_validate_json(read(self.store, self.asset.tiles.index.path))

    def face(self, name: str, eye: int = 0, level: int = -1) -> np.ndarray:
        """All tiles of a face, joined."""
        at = self.index.eyes[eye].levels[level]
        tiles = [media.pixels(read(self.store, f"blobs/{digest[:2]}/{digest}.jpg")) for digest, _ in at.faces[name]]  # type: ignore[index]
        whole = np.vstack([np.hstack(tiles[row * at.columns : (row + 1) * at.columns]) for row in range(at.columns)])
        assert whole.shape == (at.face_size, at.face_size, 3)
        return whole

    def tier(self, number: int = -1) -> np.ndarray:
        return media.pixels(self.tier_bytes(number))

    def tier_bytes(self, number: int = -1) -> bytes:
        return read(self.store, self.asset.tiers[number].image.path)

    def poster(self) -> np.ndarray:
        return media.pixels(read(self.store, self.asset.poster.path))


def covered(face: str, size: int, covers: Part, margin: float) -> np.ndarray:
    """(size, size) which pixels of a face lie inside the coverage by ``margin`` degrees or more; negative: outside by as much."""
    x, y, z = np.moveaxis(media.face_directions(face, size), -1, 0)
    yaw, pitch = np.degrees(np.arctan2(x, -z)), np.degrees(np.arctan2(y, np.hypot(x, z)))
    (left, right), (bottom, top) = covers
    # how far inside, in degrees on the sphere
    middle = (left + right) / 2
    across = (right - left) / 2 - np.abs((yaw - middle + 180) % 360 - 180)
    if right - left >= 360:
        across = np.full_like(yaw, 360.0)
    turned = np.degrees(np.arcsin(np.sin(np.radians(across)) * np.cos(np.radians(pitch))))
    across = np.where(np.abs(across) < 90, turned, np.minimum(across, 90 - np.abs(pitch)) if right - left < 360 else across)
    above = np.full_like(pitch, 360.0) if top >= 90 else top - pitch
    below = np.full_like(pitch, 360.0) if bottom <= -90 else pitch - bottom
    inside = np.minimum(np.minimum(across, above), below)
    return inside >= margin if margin >= 0 else inside <= margin
