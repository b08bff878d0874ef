"""Light in a plotter: the lamps of a scene, or a pleasant light of ours where it brings none. No lamp moves with the camera.

A headlight would light each face of the cube from elsewhere, and its edges would show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from media_pipeline.meshes.lean_pyvista import pyvista
from media_pipeline.meshes.lighting import hang_ours, surround
from media_pipeline.rendering.lamps import Lamp

_AROUND, _AROUND_WITH_LAMPS = (0.88, 0.72), (0.30, 0.18)
"""Brightness of sky and ground; less where a scene brings lamps."""


def hang(plotter: Any, lamps: Sequence[Lamp]) -> None:
    """Light a plotter with these lamps, or with ours where there are none."""
    plotter.renderer.RemoveAllLights()
    for lamp in lamps:
        light = pyvista.Light(position=lamp.position, color=lamp.colour, intensity=lamp.intensity, light_type="scene light")
        light.focal_point = tuple(np.add(lamp.position, lamp.towards))
        light.positional = lamp.kind != "directional"
        light.cone_angle = min(lamp.cone / 2, 90.0) if lamp.kind == "spot" else 90.0
        if light.positional:
            light.attenuation_values = (0.0, 0.0, 1.0)
        plotter.add_light(light)
    if not lamps:
        hang_ours(plotter)
    surround(plotter, *(_AROUND_WITH_LAMPS if lamps else _AROUND))
