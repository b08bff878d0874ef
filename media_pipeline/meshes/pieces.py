"""What a GLB draws, piece by piece: plain triangles over points that are all used and all different.

A piece is one primitive. A mesh that is drawn in several places is one piece with several uses.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_pipeline.meshes.accessors import Numbers, array
from media_pipeline.meshes.geometry import floats, is_skinned, world_points
from media_pipeline.meshes.glb import Glb
from media_pipeline.meshes.gltf import Primitive
from media_pipeline.meshes.nodes import Matrix, Placed, placed_meshes, world_matrices
from media_pipeline.meshes.normals import weld

Floats = NDArray[np.float32]
Indices = NDArray[np.uint32]

FLOATS = ("POSITION", "NORMAL", "TANGENT", "TEXCOORD_", "COLOR_", "WEIGHTS_")
WHOLE = ("JOINTS_",)
_NORMAL_MATRIX_MIN = 1e-12


@dataclass(frozen=True)
class Piece:
    """``indices`` (3m,) over points; ``attributes`` and morph ``targets`` by name, each (n, k). ``matrix`` takes its points to
    the world, None where a skin does; ``world`` are its points there. ``uses``: how often it is drawn.
    """

    mesh: int
    primitive: int
    indices: Indices
    attributes: dict[str, Numbers]
    targets: tuple[dict[str, Floats], ...]
    world: Floats
    matrix: Matrix | None
    uses: int

    @property
    def triangles(self) -> int:
        """Triangles of one use."""
        return len(self.indices) // 3


def pieces(glb: Glb) -> tuple[list[Piece], int]:
    """All pieces of the shown scene, and how many primitives were left out because they are points or lines."""
    worlds = world_matrices(glb)
    places: dict[int, list[Placed]] = defaultdict(list)
    for one in placed_meshes(glb.document, worlds):
        places[one.mesh].append(one)
    found: list[Piece] = []
    left_out = 0
    for mesh in sorted(places):
        # where it is largest it must look best
        largest = max(places[mesh], key=lambda one: abs(float(np.linalg.det(one.matrix[:3, :3]))))
        for number, primitive in enumerate(glb.document.meshes[mesh].primitives):
            if primitive.mode < 4 and "POSITION" in primitive.attributes:
                left_out += 1
                continue
            piece = _piece(glb, largest, number, primitive, worlds, len(places[mesh]))
            if piece is not None:
                found.append(piece)
    return found, left_out


def _piece(glb: Glb, one: Placed, number: int, primitive: Primitive, worlds: dict[int, Matrix], uses: int) -> Piece | None:
    if "POSITION" not in primitive.attributes:
        return None
    corners = _corners(glb, primitive)
    attributes: dict[str, Numbers] = {}
    for name, accessor in sorted(primitive.attributes.items()):
        if name.startswith(FLOATS):
            attributes[name] = floats(glb, accessor).astype(np.float32)
        elif name.startswith(WHOLE):
            attributes[name] = array(glb, accessor).astype(np.uint16)
    targets = tuple(
        {
            name: floats(glb, accessor).astype(np.float32)
            for name, accessor in sorted(target.items())
            if name.startswith(FLOATS[:3])
        }
        for target in primitive.targets
    )
    world = world_points(glb, one, primitive, worlds).astype(np.float32)
    kept, place = weld(np.hstack([*attributes.values(), *(part for target in targets for part in target.values())]).astype("f"))
    corners = place[corners].reshape(-1, 3)
    a, b, c = corners.T
    corners = corners[(a != b) & (b != c) & (a != c)]
    if len(corners) == 0:
        return None
    used = np.zeros(len(kept), bool)
    used[corners.reshape(-1)] = True
    indices = (np.cumsum(used) - 1)[corners]
    chosen = kept[used]
    return Piece(
        mesh=one.mesh,
        primitive=number,
        indices=indices.reshape(-1).astype(np.uint32),
        attributes={name: values[chosen] for name, values in attributes.items()},
        targets=tuple({name: values[chosen] for name, values in target.items()} for target in targets),
        world=world[chosen],
        matrix=None if is_skinned(glb, one, primitive) else one.matrix,
        uses=uses,
    )


def _corners(glb: Glb, primitive: Primitive) -> NDArray[np.int64]:
    """The corners of plain triangles, three after three; strips turn every second triangle round."""
    if primitive.indices is None:
        corners = np.arange(glb.document.accessors[primitive.attributes["POSITION"]].count)
    else:
        corners = array(glb, primitive.indices)[:, 0].astype(np.int64)
    if primitive.mode == 4:
        return corners[: len(corners) // 3 * 3]
    at = np.arange(max(len(corners) - 2, 0))
    if primitive.mode == 6:
        return np.column_stack([corners[at + 1], corners[at + 2], np.broadcast_to(corners[:1], len(at))]).reshape(-1)
    turned = at % 2
    return np.column_stack([corners[at], corners[at + 1 + turned], corners[at + 2 - turned]]).reshape(-1)


def to_world(piece: Piece, normals: Numbers) -> Numbers:
    """Normals (n, 3) of a piece as they stand in the world, of length one."""
    if piece.matrix is None:
        return normals
    turn = piece.matrix[:3, :3]
    return _unit(normals @ np.linalg.pinv(turn / (np.abs(turn).max() or 1.0)))  # a tiny one's inverse would overflow


def to_local(piece: Piece, points: Numbers, normals: Numbers | None) -> tuple[Numbers, Numbers | None]:
    """Points and normals of the world in a piece's own numbers, for a piece whose matrix can be turned back."""
    if piece.matrix is None:
        raise ValueError("a skin can't be turned back")
    back = np.linalg.inv(piece.matrix)
    return points @ back[:3, :3].T + back[:3, 3], None if normals is None else _unit(normals @ piece.matrix[:3, :3])


def _unit(vectors: Numbers) -> Numbers:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    found: Numbers = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > _NORMAL_MATRIX_MIN)
    return found
