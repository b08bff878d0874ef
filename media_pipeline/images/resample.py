"""Planes of an equirectangular picture resampled onto blocks of cube faces.

The formulas are docs/formats.md's, inverted: a side face's pixel (a, b) lies at yaw = centre + atan(a) and
pitch = -atan(b / sqrt(1 + a^2)), a cap's at atan(sqrt(a^2 + b^2)) from the pole and at yaw = atan2(a, b) for the upper face.
The lower face has yaw = atan2(a, -b) = 180° - atan2(a, b): in the picture turned upside down it is the upper one, half a turn on.

Each block takes the small window of the picture that it looks at, doubles it by cubic interpolation and then interpolates
between two neighbours: that is closer to the mean over each new pixel than a cubic look-up (by 2 to 6 dB in real photos),
and takes two thirds of the time, because all of it stays in the cache.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.coverage import Grid
from media_pipeline.images.planes import Plane
from media_pipeline.records import Face

Floats = npt.NDArray[np.float32]

YAW: dict[Face, float] = {"f": 0.0, "r": 90.0, "b": 180.0, "l": 270.0}
_MARGIN = 4  # pixels around a window, so that cubic interpolation never reaches its rim
_WIDEST = 32_000  # OpenCV looks up in pictures of less than 32768 columns
_STEP = 4  # pixels between the places whose coordinates are computed; the ones between are interpolated, 0.006 pixels off at most
_NEAR = 96  # pixels from the pole within which each coordinate is computed


@dataclass(frozen=True)
class Block:
    """A rectangle of a face of ``size`` pixels; rows ``top`` to ``bottom`` - 1, columns ``left`` to ``right`` - 1."""

    size: int
    left: int
    top: int
    right: int
    bottom: int

    def half(self) -> Block:
        """The same block of a colour plane. All corners are even."""
        return Block(self.size // 2, self.left // 2, self.top // 2, self.right // 2, self.bottom // 2)

    @property
    def axes(self) -> tuple[Floats, Floats]:
        """(a of each column, b of each row)."""
        return _axis(self.size, self.left, self.right, 1), _axis(self.size, self.top, self.bottom, 1)

    @property
    def reach(self) -> tuple[float, float]:
        """Distance of the nearest and of the farthest pixel from the face's centre; 1 is half the face."""
        (a0, a1), (b0, b1) = (
            (2 * first / self.size - 1, 2 * last / self.size - 1)
            for first, last in ((self.left, self.right), (self.top, self.bottom))
        )
        near = math.hypot(max(a0, -a1, 0.0), max(b0, -b1, 0.0))
        return near, math.hypot(max(abs(a0), abs(a1)), max(abs(b0), abs(b1)))


class Where:
    """Where a block's pixels lie in a plane, and the window of the plane that they need.

    ``x`` are columns counted from a yaw, ``y`` rows from the top edge, both of pixel centres; ``x`` may be a single row. The
    window is to be magnified ``wide`` times across and twice down before interpolating. ``middle`` is the yaw in degrees.
    """

    def __init__(self, x: Floats, y: Floats, *, middle: float = 0.0, wide: int = 2) -> None:
        self.middle, self.wide = middle, wide
        self.left, self.right = math.floor(float(x.min())) - _MARGIN, math.ceil(float(x.max())) + _MARGIN + 2
        self.top, self.bottom = math.floor(float(y.min())) - _MARGIN, math.ceil(float(y.max())) + _MARGIN + 1
        self.shape = y.shape
        self._x = (x - np.float32(self.left)) * np.float32(wide) + np.float32((wide - 1) / 2)
        self._y = (y - np.float32(self.top)) * np.float32(2) + np.float32(0.5)
        self._places: dict[float, tuple[npt.NDArray[np.int16], npt.NDArray[np.uint16]]] = {}

    def places(self, fraction: float) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.uint16]]:
        """The look-up tables for OpenCV, where the yaw lies ``fraction`` of a column to the right of a pixel's centre. Faces
        and planes that lie alike share them."""
        if fraction not in self._places:
            x = np.ascontiguousarray(np.broadcast_to(self._x + np.float32(self.wide * fraction), self.shape))
            whole, part = cv2.convertMaps(x, self._y, cv2.CV_16SC2)
            self._places[fraction] = np.asarray(whole, dtype=np.int16), np.asarray(part, dtype=np.uint16)
        return self._places[fraction]


