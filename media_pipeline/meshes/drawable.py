"""A GLB as VTK draws it right: what VTK misreads is written in another way. For posters and panoramas alike.

Whole numbers (KHR_mesh_quantization) it takes for metres, changes on top of an accessor it passes over, a texture without a
picture makes its surface white, and skins it does not bend: what hangs on joints lies about as it was modelled, often in other
units.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.meshes.accessors import array, as_float
from media_pipeline.meshes.geometry import floats, is_skinned, world_points
from media_pipeline.meshes.glb import Glb, load
from media_pipeline.meshes.gltf import FLOAT, Primitive
from media_pipeline.meshes.nodes import Matrix, Placed, placed_meshes, world_matrices
from media_pipeline.meshes.textures import drop_without_picture
from media_pipeline.meshes.writer import Builder, bounds

_READ = ("POSITION", "NORMAL", "TANGENT", "TEXCOORD_")
_QUANTIZED = "KHR_mesh_quantization"


def drawable(source: Path, folder: Path) -> Path:
    """The GLB itself, which examine() has passed, or one in ``folder`` that shows the same."""
    glb = load(source)
    misread = sorted(set(_misread(glb)))
    whole_textures = all(texture.source is not None or texture.extensions for texture in glb.document.textures)
    if not misread and not glb.document.skins and whole_textures:
        return source
    document = copy.deepcopy(glb.plain)
    document.pop("buffers", None)
    for material in document.get("materials", []):
        drop_without_picture(material, glb.document)
    for names in ("extensionsUsed", "extensionsRequired"):
        document[names] = [name for name in document.get(names, []) if name != _QUANTIZED]
        if not document[names]:
            del document[names]
    builder = Builder(document)
    starts = [builder.bytes_at(buffer) for buffer in glb.buffers]
    for view in document.pop("bufferViews", []):
        builder.views.append({**view, "buffer": 0, "byteOffset": starts[view["buffer"]] + view.get("byteOffset", 0)})
    builder.accessors = document.pop("accessors", [])
    for number in misread:
        _write_floats(builder, glb, number)
    if glb.document.skins:
        _bend(builder, glb)
    target = folder / "drawable.glb"
    builder.write(target)
    return target


def _misread(glb: Glb) -> Iterator[int]:
    """Accessors of what is drawn that VTK would not read as they are meant. Nobody has looked at the numbers of others."""
    for mesh in {one.mesh for one in placed_meshes(glb.document, world_matrices(glb))}:
        for primitive in glb.document.meshes[mesh].primitives:
            for attributes in (primitive.attributes, *primitive.targets):
                for name, number in attributes.items():
                    accessor = glb.document.accessors[number]
                    if name.startswith(_READ) and (accessor.component_type != FLOAT or accessor.sparse is not None):
                        yield number


def _write_floats(builder: Builder, glb: Glb, number: int) -> None:
    values = np.ascontiguousarray(as_float(glb.document.accessors[number], array(glb, number)), "<f4")
    old: dict[str, Any] = builder.accessors[number]
    view = builder.view(values.tobytes())
    new = {"bufferView": view, "componentType": FLOAT, "count": old["count"], "type": old["type"], **bounds(values)}
    builder.accessors[number] = new


def _bend(builder: Builder, glb: Glb) -> None:
    """What hangs on joints as a mesh of its own that stands where it is at rest."""
    document, worlds = builder.document, world_matrices(glb)
    del document["skins"]
    for one in placed_meshes(glb.document, worlds):
        parts = glb.document.meshes[one.mesh].primitives
        if not any(is_skinned(glb, one, part) for part in parts):
            continue
        stored = document["meshes"][one.mesh]["primitives"]
        primitives = [
            _at_rest(builder, glb, one, part, plain, worlds)
            for part, plain in zip(parts, stored, strict=True)
            if "POSITION" in part.attributes
        ]
        del document["nodes"][one.node]["mesh"]
        document["meshes"].append({"primitives": primitives})
        document["nodes"].append({"mesh": len(document["meshes"]) - 1})
        document["scenes"][glb.document.scene].setdefault("nodes", []).append(len(document["nodes"]) - 1)
    for node in document["nodes"]:
        node.pop("skin", None)


def _at_rest(
    builder: Builder, glb: Glb, one: Placed, part: Primitive, plain: dict[str, Any], worlds: dict[int, Matrix]
) -> dict[str, Any]:
    """A primitive in the world's metres, without what moves it."""
    points = world_points(glb, one, part, worlds)
    kept = {name: number for name, number in part.attributes.items() if name.startswith(("TEXCOORD_", "COLOR_"))}
    rows = points.astype("<f4")
    more: dict[str, Any] = bounds(rows)
    attributes = {**kept, "POSITION": builder.numbers(rows, **more)}
    if "NORMAL" in part.attributes and glb.document.accessors[part.attributes["NORMAL"]].type == "VEC3":
        tips = floats(glb, part.attributes["POSITION"]) + floats(glb, part.attributes["NORMAL"])
        normals = world_points(glb, one, part, worlds, tips) - points
        length = np.linalg.norm(normals, axis=1, keepdims=True)
        attributes["NORMAL"] = builder.numbers((normals / np.where(length > 0, length, 1)).astype("<f4"))
    return {**{name: value for name, value in plain.items() if name != "targets"}, "attributes": attributes}
