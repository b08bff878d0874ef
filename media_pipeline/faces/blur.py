"""A face is painted over in a picture's own pixels, for good.

Everything inside the disc becomes a smear of a few mean colours. A mosaic or blur that leaves ten or twenty cells across a face
can be matched with a person by a trained net; here 3 or so are left, eleven shades in all, and then these are smoothed
together: what is kept is "skin below hair, lit from the left", and no picture of anyone can be made of that again. Means are
taken over all pixels of a cell, so no single pixel lives on; the rim is soft outside the face, never inside it.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.faces.disc import Disc
from media_pipeline.images.planes import Plane, Planes
from media_pipeline.images.projection import wrapped
from media_pipeline.recipes import BLUR
from media_pipeline.records import Coverage

FULL, RIM = BLUR.full, BLUR.rim
"""To this part of the disc's radius nothing of the original is left (ears, chin, hair line), and at this one all of it is."""
CELLS = BLUR.cells
"""Mean colours across the painted disc (which is RIM times as wide as the face), by how hard a face is blurred."""

_FIELD = 64  # pixels across the smear from which colours are taken
_STRIP = 1 << 20  # pixels at a time: a disc at a pole may be as wide as the picture
_SMALLEST = 6  # pixels; a smaller disc would hide nothing

Floats = npt.NDArray[np.float32]


def writable(planes: Planes) -> Planes:
    """The same planes, or a copy where they may not be written to."""
    return planes if all(plane.flags.writeable for plane in planes.all()) else Planes(*(plane.copy() for plane in planes.all()))


def blur(planes: Planes, coverage: Coverage, disc: Disc, hardness: int = 0) -> None:
    """Paint over a disc of an equirectangular picture, in place, wherever it lies: at the seam, at a pole, at a cut edge.

    ``hardness`` 0, 1, 2 leaves fewer and fewer colours.
    """
    cells = CELLS[min(hardness, len(CELLS) - 1)]
    least = _SMALLEST * (coverage.yaw[1] - coverage.yaw[0]) / planes.width
    radius = math.radians(min(max(disc.size, least), 180.0) / 2)
    for plane in planes.all():
        _paint(plane, _Grid(plane, coverage, disc, radius), cells)


class _Grid:
    """The pixels of a plane that lie in the painted disc, strip by strip, in the disc's own coordinates."""

    def __init__(self, plane: Plane, coverage: Coverage, disc: Disc, radius: float) -> None:
        height, width = plane.shape
        (left, right), (bottom, top) = coverage.yaw, coverage.pitch
        self.radius, self.outer = radius, min(RIM * radius, math.pi)
        self.tilt = math.radians(disc.pitch)
        pitch = np.radians(top - (np.arange(height) + 0.5) * (top - bottom) / height)
        turn = np.radians([wrapped(yaw - disc.yaw) for yaw in left + (np.arange(width) + 0.5) * (right - left) / width])
        beside = math.sin(self.outer) / max(1e-9, math.cos(self.tilt)) if abs(self.tilt) + self.outer < math.pi / 2 else 2.0
        self.columns = np.nonzero(np.abs(turn) <= (math.asin(beside) if beside <= 1 else math.pi))[0]
        rows = np.nonzero(np.abs(pitch - self.tilt) <= self.outer)[0]
        step = max(1, _STRIP // max(1, len(self.columns)))
        self.strips = [slice(r, min(r + step, rows[-1] + 1)) for r in range(rows[0], rows[-1] + 1, step)] if len(rows) else []
        self._pitch, self._turn = pitch.astype(np.float32), turn[self.columns].astype(np.float32)

    def at(self, rows: slice) -> tuple[Floats, Floats, Floats]:
        """(right, down, area) of a strip's pixels: place in the disc, where its outer rim is 1, and part of the sphere."""
        pitch, turn = self._pitch[rows, None], self._turn[None, :]
        flat, high = np.cos(pitch), np.sin(pitch)
        sine, cosine = np.float32(math.sin(self.tilt)), np.float32(math.cos(self.tilt))
        right, forth = np.sin(turn) * flat, np.cos(turn) * flat
        above, ahead = high * cosine - forth * sine, forth * cosine + high * sine
        away = np.hypot(right, above)
        angle = np.arctan2(away, ahead) / np.float32(self.outer)
        scale = angle / np.maximum(away, np.float32(1e-9))
        return right * scale, -above * scale, np.broadcast_to(flat, right.shape)


def _paint(plane: Plane, grid: _Grid, cells: int) -> None:
    if not len(grid.columns):
        return
    field = _smear(plane, grid, cells)
    if field is None:
        return
    full, rim = FULL * grid.radius / grid.outer, 1.0
    for rows in grid.strips:
        right, down, _ = grid.at(rows)
        away = np.clip((np.hypot(right, down) - full) / max(1e-6, rim - full), 0, 1)
        kept = away * away * (3 - 2 * away)
        middle = np.float32(_FIELD / 2)
        x, y = (np.ascontiguousarray(part * middle + middle - np.float32(0.5), dtype=np.float32) for part in (right, down))
        colour = cv2.remap(field, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        old = plane[rows, grid.columns]
        plane[rows, grid.columns] = np.round(colour + (old - colour) * kept).astype(np.uint8)


def _smear(plane: Plane, grid: _Grid, cells: int) -> Floats | None:
    """The few colours of the disc, smoothed together; None where the disc has no pixel in the picture."""
    total, weight = np.zeros(cells * cells), np.zeros(cells * cells)
    for rows in grid.strips:
        right, down, area = grid.at(rows)
        inside = np.hypot(right, down) <= 1
        place = [np.minimum(((part[inside] + 1) / 2 * cells).astype(int), cells - 1) for part in (down, right)]
        cell = place[0] * cells + place[1]
        total += np.bincount(cell, area[inside] * plane[rows, grid.columns][inside], cells * cells)
        weight += np.bincount(cell, area[inside], cells * cells)
    if not weight.any():
        return None
    means = np.where(weight > 0, total / np.maximum(weight, 1e-12), total.sum() / weight.sum())
    field = cv2.resize(means.reshape(cells, cells).astype(np.float32), (_FIELD, _FIELD), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.GaussianBlur(field, (0, 0), 0.5 * _FIELD / cells, borderType=cv2.BORDER_REPLICATE), np.float32)
