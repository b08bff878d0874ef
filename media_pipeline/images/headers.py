"""What the header of a JPEG or PNG says, read by ourselves before any library decodes a pixel.

Sources: ITU-T T.81 annex B (JPEG markers), JFIF 1.02, Adobe TN 5116 (APP14), ISO 15948 (PNG chunks), XMP part 3.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from media_pipeline.errors import Refused
from media_pipeline.recipes import LIMITS, Limits

JPEG_SIGNATURE = b"\xff\xd8\xff"
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_ICC = b"ICC_PROFILE\0"
_PNG_XMP = b"XML:com.adobe.xmp\0"
_MOST_CHUNK = 16 << 20  # a header part that claims more is no metadata; skipped, not read


@dataclass(frozen=True)
class Header:
    """``width`` and ``height`` as stored; ``sampling`` = (h, v) factors of each component; ``xmp`` the packet's bytes."""

    format: Literal["jpeg", "png"]
    width: int
    height: int
    bits: int
    components: int
    sampling: tuple[tuple[int, int], ...] = ()
    progressive: bool = False
    ycc: bool = True
    icc: bytes = b""
    xmp: bytes = b""

    @property
    def plain(self) -> bool:
        """A JPEG whose planes can be used as they are: 8 bits, YCbCr or grey, sRGB or no profile."""
        return (
            self.format == "jpeg"
            and self.bits == 8
            and (self.ycc or self.components == 1)
            and (not self.icc or b"sRGB" in self.icc[:4096] or b"s\0R\0G\0B" in self.icc[:4096])
        )


def read_header(source: Path, limits: Limits = LIMITS) -> Header:
    """The header of a JPEG or PNG, within the limits; Refused where it is damaged, too large or too small."""
    with source.open("rb") as file:
        start = file.read(8)
        try:
            header = _png(file) if start == PNG_SIGNATURE else _jpeg(file)
        except (struct.error, IndexError, EOFError) as problem:
            raise Refused("damaged_picture", name=source.name) from problem
    _within(source.name, header.width, header.height, limits)
    return header


def _within(name: str, width: int, height: int, limits: Limits) -> None:
    if width < 1 or height < 1:
        raise Refused("damaged_picture", name=name)
    if max(width, height) > limits.side:
        raise Refused("side_too_long", name=name, side=max(width, height), limit=limits.side)
    if width * height > limits.pixels:
        raise Refused("too_many_pixels", name=name, width=width, height=height, limit=limits.pixels)
    if min(width, height) < limits.picture_side:
        raise Refused("too_small", name=name, width=width, height=height)


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise EOFError
    return data


# --- JPEG ---


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(marker, payload) of each segment up to the first scan."""
    file.seek(2)
    while True:
        byte = _exactly(file, 1)[0]
        while byte != 0xFF:  # some cameras leave padding between segments
            byte = _exactly(file, 1)[0]
        while byte == 0xFF:
            byte = _exactly(file, 1)[0]
        if byte in (0x00, 0x01, 0xD8) or 0xD0 <= byte <= 0xD7:
            continue
        if byte in (0xD9, 0xDA):  # end of picture, start of scan
            return
        (length,) = struct.unpack(">H", _exactly(file, 2))
        if length < 2:
            raise EOFError
        yield byte, _exactly(file, length - 2)


def _jpeg(file: BinaryIO) -> Header:
    frame: tuple[int, bytes] | None = None
    adobe: int | None = None
    jfif = False
    icc: dict[int, bytes] = {}
    xmp = b""
    for marker, data in _segments(file):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = frame or (marker, data)
        elif marker == 0xE0 and data.startswith(b"JFIF"):
            jfif = True
        elif marker == 0xE1 and data.startswith(_XMP):
            xmp = xmp or data[len(_XMP) :]
        elif marker == 0xE2 and data.startswith(_ICC) and len(data) > 14:
            icc[data[12]] = data[14:]
        elif marker == 0xEE and data.startswith(b"Adobe") and len(data) >= 12:
            adobe = data[11]
    if frame is None:
        raise EOFError
    marker, data = frame
    bits, height, width, count = struct.unpack(">BHHB", data[:6])
    parts = [(data[6 + 3 * i], data[7 + 3 * i]) for i in range(count)]
    letters = [name for name, _ in parts] == [0x52, 0x47, 0x42]  # components called R, G, B: libjpeg's sign of an RGB JPEG
    return Header(
        format="jpeg",
        width=width,
        height=height,
        bits=bits,
        components=count,
        sampling=tuple((factors >> 4, factors & 15) for _, factors in parts),
        progressive=marker not in (0xC0, 0xC1),
        ycc=count == 3 and (jfif or (adobe == 1 if adobe is not None else not letters)),
        icc=b"".join(icc[number] for number in sorted(icc)),
        xmp=xmp,
    )


# --- PNG ---


def _png(file: BinaryIO) -> Header:
    xmp = b""
    size: tuple[int, int, int, int] | None = None
    while True:
        length, kind = struct.unpack(">I4s", _exactly(file, 8))
        if kind in (b"IDAT", b"IEND"):
            break
        if kind == b"IHDR":
            size = struct.unpack(">IIBB", _exactly(file, length)[:10])
        elif kind == b"iTXt" and length < _MOST_CHUNK:
            xmp = xmp or _png_xmp(_exactly(file, length))
        else:
            file.seek(length, 1)
        file.seek(4, 1)
    if size is None:
        raise EOFError
    width, height, bits, colour = size
    return Header("png", width, height, bits, {0: 1, 2: 3, 3: 3, 4: 2, 6: 4}.get(colour, 3), xmp=xmp)


def _png_xmp(data: bytes) -> bytes:
    """The packet in an uncompressed iTXt chunk; a compressed one is left alone (XMP part 3 asks for uncompressed)."""
    if not data.startswith(_PNG_XMP):
        return b""
    rest = data[len(_PNG_XMP) :]
    if len(rest) < 2 or rest[0] != 0:
        return b""
    pieces = rest[2:].split(b"\0", 2)  # language, translated keyword, text
    return pieces[2] if len(pieces) == 3 else b""
