"""HEIF, the box file of HEIC and AVIF pictures, without its pixels. Sources: ISO/IEC 14496-12 (boxes, meta), ISO/IEC 23008-12
(items, ispe, irot, grid), MIAF ISO/IEC 23000-22 (clap), AV1 Image File Format 1.1, ITU-T H.273 (colour code points)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from media_pipeline.images.headers.base import MOST_METADATA, Broken, Header, Unsupported, exactly, length

BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2", b"mif3")
_CODINGS = (b"av01", b"hvc1")
_SEEN = {(0, 1): 1, (1, 0): 2, (2, 3): 3, (3, 2): 4, (0, 3): 5, (3, 0): 6, (2, 1): 7, (1, 2): 8}
"""Which stored corners (0 top left, clockwise) are seen top left and top right -> the turn as EXIF counts."""
_MOST_ITEMS = 20_000  # a phone's picture has a hundred


@dataclass
class _Item:
    """``extents`` (offset, length) in the file, or in ``idat`` where ``within``, or None where its bytes lie elsewhere."""

    kind: bytes = b""
    content: bytes = b""
    extents: list[tuple[int, int]] | None = None
    within: bool = False
    properties: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    alpha: list[int] = field(default_factory=list)


@dataclass
class _Meta:
    primary: int
    items: dict[int, _Item]
    properties: list[tuple[bytes, bytes]]
    idat: bytes

    def said(self, item: _Item) -> list[tuple[bytes, bytes]]:
        """The properties of an item."""
        return [self.properties[number - 1] for number in item.properties if 0 < number <= len(self.properties)]


@dataclass(frozen=True)
class Coded:
    """One coded picture: where its bytes lie in the file, or they themselves, and what its decoder is told before them."""

    extents: tuple[tuple[int, int], ...]
    data: bytes
    setup: bytes


@dataclass(frozen=True)
class Picture:
    """A picture of one coded part, or of a grid of them, ``columns`` beside each other, row by row. ``width`` and ``height``
    are those before the crop (left, top, width, height); ``matrix`` and ``full_range`` as nclx says them, if it does."""

    coding: Literal["av01", "hvc1"]
    width: int
    height: int
    columns: int
    parts: tuple[Coded, ...]
    crop: tuple[int, int, int, int]
    matrix: int | None
    full_range: bool | None
    alpha: Picture | None


def read(file: BinaryIO) -> Header:
    """The header of the primary picture. Broken where it is damaged or shorter than it says, Unsupported where its coding is
    neither AV1 nor HEVC."""
    end = length(file)
    meta = _found(file, end)
    item = meta.items[meta.primary]
    picture = _picture(meta, item, end)
    said = meta.said(item)
    colours = {data[:4]: data[4:] for kind, data in said if kind == b"colr"}
    return Header(
        format="avif" if picture.coding == "av01" else "heic",
        width=picture.crop[2],
        height=picture.crop[3],
        bits=next((data[5] for kind, data in said if kind == b"pixi"), 8),
        icc=colours.get(b"prof") or colours.get(b"rICC") or b"",
        xmp=_xmp(file, end, meta.items),
        orientation=_orientation(said),
        pictures=2 if any(kind == b"moov" for kind, _, _ in _top(file, end)) else 1,
        colour=struct.unpack(">HH", colours[b"nclx"][:4]) if b"nclx" in colours else None,
    )


def read_picture(file: BinaryIO) -> Picture:
    """Where the primary picture's coded parts lie, for their decoder; raises as :func:`read`."""
    end = length(file)
    meta = _found(file, end)
    return _picture(meta, meta.items[meta.primary], end)


def _found(file: BinaryIO, end: int) -> _Meta:
    moving = False
    for kind, start, stop in _top(file, end):
        moving = moving or kind == b"moov"
        if kind == b"meta":
            if stop - start > MOST_METADATA:
                raise Broken
            file.seek(start)
            return _meta(exactly(file, stop - start))
    raise Unsupported("heif_sequence") if moving else Broken


