"""STL, as CAD programs and 3D printers write it: triangles without unit, colour or texture; binary or as text.

Binary: 80 bytes of anything, a count, and per triangle a normal, three points (twelve 32-bit floats) and two more bytes.
"""

from __future__ import annotations

import struct
from array import array
from pathlib import Path

import numpy as np

from media_pipeline.errors import Refused
from media_pipeline.meshes.normals import creased, weld
from media_pipeline.meshes.origin import near
from media_pipeline.meshes.surface import Points, Scene, Surface
from media_pipeline.recipes import Limits

_HEAD = 84
_FACET = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("more", "<u2")])


def is_binary(head: bytes, size: int) -> bool:
    """Whether a file's length is that of a binary STL; a text never has just that length."""
    return len(head) >= _HEAD and size == _HEAD + _FACET.itemsize * struct.unpack("<I", head[80:_HEAD])[0]


def read_stl(source: Path, limits: Limits) -> Scene:
    """One surface; the file's own normals are often wrong and not used. Refused: damaged, too many triangles."""
    with source.open("rb") as file:
        head = file.read(_HEAD)
    binary = is_binary(head, source.stat().st_size) or b"\0" in head
    corners = _binary(source, head, limits) if binary else _text(source, limits)
    if not np.isfinite(corners).all():
        raise Refused("damaged", name=source.name, detail="a number in its geometry is no number")
    if len(corners) == 0:
        raise Refused("no_geometry", name=source.name)
    corners, moved = near(corners, corners)
    kept, number = weld(corners.astype(np.float32) + np.float32(0))  # + 0: -0 is 0
    points, normals, triangles = creased(corners[kept], number.reshape(-1, 3))
    return Scene((Surface(points, triangles, normals),), moved=moved, exact=not binary)


def _binary(source: Path, head: bytes, limits: Limits) -> Points:
    room = (source.stat().st_size - _HEAD) // _FACET.itemsize
    count = struct.unpack("<I", head[80:])[0] if len(head) == _HEAD else 1
    if count > room:
        raise Refused("damaged", name=source.name, detail=f"it says {count} triangles and has room for {max(room, 0)}")
    if count > limits.triangles:
        raise Refused("too_many_triangles", name=source.name, triangles=count, limit=limits.triangles)
    facets = np.fromfile(source, _FACET, count, offset=_HEAD)
    return facets["corners"].astype(np.float64).reshape(-1, 3)


def _text(source: Path, limits: Limits) -> Points:
    numbers = array("d")
    facets = ends = 0
    with source.open("rb") as file:
        for count, line in enumerate(file, 1):
            words = line.split(None, 4)
            if not words:
                continue
            word = words[0].lower()  # older programs write all in capitals
            if word == b"vertex":
                try:
                    numbers.extend(map(float, words[1:4]))
                except ValueError:
                    raise _damaged(source, count) from None
                if len(numbers) % 3:
                    raise _damaged(source, count)
            elif word == b"facet":
                facets += 1
                if facets > limits.triangles:
                    raise Refused("too_many_triangles", name=source.name, triangles=facets, limit=limits.triangles)
            elif word == b"endfacet":
                ends += 1
                if len(numbers) != 9 * ends:
                    raise _damaged(source, count)
    if facets != ends:
        raise Refused("damaged", name=source.name, detail="its last triangle is not whole")
    return np.frombuffer(numbers, np.float64).reshape(-1, 3)


def _damaged(source: Path, line: int) -> Refused:
    return Refused("damaged", name=source.name, detail=f"line {line} is no point of a triangle")
