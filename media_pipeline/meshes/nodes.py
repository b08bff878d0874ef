"""The node tree of a glTF scene: which mesh is drawn where, as 4 x 4 matrices in metres, right-handed, +Y up.

Source: Khronos glTF 2.0 specification, section 3.5.3 (transformations): matrix = translation · rotation · scale.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_pipeline.errors import Refused
from media_pipeline.meshes.glb import Glb
from media_pipeline.meshes.gltf import Document, Node

Matrix = NDArray[np.float64]

LARGEST = 1e12
"""No number of what is drawn may be larger, in metres or without unit: beyond, sums and squares in single precision overflow."""


@dataclass(frozen=True)
class Placed:
    """A node with a mesh, and where it stands in the world."""

    node: int
    mesh: int
    matrix: Matrix


def world_matrices(glb: Glb) -> dict[int, Matrix]:
    """Node number -> matrix to the world, for all nodes below the shown scene. Refused where there is no scene, or where they
    are no tree or too large."""
    document = glb.document
    if not document.scenes:  # glTF allows it, for libraries of parts
        raise Refused("no_scene", name=glb.name)
    if document.scene >= len(document.scenes):
        raise glb.damaged(f"scene {document.scene} is not there")
    found: dict[int, Matrix] = {}
    open_nodes: list[tuple[int, Matrix]] = [(number, np.eye(4)) for number in document.scenes[document.scene].nodes]
    with np.errstate(over="ignore", invalid="ignore"):
        _walk(glb, open_nodes, found)
    if found and not (np.abs(np.stack(list(found.values()))) <= LARGEST).all():  # "not <=", so that no number counts too
        raise glb.damaged("a node is too large")
    return found


def _walk(glb: Glb, open_nodes: list[tuple[int, Matrix]], found: dict[int, Matrix]) -> None:
    document = glb.document
    while open_nodes:
        number, above = open_nodes.pop()
        if number >= len(document.nodes):
            raise glb.damaged(f"node {number} is not there")
        if number in found:  # a circle, or two parents: drawing it would never end
            raise glb.damaged(f"node {number} stands twice in the tree")
        node = document.nodes[number]
        found[number] = above @ local_matrix(node)
        open_nodes += [(child, found[number]) for child in node.children]


def placed_meshes(document: Document, worlds: dict[int, Matrix]) -> list[Placed]:
    """The nodes that draw something."""
    return [
        Placed(number, mesh, matrix) for number, matrix in worlds.items() if (mesh := document.nodes[number].mesh) is not None
    ]


def local_matrix(node: Node) -> Matrix:
    """A node's own matrix; column vectors, so a point is ``matrix @ (x, y, z, 1)``."""
    if node.matrix is not None:
        return np.array(node.matrix, np.float64).reshape(4, 4).T
    x, y, z, w = node.rotation
    matrix = np.eye(4)
    matrix[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    matrix[:3, :3] *= node.scale
    matrix[:3, 3] = node.translation
    return matrix
