"""Scenes as GLB files with known answers: balls at known directions, a sphere whose colour is its direction, a lit room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.media import colour
from tests.media_pipeline.meshes.models import Model


@dataclass(frozen=True)
class Ball:
    """``place`` of its middle in metres, linear ``colour`` that shines by itself."""

    place: tuple[float, float, float]
    colour: tuple[float, float, float]
    radius: float = 0.1


def direction(yaw: float, pitch: float, far: float = 1.0) -> tuple[float, float, float]:
    """A place ``far`` metres away in a direction in degrees."""
    x, y, z = (float(one) for one in far * directions(np.array(yaw), np.array(pitch)))
    return x, y, z


def directions(yaw: np.ndarray, pitch: np.ndarray) -> np.ndarray:
    """Unit vectors (…, 3) of directions in degrees."""
    a, b = np.radians(yaw), np.radians(pitch)
    return np.stack([np.sin(a) * np.cos(b), np.sin(b), -np.cos(a) * np.cos(b)], axis=-1)


def scene() -> Model:
    """An empty scene."""
    return Model(
        {
            "asset": {"version": "2.0"},
            "scene": 0,
            "scenes": [{"nodes": []}],
            "nodes": [],
            "meshes": [],
            "materials": [],
            "extensionsUsed": ["KHR_materials_unlit"],
        }
    )


def add(
    model: Model,
    points: np.ndarray,
    triangles: np.ndarray,
    *,
    normals: np.ndarray | None = None,
    colours: np.ndarray | None = None,
    node: dict[str, Any] | None = None,
    **material: Any,
) -> None:
    """A mesh on a node of its own; ``material`` as in glTF."""
    document = model.document
    attributes = {"POSITION": model.numbers(points.astype("f"))}
    document["accessors"][-1] |= {"min": points.min(0).tolist(), "max": points.max(0).tolist()}
    if normals is not None:
        attributes["NORMAL"] = model.numbers(normals.astype("f"))
    if colours is not None:
        attributes["COLOR_0"] = model.numbers(colours.astype("f"))
    primitive = {"attributes": attributes, "indices": model.numbers(triangles.astype("I").reshape(-1))}
    primitive["material"] = len(document["materials"])
    document["materials"].append(material)
    document["meshes"].append({"primitives": [primitive]})
    document["nodes"].append({"mesh": len(document["meshes"]) - 1, **(node or {})})
    document["scenes"][0]["nodes"].append(len(document["nodes"]) - 1)


def shining(rgb: Sequence[float]) -> dict[str, Any]:
    """A material that shows this linear colour whatever the light."""
    return {
        "pbrMetallicRoughness": {"baseColorFactor": [*rgb, 1.0], "metallicFactor": 0.0, "roughnessFactor": 1.0},
        "extensions": {"KHR_materials_unlit": {}},
    }


def matt(rgb: Sequence[float], roughness: float = 1.0, metallic: float = 0.0) -> dict[str, Any]:
    """A material that needs light."""
    return {"pbrMetallicRoughness": {"baseColorFactor": [*rgb, 1.0], "metallicFactor": metallic, "roughnessFactor": roughness}}


def globe(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Points and triangles of a unit sphere, 4 · rows² triangles about, seen from outside."""
    pitch, yaw = np.meshgrid(np.linspace(-90, 90, rows + 1), np.linspace(-180, 180, 2 * rows + 1), indexing="ij")
    points = directions(yaw.ravel(), pitch.ravel())
    row, column = (one.ravel() for one in np.meshgrid(np.arange(rows), np.arange(2 * rows), indexing="ij"))
    a = row * (2 * rows + 1) + column
    b, c, d = a + 1, a + 2 * rows + 1, a + 2 * rows + 2
    return points, np.concatenate([np.stack([a, d, b], 1), np.stack([a, c, d], 1)])


def balls(path: Path, *all_: Ball) -> Path:
    """A file with these balls."""
    model = scene()
    points, triangles = globe(12)
    for ball in all_:
        add(model, points * ball.radius + np.array(ball.place), triangles, **shining(ball.colour))
    path.write_bytes(model.glb())
    return path


