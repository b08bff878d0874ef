"""Normals for surfaces that come without: smooth where a surface bends gently, sharp at its edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from media_pipeline.meshes.surface import Points, Whole

CREASE = 40.0
"""Degrees between two faces above which the edge between them is one that shows."""
_MOST_AROUND = 48
"""Faces around a point; where more meet (the tip of a fan) each keeps its own normal, all pairs would take too long."""
_PAIRS = 4_000_000


def weld(rows: NDArray[np.generic]) -> tuple[Whole, Whole]:
    """Equal rows (n, k) as one: which rows to keep, in their order, and for each row the number of the kept one."""
    packed = np.ascontiguousarray(rows)
    words = packed.view(np.uint8).reshape(len(packed), -1)
    words = np.pad(words, ((0, 0), (0, -words.shape[1] % 8))).view(np.uint64)
    keys = np.zeros(len(words), np.uint64)
    for column in words.T:
        keys = (keys ^ column) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    in_order = np.sort(keys)
    if (in_order[1:] != in_order[:-1]).all():
        return np.arange(len(keys)), np.arange(len(keys))
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)
    if not np.array_equal(words[first][number], words):  # two rows with one key: once in ages
        _, first, number = np.unique(words, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return first[order], rank[number.reshape(-1)]


def creased(points: Points, triangles: Whole) -> tuple[Points, Points, Whole]:
    """Points, normals and triangles of a surface whose equal points are one; points at edges that show stand there twice."""
    corners = points[triangles]
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])  # length: twice the area
    lengths = np.linalg.norm(areas, axis=1, keepdims=True)
    facing = np.divide(areas, lengths, out=np.zeros_like(areas), where=lengths > 0)
    at_corners = _around(triangles, areas, facing)
    lengths = np.linalg.norm(at_corners, axis=1, keepdims=True)
    normals = np.divide(at_corners, lengths, out=np.tile((0.0, 0.0, 1.0), (len(at_corners), 1)), where=lengths > 0)
    # corners that agree are one point; a thousandth is far below what can be seen
    keys = np.column_stack([triangles.reshape(-1), np.rint(normals * 1024).astype(np.int64)])
    kept, number = weld(keys)
    return points[triangles.reshape(-1)[kept]], normals[kept], number.reshape(-1, 3)


def _around(triangles: Whole, areas: Points, facing: Points) -> Points:
    """For each corner the sum of the areas of the faces around its point that face nearly as its own does, (3m, 3)."""
    point = triangles.reshape(-1)
    order = np.argsort(point, kind="stable")
    counts = np.bincount(point)
    counts = counts[counts > 0]
    starts = np.cumsum(counts) - counts
    sums = np.repeat(areas, 3, axis=0)
    limit = np.cos(np.radians(CREASE))
    for many in np.unique(counts):
        if not 2 <= many <= _MOST_AROUND:
            continue
        groups = starts[counts == many]
        step = max(1, _PAIRS // int(many * many))
        for begin in range(0, len(groups), step):
            corners = order[groups[begin : begin + step, None] + np.arange(many)]
            faces = corners // 3
            near = np.einsum("gia,gja->gij", facing[faces], facing[faces]) >= limit
            near |= np.eye(many, dtype=bool)
            sums[corners] = np.einsum("gij,gja->gia", near, areas[faces])
    return sums
