"""What ``--blur`` says: ``all``, or the faces one by one, "YAW,PITCH,SIZE;…" in degrees."""

from __future__ import annotations

import math

from media_pipeline.faces.disc import Disc
from media_pipeline.images.projection import wrapped

ALL = "all"
MOST = 500
"""Faces at most; more is no list that a person has looked at."""
_LARGEST = 120.0


def faces_of(blur: str) -> tuple[Disc, ...] | None:
    """The faces to blur, None for all that can be found. ValueError, with what is wrong, where the text is neither."""
    if blur.strip() == ALL:
        return None
    parts = [part.strip() for part in blur.split(";")]
    if parts and not parts[-1]:
        parts.pop()
    if not parts:
        raise ValueError('--blur names no face; give all, or "YAW,PITCH,SIZE;…" in degrees')
    if len(parts) > MOST:
        raise ValueError(f"--blur names {len(parts)} faces, the limit is {MOST}; blur all, or package in another way")
    return tuple(_face(part) for part in parts)


def _face(part: str) -> Disc:
    try:
        yaw, pitch, size = (float(number) for number in part.split(","))
    except ValueError:
        raise ValueError(f'--blur {part!r} is not YAW,PITCH,SIZE in degrees, for example "-37.5,2,4"') from None
    if not all(math.isfinite(number) for number in (yaw, pitch, size)):
        raise ValueError(f"--blur {part!r} is not YAW,PITCH,SIZE in degrees; each must be a number")
    if not -360 <= yaw <= 360:
        raise ValueError(f"--blur {part!r}: yaw {yaw:g} must lie between -360 and 360 degrees")
    if not -90 <= pitch <= 90:
        raise ValueError(f"--blur {part!r}: pitch {pitch:g} must lie between -90 and 90 degrees")
    if not 0 < size <= _LARGEST:
        raise ValueError(f"--blur {part!r}: size {size:g} must be more than 0 and at most {_LARGEST:g} degrees")
    return Disc(wrapped(yaw), pitch, size)
