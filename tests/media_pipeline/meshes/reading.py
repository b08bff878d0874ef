"""GLB files read back by others: by three.js as a player does, and judged by Khronos' validator."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.meshes.crunch import NODE

PROGRAMS = Path(__file__).resolve().parents[3] / "frontend" / "pipeline"


@dataclass
class Drawn:
    """A mesh as drawn: points (n, 3, 3) in the world, places in the texture (n, 3, 2) and colours (n, 3, 3), or none (0, …)."""

    name: str
    material: str
    attributes: list[str]
    points: np.ndarray
    uvs: np.ndarray
    colours: np.ndarray


def drawn(glb: Path) -> tuple[list[Drawn], list[float]]:
    """The meshes of a GLB, and how long its animations last in seconds."""
    said = _node("read.js", glb)
    meshes = [
        Drawn(
            one["name"],
            one["material"],
            one["attributes"],
            _floats(one["points"]).reshape(-1, 3, 3),
            _floats(one["uvs"]).reshape(-1, 3, 2),
            _floats(one["colours"]).reshape(-1, 3, 3),
        )
        for one in said["meshes"]
    ]
    return meshes, said["animations"]


def complaints(*glbs: Path) -> list[str]:
    """Errors and warnings of the validator; not those about tangents that a renderer makes by itself."""
    return [one for one in _node("validate.js", *glbs) if not one.startswith("MESH_PRIMITIVE_GENERATED_TANGENT_SPACE")]


def document(glb: bytes) -> dict[str, Any]:
    """The document of a GLB."""
    return json.loads(glb[20 : 20 + int.from_bytes(glb[12:16], "little")])


def _node(program: str, *files: Path) -> Any:
    command = [str(NODE), str(PROGRAMS / program), *map(str, files)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _floats(text: str) -> np.ndarray:
    return np.frombuffer(base64.b64decode(text), np.float32)
