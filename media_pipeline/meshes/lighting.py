"""Light around a mesh in a plotter: two lamps of ours, and a sky and a ground that light all and that metal mirrors."""

from __future__ import annotations

from typing import Any

import numpy as np

from media_pipeline.meshes.lean_pyvista import pyvista

_LAMPS = (((1.2, 1.6, 0.9), 1.4), ((-1.5, 0.4, 1.0), 0.4))
"""(from where, how bright): one from above right, one weaker from the left so that no side is black."""


def hang_ours(plotter: Any) -> None:
    """Add the two lamps; they do not move with the camera."""
    for position, intensity in _LAMPS:
        lamp = pyvista.Light(position=position, focal_point=(0, 0, 0), intensity=intensity, light_type="scene light")
        lamp.positional = False
        plotter.add_light(lamp)


def surround(plotter: Any, above: float, below: float) -> None:
    """Brightness of the sky and of the ground, 0 to 1; without surroundings to mirror, metal is black."""
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
