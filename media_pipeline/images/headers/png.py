"""PNG up to its first pixels. Sources: PNG third edition (chunks, eXIf, acTL; of what tells colours cICP counts first, then iCCP,
sRGB, and last gAMA with cHRM), XMP part 3."""

from __future__ import annotations

import struct
from typing import BinaryIO

from media_pipeline.images.headers import exif
from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, exactly

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP = b"XML:com.adobe.xmp\0"
_SRGB = (0.64, 0.33, 0.30, 0.60, 0.15, 0.06, 0.3127, 0.3290)
_COMPONENTS = {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}


def read(file: BinaryIO) -> Header:
    """The header of a PNG; Broken or struct.error where it is damaged."""
    file.seek(len(SIGNATURE))
    xmp, camera, pictures = b"", b"", 1
    size: tuple[int, ...] | None = None
    colour: tuple[int, ...] | None = None
    told: dict[bytes, bytes] = {}
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
        elif kind in (b"gAMA", b"cHRM") and length <= 32:
            told[kind] = exactly(file, length)
        elif kind in (b"iCCP", b"sRGB"):  # they count for more than those two
            told[kind] = b""
            file.seek(length, 1)
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
        gamma=_gamma(told),
        primaries=_primaries(told.get(b"cHRM", b"")),
    )


def _gamma(told: dict[bytes, bytes]) -> float | None:
    """The power that makes light of codes; None where that is the screen's own (1 / 2.2 stands for sRGB), or told otherwise."""
    if told.keys() & {b"iCCP", b"sRGB"} or len(told.get(b"gAMA", b"")) != 4:
        return None
    (stored,) = struct.unpack(">I", told[b"gAMA"])
    primaries = _primaries(told.get(b"cHRM", b"")) or _SRGB
    like_srgb = abs(stored - 45455) < 1000 and max(abs(a - b) for a, b in zip(primaries, _SRGB, strict=True)) < 0.005
    return None if like_srgb or not 10_000 <= stored <= 500_000 else 100_000 / stored


def _primaries(data: bytes) -> tuple[float, ...] | None:
    """(x, y) of red, green, blue and white; None where it can't be colours."""
    if len(data) != 32:
        return None
    white_x, white_y, *colours = (number / 100_000 for number in struct.unpack(">8I", data))
    (red_x, red_y, green_x, green_y, blue_x, blue_y) = colours
    area = (green_x - red_x) * (blue_y - red_y) - (blue_x - red_x) * (green_y - red_y)
    if abs(area) < 0.01 or min(white_y, red_y, green_y, blue_y) <= 0:
        return None
    return (*colours, white_x, white_y)


def _xmp(data: bytes) -> bytes:
    """The packet in an uncompressed iTXt chunk; a compressed one is left alone (XMP part 3 asks for uncompressed)."""
    if not data.startswith(_XMP):
        return b""
    rest = data[len(_XMP) :]
    if len(rest) < 2 or rest[0] != 0:
        return b""
    pieces = rest[2:].split(b"\0", 2)  # language, translated keyword, text
    return pieces[2] if len(pieces) == 3 else b""
