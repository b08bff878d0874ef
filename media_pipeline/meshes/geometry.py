"""What a glTF scene draws: its triangles counted, its numbers looked at, and the box around it.

Source: Khronos glTF 2.0 specification, sections 3.7.2 (meshes) and 3.7.3 (skins).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media_pipeline.errors import Refused
from media_pipeline.meshes.accessors import Numbers, array, as_float
from media_pipeline.meshes.glb import Glb
from media_pipeline.meshes.gltf import COMPONENTS, FLOAT, UNSIGNED, Primitive
from media_pipeline.meshes.nodes import LARGEST, Matrix, Placed, placed_meshes, world_matrices
from media_pipeline.meshes.origin import distance, distance_of
from media_pipeline.recipes import Limits
from media_pipeline.records import Bounds

Box = tuple[NDArray[np.float64], NDArray[np.float64]]

_MOST_ATTRIBUTES = 32
_TRIANGLES = (4, 5, 6)
_POSITION_TYPES = (FLOAT, 5120, 5121, 5122, 5123)  # the integers by KHR_mesh_quantization


@dataclass(frozen=True)
class Geometry:
    """Triangles as drawn (a mesh that stands in ten places counts ten times), and the box around all of it in metres. ``exact``:
    where it stands far from its origin, its nodes bring it there, and not the single numbers of its points."""

    triangles: int
    bounds: Bounds
    exact: bool = True


def measure(glb: Glb, limits: Limits) -> Geometry:
    """Look at everything the scene draws. check_views() and check_references() have passed.

    Refused: nothing to draw, too many triangles or points, numbers that are none or too large, indices beyond the points.
    """
    worlds = world_matrices(glb)
    placed = placed_meshes(glb.document, worlds)
    uses = Counter(one.mesh for one in placed)
    triangles = vertices = 0
    for mesh, times in uses.items():
        for primitive in glb.document.meshes[mesh].primitives:
            points, drawn = _counts(glb, primitive)
            vertices += points * times
            triangles += drawn * times
    if triangles > limits.triangles:
        raise Refused("too_many_triangles", name=glb.name, triangles=triangles, limit=limits.triangles)
    if vertices > 3 * limits.triangles:
        raise Refused("too_many_vertices", name=glb.name, vertices=vertices, limit=3 * limits.triangles)
    if triangles == 0:
        raise Refused("no_geometry", name=glb.name)
    _check_numbers(glb, uses)
    for mesh in uses:
        for primitive in glb.document.meshes[mesh].primitives:
            _check_indices(glb, primitive)
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is refused at the end, with a sentence
        bounds = _bounds(glb, placed, worlds)
    return Geometry(triangles, bounds, not distance_of(bounds) or _points_are_near(glb, uses))


def _counts(glb: Glb, primitive: Primitive) -> tuple[int, int]:
    """Points and triangles of a primitive, from its accessors' counts alone."""
    accessors = glb.document.accessors
    if "POSITION" not in primitive.attributes:
        return 0, 0  # the specification: such a primitive is not drawn
    position = accessors[primitive.attributes["POSITION"]]
    if position.type != "VEC3" or position.component_type not in _POSITION_TYPES:
        raise glb.damaged("points without three coordinates")
    if len(primitive.attributes) > _MOST_ATTRIBUTES:
        raise glb.damaged(f"points with {len(primitive.attributes)} attributes")
    for attributes in (primitive.attributes, *primitive.targets):
        for name, number in attributes.items():
            if accessors[number].count != position.count:
                raise glb.damaged(f"{name[:30]} of {accessors[number].count} for {position.count} points")
    drawn = position.count
    if primitive.indices is not None:
        indices = accessors[primitive.indices]
        if indices.type != "SCALAR" or indices.component_type not in UNSIGNED:
            raise glb.damaged("indices that are no whole numbers")
        drawn = indices.count
    points = max(position.count, drawn)  # indices without triangles are read, too
    points += position.count * len(primitive.targets)  # each holds all points once more
    if primitive.mode not in _TRIANGLES:
        return points, 0
    return points, drawn // 3 if primitive.mode == 4 else max(drawn - 2, 0)


def _check_numbers(glb: Glb, meshes: Iterable[int]) -> None:
    for number in _shown(glb, meshes):
        if glb.document.accessors[number].component_type != FLOAT:
            continue
        values = array(glb, number)
        if not np.isfinite(values).all():
            raise glb.damaged("a number in its geometry is no number")
        if max(values.max(), -values.min()) > LARGEST:
            raise glb.damaged("a number in its geometry is too large")


def _shown(glb: Glb, meshes: Iterable[int]) -> set[int]:
    """The accessors of what is drawn, bends or moves: each once, however often it is named."""
    document = glb.document
    found: set[int] = set()
    for mesh in meshes:
        for primitive in document.meshes[mesh].primitives:
            for attributes in (primitive.attributes, *primitive.targets):
                # with a line before it, by the specification, an application's own, which is left out
                found |= {number for name, number in attributes.items() if not name.startswith("_")}
    found |= {skin.inverse_bind_matrices for skin in document.skins if skin.inverse_bind_matrices is not None}
    for animation in document.animations:
        found |= {number for sampler in animation.samplers for number in (sampler.input, sampler.output)}
    return found


