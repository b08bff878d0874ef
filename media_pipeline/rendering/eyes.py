"""Two eyes that look in all directions at once (omni-directional stereo), as a bend of the scene around the head. Pure.

The eyes turn with the gaze: each column of the picture is seen from the place on a small circle where that eye is when the
head looks there. Instead of moving the camera for each column, every point of the scene is moved to where one camera in the
middle sees it as that eye does, at its true distance: exact at each point, and nearer things still hide farther ones.
Straight up and down no such pair of eyes exists; the eye distance fades there, and both see the same.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Side = Literal["left", "right"]

SIDES: tuple[Side, Side] = ("left", "right")
"""In the order of the halves of a top-bottom picture."""
EYE_DISTANCE_M = 0.063
FADES_FROM, FADES_TO = 55.0, 85.0
"""Pitch, up or down, in degrees: the full eye distance below the first, none above the second."""
_CLOSEST = 0.9  # nearer to the head's axis than the eyes are, no line of sight exists


def fade(pitch: Points) -> Points:
    """Part of the eye distance, 1 to 0, at a pitch in degrees; smooth at both ends."""
    part = np.clip((np.abs(pitch) - FADES_FROM) / (FADES_TO - FADES_FROM), 0.0, 1.0)
    result: Points = 0.5 + 0.5 * np.cos(np.pi * part)
    return result


def bent(points: Points, head: tuple[float, float, float], side: Side) -> Points:
    """Points (n, 3) in metres, moved so that a camera at ``head`` sees each where that eye does."""
    x, y, z = (points - np.array(head)).T
    away = np.hypot(x, z)
    offset = EYE_DISTANCE_M / 2 * fade(np.degrees(np.arctan2(y, away)))
    sine = np.minimum(offset / np.maximum(away, 1e-9), _CLOSEST) * (1 if side == "left" else -1)
    cosine = np.sqrt(1 - sine**2)  # how much nearer the point is to the eye than to the head, too
    moved = np.stack([(x * cosine - z * sine) * cosine, y, (x * sine + z * cosine) * cosine], axis=1)
    result: Points = moved + np.array(head)
    return result
