"""The pure parts: coverage by shape, grids, eyes taken apart and joined, sizes of a cubemap's levels, where a poster looks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.images.coverage import HALF, WHOLE, Grid, by_shape
from media_pipeline.images.planes import Planes
from media_pipeline.images.pyramid import halvings
from media_pipeline.images.stereo import eyes, joined
from media_pipeline.images.view import straight_ahead
from media_pipeline.records import Coverage


@pytest.mark.parametrize(
    ("width", "height", "stereo", "covers"),
    [
        (4000, 2000, "mono", WHOLE),
        (2000, 2000, "mono", HALF),
        (2000, 2000, "top-bottom", WHOLE),
        (2000, 4000, "top-bottom", HALF),
        (4000, 2000, "top-bottom", WHOLE),
        (4000, 2000, "left-right", HALF),
        (8000, 2000, "left-right", WHOLE),
        (4000, 1000, "mono", None),
        (4000, 3000, "mono", None),
        (3000, 2000, "left-right", None),
    ],
)
def test_what_a_shape_covers(width: int, height: int, stereo: str, covers: Coverage | None) -> None:
    assert by_shape(width, height, stereo) == covers  # type: ignore[arg-type]


@given(yaw=st.floats(-180, 179.9), pitch=st.floats(-90, 90))
def test_a_grid_agrees_with_the_formulas(yaw: float, pitch: float) -> None:
    grid = Grid(3600, 1800)
    assert grid.turn == 3600
    assert grid.closed
    assert grid.reaches_zenith
    assert grid.reaches_nadir
    assert grid.column(yaw) % 3600 == pytest.approx((yaw / 360 + 0.5) % 1 * 3600, abs=1e-6)
    assert grid.row(pitch) == pytest.approx((0.5 - pitch / 180) * 1800, abs=1e-6)
    part = Grid(900, 600, Coverage(yaw=(-45.0, 45.0), pitch=(-30.0, 30.0)))
    assert part.turn == 3600
    assert not part.closed
    assert not part.reaches_zenith
    assert part.column(0.0) == pytest.approx(450)
    assert part.row(30.0) == pytest.approx(0)


@given(st.integers(1, 20_000))
def test_levels_of_a_cubemap(size: int) -> None:
    sizes = halvings(size)
    assert sizes[-1] == size
    assert sizes[0] <= 512
    for coarse, fine in pairwise(sizes):
        assert coarse % 2 == 0
        assert abs(fine - 2 * coarse) <= 2
    assert len(sizes) == 1 or sizes[0] > 254


@pytest.mark.parametrize("stereo", ["top-bottom", "left-right"])
@pytest.mark.parametrize(("width", "height"), [(8, 12), (10, 6), (9, 7)])
def test_eyes_apart_and_together(stereo: str, width: int, height: int) -> None:
    half = (height + 1) // 2, (width + 1) // 2
    planes = Planes(
        np.arange(width * height, dtype=np.uint8).reshape(height, width),
        np.arange(half[0] * half[1], dtype=np.uint8).reshape(half),
        np.arange(half[0] * half[1], dtype=np.uint8).reshape(half)[::-1],
    )
    left, right = eyes(planes, stereo)  # type: ignore[arg-type]
    assert left.y.shape == right.y.shape
    for eye in (left, right):
        assert eye.cb.shape == eye.cr.shape == ((eye.height + 1) // 2, (eye.width + 1) // 2)
    first = planes.y[: height // 2] if stereo == "top-bottom" else planes.y[:, : width // 2]
    second = planes.y[height // 2 : height // 2 * 2] if stereo == "top-bottom" else planes.y[:, width // 2 : width // 2 * 2]
    assert np.array_equal(left.y, first)
    assert np.array_equal(right.y, second)
    if left.width % 2 == 0 and left.height % 2 == 0:
        assert np.array_equal(joined((left, right), stereo).y, planes.y)  # type: ignore[arg-type]


@given(st.floats(-180, 120), st.floats(30, 360), st.floats(-90, 40), st.floats(25, 180))
def test_a_poster_looks_at_what_is_there(left: float, across: float, bottom: float, high: float) -> None:
    coverage = Coverage(yaw=(left, min(left + across, left + 360)), pitch=(bottom, min(90.0, bottom + high)))
    aim = straight_ahead(coverage)
    assert 20 <= aim.fov <= 100
    assert coverage.yaw[0] <= aim.yaw <= coverage.yaw[1]
    assert coverage.pitch[0] <= aim.pitch <= coverage.pitch[1]


def test_a_whole_photo_is_seen_straight_ahead() -> None:
    aim = straight_ahead(WHOLE)
    assert (aim.yaw, aim.pitch, aim.fov) == (0, 0, 100)
