"""GLB files made here, with known answers: a cube whose six sides have six colours, and ways to spoil one."""

from __future__ import annotations

import json
import struct
import zlib
from dataclasses import dataclass, field
from typing import Any

import numpy as np

COLOURS = {
    "+x": (1.0, 0.0, 0.0),
    "-x": (0.0, 1.0, 1.0),
    "+y": (0.0, 1.0, 0.0),
    "-y": (1.0, 0.0, 1.0),
    "+z": (0.0, 0.0, 1.0),
    "-z": (1.0, 1.0, 0.0),
}
FLOAT, USHORT, UINT, UBYTE = 5126, 5123, 5125, 5121
_ELEMENTS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_TYPES = {"f": FLOAT, "H": USHORT, "I": UINT, "B": UBYTE}


@dataclass
class Model:
    """A glTF document and its binary chunk while they are made."""

    document: dict[str, Any] = field(default_factory=dict)
    binary: bytearray = field(default_factory=bytearray)

    def view(self, data: bytes) -> int:
        """Append bytes as a buffer view; its number."""
        self.binary += b"\0" * (-len(self.binary) % 4)
        views = self.document.setdefault("bufferViews", [])
        views.append({"buffer": 0, "byteOffset": len(self.binary), "byteLength": len(data)})
        self.binary += data
        return len(views) - 1

    def numbers(self, values: np.ndarray, **more: Any) -> int:
        """Append an array as an accessor; its number."""
        values = values if values.ndim > 1 else values[:, None]
        accessors = self.document.setdefault("accessors", [])
        accessors.append(
            {
                "bufferView": self.view(values.tobytes()),
                "componentType": _TYPES[values.dtype.char],
                "count": len(values),
                "type": _ELEMENTS[values.shape[1]],
                **more,
            }
        )
        return len(accessors) - 1

    def glb(self, version: int = 2) -> bytes:
        """The finished file."""
        if self.binary:
            self.document.setdefault("buffers", [{"byteLength": len(self.binary)}])
        return container(json.dumps(self.document).encode(), bytes(self.binary), version)


def container(text: bytes, binary: bytes = b"", version: int = 2) -> bytes:
    """Chunks in a GLB, padded as the specification wants."""
    text += b" " * (-len(text) % 4)
    binary += b"\0" * (-len(binary) % 4)
    chunks = struct.pack("<II", len(text), 0x4E4F534A) + text
    if binary:
        chunks += struct.pack("<II", len(binary), 0x004E4942) + binary
    return struct.pack("<4sII", b"glTF", version, 12 + len(chunks)) + chunks


def cube(side: float = 2.0) -> Model:
    """A cube around the origin, 12 triangles, one flat colour a side, on one node."""
    model = Model({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}]})
    primitives, materials = [], []
    for number, (name, colour) in enumerate(COLOURS.items()):
        axis, sign = "xyz".index(name[1]), 1 if name[0] == "+" else -1
        normal = np.eye(3)[axis] * sign
        across, up = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3] * sign
        corners = np.array([normal + a * across + b * up for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]) * side / 2
        positions = model.numbers(corners.astype("f"))
        model.document["accessors"][positions] |= {"min": corners.min(0).tolist(), "max": corners.max(0).tolist()}
        attributes = {"POSITION": positions, "NORMAL": model.numbers(np.tile(normal, (4, 1)).astype("f"))}
        indices = model.numbers(np.array([0, 1, 2, 0, 2, 3], "H"))
        primitives.append({"attributes": attributes, "indices": indices, "material": number})
        pbr = {"baseColorFactor": [*colour, 1.0], "metallicFactor": 0.0, "roughnessFactor": 1.0}
        materials.append({"pbrMetallicRoughness": pbr})
    model.document |= {"meshes": [{"primitives": primitives}], "materials": materials}
    return model


def png(pixels: np.ndarray) -> bytes:
    """A PNG of (height, width, 3) bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.astype("B").tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def png_header(width: int, height: int) -> bytes:
    """As much of a PNG as says its size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0"


def with_picture(data: bytes) -> Model:
    """The cube with this picture on its +Z side."""
    model = cube()
    primitive = model.document["meshes"][0]["primitives"][4]
    primitive["attributes"]["TEXCOORD_0"] = model.numbers(np.array([[0, 1], [1, 1], [1, 0], [0, 0]], "f"))
    model.document |= {"images": [{"bufferView": model.view(data), "mimeType": "image/png"}], "textures": [{"source": 0}]}
    model.document["materials"][4]["pbrMetallicRoughness"] = {"baseColorTexture": {"index": 0}, "metallicFactor": 0.0}
    return model
