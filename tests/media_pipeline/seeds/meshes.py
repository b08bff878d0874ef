"""Small good 3D files, one of each kind, for mutating."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
from collections.abc import Callable

import numpy as np

from tests.media_pipeline.meshes.models import png, with_picture

_PICTURE = np.full((4, 4, 3), (200, 80, 20))
_CORNERS = [(x, y, z) for x in (0.0, 1.0) for y in (0.0, 1.0) for z in (0.0, 1.0)]
_SIDES = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
_TRIANGLES = [(a, *pair) for a, b, c, d in _SIDES for pair in ((b, c), (c, d))]
_COLOURS = [(int(255 * x), int(255 * y), int(255 * z)) for x, y, z in _CORNERS]


def glb() -> bytes:
    return with_picture(png(_PICTURE)).glb()


def _document(uri: str) -> bytes:
    model = with_picture(png(_PICTURE))
    document = {**model.document, "buffers": [{"byteLength": len(model.binary), "uri": uri}]}
    return json.dumps(document, indent=1).encode()


def gltf() -> bytes:
    binary = bytes(with_picture(png(_PICTURE)).binary)
    return _document("data:application/octet-stream;base64," + base64.b64encode(binary).decode())


def zip_of_gltf() -> bytes:
    binary = bytes(with_picture(png(_PICTURE)).binary)
    return _zip({"cube/cube.gltf": _document("cube.bin"), "cube/cube.bin": binary})


def obj() -> bytes:
    lines = ["# a cube", "o cube", *(f"v {x} {y} {z}" for x, y, z in _CORNERS)]
    lines += ["vt 0 0", "vt 1 0", "vt 1 1", "vt 0 1", "vn 0 0 1", "usemtl red"]
    lines += ["f " + " ".join(f"{corner + 1}/{at + 1}/1" for at, corner in enumerate(side)) for side in _SIDES]
    return "\n".join(lines).encode() + b"\n"


def zip_of_obj() -> bytes:
    material = b"newmtl red\nKd 0.8 0.1 0.1\nmap_Kd textures/red.png\n"
    return _zip({"cube.obj": b"mtllib cube.mtl\n" + obj(), "cube.mtl": material, "textures/red.png": png(_PICTURE)})


def stl_ascii() -> bytes:
    facets = []
    for triangle in _TRIANGLES:
        corners = "".join(f"  vertex {x:e} {y:e} {z:e}\n" for x, y, z in (_CORNERS[at] for at in triangle))
        facets.append(f" facet normal 0 0 0\n  outer loop\n{corners}  endloop\n endfacet\n")
    return f"solid cube\n{''.join(facets)}endsolid cube\n".encode()


def stl_binary() -> bytes:
    facets = b"".join(struct.pack("<12fH", 0, 0, 0, *(n for at in t for n in _CORNERS[at]), 0) for t in _TRIANGLES)
    return b"a cube".ljust(80, b"\0") + struct.pack("<I", len(_TRIANGLES)) + facets


def _ply_head(form: str) -> str:
    numbers = "".join(f"property float {axis}\n" for axis in "xyz") + "".join(
        f"property uchar {c}\n" for c in ("red", "green", "blue")
    )
    faces = f"element face {len(_SIDES)}\nproperty list uchar int vertex_indices\n"
    return f"ply\nformat {form} 1.0\ncomment a cube\nelement vertex {len(_CORNERS)}\n{numbers}{faces}end_header\n"


def ply_ascii() -> bytes:
    points = [" ".join(map(str, (*point, *colour))) for point, colour in zip(_CORNERS, _COLOURS, strict=True)]
    faces = ["4 " + " ".join(map(str, side)) for side in _SIDES]
    return (_ply_head("ascii") + "\n".join([*points, *faces]) + "\n").encode()


def ply_binary(order: str = "<") -> bytes:
    points = b"".join(struct.pack(f"{order}3f3B", *point, *colour) for point, colour in zip(_CORNERS, _COLOURS, strict=True))
    faces = b"".join(struct.pack(f"{order}B4i", 4, *side) for side in _SIDES)
    form = "binary_little_endian" if order == "<" else "binary_big_endian"
    return _ply_head(form).encode() + points + faces


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


SEEDS: dict[str, Callable[[], bytes]] = {
    "glb": glb,
    "gltf": gltf,
    "obj": obj,
    "stl-ascii": stl_ascii,
    "stl-binary": stl_binary,
    "ply-ascii": ply_ascii,
    "ply-binary": ply_binary,
    "ply-big-endian": lambda: ply_binary(">"),
    "zip-gltf": zip_of_gltf,
    "zip-obj": zip_of_obj,
}
"""kind -> the bytes of such a file, equal at each call."""
