"""How large an object is and which way is up, where its file doesn't say: STL, OBJ and PLY hold bare numbers.

The guess is stated in a warning and can be overruled; glTF always counts in metres with +Y up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from media_pipeline.meshes import origin
from media_pipeline.meshes.surface import Points, Scene, Surface
from media_pipeline.remarks import remark
from media_pipeline.wishes import Unit, Up

__all__ = ["METRES", "Placing", "Unit", "Up", "placed", "placing"]

METRES: dict[Unit, float] = {"mm": 0.001, "cm": 0.01, "m": 1.0}
_LARGEST_IN_METRES = {"stl": 10.0, "obj": 100.0, "ply": 100.0}
"""A longest side above this number is one in millimetres. STL comes from construction, which counts in millimetres; the others
often come from scans and modelling, which count in metres, so there a room must fit. Centimetres are never guessed."""
_UP: dict[str, Up] = {"stl": "z", "obj": "y", "ply": "z"}
"""Construction programs and scanners stand things on the XY plane; the programs that write OBJ turn them Y up."""
_ON_THE_GROUND = 0.03
"""Part of a height by which an object may miss the ground and still stand on it."""


@dataclass(frozen=True)
class Placing:
    """Unit and direction up; whether each was told or guessed."""

    unit: Unit
    up: Up
    guessed: tuple[str, ...]


def placing(form: str, low: Points, high: Points, unit: Unit | None, up: Up | None) -> Placing:
    """What holds for an object of a format, whose box goes from ``low`` to ``high`` in its own numbers.

    Up is where the format's programs have it, unless the object stands on the ground of the other axis and not of that one.
    """
    guessed = (*(() if unit else ("unit",)), *(() if up else ("up",)))
    likely = _UP[form]
    stands = abs(low) <= _ON_THE_GROUND * (high - low)
    if stands[1] != stands[2]:
        likely = "y" if stands[1] else "z"
    return Placing(unit or ("mm" if (high - low).max() > _LARGEST_IN_METRES[form] else "m"), up or likely, guessed)


def placed(scene: Scene, form: str, name: str, unit: Unit | None, up: Up | None) -> Scene:
    """The scene in metres with +Y up, and a warning that says what was guessed."""
    low = np.min([surface.points.min(axis=0) for surface in scene.surfaces], axis=0)
    high = np.max([surface.points.max(axis=0) for surface in scene.surfaces], axis=0)
    how = placing(form, low, high, unit, up)
    surfaces = tuple(_moved(surface, METRES[how.unit], how.up) for surface in scene.surfaces)
    warnings = scene.warnings
    if how.guessed:
        warnings += (remark("_and_".join(how.guessed), name=name, unit=how.unit, axis=how.up.upper()),)
    if scene.moved:
        surfaces = _grounded(surfaces)
        warnings += (origin.said(name, scene.moved * METRES[how.unit], exact=scene.exact),)
    return replace(scene, surfaces=surfaces, warnings=warnings)


def _moved(surface: Surface, scale: float, up: Up) -> Surface:
    normals = None if surface.normals is None else _turned(surface.normals, up)
    return replace(surface, points=_turned(surface.points * scale, up), normals=normals)


def _grounded(surfaces: tuple[Surface, ...]) -> tuple[Surface, ...]:
    """The same with their lowest point at height 0."""
    lowest = min(surface.points[:, 1].min() for surface in surfaces)
    return tuple(replace(surface, points=surface.points - (0.0, lowest, 0.0)) for surface in surfaces)


def _turned(vectors: Points, up: Up) -> Points:
    """Z up becomes Y up by a quarter turn around X; what lay in front (-Y) is then in front (+Z)."""
    return np.column_stack([vectors[:, 0], vectors[:, 2], -vectors[:, 1]]) if up == "z" else vectors
