"""OpenEXR up to its pixels, with its table of chunks. Source: OpenEXR, "File Layout" and "Technical Introduction"."""

from __future__ import annotations

import struct
from typing import BinaryIO

from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, Unsupported, exactly, length

SIGNATURE = b"\x76\x2f\x31\x01"
_TILED, _LONG_NAMES, _DEEP, _PARTS = 0x200, 0x400, 0x800, 0x1000
_LINES = (1, 1, 1, 16, 32, 16, 32, 32, 32, 256)
"""Lines in a chunk, by number of compression: none, rle, zips, zip, piz, pxr24, b44, b44a, dwaa, dwab."""


def read(file: BinaryIO) -> Header:
    """The header; its size is that of the display window. Broken where it is damaged or its chunks lie beyond the file's end,
    Unsupported for deep and multi-part files and pictures without R, G, B or Y."""
    file.seek(4)
    (version,) = struct.unpack("<I", exactly(file, 4))
    if version & 0xFF != 2:
        raise Broken
    if version & (_DEEP | _PARTS):
        raise Unsupported("exr_parts")
    found = _attributes(file)
    window, data = (struct.unpack("<4i", found[name]) for name in ("displayWindow", "dataWindow"))
    width, height = window[2] - window[0] + 1, window[3] - window[1] + 1
    across, down = data[2] - data[0] + 1, data[3] - data[1] + 1
    if across < 1 or down < 1 or across * down > 4 * max(1, width * height):
        raise Broken
    compression = found["compression"][0]
    channels = _channels(found["channels"])
    if compression >= len(_LINES) or not ({"R", "G", "B"} <= channels.keys() or _is_grey(channels)):
        raise Unsupported("exr_coding")
    if version & _TILED:
        tile_width, tile_height = struct.unpack("<2I", found["tiles"][:8])
        _check_chunks(file, -(-across // max(1, tile_width)) * -(-down // max(1, tile_height)), 16)
    else:
        _check_chunks(file, -(-down // _LINES[compression]), 4)
    environment = found.get("envmap", b"\2")[0]
    return Header(
        format="exr",
        width=width,
        height=height,
        bits=16 if 1 in channels.values() else 32,
        components=len(channels),
        linear=True,
        primaries=struct.unpack("<8f", found["chromaticities"]) if len(found.get("chromaticities", b"")) == 32 else None,
        environment={0: "latlong", 1: "cube"}.get(environment),  # type: ignore[arg-type]
    )


def _attributes(file: BinaryIO) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    while name := _text(file):
        _text(file)
        (size,) = struct.unpack("<I", exactly(file, 4))
        if size > MOST_METADATA or len(found) > 1000:
            raise Broken
        found[name] = exactly(file, size)
    return found


def _text(file: BinaryIO) -> str:
    """A text that ends with a zero byte; at most 255 long."""
    out = bytearray()
    while (byte := exactly(file, 1)) != b"\0":
        out += byte
        if len(out) > 255:
            raise Broken
    return out.decode("utf-8", "replace")


def _channels(data: bytes) -> dict[str, int]:
    """Kind of number (0 whole, 1 half float, 2 float) of each channel; layers' are left out."""
    found: dict[str, int] = {}
    at = 0
    while data[at]:
        end = data.find(b"\0", at)
        if end < 0:
            raise Broken
        found[data[at:end].decode("utf-8", "replace")] = struct.unpack_from("<i", data, end + 1)[0]
        at = end + 17
    return found


def _is_grey(channels: dict[str, int]) -> bool:
    """Brightness alone; with colour at half size beside it the decoder can't read it."""
    return "Y" in channels and not channels.keys() & {"RY", "BY"}


def _check_chunks(file: BinaryIO, count: int, place_bytes: int) -> None:
    """Broken where a chunk of lines or a tile is missing or cut off: decoders leave those black in silence. Each begins with
    so many bytes that tell its place in the picture."""
    end = length(file)
    if count * 8 > end:
        raise Broken
    places = struct.unpack(f"<{count}Q", exactly(file, 8 * count))
    for place in places:
        if not 0 < place < end:
            raise Broken
        file.seek(place + place_bytes)
        (size,) = struct.unpack("<I", exactly(file, 4))
        if place + place_bytes + 4 + size > end:
            raise Broken
