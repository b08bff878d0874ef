"""A mesh that stands far from its origin, as surveys and maps have them, brought to it before its numbers become single.

Single precision has 24 bits. Farther off than FAR times its longest side a mesh has no room in them for the steps that a lod
keeps (streams.POSITION_STEPS): at the coordinates of a map, 5,800 km from their origin, the next number is half a metre away.
"""

from __future__ import annotations

import numpy as np

from media_pipeline.meshes.surface import Points
from media_pipeline.records import Bounds
from media_pipeline.remarks import Remark, remark

FAR = 512
"""2^23 (a float's next number) over 2^14 (a lod's steps along its longest side)."""


def distance(low: Points, high: Points) -> float:
    """How far a box stands from the origin, along the axis where it is farthest; 0 where that is not far for its size."""
    longest = float((high - low).max())
    off = float(np.abs((low + high) / 2).max())
    return off if longest > 0 and off > FAR * longest else 0.0


def distance_of(bounds: Bounds) -> float:
    """The same of the box around a scene."""
    return distance(np.array(bounds.min), np.array(bounds.max))


def near(points: Points, used: Points) -> tuple[Points, float]:
    """The points with the middle of the box around those that are ``used`` as their origin, where that is far for its size; and
    how far it was, else 0. The very same array where nothing is moved."""
    low, high = used.min(axis=0), used.max(axis=0)
    off = distance(low, high)
    return (points - (low + high) / 2, off) if off else (points, 0.0)


def said(name: str, metres: float, *, exact: bool) -> Remark:
    """What a person is told: it was moved; or, where its file held single numbers, that its shape had suffered before."""
    length = f"{metres / 1000:.0f} km" if metres >= 1000 else f"{metres:.3g} m"
    return remark("far" if exact else "far_lost", name=name, distance=length)
