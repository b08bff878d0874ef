"""HEIF, the box file of HEIC and AVIF pictures, without its pixels. Sources: ISO/IEC 14496-12 (boxes, meta), ISO/IEC 23008-12
(items, ispe, irot, grid), MIAF ISO/IEC 23000-22 (clap), AV1 Image File Format 1.1, ITU-T H.273 (colour code points)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, Unsupported, exactly, length

BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2", b"mif3")
_CODINGS = {b"av01": "avif", b"hvc1": "heic"}
_MOST_ITEMS = 20_000  # a phone's picture has a hundred


@dataclass
class _Item:
    """``extents`` (offset, length) in the file, or None where its bytes lie elsewhere; ``parts`` of a grid, by number."""

    kind: bytes = b""
    content: bytes = b""
    extents: list[tuple[int, int]] | None = None
    properties: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)


def read(file: BinaryIO) -> Header:
    """The header of the primary picture, its size as shown: decoders turn and crop as the file says. Broken where it is
    damaged or shorter than it says, Unsupported where its coding is neither AV1 nor HEVC."""
    end = length(file)
    moving, meta = False, b""
    for kind, start, stop in _top(file, end):
        moving = moving or kind == b"moov"
        if kind == b"meta" and not meta:
            if stop - start > MOST_METADATA:
                raise Broken
            file.seek(start)
            meta = exactly(file, stop - start)
    if not meta:
        raise Unsupported("heif_sequence") if moving else Broken
    primary, items, properties = _meta(meta)
    picture = items[primary]
    parts = [items[number] for number in picture.parts] or [picture]
    coding = parts[0].kind
    if coding not in _CODINGS:
        raise Unsupported("heif_coding")
    for item in (picture, *parts):
        if any(offset + size > end for offset, size in item.extents or ()):
            raise Broken
    said = [properties[number - 1] for number in picture.properties if 0 < number <= len(properties)]
    width, height = _size(said)
    colours = {data[:4]: data[4:] for kind, data in said if kind == b"colr"}
    depth = next((data[5] for kind, data in said if kind == b"pixi"), 8)
    return Header(
        format="avif" if coding == b"av01" else "heic",
        width=width,
        height=height,
        bits=depth,
        icc=colours.get(b"prof") or colours.get(b"rICC") or b"",
        xmp=_xmp(file, end, items),
        pictures=2 if moving else 1,
        colour=struct.unpack(">HH", colours[b"nclx"][:4]) if b"nclx" in colours else None,
    )


def _top(file: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(kind, start, stop) of the contents of each box of the file."""
    at = 0
    while at + 8 <= end:
        file.seek(at)
        size, kind = struct.unpack(">I4s", exactly(file, 8))
        start = at + 8
        if size == 1:
            (size,) = struct.unpack(">Q", exactly(file, 8))
            start += 8
        stop = at + size if size else end
        if stop < start or stop > end:
            raise Broken
        yield kind, start, stop
        at = stop


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, contents) of each box in a box."""
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        size = size or len(data) - at
        if size < 8 or at + size > len(data):
            raise Broken
        yield kind, data[at + 8 : at + size]
        at += size


def _meta(meta: bytes) -> tuple[int, dict[int, _Item], list[tuple[bytes, bytes]]]:
    """The primary item's number, all items, and the properties that they count from 1."""
    found = dict(_boxes(meta[4:]))
    items: dict[int, _Item] = {}
    _kinds(found[b"iinf"], items)
    _places(found[b"iloc"], items)
    properties: list[tuple[bytes, bytes]] = []
    for kind, data in _boxes(found[b"iprp"]):
        if kind == b"ipco":
            properties = list(_boxes(data))
        elif kind == b"ipma":
            _associations(data, items)
    for kind, data in _boxes(found.get(b"iref", b"\0\0\0\0")[4:]):
        if kind == b"dimg":
            wide = found[b"iref"][0] > 0
            numbers = _numbers(data, 4 if wide else 2)
            items[numbers[0]].parts = numbers[1:]
    primary = int.from_bytes(found[b"pitm"][4:], "big")
    return primary, items, properties


def _numbers(data: bytes, size: int) -> list[int]:
    """Of one reference: from which item, to which."""
    origin = int.from_bytes(data[:size], "big")
    (count,) = struct.unpack_from(">H", data, size)
    start = size + 2
    if start + count * size > len(data):
        raise Broken
    return [origin, *(int.from_bytes(data[start + i * size : start + (i + 1) * size], "big") for i in range(count))]


def _kinds(data: bytes, items: dict[int, _Item]) -> None:
    for kind, entry in _boxes(data[6:] if data[0] == 0 else data[8:]):
        if kind != b"infe" or entry[0] < 2:
            continue
        wide = 4 if entry[0] == 3 else 2
        number = int.from_bytes(entry[4 : 4 + wide], "big")
        rest = entry[4 + wide + 2 :]
        items[number] = _Item(kind=rest[:4], content=rest[4:])
        if len(items) > _MOST_ITEMS:
            raise Broken


def _places(data: bytes, items: dict[int, _Item]) -> None:
    version = data[0]
    sizes, more = data[4], data[5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version in (1, 2) else 0
    at = 6

    def number(size: int) -> int:
        nonlocal at
        if at + size > len(data):
            raise Broken
        at += size
        return int.from_bytes(data[at - size : at], "big")

    wide = 4 if version == 2 else 2
    for _ in range(number(wide)):
        item = items.setdefault(number(wide), _Item())
        method = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base = number(base_size)
        extents = []
        for _ in range(number(2)):
            number(index_size)
            offset = number(offset_size)
            extents.append((base + offset, number(length_size)))
        item.extents = extents if method == 0 else None


def _associations(data: bytes, items: dict[int, _Item]) -> None:
    (count,) = struct.unpack_from(">I", data, 4)
    wide, long = (4 if data[0] >= 1 else 2), data[3] & 1
    at = 8
    for _ in range(count):
        item = items.setdefault(int.from_bytes(data[at : at + wide], "big"), _Item())
        at += wide
        for _ in range(data[at]):
            index = struct.unpack_from(">H", data, at + 1)[0] & 0x7FFF if long else data[at + 1] & 0x7F
            item.properties.append(index)
            at += 2 if long else 1
        at += 1


def _size(properties: list[tuple[bytes, bytes]]) -> tuple[int, int]:
    """(width, height) as shown, after the crop and the turns in their order."""
    width = height = 0
    for kind, data in properties:
        if kind == b"ispe":
            width, height = struct.unpack_from(">II", data, 4)
        elif kind == b"clap":
            across, by_across, down, by_down = struct.unpack_from(">4I", data)
            if by_across and by_down:
                width, height = min(width, across // by_across), min(height, down // by_down)
        elif kind == b"irot" and data[0] & 1:
            width, height = height, width
    return width, height


def _xmp(file: BinaryIO, end: int, items: dict[int, _Item]) -> bytes:
    for item in items.values():
        if item.kind == b"mime" and b"application/rdf+xml" in item.content and item.extents:
            offset, size = item.extents[0]
            if offset > end:  # beyond what a file can be asked for, too
                return b""
            file.seek(offset)
            return file.read(min(size, MOST_METADATA))
    return b""
