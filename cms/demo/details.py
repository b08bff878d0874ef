"""Flat pictures for info panels: close looks at things in the modelled workplaces."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .modelling.camera import Studio
from .modelling.scene import Point, Words

SIZE = (1600, 1067)


@dataclass(frozen=True)
class Detail:
    key: str
    place: str
    at: Point
    target: Point
    angle: float  # vertical field of view, degrees
    alt: Words


DETAILS = (
    Detail(
        "detail-lastafel",
        "lasserij",
        (-2.2, 3.35, 1.5),
        (-2.45, 4.35, 0.98),
        52,
        Words(
            "Een laskap en een half gelast frame op de lastafel, onder de oranje kap van de afzuigarm.",
            "A welding helmet and a half welded frame on the table, below the orange hood of the fume arm.",
        ),
    ),
    Detail(
        "detail-ziekenhuisbed",
        "verpleegafdeling",
        (-1.35, 2.4, 1.62),
        (-3.35, 1.4, 1.22),
        54,
        Words(
            "Een opgemaakt ziekenhuisbed met tafelblad, infuus en monitor.",
            "A made hospital bed with a table, a drip and a monitor.",
        ),
    ),
)


def picture(detail: Detail, studio: Studio) -> NDArray[np.uint8]:
    """(1067, 1600, 3), drawn twice as fine and averaged down."""
    setup = studio.canvas((SIZE[0] * 2, SIZE[1] * 2))
    fine = setup.look(detail.at, np.subtract(detail.target, detail.at), (0, 0, 1), detail.angle)
    setup.close()
    return cv2.resize(fine, SIZE, interpolation=cv2.INTER_AREA)
