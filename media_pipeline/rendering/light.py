"""Light in a plotter: the lamps of a scene, or a pleasant light of ours where it brings none. No lamp moves with the camera.

A headlight would light each face of the cube from elsewhere, and its edges would show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from media_pipeline.meshes.lean_pyvista import pyvista
from media_pipeline.rendering.lamps import Lamp

_OURS = (((1.2, 1.6, 0.9), 1.4), ((-1.5, 0.4, 1.0), 0.4))
"""(from where, how bright): as on posters; one from above right, one weaker from the left so that no side is black."""
_AROUND, _AROUND_WITH_LAMPS = (0.88, 0.72), (0.30, 0.18)
"""Brightness of sky and ground, which lights all and which metal mirrors; less where a scene brings lamps."""


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
        for position, intensity in _OURS:
            light = pyvista.Light(position=position, focal_point=(0, 0, 0), intensity=intensity, light_type="scene light")
            light.positional = False
            plotter.add_light(light)
    _surround(plotter, *(_AROUND_WITH_LAMPS if lamps else _AROUND))


def _surround(plotter: Any, above: float, below: float) -> None:
    rows = np.linspace(above, below, 64)[:, None, None]
    kind: Any = pyvista.Texture
    texture = kind(np.broadcast_to(rows * 255, (64, 128, 3)).astype(np.uint8))
    texture.interpolate = True  # without mipmaps, whatever VTK says: at its poles and its edge they show as smudges on metal
    plotter.set_environment_texture(texture, is_srgb=True)
    # The defaults are for mirrors in films and take seconds in software; a smooth sky needs little.
    mirrored = plotter.renderer.GetEnvMapPrefiltered()
    mirrored.SetPrefilterLevels(5)
    mirrored.SetPrefilterMaxSamples(32)
    table = plotter.renderer.GetEnvMapLookupTable()
    table.SetLUTSize(128)
    table.SetLUTSamples(128)
