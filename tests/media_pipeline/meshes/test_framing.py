"""The camera sees every corner of the box, and at least one pair of edges is nearly touched."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.meshes.framing import MARGIN, VIEW_ANGLE, camera, corners
from media_pipeline.records import Bounds


def across_the_picture(points: np.ndarray, position: np.ndarray, aim: np.ndarray, aspect: float) -> np.ndarray:
    """Points in the picture, both axes from -1 to 1: a camera's own arithmetic, written apart from the one under test."""
    forward = (aim - position) / np.linalg.norm(aim - position)
    right = np.cross(forward, (0, 1, 0))
    right /= np.linalg.norm(right)
    up = np.cross(right, forward)
    seen = points - position
    depth = seen @ forward
    assert (depth > 0).all()
    half = np.tan(np.radians(VIEW_ANGLE) / 2)
    return np.stack([seen @ right / depth / half / aspect, seen @ up / depth / half], axis=1)


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ((-1, -1, -1), (1, 1, 1)),
        ((0, 0, 0), (0.001, 20, 3)),
        ((100, 5, -7), (140, 5.5, -6)),
        ((-0.5, 2, 0), (0.5, 2, 9)),
        ((0, 0, 0), (1, 1, 1e-6)),
    ],
)
@pytest.mark.parametrize("aspect", [4 / 3, 1.0, 16 / 9])
def test_the_box_fills_the_picture(low: tuple[float, ...], high: tuple[float, ...], aspect: float) -> None:
    points = corners(Bounds(min=low, max=high))
    seen = across_the_picture(points, *camera(points, aspect), aspect)
    assert abs(seen).max() == pytest.approx(1 / MARGIN, abs=1e-6)
    fuller = int(np.argmax(abs(seen).max(axis=0)))
    assert seen[:, fuller].min() == pytest.approx(-seen[:, fuller].max(), abs=1e-6)  # as much room on either side


def test_a_single_point_is_no_error() -> None:
    position, aim = camera(np.zeros((8, 3)), 4 / 3)
    assert np.isfinite(position).all() and np.isfinite(aim).all()
