"""TIFF and BigTIFF: the first picture's tags. Sources: TIFF 6.0, Adobe TIFF Technical Notes, BigTIFF design, XMP part 3."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, Unsupported, exactly, length

SIGNATURES = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_LETTERS = {1: "B", 3: "H", 4: "I", 13: "I", 16: "Q"}
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _COLOURS, _OFFSETS, _ORIENTATION, _SAMPLES = 256, 257, 258, 259, 262, 273, 274, 277
_COUNTS, _PLANES, _TILE_OFFSETS, _TILE_COUNTS, _EXTRA, _FORMAT, _XMP, _ICC = 279, 284, 324, 325, 338, 339, 700, 34675
_SIGNED, _FLOAT = 2, 3
_APART, _UNSPECIFIED = 2, 0
_YCBCR, _LAB, _OTHER_LABS = 6, 8, (9, 10)
_JPEG = 7
_COMPRESSIONS = (1, 2, 3, 4, 5, 7, 8, 32773, 32946)
"""None, three of fax, LZW, JPEG, deflate (two numbers), PackBits."""


@dataclass(frozen=True)
class _File:
    """An open file with its byte order; ``big``: 8-byte offsets."""

    file: BinaryIO
    order: str
    big: bool
    end: int

    def offset(self, at: int) -> int:
        """An offset that stands at a place of the file."""
        return self._unpack("Q" if self.big else "I", at)[0]

    def entries(self, at: int) -> tuple[dict[int, tuple[int, int, int]], int]:
        """{tag: (kind, count, where)} of the directory at a place, and where the offset of the next one stands."""
        size, head = (20, 8) if self.big else (12, 2)
        (count,) = self._unpack("Q" if self.big else "H", at)
        if count > 4096:
            raise Broken
        found: dict[int, tuple[int, int, int]] = {}
        for entry in range(count):
            place = at + head + size * entry
            tag, kind, values = self._unpack("HHQ" if self.big else "HHI", place)
            where = place + (12 if self.big else 8)
            if _SIZES.get(kind, 1) * values > (8 if self.big else 4):
                where = self.offset(where)
            found[tag] = kind, values, where
        return found, at + head + size * count

    def raw(self, entry: tuple[int, int, int]) -> bytes:
        """The bytes of an entry's values."""
        kind, count, where = entry
        if count * _SIZES.get(kind, 1) > MOST_METADATA or where > self.end:
            raise Broken
        self.file.seek(where)
        return exactly(self.file, count * _SIZES.get(kind, 1))

    def numbers(self, entry: tuple[int, int, int] | None, default: tuple[int, ...] = ()) -> tuple[int, ...]:
        """An entry's whole numbers."""
        if entry is None:
            return default
        if entry[0] not in _LETTERS:
            raise Broken
        return struct.unpack(f"{self.order}{entry[1]}{_LETTERS[entry[0]]}", self.raw(entry))

    def _unpack(self, letters: str, at: int) -> tuple[int, ...]:
        if at > self.end:
            raise Broken
        self.file.seek(at)
        return struct.unpack(self.order + letters, exactly(self.file, struct.calcsize(self.order + letters)))


def read(file: BinaryIO) -> Header:
    """The header of a TIFF's first picture. Broken where it is damaged or its pixels lie beyond the file's end, Unsupported
    where they are compressed or laid out in a rare way."""
    start = exactly(file, 4)
    tiff = _File(file, "<" if start[:2] == b"II" else ">", b"+" in start, length(file))
    tags, after = tiff.entries(tiff.offset(8 if tiff.big else 4))
    compression = tiff.numbers(tags.get(_COMPRESSION), (1,))[0]
    if compression not in _COMPRESSIONS:
        raise Unsupported("tiff_coding")
    tiled = _TILE_OFFSETS in tags
    bits = tiff.numbers(tags.get(_BITS), (1,))[0]
    sort = tiff.numbers(tags.get(_FORMAT), (1,))[0]
    colours = tiff.numbers(tags.get(_COLOURS), (1,))[0]
    if bits > 32 or (tiled and tiff.numbers(tags.get(_PLANES), (1,))[0] == _APART):  # libvips reads neither
        raise Unsupported("tiff_layout")
    offsets = tiff.numbers(tags[_TILE_OFFSETS if tiled else _OFFSETS])
    counts = tiff.numbers(tags.get(_TILE_COUNTS if tiled else _COUNTS), (0,) * len(offsets))
    if any(offset + count > tiff.end for offset, count in zip(offsets, counts, strict=False)):
        raise Broken
    if colours != _LAB and (sort == _SIGNED or (bits > 16 and sort != _FLOAT)):  # libvips makes a wrong picture of it
        raise Unsupported("tiff_layout")
    if colours == _YCBCR and compression != _JPEG:  # libvips would take it for RGB
        raise Unsupported("tiff_layout")
    if colours in _OTHER_LABS or (colours == _LAB and bits == 8):  # libvips reads Lab of 16 bits and of floats
        raise Unsupported("tiff_lab")
    orientation = tiff.numbers(tags.get(_ORIENTATION), (1,))[0]
    return Header(
        format="tiff",
        width=tiff.numbers(tags[_WIDTH])[0],
        height=tiff.numbers(tags[_HEIGHT])[0],
        bits=bits,
        components=tiff.numbers(tags.get(_SAMPLES), (1,))[0],
        icc=tiff.raw(tags[_ICC]) if _ICC in tags else b"",
        xmp=tiff.raw(tags[_XMP]) if _XMP in tags else b"",
        orientation=orientation if 1 <= orientation <= 8 else 1,
        pictures=2 if _next(tiff, after) else 1,
        transparent=tiff.numbers(tags.get(_EXTRA), (1,))[0] != _UNSPECIFIED,
        linear=sort == _FLOAT and colours != _LAB,
    )


def _next(tiff: _File, at: int) -> bool:
    """Whether another picture follows; a file that ends here has none."""
    return at + 4 <= tiff.end and tiff.offset(at) != 0
