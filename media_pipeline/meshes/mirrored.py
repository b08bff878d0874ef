"""Meshes that a node mirrors, in a scene that VTK has read; for posters and panoramas alike."""

from __future__ import annotations

from typing import Any

import numpy as np
from vtkmodules.vtkFiltersCore import vtkReverseSense


def mend_mirrored(plotter: Any) -> None:
    """Turn the triangles around where a negative scale turns them inside out: the specification (3.7.4) wants it, VTK does not,
    and shows the inside of the far wall instead of the wall in front."""
    for actor in plotter.renderer.actors.values():
        mapper = actor.GetMapper() if hasattr(actor, "GetMapper") else None
        if mapper is None or mapper.GetInput() is None:
            continue
        matrix = actor.GetMatrix()
        turn = np.array([[matrix.GetElement(row, column) for column in range(3)] for row in range(3)])
        if np.linalg.det(turn) >= 0:
            continue
        reverse = vtkReverseSense()
        reverse.SetInputData(mapper.GetInput())  # other nodes may show the same mesh, unmirrored: a copy is turned
        reverse.ReverseCellsOn()
        reverse.ReverseNormalsOff()
        reverse.Update()
        mapper.SetInputData(reverse.GetOutput())
