"""A round part of the sphere, where a face is or may be; distances between two, and finds of one face made one. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from media_pipeline.images.projection import Vector, direction

_SAME = 0.5  # two finds are one face when their centres lie nearer than this part of the larger's diameter …
_ALIKE = 2.5  # … and neither is this many times as large: a small face before a large false find stays a find of its own


@dataclass(frozen=True)
class Disc:
    """Centre (``yaw``, ``pitch``) and diameter (``size``) in degrees; ``confidence`` 0-1, 1 where a person pointed at it."""

    yaw: float
    pitch: float
    size: float
    confidence: float = 1.0

    @property
    def centre(self) -> Vector:
        return direction(self.yaw, self.pitch)


def between(one: Vector, other: Vector) -> float:
    """The angle between two directions (unit vectors) in degrees."""
    across = math.dist((0.0, 0.0, 0.0), _cross(one, other))
    return math.degrees(math.atan2(across, sum(a * b for a, b in zip(one, other, strict=True))))


def same(one: Disc, other: Disc) -> bool:
    """Whether two finds are of one face."""
    large, small = max(one.size, other.size), min(one.size, other.size)
    return large <= _ALIKE * small and between(one.centre, other.centre) < _SAME * large


def touching(one: Disc, other: Disc) -> bool:
    """Whether two discs have a part in common."""
    return between(one.centre, other.centre) < (one.size + other.size) / 2


def merged(finds: Iterable[Disc]) -> tuple[Disc, ...]:
    """One disc a face, the surest first; of several views of a face the surest one counts."""
    kept: list[Disc] = []
    for find in sorted(finds, key=lambda disc: (-disc.confidence, disc.yaw, disc.pitch, disc.size)):
        if not any(same(find, known) for known in kept):
            kept.append(find)
    return tuple(kept)


def joined(*eyes: Sequence[Disc]) -> tuple[Disc, ...]:
    """What two eyes found, one disc a face."""
    return merged(find for eye in eyes for find in eye)


def _cross(one: Vector, other: Vector) -> Vector:
    (a, b, c), (x, y, z) = one, other
    return b * z - c * y, c * x - a * z, a * y - b * x
