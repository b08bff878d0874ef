"""What the header of a picture file says, read by ourselves before any library decodes a pixel: one module a format."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from media_pipeline.errors import Refused
from media_pipeline.images.headers import jpeg, png, webp
from media_pipeline.images.headers.base import Broken, Header, within
from media_pipeline.recipes import LIMITS, Limits

__all__ = ["Header", "is_picture", "read_header"]

_READERS: tuple[tuple[int, tuple[bytes, ...], Callable[[BinaryIO], Header]], ...] = (
    (0, (jpeg.SIGNATURE,), jpeg.read),
    (0, (png.SIGNATURE,), png.read),
    (8, (b"WEBP",), webp.read),
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
        except (Broken, struct.error, IndexError) as problem:
            raise Refused("damaged_picture", name=source.name) from problem
    within(source.name, header.width, header.height, limits)
    return header


def _reader(head: bytes) -> Callable[[BinaryIO], Header] | None:
    return next((read for at, signatures, read in _READERS if head[at:].startswith(signatures)), None)
