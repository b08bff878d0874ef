"""A scene while it is read from a format that is not glTF: surfaces of one material each, and the materials."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_pipeline.remarks import Remark

Points = NDArray[np.float64]
Whole = NDArray[np.int64]
Colour = tuple[float, float, float, float]

NEUTRAL: Colour = (0.60, 0.61, 0.63, 1.0)
"""Linear light; a warm grey that shows its shape on paper and in the dark."""


@dataclass(frozen=True)
class Material:
    """Colours in linear light; ``texture`` is a file of the input that holds the colour."""

    name: str = ""
    colour: Colour = NEUTRAL
    emission: tuple[float, float, float] = (0.0, 0.0, 0.0)
    roughness: float = 0.7
    metallic: float = 0.0
    texture: Path | None = None


@dataclass(frozen=True)
class Surface:
    """Triangles (m, 3) over points (n, 3), each point with a normal, a place in the texture (v down) and a colour, or none."""

    points: Points
    triangles: Whole
    normals: Points | None = None
    uvs: Points | None = None
    colours: Points | None = None
    material: int = 0


@dataclass(frozen=True)
class Scene:
    """What a file holds, in its own unit and with its own up. ``moved``: how far it stood from where it stands now
    (origin.near()); ``exact``: whether its file holds more than single precision."""

    surfaces: tuple[Surface, ...]
    materials: tuple[Material, ...] = (Material(),)
    warnings: tuple[Remark, ...] = field(default=())
    moved: float = 0.0
    exact: bool = True


def linear(encoded: Points) -> Points:
    """sRGB numbers from 0 to 1 as linear light (IEC 61966-2-1)."""
    encoded = np.clip(encoded, 0.0, 1.0)
    return np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
