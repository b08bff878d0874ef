"""Reads a mesh projection (mshp, spherical video V2) and tells whether it is an equirectangular picture in disguise. Pure.

A mesh says of many points of the picture in which direction each is seen. Cameras write one for each eye: of what a lens saw,
with its faults, or of a picture that was made equirectangular. What can't be read is no evidence of either.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import Damaged
from media_pipeline.records import Coverage
from media_pipeline.videos.boxes import FULL, boxes

MOST_COORDINATES, MOST_VERTICES = 10_000, 32_000
"""As players of these films have it; a camera's mesh has 40 x 40 points."""
MOST_BYTES = 4 * 1024**2
LEAST_VERTICES = 16
TOLERANCE = 1.0
"""Pixels of one eye's picture by which a point may lie beside its place."""
_UNCLEAR = 0.1  # degrees around the poles and behind, where a yaw means nothing or may be either of two


@dataclass(frozen=True)
class Fit:
    """The part of the sphere that an eye's picture covers, in degrees, and how many pixels the worst point lies beside its place
    if the picture is taken for equirectangular."""

    yaw: tuple[float, float]
    pitch: tuple[float, float]
    off: float


def equirectangular(mshp: bytes, width: int, height: int) -> Coverage | None:
    """The coverage of a picture of ``width`` x ``height`` pixels an eye, where its meshes (the body of an mshp box) are those of
    an equirectangular picture, the same for both eyes; else None."""
    fits = fitted(mshp, width, height)
    if not fits or max(fit.off for fit in fits) > TOLERANCE:
        return None
    (left, right), (bottom, top) = fits[0].yaw, fits[0].pitch
    across, down = (right - left) / width, (top - bottom) / height  # degrees a pixel
    for fit in fits[1:]:
        if max(abs(fit.yaw[0] - left), abs(fit.yaw[1] - right)) > TOLERANCE * across:
            return None
        if max(abs(fit.pitch[0] - bottom), abs(fit.pitch[1] - top)) > TOLERANCE * down:
            return None
    if left < -180 - across or right > 180 + across or bottom < -90 - down or top > 90 + down:
        return None
    return Coverage(yaw=(max(-180.0, left), min(180.0, right)), pitch=(max(-90.0, bottom), min(90.0, top)))


def fitted(mshp: bytes, width: int, height: int) -> list[Fit]:
    """How well each eye's mesh fits an equirectangular picture; empty where the meshes can't be read or are mirrored."""
    try:
        data = _unpacked(mshp)
        fits = [_fit(_points(box.content), width, height) for box in boxes(data) if box.kind == "mesh"]
    except (Damaged, struct.error, ValueError, zlib.error):
        return []
    return [fit for fit in fits if fit is not None] if all(fits) and len(fits) <= 2 else []


def _unpacked(mshp: bytes) -> bytes:
    """The mesh boxes: after version and flags, a checksum and how they are packed."""
    checksum, packed = struct.unpack_from(">I4s", mshp, FULL)
    if zlib.crc32(mshp[FULL + 4 :]) != checksum:
        raise Damaged("a mesh's checksum is wrong")
    data = mshp[FULL + 8 :]
    if packed == b"raw ":
        return data
    if packed != b"dfl8":
        raise Damaged("a mesh is packed in an unknown way")
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    unpacked = unpacker.decompress(data, MOST_BYTES)
    if not unpacker.eof:
        raise Damaged("a mesh is cut off or too large")
    return unpacked


def _points(mesh: bytes) -> npt.NDArray[np.float64]:
    """(vertices, 5): x to the right, y up, z to the back; u to the right and v up in the picture, 0 to 1."""
    coordinates = struct.unpack_from(">I", mesh)[0]
    if not 0 < coordinates <= MOST_COORDINATES:
        raise Damaged("a mesh has too many coordinates")
    values = np.frombuffer(mesh, ">f4", coordinates, 4).astype(float)
    at = 4 + 4 * coordinates
    vertices = struct.unpack_from(">I", mesh, at)[0]
    if not LEAST_VERTICES <= vertices <= MOST_VERTICES:
        raise Damaged("a mesh has too few or too many points")
    # Numbers of coordinates, each as the step from the one of the vertex before, its sign in the last bit.
    bits = (2 * coordinates - 1).bit_length()
    count = 5 * vertices * bits
    packed = np.frombuffer(mesh, np.uint8, -(-count // 8), at + 4)
    steps = np.unpackbits(packed)[:count].reshape(-1, bits) @ (1 << np.arange(bits - 1, -1, -1))
    numbers = np.cumsum(((steps >> 1) ^ -(steps & 1)).reshape(-1, 5), axis=0)
    if numbers.min() < 0 or numbers.max() >= coordinates or not np.isfinite(values).all():
        raise Damaged("a mesh leads outside itself")
    points: npt.NDArray[np.float64] = values[numbers]
    return points


def _fit(points: Any, width: int, height: int) -> Fit | None:
    x, y, z, u, v = points.T
    radius = np.sqrt(x * x + y * y + z * z)
    whole = all(abs(edge - wanted) <= 1 / width for part in (u, v) for edge, wanted in ((part.min(), 0), (part.max(), 1)))
    if radius.min() <= 0 or not whole:
        return None
    yaw, pitch = np.degrees(np.arctan2(x, -z)), np.degrees(np.arcsin(y / radius))
    clear = (np.abs(pitch) < 90 - _UNCLEAR) & (np.abs(yaw) < 180 - _UNCLEAR)
    if clear.sum() < LEAST_VERTICES:
        return None
    across, off_across = _line(yaw[clear], u[clear], width)
    up, off_up = _line(pitch, v, height)
    if across is None or up is None:
        return None
    return Fit(across, up, max(off_across, off_up))


def _line(angles: Any, parts: Any, pixels: int) -> tuple[tuple[float, float] | None, float]:
    """The angles of both edges of the picture, if the parts (0 to 1) grow evenly with the angles, and how many pixels the worst
    is off; no angles where they don't grow."""
    if np.ptp(angles) == 0:
        return None, 0.0
    slope, offset = np.polyfit(angles, parts, 1)
    if slope <= 0:
        return None, 0.0
    off = float(np.abs(offset + slope * angles - parts).max() * pixels)
    return (float(-offset / slope), float((1 - offset) / slope)), off
