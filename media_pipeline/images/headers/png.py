"""PNG up to its first pixels. Sources: PNG third edition (chunks, eXIf, acTL), XMP part 3."""

from __future__ import annotations

import struct
from typing import BinaryIO

from media_pipeline.images.headers import exif
from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, exactly

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP = b"XML:com.adobe.xmp\0"
_COMPONENTS = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}


def read(file: BinaryIO) -> Header:
    """The header of a PNG; Broken or struct.error where it is damaged."""
    file.seek(len(SIGNATURE))
    xmp, camera, pictures = b"", b"", 1
    size: tuple[int, ...] | None = None
    colour: tuple[int, ...] | None = None
    while True:
        length, kind = struct.unpack(">I4s", exactly(file, 8))
        if kind in (b"IDAT", b"IEND"):
            break
        if kind == b"IHDR":
            size = struct.unpack(">IIBB", exactly(file, length)[:10])
        elif kind == b"iTXt" and length < MOST_METADATA:
            xmp = xmp or _xmp(exactly(file, length))
        elif kind == b"eXIf" and length < MOST_METADATA:
            camera = exactly(file, length)
        elif kind == b"cICP" and length == 4:
            colour = tuple(exactly(file, 4)[:2])
        elif kind == b"acTL" and length == 8:
            (pictures,) = struct.unpack(">I", exactly(file, 8)[:4])
        else:
            file.seek(length, 1)
        file.seek(4, 1)
    if size is None:
        raise Broken
    width, height, bits, kind_of_colour = size
    return Header(
        format="png",
        width=width,
        height=height,
        bits=bits,
        components=_COMPONENTS.get(kind_of_colour, 3),
        xmp=xmp,
        orientation=exif.orientation(camera),
        pictures=pictures,
        colour=(colour[0], colour[1]) if colour else None,
    )


def _xmp(data: bytes) -> bytes:
    """The packet in an uncompressed iTXt chunk; a compressed one is left alone (XMP part 3 asks for uncompressed)."""
    if not data.startswith(_XMP):
        return b""
    rest = data[len(_XMP) :]
    if len(rest) < 2 or rest[0] != 0:
        return b""
    pieces = rest[2:].split(b"\0", 2)  # language, translated keyword, text
    return pieces[2] if len(pieces) == 3 else b""
