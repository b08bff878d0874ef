"""What the header of a picture file says, read by ourselves before any library decodes a pixel: one module a format."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.images.headers import exr, heif, jpeg, png, radiance, tiff, webp
from media_pipeline.images.headers.base import Broken, Header, Unsupported, within
from media_pipeline.recipes import LIMITS, Limits

__all__ = ["Header", "is_picture", "read_header"]

_READERS: tuple[tuple[int, tuple[bytes, ...], Callable[[BinaryIO], Header]], ...] = (
    (0, (jpeg.SIGNATURE,), jpeg.read),
    (0, (png.SIGNATURE,), png.read),
    (8, (b"WEBP",), webp.read),
    (4, tuple(b"ftyp" + brand for brand in heif.BRANDS), heif.read),
    (0, (exr.SIGNATURE,), exr.read),
    (0, tiff.SIGNATURES, tiff.read),
    (0, radiance.SIGNATURES, radiance.read),
)
"""(where, signatures, reader)"""


def is_picture(head: bytes) -> bool:
    """Whether a file that begins with these bytes (16 are enough) is a picture that :func:`read_header` knows."""
    return _reader(head) is not None


def read_header(source: Path, limits: Limits = LIMITS) -> Header:
    """The header of a picture file, within the limits; Refused where it is damaged, too large or too small."""
    with source.open("rb") as file:
        read = _reader(file.read(16))
        if read is None:
            raise Refused("unknown", name=source.name)
        file.seek(0)
        try:
            header = read(file)
        except Unsupported as problem:
            raise Refused("picture_sort", name=source.name, what=KNOWN[problem.args[0]]) from problem
        except (Broken, struct.error, LookupError) as problem:
            raise Refused("damaged_picture", name=source.name) from problem
    within(source.name, header.width, header.height, limits)
    return header


def _reader(head: bytes) -> Callable[[BinaryIO], Header] | None:
    return next((read for at, signatures, read in _READERS if head[at:].startswith(signatures)), None)