def _axis(size: int, first: int, last: int, step: int) -> Floats:
    """a (or b) of pixel centres first..last-1, in (-1, 1); with a step, of places that far apart, from before to after them."""
    if step == 1:
        places = np.arange(first, last, dtype=np.float64)
    else:
        places = first + (step - 1) / 2 + step * np.arange(-1, -(-(last - first) // step) + 1, dtype=np.float64)
    return ((places + 0.5) * (2.0 / size) - 1.0).astype(np.float32)


def _between(coarse: Floats, block: Block, step: int) -> Floats:
    """Coordinates of every pixel of a block from those ``step`` pixels apart."""
    if step == 1:
        return coarse
    dense = cv2.resize(coarse, (coarse.shape[1] * step, coarse.shape[0] * step), interpolation=cv2.INTER_LINEAR)
    inside = dense[step : step + block.bottom - block.top, step : step + block.right - block.left]
    return np.asarray(inside, dtype=np.float32)


def on_sides(grid: Grid, block: Block) -> Where:
    """The coordinates that all four side faces share, each around its own yaw."""
    a = _axis(block.size, block.left, block.right, 1)
    across = np.arctan(a) * np.float32(grid.columns_per_radian)
    coarse_a = _axis(block.size, block.left, block.right, _STEP)
    coarse_b = _axis(block.size, block.top, block.bottom, _STEP)[:, None]
    down = np.arctan(coarse_b / np.sqrt(1 + coarse_a * coarse_a)) * np.float32(grid.rows_per_radian)
    y = _between(down, block, _STEP) + np.float32(grid.row(0.0) - 0.5)
    return Where(across, y)


def on_cap(grid: Grid, block: Block) -> Where:
    """The coordinates of a block of the upper face; the lower face's in the picture turned upside down, half a turn on."""
    near, far = block.reach
    step = 1 if near * block.size / 2 < _NEAR else _STEP
    a = _axis(block.size, block.left, block.right, step)[None]
    b = _axis(block.size, block.top, block.bottom, step)[:, None]
    # yaw is counted from the block's own middle, so that it does not jump inside a block
    middle = math.atan2(float(a.mean()), float(b.mean()))
    sine, cosine = np.float32(math.sin(middle)), np.float32(math.cos(middle))
    x = np.arctan2(a * cosine - b * sine, b * cosine + a * sine) * np.float32(grid.columns_per_radian)
    y = np.arctan(np.sqrt(a * a + b * b)) * np.float32(grid.rows_per_radian) + np.float32(grid.row(90.0) - 0.5)
    # near the pole, rows are smoothed over two pixels and more: magnifying them across would add nothing
    wide = 1 if grid.columns_per_radian * 2 / block.size > 2 * far else 2
    wide = wide if wide * grid.turn <= _WIDEST else 1
    return Where(_between(x, block, step), _between(y, block, step), middle=math.degrees(middle), wide=wide)


@dataclass(frozen=True)
class Source:
    """One plane of an equirectangular picture, or its first rows; ``outside`` is the value of what the picture doesn't cover."""

    rows: Plane
    grid: Grid
    outside: int

    @cached_property
    def empty(self) -> bool:
        """Whether all of it is as what lies outside: the colour of a grey picture."""
        return int(self.rows.min()) == int(self.rows.max()) == self.outside

    def sample(self, where: Where, yaw: float) -> Plane:
        """The pixels of a block, looked up at :class:`Where` around a yaw in degrees."""
        if self.empty:
            return np.full(where.shape, self.outside, np.uint8)
        centre = self.grid.column(yaw) - 0.5
        column = math.floor(centre)
        window = self._window(column + where.left, where.top, column + where.right, where.bottom)
        if window is None:
            return np.full(where.shape, self.outside, np.uint8)
        size = where.wide * window.shape[1], 2 * window.shape[0]
        fine = cv2.resize(window, size, interpolation=cv2.INTER_CUBIC)
        looked_up = cv2.remap(fine, *where.places(centre - column), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(looked_up, dtype=np.uint8)

    def _window(self, left: int, top: int, right: int, bottom: int) -> Plane | None:
        """Rows and columns of the plane, round the seam and over the poles; None where all of it lies outside."""
        first, last = max(top, 0), min(bottom, self.grid.height)
        if first >= last:
            return None
        if not self.grid.closed and not any(_overlap(self.grid, left, right)):
            return None
        part = columns(self.rows[first:last], self.grid, left, right, self.outside)
        above, below = first - top, bottom - last
        for over, pole in (((above, 0), self.grid.reaches_zenith), ((0, below), self.grid.reaches_nadir)):
            if any(over):
                border = cv2.BORDER_REPLICATE if pole else cv2.BORDER_CONSTANT
                part = np.asarray(cv2.copyMakeBorder(part, *over, 0, 0, border, value=self.outside), dtype=np.uint8)
        return part


def columns(rows: Plane, grid: Grid, left: int, right: int, outside: int) -> Plane:
    """Columns left..right-1 of some rows, going round the seam; what the picture doesn't cover is ``outside``. ``left`` and
    ``right`` may lie up to a turn beside the picture."""
    if left >= 0 and right <= grid.width:
        return rows[:, left:right]
    if grid.closed:
        return np.take(rows, np.arange(left, right), axis=1, mode="wrap")
    out = np.full((rows.shape[0], right - left), outside, np.uint8)
    for turn, first, last in _overlap(grid, left, right):
        out[:, first - left : last - left] = rows[:, first - turn : last - turn]
    return out


def _overlap(grid: Grid, left: int, right: int) -> Iterator[tuple[int, int, int]]:
    """(where the picture begins, first, one past last) of the columns that it has between left and right, once a turn."""
    for turn in (-grid.turn, 0, grid.turn):
        first, last = max(left, turn), min(right, turn + grid.width)
        if first < last:
            yield turn, first, last
