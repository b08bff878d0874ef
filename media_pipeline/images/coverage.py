"""Which part of the sphere an equirectangular picture covers, and how its pixels lie on it. Pure.

u and v are linear over the coverage (docs/formats.md): the first column begins at its left yaw, the first row at its upper pitch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from media_pipeline.records import Coverage, Stereo

WHOLE = Coverage()
HALF = Coverage(yaw=(-90.0, 90.0))
_ROUND = 0.01  # degrees: angles are written with three decimals


@dataclass(frozen=True)
class Grid:
    """How the ``width`` x ``height`` pixels of a plane lie on the sphere."""

    width: int
    height: int
    coverage: Coverage = WHOLE

    @property
    def columns_per_radian(self) -> float:
        left, right = self.coverage.yaw
        return self.width / math.radians(right - left)

    @property
    def rows_per_radian(self) -> float:
        bottom, top = self.coverage.pitch
        return self.height / math.radians(top - bottom)

    @property
    def turn(self) -> int:
        """How many columns go once round the whole sphere."""
        return round(2 * math.pi * self.columns_per_radian)

    @property
    def closed(self) -> bool:
        """Whether the right edge meets the left one."""
        left, right = self.coverage.yaw
        return right - left >= 360 - _ROUND

    @property
    def reaches_zenith(self) -> bool:
        return self.coverage.pitch[1] >= 90 - _ROUND

    @property
    def reaches_nadir(self) -> bool:
        return self.coverage.pitch[0] <= -90 + _ROUND

    def column(self, yaw: float) -> float:
        """Where a yaw in degrees lies, in columns from the left edge of the picture: 0 up to ``turn``."""
        return (yaw - self.coverage.yaw[0]) % 360.0 * self.width / (self.coverage.yaw[1] - self.coverage.yaw[0])

    def row(self, pitch: float) -> float:
        """Where a pitch in degrees lies, in rows from the top edge of the picture."""
        return math.radians(self.coverage.pitch[1] - pitch) * self.rows_per_radian

    def upside_down(self) -> Grid:
        """The same pixels from the last to the first: the sphere turned half round the axis that looks ahead."""
        (left, right), (bottom, top) = self.coverage.yaw, self.coverage.pitch
        return Grid(self.width, self.height, Coverage(yaw=(-right, -left), pitch=(-top, -bottom)))

    def part(self, height: int, width: int) -> Grid:
        """The same part of the sphere in other pixels: a colour plane, a smaller picture."""
        return Grid(width, height, self.coverage)


def eye_size(width: int, height: int, stereo: Stereo | None) -> tuple[int, int]:
    """(width, height) of one eye's picture."""
    return {"top-bottom": (width, height // 2), "left-right": (width // 2, height)}.get(stereo or "mono", (width, height))


def by_shape(width: int, height: int, stereo: Stereo | None) -> Coverage | None:
    """What a picture covers that is said to be a 360° photo and has no metadata: an eye twice as wide as high the whole sphere,
    a square one the half of it that lies ahead. A stereo picture's eyes may have been squeezed to half their height to keep
    the file 2:1. None for every other shape."""
    width, height = eye_size(width, height, stereo)
    if is_ratio(width, height, 2) or (stereo == "top-bottom" and is_ratio(width, height, 4)):
        return WHOLE
    return HALF if is_ratio(width, height, 1) else None


def is_ratio(width: int, height: int, ratio: int) -> bool:
    """Whether width : height is ratio : 1, to one percent (stitchers cut off a row or two)."""
    return abs(width - ratio * height) <= 0.01 * width
