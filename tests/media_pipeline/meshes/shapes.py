"""Shapes with known answers: balls whose texture place and colour follow from the direction, in any number of triangles."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.media_pipeline.meshes.models import Model


def ball(columns: int, rows: int, radius: float = 1.0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Points, normals, texture places and triangles (2 * columns * (rows - 1)) of a ball around the origin, with a seam."""
    u, v = np.meshgrid(np.linspace(0, 1, columns + 1), np.linspace(0, 1, rows + 1))
    directions = np.stack(
        [np.sin(np.pi * v) * np.cos(2 * np.pi * u), np.cos(np.pi * v), -np.sin(np.pi * v) * np.sin(2 * np.pi * u)], -1
    )
    at = np.arange((columns + 1) * (rows + 1)).reshape(rows + 1, columns + 1)
    a, b, c, d = at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]
    upper = np.stack([a, b, c], -1)[:-1]  # at the lower pole they would be lines
    lower = np.stack([a, c, d], -1)[1:]
    flat = directions.reshape(-1, 3)
    triangles = np.concatenate([upper.reshape(-1, 3), lower.reshape(-1, 3)])
    return flat * radius, flat, np.stack([u, v], -1).reshape(-1, 2), triangles


def ball_model(columns: int = 60, rows: int = 40, **primitive: Any) -> Model:
    """A GLB of a ball on one node."""
    model = Model({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}]})
    model.document["meshes"] = [{"primitives": [ball_primitive(model, columns, rows) | primitive]}]
    return model


def ball_primitive(model: Model, columns: int, rows: int, radius: float = 1.0) -> dict[str, Any]:
    """A ball as a primitive of a model."""
    points, normals, uvs, triangles = ball(columns, rows, radius)
    position = model.numbers(points.astype("f"))
    model.document["accessors"][position] |= {"min": points.min(0).tolist(), "max": points.max(0).tolist()}
    attributes = {
        "POSITION": position,
        "NORMAL": model.numbers(normals.astype("f")),
        "TEXCOORD_0": model.numbers(uvs.astype("f")),
    }
    return {"attributes": attributes, "indices": model.numbers(triangles.reshape(-1).astype("I"))}
