"""Spheres with drawn heads on them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from media_pipeline.faces.disc import Disc, between
from tests import media
from tests.media_pipeline.faces.drawn import FACE, head
from tests.media_pipeline.faces.pasting import hang

SKINS = (((224, 172, 140), (62, 42, 30)), ((140, 95, 70), (25, 20, 18)), ((240, 200, 175), (190, 150, 90)))


def whole(face: float, part: float = FACE) -> float:
    """How high (degrees) a picture must be hung for the face in it to be ``face`` degrees high."""
    return float(2 * np.degrees(np.arctan(np.tan(np.radians(face / 2)) / part)))


def sphere_with(faces: Iterable[tuple[float, float, float]], width: int = 2048) -> np.ndarray:
    """An equirectangular picture with a head at each (yaw, pitch, degrees of its face)."""
    picture = media.sphere(width)
    for number, (yaw, pitch, size) in enumerate(faces):
        hang(picture, head(*SKINS[number % len(SKINS)]), yaw, pitch, whole(size))
    return picture


def near(find: Disc, yaw: float, pitch: float, size: float) -> bool:
    """Whether a find is the face that was hung there."""
    return between(find.centre, Disc(yaw, pitch, size).centre) < 0.3 * size and 0.7 * size < find.size < 1.5 * size
