"""The views in which faces are looked for: where each pixel of a view looks, and the view's pixels.

Two kinds, both conformal: a small face keeps its shape everywhere in the view, which it doesn't in a flat (rectilinear) view,
and no pixel is spent on stretched corners. Around the horizon windows of one Mercator belt; towards the poles stereographic
views, several a pole, so that a face is upright in one of them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.planes import Plane, Planes
from media_pipeline.records import Coverage

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Belt:
    """A window of a Mercator map of the sphere: left edge at ``left``, top edge ``top`` above the horizon, both in pixels.

    ``density``: pixels a degree at the horizon.
    """

    left: float
    top: float
    width: int
    height: int
    density: float

    def angles(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """(yaw, pitch) in radians of places in pixels from the left and the top; arrays that broadcast, as the answers do."""
        scale = math.radians(1 / self.density)
        return (x + self.left) * np.float32(scale), np.arctan(np.sinh((self.top - y) * np.float32(scale)))


@dataclass(frozen=True)
class Round:
    """A stereographic view, straight at (``yaw``, ``pitch``) in degrees; ``density``: pixels a degree in its middle."""

    yaw: float
    pitch: float
    width: int
    height: int
    density: float

    def angles(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """As :meth:`Belt.angles`."""
        scale = np.float32(math.radians(1 / self.density) / 2)
        right, up = (x - np.float32(self.width / 2)) * scale, (np.float32(self.height / 2) - y) * scale
        rim = right * right + up * up
        ahead, right, up = 1 - rim, 2 * right, 2 * up  # of a vector of length 1 + rim
        sine, cosine = np.float32(math.sin(math.radians(self.pitch))), np.float32(math.cos(math.radians(self.pitch)))
        up, ahead = up * cosine + ahead * sine, ahead * cosine - up * sine
        yaw = np.arctan2(right, ahead) + np.float32(math.radians(self.yaw))
        return yaw, np.arctan2(up, np.hypot(right, ahead))


View = Belt | Round
"""A picture of part of the sphere."""


def belt(density: float, reach: float, window: tuple[int, int], overlap: int) -> list[View]:
    """Windows that cover all yaws up to ``reach`` degrees above and below the horizon, neighbours ``overlap`` pixels in common.

    ``window``: (width, height) at most, in pixels; multiples of 32.
    """
    around = 360 * density
    high = 2 * math.degrees(math.asinh(math.tan(math.radians(reach)))) * density
    columns = max(1, math.ceil(around / (window[0] - overlap)))
    rows = max(1, math.ceil((high - overlap) / (window[1] - overlap)))
    width = _thirty_twos(around / columns + overlap)
    height = _thirty_twos((high - overlap) / rows + overlap)
    step = (high - height) / max(1, rows - 1)
    return [
        Belt(column * around / columns - around / 2, high / 2 - row * step, width, height, density)
        for row in range(rows)
        for column in range(columns)
    ]


def towards_pole(density: float, pitch: float, reach: float, count: int) -> list[View]:
    """``count`` views around one pole, centred at ``pitch``, that see ``reach`` degrees to all sides."""
    side = _thirty_twos(2 * math.degrees(2 * math.tan(math.radians(reach / 2))) * density)
    return [Round(number * 360 / count, pitch, side, side, density) for number in range(count)]


def _thirty_twos(pixels: float) -> int:
    return 32 * math.ceil(pixels / 32)


class Source:
    """An equirectangular picture of part of the sphere, or of all of it, at several sizes: a view takes the one that fits."""

    def __init__(self, planes: Planes, coverage: Coverage) -> None:
        self.coverage = coverage
        self.whole = coverage.yaw[1] - coverage.yaw[0] > 360 - 1e-6
        self.density = planes.width / (coverage.yaw[1] - coverage.yaw[0])
        self._levels = [planes]

    def seen(self, view: View) -> npt.NDArray[np.uint8]:
        """The view's (height, width, 3) RGB pixels; black where the picture has none."""
        x, y = (np.arange(view.width) + 0.5).astype(np.float32), (np.arange(view.height) + 0.5).astype(np.float32)
        yaw, pitch = view.angles(x[None, :], y[:, None])
        planes = self._level(view.density)
        u, v = self._uv(yaw, pitch)
        parts = [self._looked_up(plane, u, v, empty) for plane, empty in zip(planes.all(), (0, 128, 128), strict=True)]
        return np.asarray(cv2.cvtColor(np.dstack([parts[0], parts[2], parts[1]]), cv2.COLOR_YCrCb2RGB), dtype=np.uint8)

    def shows(self, view: View) -> bool:
        """Whether the view has any part of the picture in it."""
        x = np.linspace(0, view.width, 9, dtype=np.float32)[None, :]
        y = np.linspace(0, view.height, 9, dtype=np.float32)[:, None]
        u, v = self._uv(*view.angles(x, y))
        return bool(np.any((u >= 0) & (u <= 1) & (v >= 0) & (v <= 1)))

    def prepare(self, density: float) -> None:
        """Make the sizes that views of this density need; the views may then be seen from several threads."""
        self._level(density)

    def _level(self, density: float) -> Planes:
        """The picture, reduced by halves while it stays at least as fine as the view."""
        number = max(0, math.floor(math.log2(self.density / density) + 1e-6))
        while len(self._levels) <= number and min(self._levels[-1].width, self._levels[-1].height) >= 16:
            last = self._levels[-1]
            self._levels.append(last.reduced(last.width // 2, last.height // 2))
        return self._levels[min(number, len(self._levels) - 1)]

    def _uv(self, yaw: Floats, pitch: Floats) -> tuple[Floats, Floats]:
        (left, right), (bottom, top) = (np.radians(self.coverage.yaw), np.radians(self.coverage.pitch))
        middle = (left + right) / 2
        turned = (yaw - np.float32(middle) + np.float32(math.pi)) % np.float32(2 * math.pi) - np.float32(math.pi)
        return turned / np.float32(right - left) + np.float32(0.5), (np.float32(top) - pitch) / np.float32(top - bottom)

    def _looked_up(self, plane: Plane, u: Floats, v: Floats, empty: int) -> Plane:
        rows, columns = plane.shape
        shape = np.broadcast_shapes(u.shape, v.shape)
        x, y = u * np.float32(columns) - np.float32(0.5), v * np.float32(rows) - np.float32(0.5)
        if self.whole:
            border = cv2.BORDER_WRAP  # around the seam; up and down nothing may wrap
            y = np.clip(y, 0, rows - 1)
        else:
            border = cv2.BORDER_CONSTANT
        maps = [np.ascontiguousarray(np.broadcast_to(part.astype(np.float32), shape)) for part in (x, y)]
        return np.asarray(cv2.remap(plane, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=border, borderValue=empty), np.uint8)
