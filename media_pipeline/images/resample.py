"""Planes of an equirectangular picture resampled onto cube faces: where each pixel comes from, and the cubic look-up.

The formulas are docs/formats.md's, inverted: a side face's pixel (a, b) lies at yaw = centre + atan(a) and
pitch = -atan(b / sqrt(1 + a^2)), a cap's at yaw = atan2(a, b) and |pitch| = atan(1 / sqrt(a^2 + b^2)).
"""

from __future__ import annotations

import math

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.planes import Plane
from media_pipeline.records import Face

Floats = npt.NDArray[np.float32]

SIDES: tuple[Face, ...] = ("f", "r", "b", "l")
CAPS: tuple[Face, ...] = ("u", "d")
_CENTRE = {"f": 0.5, "r": 0.75, "b": 0.0, "l": 0.25}  # u of a side face's centre
_MARGIN = 8  # pixels around a part of the picture, so that cubic interpolation never reaches its rim
_CAP = 0.31  # part of the height that a cap needs: its corners lie at 35.26 degrees, (90 - 35.26) / 180 = 0.3041


def axis(size: int) -> Floats:
    """a (or b) of the pixel centres along a face of ``size`` pixels, in (-1, 1)."""
    return ((np.arange(size, dtype=np.float64) + 0.5) * (2.0 / size) - 1.0).astype(np.float32)


def _columns(plane: Plane, first: int, last: int) -> Plane:
    """Columns first..last-1, going round the seam where they leave the picture."""
    width = plane.shape[1]
    if first >= 0 and last <= width:
        return plane[:, first:last]
    return np.take(plane, np.arange(first, last), axis=1, mode="wrap")


class Side:
    """The part of one plane that a side face looks at."""

    def __init__(self, plane: Plane, face: Face) -> None:
        height, width = plane.shape
        centre = _CENTRE[face] * width
        self.left = math.floor(centre - width / 8) - _MARGIN
        self.top = max(0, height // 4 - _MARGIN)
        part = plane[self.top : height - self.top]
        self.part = _columns(part, self.left, math.ceil(centre + width / 8) + _MARGIN)
        self.shift = centre - 0.5 - self.left

    def fill(self, out: Plane, across: Floats, down: Floats) -> None:
        """Resample into ``out`` (rows of the face) with the coordinates of :func:`side_maps`."""
        rows = out.shape[0]
        x = np.ascontiguousarray(np.broadcast_to(across + np.float32(self.shift), (rows, across.size)))
        cv2.remap(self.part, x, down, cv2.INTER_CUBIC, dst=out, borderMode=cv2.BORDER_REPLICATE)


def side_maps(shape: tuple[int, ...], size: int, first: int, last: int) -> tuple[Floats, Floats]:
    """For rows first..last-1 of a side face on a plane of ``shape``: columns from the face's centre (one row of them), and
    rows from the top of a :class:`Side`'s part (a whole strip), in pixels."""
    height, width = shape
    a = axis(size)
    across = np.arctan(a) * np.float32(width / (2 * math.pi))
    half = a[: (size + 1) // 2]
    left = np.arctan(a[first:last, None] / np.sqrt(1 + half * half)) * np.float32(height / math.pi)
    left += np.float32(height / 2 - 0.5 - max(0, height // 4 - _MARGIN))
    return across, np.hstack([left, left[:, size // 2 - 1 :: -1]])  # the same to the left and to the right


class Cap:
    """The part of one plane that the upper or lower face looks at, smoothed along the rows near the pole.

    A row near the pole holds far more pixels than the face has room for; taking single ones would give noise (34 dB from
    the supersampled truth at the pole). Each row is averaged over what one pixel of the face covers: cot(distance from the pole).
    """

    def __init__(self, plane: Plane, face: Face) -> None:
        height, width = plane.shape
        self.up = face == "u"
        rows = min(height, math.ceil(height * _CAP) + _MARGIN)
        part = plane[:rows] if self.up else plane[height - rows :][::-1]
        self.part = np.ascontiguousarray(_columns(part, -_MARGIN, width + _MARGIN))
        self._smooth(height, width)

    def _smooth(self, height: int, width: int) -> None:
        distance = (np.arange(self.part.shape[0]) + 0.5) * (math.pi / height)
        covers = np.maximum(0.0, 1 / np.tan(distance))
        lengths = np.minimum(2 * np.floor(covers / 2).astype(int) + 1, 2 * (width // 2) - 1)
        row = 0
        while row < len(lengths) and lengths[row] > 1:
            length = int(lengths[row])
            end = row + int(np.count_nonzero(lengths == length))
            reach = length // 2 + _MARGIN
            wide = _columns(self.part[row:end, _MARGIN : _MARGIN + width], -reach, width + reach)
            smooth = cv2.blur(np.ascontiguousarray(wide), (length, 1))
            self.part[row:end] = smooth[:, reach - _MARGIN : reach + width + _MARGIN]
            row = end

    def fill(self, out: Plane, across: Floats, down: Floats) -> None:
        """Resample into ``out`` with the coordinates of :func:`cap_maps` for the upper face; the lower face is its mirror
        image, so it gets the same rows from below."""
        target = out if self.up else np.empty_like(out)
        cv2.remap(self.part, across, down, cv2.INTER_CUBIC, dst=target, borderMode=cv2.BORDER_REPLICATE)
        if not self.up:
            out[:] = target[::-1]


def cap_maps(shape: tuple[int, ...], size: int, first: int, last: int) -> tuple[Floats, Floats]:
    """For rows first..last-1 of the upper face on a plane of ``shape``: columns and rows in a :class:`Cap`'s part, in pixels."""
    height, width = shape
    a = axis(size)
    b = a[first:last, None]
    half = a[: (size + 1) // 2]
    middle = np.float32(width / 2 - 0.5 + _MARGIN)
    left = np.arctan2(half[None], b) * np.float32(width / (2 * math.pi))
    across = np.hstack([left + middle, middle - left[:, size // 2 - 1 :: -1]])
    # atan(sqrt(a^2 + b^2)) is the distance from the pole, measured from the picture's first row
    near = np.arctan(np.sqrt(half * half + b * b)) * np.float32(height / math.pi) - np.float32(0.5)
    return across, np.hstack([near, near[:, size // 2 - 1 :: -1]])
