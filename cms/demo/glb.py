"""A binary glTF 2.0 file from coloured shapes: one mesh, one primitive per paint, PBR materials, no textures."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from .modelling.scene import rgb
from .workplaces.robot import Piece

ROUGH = {"matte": (0.0, 0.9), "satin": (0.1, 0.5), "gloss": (0.1, 0.25), "metal": (0.9, 0.35)}  # finish: (metallic, roughness)
FLOAT, USHORT, UINT = 5126, 5123, 5125
ARRAY_BUFFER, ELEMENT_ARRAY_BUFFER = 34962, 34963


def glb(pieces: Sequence[Piece], name: str) -> bytes:
    """Pieces in metres with z up become y up, as glTF wants it: (x, y, z) -> (x, z, -y)."""
    binary = bytearray()
    views: list[dict[str, Any]] = []
    accessors: list[dict[str, Any]] = []
    primitives, materials = [], []

    def put(data: np.ndarray, target: int, component: int, kind: str, **more: Any) -> int:
        while len(binary) % 4:
            binary.append(0)
        views.append({"buffer": 0, "byteOffset": len(binary), "byteLength": data.nbytes, "target": target})
        binary.extend(data.tobytes())
        accessors.append({"bufferView": len(views) - 1, "componentType": component, "count": len(data), "type": kind, **more})
        return len(accessors) - 1

    for shape, paint, finish in pieces:
        points = np.stack([shape.points[:, 0], shape.points[:, 2], -shape.points[:, 1]], 1).astype("<f4")
        normals = np.stack([shape.normals[:, 0], shape.normals[:, 2], -shape.normals[:, 1]], 1)
        normals = (normals / np.linalg.norm(normals, axis=1, keepdims=True)).astype("<f4")
        faces = _whole(points, shape.faces)
        used, faces = np.unique(faces, return_inverse=True)
        points, normals = points[used], normals[used]
        small = len(points) < 65535
        indices = faces.ravel().astype("<u2" if small else "<u4")
        primitives.append(
            {
                "attributes": {
                    "POSITION": put(points, ARRAY_BUFFER, FLOAT, "VEC3", min=points.min(0).tolist(), max=points.max(0).tolist()),
                    "NORMAL": put(normals, ARRAY_BUFFER, FLOAT, "VEC3"),
                },
                "indices": put(indices, ELEMENT_ARRAY_BUFFER, USHORT if small else UINT, "SCALAR"),
                "material": len(materials),
            }
        )
        metallic, rough = ROUGH[finish]
        linear = [round(float(c), 5) for c in rgb(paint) ** 2.2]
        materials.append(
            {
                "name": f"{finish} {paint}",
                "pbrMetallicRoughness": {"baseColorFactor": [*linear, 1.0], "metallicFactor": metallic, "roughnessFactor": rough},
            }
        )
    while len(binary) % 4:
        binary.append(0)
    document = {
        "asset": {"version": "2.0", "generator": "Kijkkamer demo", "copyright": "CC0"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, "name": name}],
        "meshes": [{"name": name, "primitives": primitives}],
        "materials": materials,
        "accessors": accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(binary)}],
    }
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    total = 12 + 8 + len(text) + 8 + len(binary)
    return (
        struct.pack("<4sIIII", b"glTF", 2, total, len(text), 0x4E4F534A)
        + text
        + struct.pack("<II", len(binary), 0x004E4942)
        + bytes(binary)
    )


def _whole(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Without the triangles that have no area, such as those at a cap's middle."""
    a, b, c = (points[faces[:, k]].astype(float) for k in range(3))
    return faces[np.linalg.norm(np.cross(b - a, c - a), axis=1) > 1e-10]
