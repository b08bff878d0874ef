"""JPEG up to its first scan. Sources: ITU-T T.81 annex B (markers), JFIF 1.02, Adobe TN 5116 (APP14), ICC.1 annex B, XMP
part 3, CIPA DC-007 (several pictures in one file)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO

from media_pipeline.images.headers import exif
from media_pipeline.images.headers.base import Broken, Header, Unsupported, exactly

SIGNATURE = b"\xff\xd8\xff"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_XMP_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_PHOTO_SPHERE = b"http://ns.google.com/photos/1.0/panorama/"
_ICC = b"ICC_PROFILE\0"


def read(file: BinaryIO) -> Header:
    """The header of a JPEG; Broken or struct.error where it is damaged."""
    frame: tuple[int, bytes] | None = None
    adobe: int | None = None
    jfif = False
    icc: dict[int, bytes] = {}
    xmp, camera, pictures = b"", b"", 1
    extension: dict[int, bytes] = {}
    for marker, data in _segments(file):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            frame = frame or (marker, data)
        elif marker == 0xE0 and data.startswith(b"JFIF"):
            jfif = True
        elif marker == 0xE1 and data.startswith(_XMP):
            xmp = xmp or data[len(_XMP) :]
        elif marker == 0xE1 and data.startswith(_XMP_EXTENSION) and len(data) > len(_XMP_EXTENSION) + 40:
            rest = data[len(_XMP_EXTENSION) + 32 + 4 :]  # after a digest and the length of all parts
            extension[int.from_bytes(rest[:4], "big")] = rest[4:]
        elif marker == 0xE1 and data.startswith(b"Exif\0\0"):
            camera = camera or data
        elif marker == 0xE2 and data.startswith(_ICC) and len(data) > 14:
            icc[data[12]] = data[14:]
        elif marker == 0xE2 and data.startswith(b"MPF\0"):
            pictures = 2
        elif marker == 0xEE and data.startswith(b"Adobe") and len(data) >= 12:
            adobe = data[11]
    if frame is None:
        raise Broken
    if _PHOTO_SPHERE not in xmp and any(_PHOTO_SPHERE in part for part in extension.values()):
        xmp = b"".join(extension[at] for at in sorted(extension))
    marker, data = frame
    bits, height, width, count = struct.unpack(">BHHB", data[:6])
    if bits in (12, 16):
        raise Unsupported("jpeg_deep")
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
        orientation=exif.orientation(camera),
        pictures=pictures,
    )


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(marker, payload) of each segment up to the first scan."""
    file.seek(2)
    while True:
        byte = exactly(file, 1)[0]
        while byte != 0xFF:  # some cameras leave padding between segments
            byte = exactly(file, 1)[0]
        while byte == 0xFF:
            byte = exactly(file, 1)[0]
        if byte in (0x00, 0x01, 0xD8) or 0xD0 <= byte <= 0xD7:
            continue
        if byte in (0xD9, 0xDA):  # end of picture, start of scan
            return
        (size,) = struct.unpack(">H", exactly(file, 2))
        if size < 2:
            raise Broken
        yield byte, exactly(file, size - 2)
