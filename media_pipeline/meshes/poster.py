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
from media_pipeline.meshes.lighting import hang_ours, surround
from media_pipeline.meshes.mirrored import mend_mirrored
from media_pipeline.meshes.probe import examine
from media_pipeline.records import Bounds

PAPER = "#fbfaf7"
_SKY, _GROUND = 0.80, 0.36
"""Brightness around the object."""


def draw(source: Path, bounds: Bounds, width: int, height: int) -> NDArray[np.uint8]:
    """The object from in front, right and above on paper, (height, width, 3) RGB. It begins where its animation begins."""
    plotter: Any = pyvista.Plotter(off_screen=True, window_size=[width, height], lighting="none")
    plotter.set_background(PAPER)
    plotter.import_gltf(str(source), set_camera=False)
    mend_colours(plotter)
    mend_mirrored(plotter)
    hang_ours(plotter)
    surround(plotter, _SKY, _GROUND)
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


def main(source: str, out: str, width: str = "1024", height: str = "768", quality: str = "85") -> None:
    """Check, draw and write one poster."""
    bounds = examine(Path(source)).bounds
    picture = draw(Path(source), bounds, int(width), int(height))
    Path(out).write_bytes(simplejpeg.encode_jpeg(picture, quality=int(quality), colorsubsampling="420"))


if __name__ == "__main__":
    main(*sys.argv[1:])
