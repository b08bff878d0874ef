"""The lamps that stand in a file (KHR_lights_punctual, ratified by Khronos). Pure.

VTK's own reading of them puts them a metre off and lets them reach infinitely far, so we read them here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from media_pipeline.meshes.glb import Glb
from media_pipeline.meshes.nodes import Matrix
from media_pipeline.records import Bounds

Point = NDArray[np.float64]

MOST = 16
"""Each lamp makes every pixel dearer; the brightest are kept."""
_WELL_LIT = 1.6
"""How brightly a scene's own lamps light its middle in the end: exporters count in candela or watts or not at all."""


@dataclass(frozen=True)
class Lamp:
    """A light in the world; ``towards`` is a unit vector, ``cone`` the whole angle in degrees (spots), colours linear."""

    kind: Literal["point", "directional", "spot"]
    position: tuple[float, float, float]
    towards: tuple[float, float, float]
    colour: tuple[float, float, float]
    intensity: float
    cone: float = 180.0


class _Spot(BaseModel):
    model_config = ConfigDict(extra="ignore")
    outerConeAngle: float = Field(math.pi / 4, gt=0, le=math.pi / 2)  # noqa: N815 - the specification's names


class _Light(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: Literal["point", "directional", "spot"]
    intensity: float = Field(1.0, ge=0, allow_inf_nan=False)
    color: tuple[float, float, float] = (1.0, 1.0, 1.0)
    spot: _Spot = _Spot()


def lamps_of(glb: Glb, worlds: dict[int, Matrix]) -> list[Lamp]:
    """The lamps of a file where they stand; those that make no sense are left out. ``worlds``: nodes.world_matrices()."""
    found: list[Lamp] = []
    try:
        stored = [_Light.model_validate(one) for one in glb.document.extensions.get("KHR_lights_punctual", {}).get("lights", ())]
    except (ValidationError, AttributeError, TypeError):
        return []
    for number, matrix in sorted(worlds.items()):
        node = glb.document.nodes[number].extensions.get("KHR_lights_punctual")
        index = node.get("light") if isinstance(node, dict) else None
        if not isinstance(index, int) or not 0 <= index < len(stored):
            continue
        light, ahead = stored[index], -matrix[:3, 2]
        length = float(np.linalg.norm(ahead))
        if light.intensity > 0 and length > 0:
            cone = 2 * math.degrees(light.spot.outerConeAngle) if light.type == "spot" else 180.0
            place, towards = (tuple(map(float, three)) for three in (matrix[:3, 3], ahead / length))
            found.append(Lamp(light.type, place, towards, light.color, light.intensity, cone))  # type: ignore[arg-type]
    return sorted(found, key=lambda lamp: -lamp.intensity)[:MOST]


def exposed(lamps: list[Lamp], bounds: Bounds) -> list[Lamp]:
    """The same lamps, all made stronger or weaker by one factor, so that the scene's middle is well lit.

    Measured at places spread through the scene, not where somebody stands: all panoramas of a scene get the same light.
    """
    steps = [np.linspace(low, high, 5)[1:-1] for low, high in zip(bounds.min, bounds.max, strict=True)]
    light = [sum(_arriving(lamp, np.array(place)) for lamp in lamps) for place in product(*steps)]
    middle = float(np.median(light)) or float(np.mean(light))
    return [replace(lamp, intensity=lamp.intensity * _WELL_LIT / middle) for lamp in lamps] if middle > 0 else []


def _arriving(lamp: Lamp, place: Point) -> float:
    if lamp.kind == "directional":
        return lamp.intensity
    away = place - np.array(lamp.position)
    far = max(float(np.linalg.norm(away)), 0.1)
    if lamp.kind == "spot" and away @ np.array(lamp.towards) < far * math.cos(math.radians(lamp.cone / 2)):
        return 0.0
    return lamp.intensity / far**2
