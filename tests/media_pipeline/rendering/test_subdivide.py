"""Cutting triangles: narrow enough afterwards, the same surface, no crack."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from media_pipeline.rendering.subdivide import cut

EYE = (0.3, 1.6, -0.2)


def floor() -> tuple[np.ndarray, np.ndarray]:
    """Two large triangles below the eye and a small one far away, with a shared edge."""
    points = np.array([[-20, 0, -20], [20, 0, -20], [20, 0, 20], [-20, 0, 20], [21, 0, -19]], np.float64)
    return points, np.array([[0, 2, 1], [0, 3, 2], [1, 2, 4]])


def areas(points: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    a, b, c = (points[triangles[:, corner]] for corner in range(3))
    return np.cross(b - a, c - a)[:, 1] / 2  # upwards: the way round is kept


def test_every_edge_is_narrow_and_the_surface_is_the_same() -> None:
    points, triangles = floor()
    made = cut(points, triangles, EYE, 5.0)
    finer = made.spread(points)
    seen = finer - np.array(EYE)
    seen /= np.linalg.norm(seen, axis=1, keepdims=True)
    for one, other in ((0, 1), (1, 2), (2, 0)):
        cosine = np.einsum("ij,ij->i", seen[made.triangles[:, one]], seen[made.triangles[:, other]])
        assert np.degrees(np.arccos(np.clip(cosine, -1, 1))).max() <= 5.001
    assert (areas(finer, made.triangles) > 0).all()
    assert areas(finer, made.triangles).sum() == pytest.approx(areas(points, triangles).sum())
    assert len(made.triangles) < 10_000


def test_no_crack_opens() -> None:
    points, triangles = floor()
    made = cut(points, triangles, EYE, 5.0)
    finer = made.spread(points)
    edges = Counter(
        tuple(sorted((int(row[one]), int(row[other])))) for row in made.triangles for one, other in ((0, 1), (1, 2), (2, 0))
    )
    alone = [edge for edge, count in edges.items() if count == 1]
    outline = sum(float(np.linalg.norm(finer[a] - finer[b])) for a, b in alone)
    around = sum(np.linalg.norm(points[a] - points[b]) for a, b in ((0, 1), (1, 4), (4, 2), (2, 3), (3, 0)))
    assert outline == pytest.approx(float(around))  # a crack would add to the outline
    assert set(edges.values()) == {1, 2}


def test_what_points_carry_is_interpolated_in_its_own_type() -> None:
    points, triangles = floor()
    made = cut(points, triangles, EYE, 20.0)
    colours = np.array([[0, 0, 0], [200, 0, 0], [200, 200, 0], [0, 200, 0], [205, 5, 0]], np.uint8)
    spread = made.spread(colours)
    finer = made.spread(points)
    assert spread.dtype == np.uint8
    wanted = (finer[:, [0, 2]] + 20) * 5
    assert np.abs(spread[:, :2].astype(float) - wanted).max() <= 8  # each round rounds down once


def test_narrow_triangles_stay_as_they_are() -> None:
    points = np.array([[0, 0, -50.0], [1, 0, -50], [0, 1, -50]])
    made = cut(points, np.array([[0, 1, 2]]), (0, 0, 0))
    assert made.triangles.tolist() == [[0, 1, 2]] and made.rounds == ()
