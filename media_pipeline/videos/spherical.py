"""Tells from metadata and shape whether a video is meant for a sphere. Pure, apart from the one reader of a file's moov box."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from media_pipeline.errors import Damaged
from media_pipeline.records import Coverage, Stereo
from media_pipeline.videos.boxes import FULL, VISUAL_ENTRY, boxes

Projection = Literal["flat", "equirectangular", "cubemap"]

GUESSED_FROM_WIDTH = 1280
"""A 2:1 frame at least this wide, with nothing that says otherwise, is taken for a 360° video: real ones lack metadata."""
GUESSED = "taken for a 360° video by its 2:1 frame; choose flat if it is an ordinary film"

_MOOV_LIMIT = 64 * 1024**2
# libavutil's numbers (spherical.h, stereo3d.h)
_PROJECTIONS = {0: "equirectangular", 1: "cubemap", 2: "equirectangular", 3: "half"}
_STEREO: dict[int, Stereo] = {0: "mono", 1: "left-right", 2: "top-bottom"}


@dataclass(frozen=True)
class Shape:
    """How a video is to be shown, and how sure that is (0-1)."""

    projection: Projection
    stereo: Stereo
    coverage: Coverage | None
    confidence: float
    warning: str | None = None


def shape(
    width: int, height: int, *, spherical: bytes | None, stereo3d: bytes | None, mesh: bool, turned: bool, square_pixels: bool
) -> Shape:
    """From a frame's size as shown and what the file says.

    ``spherical`` and ``stereo3d`` are libavutil's structures as bytes, ``mesh`` says that a mesh projection box (VR180) is there,
    ``turned`` that a display matrix turns the frame, as phones write it.
    """
    stereo = _STEREO.get(struct.unpack_from("<i", stereo3d)[0], "mono") if stereo3d and len(stereo3d) >= 4 else "mono"
    half = Coverage(yaw=(-90.0, 90.0))
    if mesh:
        return Shape("equirectangular", stereo, half, 0.9)
    if spherical and len(spherical) >= 4:
        found = _PROJECTIONS.get(struct.unpack_from("<i", spherical)[0])
        if found == "cubemap":
            return Shape("cubemap", stereo, Coverage(), 1.0)
        if found == "half":
            return Shape("equirectangular", stereo, half, 1.0)
        if found == "equirectangular":
            return Shape("equirectangular", stereo, _coverage(spherical), 1.0)
    if width == 2 * height and width >= GUESSED_FROM_WIDTH and not turned and square_pixels and stereo == "mono":
        return Shape("equirectangular", "mono", Coverage(), 0.7, GUESSED)
    return Shape("flat", stereo, None, 1.0)


def has_mesh_projection(path: Path) -> bool:
    """Whether an MP4 carries a mesh projection (sv3d/proj/mshp), which says VR180 and which libav does not read."""
    try:
        moov = _moov(path)
        if moov is None:
            return False
        box = next(boxes(moov))
        for stsd in box.all("trak", "mdia", "minf", "stbl", "stsd"):
            for entry in stsd.inside(skip=FULL + 4):
                if entry.end - entry.body > VISUAL_ENTRY and any(entry.all("sv3d", "proj", "mshp", skip=VISUAL_ENTRY)):
                    return True
    except Damaged:  # a sound track's entry read as a picture's, or damaged metadata: no evidence either way
        return False
    return False


def _coverage(spherical: bytes) -> Coverage:
    """From a cropped sphere's bounds: what is missing left, top, right, bottom, in parts of 2**32 (libavutil, spherical.h)."""
    if len(spherical) < 32 or struct.unpack_from("<i", spherical)[0] != 2:
        return Coverage()
    left, top, right, bottom = (bound / 2**32 for bound in struct.unpack_from("<4I", spherical, 16))
    if left + right >= 1 or top + bottom >= 1:
        return Coverage()
    return Coverage(yaw=(-180 + 360 * left, 180 - 360 * right), pitch=(-90 + 180 * bottom, 90 - 180 * top))


def _moov(path: Path) -> bytes | None:
    with path.open("rb") as file:
        while len(header := file.read(16)) >= 8:
            size, kind = struct.unpack_from(">I4s", header)
            skip = 8
            if size == 1 and len(header) == 16:
                size, skip = struct.unpack_from(">Q", header, 8)[0], 16
            if size < skip:
                return None
            if kind == b"moov":
                file.seek(-len(header), 1)
                return file.read(size) if size <= _MOOV_LIMIT else None
            file.seek(size - len(header), 1)
    return None
