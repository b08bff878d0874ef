"""OpenEXR up to its pixels, with its table of chunks. Source: OpenEXR, "File Layout" and "Technical Introduction"."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, Unsupported, exactly, length

SIGNATURE = b"\x76\x2f\x31\x01"
TILED, _DEEP, _PARTS = 0x200, 0x800, 0x1000
_LINES = (1, 1, 1, 16, 32, 16, 32, 32, 32, 256)
"""Lines in a chunk, by number of compression: none, rle, zips, zip, piz, pxr24, b44, b44a, dwaa, dwab."""


@dataclass(frozen=True)
class Window:
    """Pixels from (left, top) on, as OpenEXR counts them: from anywhere, below zero too."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Layout:
    """``shown``: the display window, the whole picture. ``kept``: the data window, the part whose pixels are in the file; it may
    be smaller, or reach beyond. ``chunks``: where in the file those of each row of ``lines`` lines begin, from the top down,
    each with ``place_bytes`` that tell its place in the picture and four that tell its size."""

    tiled: bool
    attributes: dict[str, bytes]
    shown: Window
    kept: Window
    lines: int
    chunks: tuple[tuple[int, ...], ...]

    @property
    def place_bytes(self) -> int:
        return 16 if self.tiled else 4


def read(file: BinaryIO) -> Header:
    """The header; its size is that of the display window. Broken where it is damaged or its chunks lie beyond the file's end,
    Unsupported for deep and multi-part files and pictures without R, G, B or Y."""
    layout = read_layout(file)
    found = layout.attributes
    channels = _channels(found["channels"])
    environment = found.get("envmap", b"\2")[0]
    return Header(
        format="exr",
        width=layout.shown.width,
        height=layout.shown.height,
        bits=16 if 1 in channels.values() else 32,
        components=len(channels),
        linear=True,
        primaries=struct.unpack("<8f", found["chromaticities"]) if len(found.get("chromaticities", b"")) == 32 else None,
        environment={0: "latlong", 1: "cube"}.get(environment),  # type: ignore[arg-type]
    )


def read_layout(file: BinaryIO) -> Layout:
    """Where the pixels lie, in the picture and in the file; raises as :func:`read`, which this is the first part of."""
    file.seek(4)
    (version,) = struct.unpack("<I", exactly(file, 4))
    if version & 0xFF != 2:
        raise Broken
    if version & (_DEEP | _PARTS):
        raise Unsupported("exr_parts")
    found = _attributes(file)
    shown, kept = _window(found["displayWindow"]), _window(found["dataWindow"])
    if kept.width < 1 or kept.height < 1 or kept.width * kept.height > 4 * max(1, shown.width * shown.height):
        raise Broken
    if not (_meet(shown.left, shown.width, kept.left, kept.width) and _meet(shown.top, shown.height, kept.top, kept.height)):
        raise Broken
    compression = found["compression"][0]
    channels = _channels(found["channels"])
    if compression >= len(_LINES) or not ({"R", "G", "B"} <= channels.keys() or _is_grey(channels)):
        raise Unsupported("exr_coding")
    tiled = bool(version & TILED)
    lines, across = _LINES[compression], 1
    if tiled:
        tile_width, lines = (max(1, side) for side in struct.unpack("<2I", found["tiles"][:8]))
        across = -(-kept.width // tile_width)
    down = -(-kept.height // lines)
    places = _places(file, across * down)
    layout = Layout(tiled, found, shown, kept, lines, tuple(places[row * across : (row + 1) * across] for row in range(down)))
    _check_chunks(file, layout)
    return layout


def _window(data: bytes) -> Window:
    left, top, right, bottom = struct.unpack("<4i", data)
    return Window(left, top, right - left + 1, bottom - top + 1)


def _meet(one: int, size: int, other: int, other_size: int) -> bool:
    return one < other + other_size and other < one + size


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


def _places(file: BinaryIO, count: int) -> tuple[int, ...]:
    """The table of chunks; of a picture in several sizes the first, which are those of the largest."""
    if count * 8 > length(file):
        raise Broken
    return struct.unpack(f"<{count}Q", exactly(file, 8 * count))


def _check_chunks(file: BinaryIO, layout: Layout) -> None:
    """Broken where a chunk is missing, cut off or at another place in the picture than its place in the table says: decoders
    leave those black in silence."""
    end = length(file)
    for row, chunks in enumerate(layout.chunks):
        for column, place in enumerate(chunks):
            if not 0 < place < end:
                raise Broken
            file.seek(place)
            where = exactly(file, layout.place_bytes)
            said = struct.unpack("<4i", where) if layout.tiled else struct.unpack("<i", where)
            if said != ((column, row, 0, 0) if layout.tiled else (layout.kept.top + row * layout.lines,)):
                raise Broken
            (size,) = struct.unpack("<I", exactly(file, 4))
            if place + layout.place_bytes + 4 + size > end:
                raise Broken
