"""An equirectangular picture made of six cube faces, without visible edges between them.

Each face first gets a rim of its neighbours' pixels, so that interpolating at its edge sees the same on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.planes import Plane, Planes
from media_pipeline.images.projection import on_face
from media_pipeline.images.resample import YAW
from media_pipeline.records import FACES, Face

Floats = npt.NDArray[np.float64]

_RIM = 4  # pixels around a face
_STRIP = 128  # rows at a time
_WIDEST = 16_384
_CORNER = math.atan(math.sqrt(2))  # a cap's corners lie so far from the pole


def unfolded(faces: Mapping[Face, Planes]) -> Planes:
    """The whole sphere, as many pixels round as the four side faces have together, but at most 16384."""
    size = faces["f"].width
    width = min(_WIDEST, 4 * size // 4 * 4)
    small = min(size, width // 4)  # faces finer than the picture would flicker in it
    planes = {face: picture.reduced(small, small).all() for face, picture in faces.items()}
    width = 4 * (small // 2 * 2)
    y, cb, cr = (
        _unfolded({face: parts[number] for face, parts in planes.items()}, part)
        for number, part in enumerate((width, width // 2, width // 2))
    )
    return Planes(y, cb, cr)


def _unfolded(faces: Mapping[Face, Plane], width: int) -> Plane:
    height = width // 2
    out = np.empty((height, width), np.uint8)
    for face in ("u", "d"):
        _draw_cap(out, face, _doubled(faces, face), faces[face].shape[0])
    for face in YAW:
        _draw_side(out, face, _doubled(faces, face), faces[face].shape[0])
    return out


def _doubled(faces: Mapping[Face, Plane], face: Face) -> Plane:
    """A face with its rim at twice its size: interpolating between two pixels of it is close to a mean over each new pixel."""
    return np.asarray(cv2.resize(with_rim(faces, face), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), dtype=np.uint8)


def _look_up(doubled: Plane, size: int, a: Floats, b: Floats) -> Plane:
    x, y = (((place + 1) * size + (2 * _RIM - 0.5)).astype(np.float32) for place in (a, b))
    looked = cv2.remap(doubled, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(looked, dtype=np.uint8)


def _pitch(rows: npt.NDArray[np.int_], height: int) -> Floats:
    return np.asarray((0.5 - (rows + 0.5) / height) * math.pi)[:, None]


def _draw_cap(out: Plane, face: Face, doubled: Plane, size: int) -> None:
    """All rows that the cap reaches into; where a side face is nearer, that is drawn over it later."""
    height, width = out.shape
    yaw = ((np.arange(width) + 0.5) / width - 0.5) * 2 * math.pi
    rows = np.arange(min(height, math.ceil(height * _CORNER / math.pi) + 1))
    for top in range(0, len(rows), _STRIP):
        strip = rows[top : top + _STRIP] if face == "u" else height - 1 - rows[top : top + _STRIP]
        away = np.tan(math.pi / 2 - np.abs(_pitch(strip, height)))
        a, ahead = away * np.sin(yaw), away * np.cos(yaw)
        out[strip] = _look_up(doubled, size, a, ahead if face == "u" else -ahead)


def _draw_side(out: Plane, face: Face, doubled: Plane, size: int) -> None:
    """The pixels of a quarter of the width that look at this face and not at a cap."""
    height, width = out.shape
    quarter = width // 4
    columns = np.arange(quarter) - quarter // 2 + round(YAW[face] / 360 * width) + width // 2
    yaw = ((columns + 0.5) / width - 0.5) * 2 * math.pi - math.radians(YAW[face])
    a, away = np.tan(yaw)[None], 1 / np.cos(yaw)[None]
    first = height // 4
    for top in range(first, height - first, _STRIP):
        strip = np.arange(top, min(top + _STRIP, height - first))
        b = -np.tan(_pitch(strip, height)) * away
        seen = _look_up(doubled, size, np.broadcast_to(a, b.shape), b)
        place = np.ix_(strip, columns % width)
        out[place] = np.where(np.abs(b) <= 1, seen, out[place])


def with_rim(faces: Mapping[Face, Plane], face: Face) -> Plane:
    """A face with a rim of what its neighbours show there."""
    size = faces[face].shape[0]
    whole = np.empty((size + 2 * _RIM,) * 2, np.uint8)
    whole[_RIM:-_RIM, _RIM:-_RIM] = faces[face]
    places = (np.arange(-_RIM, size + _RIM) + 0.5) * 2 / size - 1
    for rows, columns in (
        (slice(0, _RIM), slice(None)),
        (slice(-_RIM, None), slice(None)),
        (slice(_RIM, -_RIM), slice(0, _RIM)),
        (slice(_RIM, -_RIM), slice(-_RIM, None)),
    ):
        a, b = np.meshgrid(places[columns], places[rows])
        whole[rows, columns] = _at(faces, np.stack([a * 0 + part for part in on_face(face, a, b)]))
    return whole


def _at(faces: Mapping[Face, Plane], vectors: Floats) -> Plane:
    """What lies in the directions (3, rows, columns)."""
    x, y, z = vectors
    out = np.zeros(x.shape, np.uint8)
    left = np.ones(x.shape, bool)
    for face, ahead, a, b in zip(FACES, (-z, x, z, -x, y, -y), (x, z, -x, -z, x, x), (-y, -y, -y, -y, -z, z), strict=True):
        here = left & (ahead >= np.maximum(np.maximum(np.abs(x), np.abs(y)), np.abs(z)) * (1 - 1e-9))
        if here.any():
            size = faces[face].shape[0]
            rows, columns = (((part[here] / ahead[here] + 1) * size / 2 - 0.5).astype(np.float32)[None] for part in (b, a))
            out[here] = cv2.remap(faces[face], columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)[0]
            left &= ~here
    return out