def coloured_globe(path: Path, rows: int = 96, radius: float = 4.0) -> Path:
    """A sphere seen from inside whose colour is its direction, as in tests/media.py: linear, and times the material's."""
    model = scene()
    points, triangles = globe(rows)
    add(
        model,
        points * radius,
        triangles[:, ::-1],
        colours=(colour(points) / 255) ** 2.2 / 0.9,
        **(shining((0.9, 0.9, 0.9)) | {"doubleSided": True}),
    )
    path.write_bytes(model.glb())
    return path


WALLS = (  # (middle, half across, half up) of a room's six sides
    ((0, 1.5, -2.5), (2.5, 0, 0), (0, 1.5, 0)),
    ((0, 1.5, 2.5), (-2.5, 0, 0), (0, 1.5, 0)),
    ((2.5, 1.5, 0), (0, 0, 2.5), (0, 1.5, 0)),
    ((-2.5, 1.5, 0), (0, 0, -2.5), (0, 1.5, 0)),
    ((0, 3, 0), (2.5, 0, 0), (0, 0, 2.5)),
    ((0, 0, 0), (2.5, 0, 0), (0, 0, -2.5)),
)


def wall(middle: Any, across: Any, up: Any, steps: int = 16) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points, normals and triangles of a wall, cut finely because light is often computed at points."""
    middle, across, up = (np.array(one, float) for one in (middle, across, up))
    a, b = (one.ravel() for one in np.meshgrid(np.linspace(-1, 1, steps + 1), np.linspace(-1, 1, steps + 1)))
    points = middle + a[:, None] * across + b[:, None] * up
    normal = np.cross(across, up)
    row, column = (one.ravel() for one in np.meshgrid(np.arange(steps), np.arange(steps), indexing="ij"))
    first = row * (steps + 1) + column
    triangles = np.concatenate(
        [np.stack([first, first + 1, first + steps + 2], 1), np.stack([first, first + steps + 2, first + steps + 1], 1)]
    )
    return points, np.tile(normal / np.linalg.norm(normal), (len(points), 1)), triangles


def lit_room(path: Path, lamp: tuple[tuple[float, float, float], tuple[float, float, float]] | None = None) -> Path:
    """A room with walls of several colours and shines, a metal ball and a pillar; ``lamp``: place and colour of its own."""
    model = scene()
    shades = [(0.8, 0.3, 0.2), (0.2, 0.6, 0.3), (0.7, 0.7, 0.7), (0.7, 0.7, 0.7), (0.9, 0.9, 0.9), (0.4, 0.35, 0.3)]
    for number, ((middle, across, up), shade) in enumerate(zip(WALLS, shades, strict=True)):
        points, normals, triangles = wall(middle, across, up)
        add(model, points, triangles, normals=normals, **matt(shade, roughness=1.0 if lamp else 0.3 + 0.1 * number))
    if lamp is None:
        points, triangles = globe(24)
        add(model, points * 0.4 + np.array([1.2, 1.2, -1.4]), triangles, normals=points, **matt((0.9, 0.8, 0.5), 0.35, 1.0))
    else:
        place, rgb = lamp
        model.document["extensionsUsed"].append("KHR_lights_punctual")
        stored = [{"type": "point", "intensity": 54000.0, "color": list(rgb)}]  # as exporters write a lamp of 60 W
        model.document["extensions"] = {"KHR_lights_punctual": {"lights": stored}}
        model.document["nodes"].append({"translation": list(place), "extensions": {"KHR_lights_punctual": {"light": 0}}})
        model.document["scenes"][0]["nodes"].append(len(model.document["nodes"]) - 1)
    path.write_bytes(model.glb())
    return path


def stripe(path: Path, beside: float, below: float) -> Path:
    """A red stripe of two triangles, 200 m long and 8 cm wide, along z."""
    model = scene()
    x = (beside - 0.04, beside + 0.04)
    points = np.array([[x[0], -below, 100], [x[1], -below, 100], [x[1], -below, -100], [x[0], -below, -100]])
    add(model, points, np.array([[0, 1, 2], [0, 2, 3]]), **(shining((1, 0, 0)) | {"doubleSided": True}))
    path.write_bytes(model.glb())
    return path


def one_sided_floor(path: Path) -> Path:
    """A floor at y = 0 that is seen from above only."""
    model = scene()
    points = np.array([[-3, 0, 3], [3, 0, 3], [3, 0, -3], [-3, 0, -3]], float)
    add(model, points, np.array([[0, 1, 2], [0, 2, 3]]), **shining((1, 0, 0)))
    path.write_bytes(model.glb())
    return path
