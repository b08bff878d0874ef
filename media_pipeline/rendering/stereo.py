"""Shows a plotter's scene as the left or the right eye sees it from one place: its triangles are cut finely and bent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_pipeline.meshes.lean_pyvista import pyvista
from media_pipeline.rendering.eyes import Points, Side, bent
from media_pipeline.rendering.subdivide import cut


@dataclass(frozen=True)
class _Part:
    """An actor's finely cut triangles in the world, and how to bring them back into its own space."""

    mapper: Any
    before: Any
    fine: Any
    world: Points
    back: NDArray[np.float64]


class Bent:
    """A plotter's scene around one head. Used as ``with Bent(plotter, head) as scene: scene.show("left")``; afterwards the
    scene is as it was."""

    def __init__(self, plotter: Any, head: tuple[float, float, float]) -> None:
        self._head = head
        self._parts = [_fine(actor, head) for actor in _actors(plotter)]

    def __enter__(self) -> Bent:
        return self

    def __exit__(self, *problem: object) -> None:
        for part in self._parts:
            part.mapper.SetInputData(part.before)

    def show(self, side: Side) -> None:
        """Bend the scene for this eye."""
        for part in self._parts:
            seen = bent(part.world, self._head, side)
            part.fine.points = (seen @ part.back[:3, :3].T + part.back[:3, 3]).astype(np.float32)
            part.mapper.SetInputData(part.fine)


def _actors(plotter: Any) -> Iterator[Any]:
    for actor in plotter.renderer.actors.values():
        mapper = actor.GetMapper() if hasattr(actor, "GetMapper") else None
        if mapper is not None and mapper.GetInput() is not None and mapper.GetInput().GetNumberOfPoints():
            yield actor


def _fine(actor: Any, head: tuple[float, float, float]) -> _Part:
    mapper = actor.GetMapper()
    before = mapper.GetInput()
    mesh: Any = pyvista.wrap(before)
    mesh = mesh if mesh.is_all_triangles else mesh.triangulate()
    matrix = np.asarray(pyvista.array_from_vtkmatrix(actor.GetMatrix()), np.float64)
    back = np.asarray(np.linalg.inv(matrix) if abs(np.linalg.det(matrix)) > 0 else np.eye(4), np.float64)
    world = np.asarray(mesh.points, np.float64) @ matrix[:3, :3].T + matrix[:3, 3]
    pieces = cut(world, np.asarray(mesh.regular_faces, np.int64), head)
    polydata: Any = pyvista.PolyData
    fine = polydata.from_regular_faces(pieces.spread(mesh.points), pieces.triangles)
    _give(mesh.GetPointData(), fine, pieces.spread)
    return _Part(mapper, before, fine, np.asarray(pieces.spread(world), np.float64), back)


def _give(given: Any, fine: Any, spread: Any) -> None:
    """The point data of a mesh for its finer version, each in its role (normals, texture coordinates, colours, tangents)."""
    from vtkmodules.util import numpy_support

    arrays: Any = numpy_support  # without types
    data = fine.GetPointData()
    for number in range(given.GetNumberOfArrays()):
        array = given.GetArray(number)
        if array is None:  # texts
            continue
        finer = arrays.numpy_to_vtk(np.ascontiguousarray(spread(arrays.vtk_to_numpy(array))), deep=True)
        finer.SetName(array.GetName())
        data.AddArray(finer)
        role = given.IsArrayAnAttribute(number)
        if role >= 0:
            data.SetActiveAttribute(array.GetName(), role)
