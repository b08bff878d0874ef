"""Where a camera stands so that an object just fills the picture. Pure arithmetic, no renderer."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from media_pipeline.records import Bounds

Point = NDArray[np.float64]

TOWARDS_CAMERA = (0.62, 0.5, 1.0)
"""From the object to the camera: glTF's front is +Z, so we see front, right side and top."""
VIEW_ANGLE = 28.0
"""Degrees from bottom to top: a long lens, so that lines that are parallel stay nearly so."""
MARGIN = 1.08
_NEAREST_M = 1e-3  # for an object that is a single point


def corners(bounds: Bounds) -> Point:
    """The eight corners of a box, (8, 3)."""
    return np.array(list(product(*zip(bounds.min, bounds.max, strict=True))), np.float64)


def camera(points: Point, aspect: float) -> tuple[Point, Point]:
    """Position of the camera and the point it looks at, for points (n, 3) and a picture of ``aspect`` = width / height.

    With x and y across the picture and z towards the object, a point is inside when |x - cx| <= (z + d)·tan(half angle), and the
    same for y. The largest of these over all points gives the shift c and the distance d directly, without trying.
    """
    towards = np.array(TOWARDS_CAMERA) / np.linalg.norm(TOWARDS_CAMERA)
    right = np.cross((0.0, 1.0, 0.0), towards)
    right /= np.linalg.norm(right)
    up = np.cross(towards, right)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    x, y, z = np.stack([right, up, -towards]) @ (points - middle).T
    half = np.tan(np.radians(VIEW_ANGLE / 2)) / MARGIN
    shift_x, far_x = _fit(x, z, half * aspect)
    shift_y, far_y = _fit(y, z, half)
    aim = middle + shift_x * right + shift_y * up
    return aim + max(far_x, far_y, _NEAREST_M) * towards, aim


def _fit(across: Point, depth: Point, slope: float) -> tuple[float, float]:
    """Shift and distance at which all points lie inside one pair of the picture's edges."""
    high = float((across - depth * slope).max())
    low = float((-across - depth * slope).max())
    return (high - low) / 2, (high + low) / (2 * slope)
