"""Triangles cut until each is narrow as seen from one place, so that a bend of their corners bends all of them. Pure.

Whether an edge is cut depends on that edge alone, so two triangles that share one are cut alike and no crack opens.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Triangles = NDArray[np.int64]
Pairs = NDArray[np.int64]

WIDEST = 5.0
"""Degrees: a bend of half the eye distance is off by a third of a pixel of 4096 at most."""
MOST_ROUNDS = 12
MOST_TRIANGLES = 8_000_000


@dataclass(frozen=True)
class Cut:
    """The cut triangles, and each round's new points as pairs (n, 2) of earlier ones, whose middle they are."""

    triangles: Triangles
    rounds: tuple[Pairs, ...]

    def spread(self, values: NDArray[np.generic]) -> NDArray[np.generic]:
        """What the original points have (n, …), with the new points' means behind, of the same type."""
        for pairs in self.rounds:
            means = values[pairs].mean(axis=1, dtype=np.float64)
            values = np.concatenate([values, means.astype(values.dtype)])
        return values


def cut(points: Points, triangles: Triangles, eye: tuple[float, float, float], widest: float = WIDEST) -> Cut:
    """Cut triangles (m, 3) of points (n, 3) until no edge spans more than ``widest`` degrees from ``eye``."""
    done: list[Triangles] = []
    rounds: list[Pairs] = []
    least = np.cos(np.radians(widest))
    for _ in range(MOST_ROUNDS):
        seen = points - np.array(eye)
        seen /= np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-12)
        edges = np.sort(np.stack([triangles, np.roll(triangles, -1, axis=1)], axis=2), axis=2)
        wide = np.einsum("mki,mki->mk", seen[edges[..., 0]], seen[edges[..., 1]]) < least
        narrow = ~wide.any(axis=1)
        done.append(triangles[narrow])
        triangles, edges, wide = triangles[~narrow], edges[~narrow], wide[~narrow]
        if len(triangles) == 0 or sum(map(len, done)) + 4 * len(triangles) > MOST_TRIANGLES:
            break
        keys, where = np.unique(edges[wide] @ np.array([len(points), 1]), return_inverse=True)
        pairs = np.stack(np.divmod(keys, len(points)), axis=1)
        middles = np.full(wide.shape, -1, np.int64)
        middles[wide] = len(points) + where
        rounds.append(pairs)
        points = np.concatenate([points, points[pairs].mean(axis=1)])
        triangles = _split(triangles, middles)
    return Cut(np.concatenate([*done, triangles]), tuple(rounds))


def _split(triangles: Triangles, middles: NDArray[np.int64]) -> Triangles:
    """Triangles with the middles of their edges ab, bc, ca (-1: not cut; at least one is) as smaller ones, turned alike."""
    count = (middles >= 0).sum(axis=1)
    # Turned so that ab is cut, and with two cuts bc is the other one.
    first = np.where(count == 2, (np.argmin(middles >= 0, axis=1) + 1) % 3, np.argmax(middles >= 0, axis=1))
    order = (first[:, None] + np.arange(3)) % 3
    a, b, c = np.take_along_axis(triangles, order, axis=1).T
    ab, bc, ca = np.take_along_axis(middles, order, axis=1).T
    one, two, three = count == 1, count == 2, count == 3
    parts = [
        (one, (a, ab, c), (ab, b, c)),
        (two, (ab, b, bc), (a, ab, bc), (a, bc, c)),
        (three, (a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)),
    ]
    return np.concatenate([np.stack(corners, axis=1)[mask] for mask, *pieces in parts for corners in pieces])
