"""WebP: the chunks of its RIFF. Sources: RFC 9649 (container), RFC 6386 section 9.1 (VP8 frame header)."""

from __future__ import annotations

import struct
from typing import BinaryIO

from media_pipeline.images.headers import exif
from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, exactly, length

_ALPHA, _ANIMATED = 0x10, 0x02


def read(file: BinaryIO) -> Header:
    """The header of a WebP; Broken where it is damaged or shorter than it says."""
    file.seek(4)
    (riff,) = struct.unpack("<I", exactly(file, 4))
    exactly(file, 4)
    end = 8 + riff
    if end > length(file):
        raise Broken
    size: tuple[int, int] | None = None
    flags, frames = 0, 0
    found: dict[bytes, bytes] = {}
    while file.tell() + 8 <= end:
        kind, count = struct.unpack("<4sI", exactly(file, 8))
        after = file.tell() + count + (count & 1)
        if file.tell() + count > end:
            raise Broken
        if kind == b"VP8X":
            flags = (data := exactly(file, 10))[0]
            size = 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")
        elif kind in (b"VP8 ", b"VP8L"):
            frames += 1
            size = size or _frame(kind, exactly(file, 10))
        elif kind == b"ANMF":
            frames += 1
        elif kind in (b"ICCP", b"XMP ", b"EXIF") and count < MOST_METADATA:
            found.setdefault(kind, exactly(file, count))
        file.seek(after)
    if size is None or not frames:
        raise Broken
    return Header(
        format="webp",
        width=size[0],
        height=size[1],
        components=4 if flags & _ALPHA else 3,
        icc=found.get(b"ICCP", b""),
        xmp=found.get(b"XMP ", b""),
        orientation=exif.orientation(found.get(b"EXIF", b"")),
        pictures=frames if flags & _ANIMATED else 1,
    )


def _frame(kind: bytes, start: bytes) -> tuple[int, int]:
    """(width, height) of a lossy or lossless frame's first bytes."""
    if kind == b"VP8 ":
        if start[3:6] != b"\x9d\x01\x2a":
            raise Broken
        width, height = struct.unpack("<HH", start[6:10])
        return width & 0x3FFF, height & 0x3FFF
    if start[0] != 0x2F:
        raise Broken
    bits = int.from_bytes(start[1:5], "little")
    return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
