"""Polygons as triangles, normals where there are none, equal points as one: pure arithmetic with known answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_pipeline.meshes import polygons
from media_pipeline.meshes.normals import creased, weld
from media_pipeline.meshes.polygons import triangulate
from tests.media_pipeline.meshes.shapes import ball


def area(corners: np.ndarray, triangles: np.ndarray) -> float:
    a, b, c = corners[triangles].transpose(1, 0, 2)
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


def shoelace(flat: np.ndarray) -> float:
    x, y = flat.T
    return float(abs((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()) / 2)


@settings(deadline=None, max_examples=60)
@given(st.integers(3, 40), st.integers(0, 2**32 - 1), st.booleans())
def test_a_star_of_any_shape_keeps_its_area(corners: int, seed: int, backwards: bool) -> None:
    rng = np.random.default_rng(seed)
    angles = (np.arange(corners) + rng.uniform(-0.3, 0.3, corners)) * 2 * np.pi / corners
    flat = np.column_stack([np.cos(angles), np.sin(angles)]) * rng.uniform(0.3, 1, (corners, 1))
    flat = flat[::-1] if backwards else flat
    across, up = np.linalg.qr(rng.normal(size=(3, 3)))[0][:2]
    points = flat[:, :1] * across + flat[:, 1:] * up + rng.normal(size=3)
    triangles = triangulate(np.array([corners]), points)
    assert len(triangles) == corners - 2
    assert area(points, triangles) == pytest.approx(shoelace(flat), rel=1e-6)
    a, b, c = points[triangles].transpose(1, 0, 2)
    facing = np.cross(b - a, c - a) @ np.cross(across, up)
    assert (facing > -1e-9).all() or (facing < 1e-9).all()


def test_polygons_keep_their_order_and_lines_give_nothing() -> None:
    counts = np.array([4, 2, 3, 5])
    corners = np.random.default_rng(1).normal(size=(14, 3))
    triangles = triangulate(counts, corners)
    owner = np.searchsorted(np.cumsum(counts), triangles, side="right")
    assert (owner == owner[:, :1]).all()
    assert owner[:, 0].tolist() == [0, 0, 2, 3, 3, 3]
    assert triangulate(np.array([], int), np.zeros((0, 3))).shape == (0, 3)


def test_a_polygon_of_very_many_corners_is_a_fan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polygons, "MOST_CORNERS", 6)
    corners = np.random.default_rng(2).normal(size=(7, 3))
    assert triangulate(np.array([7]), corners)[:, 0].tolist() == [0] * 5


def test_a_polygon_that_crosses_itself_ends() -> None:
    assert len(triangulate(np.array([5]), np.array([[0, 0, 0], [1, 1, 0], [1, 0, 0], [0, 1, 0], [2, 0.5, 0]]))) == 3


def test_welding_gives_back_every_row() -> None:
    rows = np.random.default_rng(3).integers(0, 4, (500, 3)).astype("f")
    kept, number = weld(rows)
    assert np.array_equal(rows[kept][number], rows)
    assert len(kept) == len(np.unique(rows, axis=0)) and (np.diff(kept) > 0).all()
    different = np.arange(30.0).reshape(10, 3)
    assert [part.tolist() for part in weld(different)] == [list(range(10))] * 2


def test_a_ball_is_smooth_and_a_cube_is_not() -> None:
    points, normals, _, triangles = ball(48, 32)
    kept, number = weld(points.round(9) + 0.0)
    at, made, corners = creased(points[kept], number[triangles])
    assert len(at) == len(kept)
    assert (np.einsum("ij,ij->i", made, at) > 0.999).all() and len(normals) > len(kept)
    assert np.array_equal(at[corners], points[kept][number[triangles]])

    cube = np.array([(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)], float)
    sides = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = np.array([(a, *two) for a, b, c, d in sides for two in ((b, c), (c, d))])
    at, made, _ = creased(cube, faces)
    assert len(at) == 24 and np.allclose(np.abs(made).max(axis=1), 1)


def test_the_tip_of_a_fan_takes_no_time() -> None:
    around = np.linspace(0, 2 * np.pi, 3001)[:-1]
    points = np.vstack([(0, 1, 0), np.column_stack([np.cos(around), 0 * around, np.sin(around)])])
    faces = np.column_stack([np.zeros(3000, int), 1 + (np.arange(3000) + 1) % 3000, 1 + np.arange(3000)])
    _, made, corners = creased(points, faces)
    assert np.isfinite(made).all() and len(corners) == 3000
