"""OpenEXR a row of chunks at a time: each is made a small file of its own, which ffmpeg's decoder reads.

Given the whole file, the decoder would hold it and a frame of up to 16 bytes a pixel; and it takes the picture's first pixel
for (0, 0), wherever its windows begin.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from media_pipeline.images import colour
from media_pipeline.images.decoding import light, through_av
from media_pipeline.images.decoding.strips import ROWS, Strip
from media_pipeline.images.headers import Header
from media_pipeline.images.headers.exr import SIGNATURE, TILED, Layout, read_layout

Numbers = npt.NDArray[np.float16] | npt.NDArray[np.float32]
_FLOATS: dict[str, type[np.generic]] = {"f16le": np.float16, "f32le": np.float32}


def strips(source: Path, header: Header, step: int) -> Iterator[Strip]:
    """sRGB strips of every ``step``-th pixel; ValueError where it can't be read."""
    with source.open("rb") as file:
        layout = read_layout(file)

        def read(every: int) -> Iterator[light.Part]:
            return (_lit(part, header) for part in light.thinned(_shown(file, layout), every))

        yield from light.shown(read, header.width, header.height, step)


def _lit(numbers: Numbers, header: Header) -> light.Part:
    """Light in sRGB's primaries, and alpha where there is one."""
    seen = light.finite(numbers[..., :3].astype(np.float32))
    if header.primaries is not None:
        seen = colour.to_srgb_primaries(seen, *colour.in_pairs(header.primaries))
    return seen, numbers[..., 3] if numbers.shape[2] > 3 else None


def _shown(file: BinaryIO, layout: Layout) -> Iterator[Numbers]:
    """The display window from top to bottom: what the file holds of it, and black, which is opaque, around that."""
    shown, kept = layout.shown, layout.kept
    above, left = kept.top - shown.top, kept.left - shown.left
    columns = slice(max(0, left), min(left + kept.width, shown.width))
    many = max(1, ROWS // layout.lines)
    yield from _black(above, shown.width)
    for row in range(0, len(layout.chunks), many):
        top = above + row * layout.lines
        bottom = min(above + kept.height, top + many * layout.lines)
        first, last = max(0, top), min(bottom, shown.height)
        if first >= last:
            continue
        part = _decoded(file, layout, row, bottom - top)[first - top : last - top]
        if columns == slice(left, left + kept.width) == slice(0, shown.width):
            yield part
            continue
        around = np.zeros((last - first, shown.width, part.shape[2]), part.dtype)
        around[..., 3:] = 1
        around[:, columns] = part[:, columns.start - left : columns.stop - left]
        yield around
    yield from _black(shown.height - above - kept.height, shown.width)


def _black(height: int, width: int) -> Iterator[Numbers]:
    for top in range(0, height, ROWS):
        yield np.zeros((min(ROWS, height - top), width, 3), np.float32)


def _decoded(file: BinaryIO, layout: Layout, row: int, height: int) -> Numbers:
    """R, G, B, and alpha where there is one, of ``height`` lines from a row of chunks on."""
    frame = through_av.frame("exr", _file(file, layout, row, height))
    name = frame.format.name
    if name[-5:] not in _FLOATS or (frame.width, frame.height) != (layout.kept.width, height):
        raise ValueError(f"{name} of {frame.width} x {frame.height}")
    planes = through_av.planes(frame, _FLOATS[name[-5:]])
    if len(planes) > 1:
        planes = [planes[2], planes[0], planes[1], *planes[3:]]  # kept as G, B, R
    return np.dstack(planes if len(planes) >= 3 else planes[:1] * 3)


def _file(file: BinaryIO, layout: Layout, row: int, height: int) -> bytes:
    """An OpenEXR file of rows of chunks, its only pixels and the whole picture; a chunk's data doesn't know where it lies."""
    window = struct.pack("<4i", 0, 0, layout.kept.width - 1, height - 1)
    attributes = [
        (b"channels", b"chlist", layout.attributes["channels"]),
        (b"compression", b"compression", layout.attributes["compression"]),
        (b"dataWindow", b"box2i", window),
        (b"displayWindow", b"box2i", window),
        (b"lineOrder", b"lineOrder", b"\0"),
        (b"pixelAspectRatio", b"float", struct.pack("<f", 1.0)),
    ]
    if layout.tiled:
        attributes.append((b"tiles", b"tiledesc", layout.attributes["tiles"][:8] + b"\0"))
    head = SIGNATURE + struct.pack("<I", 2 | (TILED if layout.tiled else 0))
    head += b"".join(name + b"\0" + kind + b"\0" + struct.pack("<i", len(data)) + data for name, kind, data in attributes) + b"\0"
    chunks = []
    for number in range(-(-height // layout.lines)):
        for column, place in enumerate(layout.chunks[row + number]):
            file.seek(place + layout.place_bytes)
            size = file.read(4)
            where = struct.pack("<4i", column, number, 0, 0) if layout.tiled else struct.pack("<i", number * layout.lines)
            chunks.append(where + size + file.read(struct.unpack("<I", size)[0]))
    at, places = len(head) + 8 * len(chunks), []
    for chunk in chunks:
        places.append(at)
        at += len(chunk)
    return head + struct.pack(f"<{len(places)}Q", *places) + b"".join(chunks)
