"""What is seen where a scene has nothing: a pale sky above a soft ground, the same in all directions. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_SHADES = (
    (-90.0, (150, 146, 138)),
    (-20.0, (168, 164, 156)),
    (-1.5, (190, 188, 182)),
    (1.5, (226, 232, 236)),
    (25.0, (190, 209, 224)),
    (90.0, (142, 175, 205)),
)
"""(pitch in degrees, sRGB), between them in a straight line: no hard horizon, which would swim when the head tilts."""


def sky(height: int) -> NDArray[np.uint8]:
    """The colour of each row of an equirectangular picture, (height, 3) sRGB, from the zenith down."""
    pitch = 90.0 - (np.arange(height) + 0.5) * 180.0 / height
    angles, colours = zip(*_SHADES, strict=True)
    bands = [np.interp(pitch, angles, [colour[band] for colour in colours]) for band in range(3)]
    return np.round(np.stack(bands, axis=1)).astype(np.uint8)
