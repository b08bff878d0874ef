"""Points' own colours as glTF means them, in a scene that VTK has read; for posters and panoramas alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from vtkmodules.util import numpy_support

vtk_to_numpy: Any = numpy_support.vtk_to_numpy  # type: ignore[attr-defined, unused-ignore]  # VTK's own has no types


def mend_colours(plotter: Any) -> None:
    """Points' own colours as glTF means them: linear, times the material's. VTK takes them for sRGB and leaves the other out."""
    seen: list[Any] = []  # a mesh that stands in several places has one array
    for actor in plotter.renderer.actors.values():
        mapper = actor.GetMapper() if hasattr(actor, "GetMapper") else None
        points = mapper.GetInput().GetPointData() if mapper is not None and mapper.GetInput() is not None else None
        stored = points.GetArray("COLOR_0") if points is not None else None
        if stored is None or any(stored is one for one in seen):
            continue
        seen.append(stored)
        colours = vtk_to_numpy(stored)
        largest = 1.0 if colours.dtype.kind == "f" else float(np.iinfo(colours.dtype).max)
        linear = colours[:, :3] / largest * np.array(actor.GetProperty().GetColor())
        colours[:, :3] = np.clip(linear, 0.0, 1.0) ** (1 / 2.2) * largest + (0.0 if largest == 1.0 else 0.5)
        stored.Modified()
