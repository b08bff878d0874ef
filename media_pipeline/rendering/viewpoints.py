"""Where somebody stands in a 3D scene: metres, right-handed, +Y up, -Z forward (docs/formats.md, Coordinates). Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

FARTHEST_M = 1e6


@dataclass(frozen=True)
class Viewpoint:
    """The place of the eyes in metres, and which way the panorama's centre column looks: 0 = -Z, positive to the right."""

    x: float
    y: float
    z: float
    yaw: float = 0.0

    @property
    def at(self) -> tuple[float, float, float]:
        return self.x, self.y, self.z


def parse(text: str, yaw: float = 0.0) -> Viewpoint:
    """``x,y,z`` as a viewpoint. ValueError, as a sentence's beginning, where it is none."""
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError:
        raise ValueError(f"{text!r} is no viewpoint; give x,y,z in metres, for example 0,1.6,2.5") from None
    if not all(math.isfinite(one) and abs(one) <= FARTHEST_M for one in (x, y, z)):
        raise ValueError(f"{text!r} is too far away; give x,y,z in metres, for example 0,1.6,2.5")
    return Viewpoint(x, y, z, yaw)
