"""Six pictures of a scene from one place, drawn by VTK off-screen: the faces of a cube around the eyes.

VTK leaves out what it takes to be beside the view (its cullers), and with wide views it errs: they are taken away.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from vtkmodules.util import numpy_support
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray

from media_pipeline.meshes.colours import mend_colours
from media_pipeline.meshes.lean_pyvista import pyvista
from media_pipeline.meshes.mirrored import mend_mirrored
from media_pipeline.records import FACES, Bounds, Face
from media_pipeline.rendering.sphere import MARGIN, Pixels, view_angle

Vector = NDArray[np.float64]

LOOKING: dict[Face, tuple[tuple[float, float, float], tuple[float, float, float]]] = {
    "f": ((0, 0, -1), (0, 1, 0)),
    "r": ((1, 0, 0), (0, 1, 0)),
    "b": ((0, 0, 1), (0, 1, 0)),
    "l": ((-1, 0, 0), (0, 1, 0)),
    "u": ((0, 1, 0), (0, 0, 1)),
    "d": ((0, -1, 0), (0, 0, -1)),
}
"""(ahead, up) of each face of docs/formats.md."""
vtk_to_numpy: Any = numpy_support.vtk_to_numpy  # type: ignore[attr-defined, unused-ignore]  # VTK's own has no types
_NEAREST_M = 0.02
_DEPTH = 5000.0  # far : near; more, and walls that almost touch flicker into each other


def opened(source: str, inner: int) -> Any:
    """A plotter with the GLB in it, not lit yet; faces are ``inner`` pixels and their margin. OSError where VTK can't read it."""
    side = inner + 2 * MARGIN
    plotter: Any = pyvista.Plotter(off_screen=True, window_size=[side, side], lighting="none")
    plotter.import_gltf(source, set_camera=False)
    if not plotter.renderer.actors:  # VTK writes a line about its trouble and goes on
        raise OSError(f"VTK reads nothing of {source}")
    mend_colours(plotter)
    mend_mirrored(plotter)
    plotter.render_window.SetAlphaBitPlanes(1)
    plotter.renderer.SetBackground(0.0, 0.0, 0.0)
    plotter.renderer.SetBackgroundAlpha(0.0)
    plotter.renderer.GetCullers().RemoveAllItems()
    plotter.enable_anti_aliasing("msaa", multi_samples=4)
    return plotter


def faces(plotter: Any, eye: tuple[float, float, float], yaw: float, inner: int, bounds: Bounds) -> Iterator[tuple[Face, Pixels]]:
    """(face, (n, n, 4) premultiplied RGBA from the top) of what is seen from ``eye``; f looks towards ``yaw``."""
    side = inner + 2 * MARGIN
    near, far = depths(eye, bounds)
    camera, window = plotter.renderer.GetActiveCamera(), plotter.render_window
    for face in FACES:
        ahead, up = (turned(np.array(one, np.float64), yaw) for one in LOOKING[face])
        camera.SetPosition(eye)
        camera.SetFocalPoint(*(np.array(eye) + ahead))
        camera.SetViewUp(*up)
        camera.SetViewAngle(view_angle(inner))
        camera.SetClippingRange(near, far)
        window.Render()
        yield face, _pixels(window, side)


def _pixels(window: Any, side: int) -> Pixels:
    read = vtkUnsignedCharArray()
    window.GetRGBACharPixelData(0, 0, side - 1, side - 1, 0, read)
    return np.ascontiguousarray(vtk_to_numpy(read).reshape(side, side, 4)[::-1])


def depths(eye: tuple[float, float, float], bounds: Bounds) -> tuple[float, float]:
    """Nearest and farthest distance that is drawn, in metres; the same for all faces."""
    corners = np.array(list(product(*zip(bounds.min, bounds.max, strict=True))), np.float64)
    far = 1.02 * float(np.linalg.norm(corners - np.array(eye), axis=1).max()) + 1.0
    return max(_NEAREST_M, far / _DEPTH), far


def turned(vector: Vector, yaw: float) -> Vector:
    """A direction turned to the right by ``yaw`` degrees."""
    sine, cosine = math.sin(math.radians(yaw)), math.cos(math.radians(yaw))
    x, y, z = vector
    return np.array([x * cosine - z * sine, y, x * sine + z * cosine])