def _picture(meta: _Meta, item: _Item, end: int) -> Picture:
    """An item's picture; its alpha is the first item that says to be that."""
    parts = [meta.items[number] for number in item.parts] or [item]
    coding = parts[0].kind
    if coding not in _CODINGS or any(part.kind != coding for part in parts) or item.kind not in (coding, b"grid", b"iden"):
        raise Unsupported("heif_coding")
    for one in (item, *parts):
        if any(offset + size > (len(meta.idat) if one.within else end) for offset, size in one.extents or ()):
            raise Broken
    width, height, crop = _size(meta.said(item))
    columns = 1
    if item.kind == b"grid":
        _, _, rows, columns = struct.unpack_from(">4B", _bytes(meta, item))
        rows, columns = rows + 1, columns + 1
        if len(parts) != rows * columns:
            raise Broken
    colours = next((data for kind, data in meta.said(item) if kind == b"colr" and data[:4] == b"nclx"), b"")
    alpha = next((meta.items[number] for number in item.alpha if _is_alpha(meta.said(meta.items[number]))), None)
    return Picture(
        coding=coding.decode(),  # type: ignore[arg-type]
        width=width,
        height=height,
        columns=columns,
        parts=tuple(_coded(meta, part) for part in parts),
        crop=crop,
        matrix=struct.unpack_from(">H", colours, 8)[0] if colours else None,
        full_range=bool(colours[10] & 0x80) if colours else None,
        alpha=None if alpha is None or alpha is item or alpha.alpha else _picture(meta, alpha, end),
    )


def _coded(meta: _Meta, item: _Item) -> Coded:
    setup = next((data for kind, data in meta.said(item) if kind == b"hvcC"), b"")
    return Coded((), _bytes(meta, item), setup) if item.within else Coded(tuple(item.extents or ()), b"", setup)


def _bytes(meta: _Meta, item: _Item) -> bytes:
    if not item.within:
        raise Unsupported("heif_coding")
    return b"".join(meta.idat[offset : offset + size] for offset, size in item.extents or ())


def _is_alpha(said: list[tuple[bytes, bytes]]) -> bool:
    return any(kind == b"auxC" and (b":alpha\0" in data or b"hevc:2015:auxid:1\0" in data) for kind, data in said)


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


def _meta(meta: bytes) -> _Meta:
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
        elif kind == b"auxl":
            numbers = _numbers(data, 4 if found[b"iref"][0] > 0 else 2)
            for master in numbers[1:]:
                items[master].alpha.append(numbers[0])
    primary = int.from_bytes(found[b"pitm"][4:], "big")
    return _Meta(primary, items, properties, found.get(b"idat", b""))


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
        item.extents = extents if method in (0, 1) else None
        item.within = method == 1


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


def _size(said: list[tuple[bytes, bytes]]) -> tuple[int, int, tuple[int, int, int, int]]:
    """(width, height) as stored, and the part that is shown of it: left, top, width, height."""
    width = height = 0
    crop: tuple[int, int, int, int] | None = None
    for kind, data in said:
        if kind == b"ispe":
            width, height = struct.unpack_from(">II", data, 4)
        elif kind == b"clap":
            across, by_across, down, by_down = struct.unpack_from(">4I", data)
            right, by_right, below, by_below = struct.unpack_from(">iIiI", data, 16)
            if not (by_across and by_down and by_right and by_below):
                continue
            part, part_height = min(width, across // by_across), min(height, down // by_down)
            left = round((width - part) / 2 + right / by_right)  # offsets are those of the middle from the middle
            top = round((height - part_height) / 2 + below / by_below)
            crop = min(max(0, left), width - part), min(max(0, top), height - part_height), part, part_height
    return width, height, crop or (0, 0, width, height)


def _orientation(said: list[tuple[bytes, bytes]]) -> int:
    """Quarter turns to the left and mirroring, in their order, as EXIF counts them."""
    corners = [0, 1, 2, 3]  # of the stored picture, clockwise from the top left, as they are seen now
    for kind, data in said:
        if kind == b"irot":
            turns = data[0] & 3
            corners = corners[turns:] + corners[:turns]
        elif kind == b"imir":
            a, b, c, d = corners
            corners = [b, a, d, c] if data[0] & 1 else [d, c, b, a]
    return _SEEN[corners[0], corners[1]]


def _xmp(file: BinaryIO, end: int, items: dict[int, _Item]) -> bytes:
    for item in items.values():
        if item.kind == b"mime" and b"application/rdf+xml" in item.content and item.extents:
            offset, size = item.extents[0]
            if offset > end:  # beyond what a file can be asked for, too
                return b""
            file.seek(offset)
            return file.read(min(size, MOST_METADATA))
    return b""
