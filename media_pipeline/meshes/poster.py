"""A picture of a GLB, drawn off-screen: ``python -m media_pipeline.meshes.poster IN.glb OUT.jpg [WIDTH HEIGHT QUALITY]``.

A program of its own, because a renderer that meets a file it dislikes ends its process; run by media_pipeline.meshes.package
with a limit on memory and time.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg
from numpy.typing import NDArray

from media_pipeline.meshes.colours import mend_colours
from media_pipeline.meshes.framing import VIEW_ANGLE, camera, corners
from media_pipeline.meshes.lean_pyvista import pyvista
from media_pipeline.meshes.probe import examine
from media_pipeline.records import Bounds

PAPER = "#fbfaf7"
_LAMPS = (((1.2, 1.6, 0.9), 1.4), ((-1.5, 0.4, 1.0), 0.4))
"""(from where, how bright): one from above right, one weaker from the left so that no side is black."""
_SKY, _GROUND = 0.80, 0.36
"""Brightness around the object; without surroundings to mirror, metal is black."""


def draw(source: Path, bounds: Bounds, width: int, height: int) -> NDArray[np.uint8]:
    """The object from in front, right and above on paper, (height, width, 3) RGB. It begins where its animation begins."""
    plotter: Any = pyvista.Plotter(off_screen=True, window_size=[width, height], lighting="none")
    plotter.set_background(PAPER)
    plotter.import_gltf(str(source), set_camera=False)
    mend_colours(plotter)
    _light(plotter)
    plotter.enable_anti_aliasing("msaa", multi_samples=8)
    position, aim = camera(corners(bounds), width / height)
    plotter.camera.up = (0.0, 1.0, 0.0)
    plotter.camera.view_angle = VIEW_ANGLE
    plotter.camera.position = tuple(position)
    plotter.camera.focal_point = tuple(aim)
    plotter.renderer.ResetCameraClippingRange()
    picture: NDArray[np.uint8] = plotter.screenshot(None, return_img=True)
    plotter.close()
    return np.ascontiguousarray(picture[..., :3])


def _light(plotter: Any) -> None:
    for position, intensity in _LAMPS:
        lamp = pyvista.Light(position=position, focal_point=(0, 0, 0), intensity=intensity, light_type="scene light")
        lamp.positional = False
        plotter.add_light(lamp)
    rows = np.linspace(_SKY, _GROUND, 64)[:, None, None]
    surroundings = np.broadcast_to(rows * 255, (64, 128, 3)).astype(np.uint8)
    texture: Any = pyvista.Texture
    plotter.set_environment_texture(texture(surroundings), is_srgb=True)
    # The defaults are for mirrors in films and take seconds in software; a smooth sky needs little.
    mirrored = plotter.renderer.GetEnvMapPrefiltered()
    mirrored.SetPrefilterLevels(5)
    mirrored.SetPrefilterMaxSamples(32)
    table = plotter.renderer.GetEnvMapLookupTable()
    table.SetLUTSize(128)
    table.SetLUTSamples(128)


def main(source: str, out: str, width: str = "1024", height: str = "768", quality: str = "85") -> None:
    """Check, draw and write one poster."""
    bounds = examine(Path(source)).bounds
    picture = draw(Path(source), bounds, int(width), int(height))
    Path(out).write_bytes(simplejpeg.encode_jpeg(picture, quality=int(quality), colorsubsampling="420"))


if __name__ == "__main__":
    main(*sys.argv[1:])