def _check_indices(glb: Glb, primitive: Primitive) -> None:
    if primitive.indices is not None and "POSITION" in primitive.attributes:
        points = glb.document.accessors[primitive.attributes["POSITION"]].count
        largest = int(array(glb, primitive.indices).max())
        if largest >= points:
            raise glb.damaged(f"a triangle names point {largest} of {points}")


def _bounds(glb: Glb, placed: list[Placed], worlds: dict[int, Matrix]) -> Bounds:
    """The exact box: all points are moved, because the box of a turned box would be too large."""
    boxes: list[Box] = []
    for one in placed:
        for primitive in glb.document.meshes[one.mesh].primitives:
            if "POSITION" not in primitive.attributes:
                continue
            moved = world_points(glb, one, primitive, worlds)
            boxes.append((moved.min(axis=0), moved.max(axis=0)))
    lowest = np.min([low for low, _ in boxes], axis=0)
    highest = np.max([high for _, high in boxes], axis=0)
    if not (np.abs([lowest, highest]) <= LARGEST).all():
        raise glb.damaged("it is too large")
    return Bounds(min=_three(lowest), max=_three(highest))


def _points_are_near(glb: Glb, meshes: Iterable[int]) -> bool:
    """Whether no surface stands far from its own origin."""
    named = [primitive.attributes.get("POSITION") for mesh in meshes for primitive in glb.document.meshes[mesh].primitives]
    every = (floats(glb, number) for number in named if number is not None)
    return not any(distance(points.min(axis=0), points.max(axis=0)) for points in every)


def world_points(
    glb: Glb, one: Placed, primitive: Primitive, worlds: dict[int, Matrix], points: Numbers | None = None
) -> Numbers:
    """A primitive's points where they stand at rest, (n, 3) in metres; bent by its skin where it has one. ``points``: others in
    their place."""
    points = floats(glb, primitive.attributes["POSITION"]) if points is None else points
    if not is_skinned(glb, one, primitive):
        # not @, which for this shape sets all cores to work and waits for them
        moved: Numbers = np.einsum("nj,ij->ni", points, one.matrix[:3, :3]) + one.matrix[:3, 3]
        return moved
    skin = glb.document.nodes[one.node].skin
    return _skinned(glb, primitive, points, _joints(glb, skin or 0, worlds))


def is_skinned(glb: Glb, one: Placed, primitive: Primitive) -> bool:
    """Whether a skin moves the primitive's points, and not its node."""
    return glb.document.nodes[one.node].skin is not None and {"JOINTS_0", "WEIGHTS_0"} <= primitive.attributes.keys()


def _three(point: NDArray[np.float64]) -> tuple[float, float, float]:
    # A tenth of a millimetre: the rest is the file's single precision, and would change with the machine.
    x, y, z = (round(float(number), 4) for number in point)
    return (x, y, z)


def floats(glb: Glb, number: int) -> Numbers:
    """An accessor's numbers as they are meant, (count, components)."""
    return as_float(glb.document.accessors[number], array(glb, number))


def _joints(glb: Glb, number: int, worlds: dict[int, Matrix]) -> NDArray[np.float64]:
    """Joint matrices at rest: world of the joint · inverse bind matrix. A skinned mesh's own node does not move it."""
    skin = glb.document.skins[number]
    joints = np.stack([worlds.get(joint, np.eye(4)) for joint in skin.joints])
    if skin.inverse_bind_matrices is None:
        return joints
    accessor = glb.document.accessors[skin.inverse_bind_matrices]
    if accessor.type != "MAT4" or accessor.component_type != FLOAT or accessor.count < len(skin.joints):
        raise glb.damaged("a skin has fewer matrices than joints")
    stored = floats(glb, skin.inverse_bind_matrices)[: len(skin.joints)]
    return joints @ stored.reshape(-1, 4, 4).transpose(0, 2, 1)


def _skinned(glb: Glb, primitive: Primitive, points: Numbers, joints: NDArray[np.float64]) -> Numbers:
    for name in ("JOINTS_0", "WEIGHTS_0"):
        if COMPONENTS[glb.document.accessors[primitive.attributes[name]].type] != 4:
            raise glb.damaged(f"{name} without four numbers a point")
    at = array(glb, primitive.attributes["JOINTS_0"]).astype(np.int64)
    if at.min() < 0 or at.max() >= len(joints):
        raise glb.damaged("a point hangs on a joint that the skin does not have")
    weights = floats(glb, primitive.attributes["WEIGHTS_0"])
    flat = np.hstack([points, np.ones((len(points), 1))])
    moved = np.zeros((len(points), 3))
    for corner in range(4):  # one joint of each point at a time: all four at once would take 16 numbers a point, four times
        rows = joints[at[:, corner], :3]
        moved += weights[:, corner, None] * np.einsum("nij,nj->ni", rows, flat)
    return moved
