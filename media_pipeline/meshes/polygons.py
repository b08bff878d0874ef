"""Polygons with any number of corners as triangles, hollow ones too."""

from __future__ import annotations

import numpy as np

from media_pipeline.meshes.surface import Points, Whole

MOST_CORNERS = 2000
"""Of a polygon that is cut ear by ear; a larger one is cut as a fan, because ears take the square of their number."""


def triangulate(counts: Whole, corners: Points) -> Whole:
    """Triangles (m, 3) as numbers of corners, for polygons of ``counts`` corners each that stand one after the other in
    ``corners`` (n, 3). Their order is that of the polygons; polygons of fewer than three corners give none.
    """
    starts = np.cumsum(counts) - counts
    found: list[Whole] = []
    order: list[Whole] = []
    for sides in np.unique(counts[counts >= 3]):
        at = np.flatnonzero(counts == sides)
        first = starts[at]
        if sides == 3:
            cut = first[:, None] + np.arange(3)
            owner = at
        elif sides == 4:
            cut = _quads(first, corners)
            owner = np.repeat(at, 2)
        else:
            cut = np.concatenate([start + _ears(corners[start : start + sides]) for start in first])
            owner = np.repeat(at, sides - 2)
        found.append(cut.reshape(-1, 3))
        order.append(owner)
    if not found:
        return np.zeros((0, 3), np.int64)
    return np.concatenate(found)[np.argsort(np.concatenate(order), kind="stable")]


def _quads(first: Whole, corners: Points) -> Whole:
    """Two triangles each, along the diagonal that leaves both facing the same way: the other one would stick out."""
    a, b, c, d = (corners[first + at] for at in range(4))
    facing = (np.cross(b - a, c - a) * np.cross(c - a, d - a)).sum(axis=1)
    straight, other = np.array([0, 1, 2, 0, 2, 3]), np.array([1, 2, 3, 1, 3, 0])
    return first[:, None] + np.where((facing >= 0)[:, None], straight, other)


def _ears(corners: Points) -> Whole:
    """Triangles of one polygon, cut off ear by ear in the plane that it lies in most."""
    fan = np.array([(0, at, at + 1) for at in range(1, len(corners) - 1)])
    if len(corners) > MOST_CORNERS:
        return fan
    following = np.roll(corners, -1, axis=0)
    normal = np.cross(corners - corners[0], following - corners[0]).sum(axis=0)
    dropped = int(np.abs(normal).argmax())
    flat = np.delete(corners, dropped, axis=1)
    if (normal[dropped] < 0) != (dropped == 1):  # without y the plane is seen from behind
        flat = flat * (1.0, -1.0)
    if (_turns(flat, np.arange(len(flat))) >= 0).all():
        return fan
    left, cut = list(range(len(flat))), []
    while len(left) > 3:
        ear = _an_ear(flat, np.array(left))
        cut.append((left[ear - 1], left[ear], left[(ear + 1) % len(left)]))
        del left[ear]
    return np.array([*cut, tuple(left)])


def _turns(flat: Points, ring: Whole) -> Points:
    """Twice the area of the corner at each point of a ring, positive where it is convex."""
    before, after = flat[np.roll(ring, 1)], flat[np.roll(ring, -1)]
    here = flat[ring]
    return np.asarray((here - before)[:, 0] * (after - here)[:, 1] - (here - before)[:, 1] * (after - here)[:, 0])


def _an_ear(flat: Points, ring: Whole) -> int:
    """A corner whose triangle holds no other corner; the most convex one where there is none (the polygon crosses itself)."""
    turns = _turns(flat, ring)
    hollow = flat[ring[turns < 0]]
    for at in np.flatnonzero(turns > 0):
        a, b, c = flat[ring[at - 1]], flat[ring[at]], flat[ring[(at + 1) % len(ring)]]
        inside = np.ones(len(hollow), bool)
        for start, end in ((a, b), (b, c), (c, a)):
            side, to = end - start, hollow - start
            inside &= side[0] * to[:, 1] - side[1] * to[:, 0] > 0
        if not inside.any():
            return int(at)
    return int(turns.argmax())
