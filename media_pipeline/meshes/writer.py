"""A GLB put together: a document, and the numbers and pictures that it names, in one binary chunk.

Source: Khronos glTF 2.0 specification, sections 3.6 and 4.4.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_ELEMENTS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
_COMPONENTS = {"int8": 5120, "uint8": 5121, "int16": 5122, "uint16": 5123, "uint32": 5125, "float32": 5126}
ARRAY, ELEMENTS = 34962, 34963
GENERATOR = "Kijkkamer"


class Builder:
    """Collects parts of a GLB; ``write`` puts them into a file."""

    def __init__(self, document: dict[str, Any] | None = None) -> None:
        self.document: dict[str, Any] = (
            document if document is not None else {"asset": {"version": "2.0", "generator": GENERATOR}}
        )
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []
        self._chunks: list[bytes | memoryview] = []
        self.length = 0

    def bytes_at(self, data: bytes | memoryview) -> int:
        """Append bytes at the next multiple of four; where they begin."""
        gap = -self.length % 4
        self._chunks += [b"\0" * gap, data]
        start = self.length + gap
        self.length = start + len(data)
        return start

    def view(self, data: bytes | memoryview, **more: Any) -> int:
        """Append bytes as a buffer view; its number."""
        self.views.append({"buffer": 0, "byteOffset": self.bytes_at(data), "byteLength": len(data), **more})
        return len(self.views) - 1

    def numbers(self, values: NDArray[Any], target: int | None = None, **more: Any) -> int:
        """Append rows of numbers as an accessor; its number."""
        rows = np.ascontiguousarray(values if values.ndim > 1 else values[:, None])
        view = self.view(rows.reshape(-1).view(np.uint8).data, **({} if target is None else {"target": target}))
        return self.accessor(view, _COMPONENTS[str(rows.dtype)], len(rows), _ELEMENTS[rows.shape[1]], **more)

    def accessor(self, view: int, component: int, count: int, elements: str, **more: Any) -> int:
        """Name numbers of a buffer view; the accessor's number."""
        self.accessors.append({"bufferView": view, "componentType": component, "count": count, "type": elements, **more})
        return len(self.accessors) - 1

    def write(self, target: Path) -> None:
        """Write the file. A document that has buffers already keeps them behind the binary chunk."""
        document = dict(self.document)
        if self.length:
            document["buffers"] = [{"byteLength": self.length}, *document.get("buffers", [])]
        for name, parts in (("bufferViews", self.views), ("accessors", self.accessors)):
            if parts:
                document[name] = parts
        text = json.dumps(document, separators=(",", ":"), sort_keys=True, ensure_ascii=False, allow_nan=False).encode()
        text += b" " * (-len(text) % 4)
        padding = b"\0" * (-self.length % 4)
        whole = 12 + 8 + len(text) + (8 + self.length + len(padding) if self.length else 0)
        with target.open("wb") as file:
            file.write(struct.pack("<4sIIII", b"glTF", 2, whole, len(text), 0x4E4F534A))
            file.write(text)
            if self.length:
                file.write(struct.pack("<II", self.length + len(padding), 0x004E4942))
                for chunk in self._chunks:
                    file.write(chunk)
                file.write(padding)


def bounds(points: NDArray[Any]) -> dict[str, list[float]]:
    """``min`` and ``max`` of an accessor of points."""
    return {"min": [float(number) for number in points.min(axis=0)], "max": [float(number) for number in points.max(axis=0)]}
