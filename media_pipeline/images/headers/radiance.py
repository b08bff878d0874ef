"""Radiance HDR (RGBE). Source: G. Ward, "Real Pixels" and the Radiance file format's page."""

from __future__ import annotations

import re
from typing import BinaryIO

from media_pipeline.images.headers.base import Broken, Header, Unsupported

SIGNATURES = (b"#?RADIANCE", b"#?RGBE")
_MOST_TEXT = 64 << 10
_SIZE = re.compile(rb"([+-][XY]) (\d{1,7}) ([+-][XY]) (\d{1,7})\n")
_TURNS = {
    (b"-Y", b"+X"): 1,
    (b"-Y", b"-X"): 2,
    (b"+Y", b"-X"): 3,
    (b"+Y", b"+X"): 4,
    (b"+X", b"-Y"): 5,
    (b"-X", b"-Y"): 6,
    (b"-X", b"+Y"): 7,
    (b"+X", b"+Y"): 8,
}
"""Which way lines follow each other and pixels in a line, Y upwards, as EXIF counts the same: -Y +X from the top left on."""


def read(file: BinaryIO) -> Header:
    """The header; Broken where it is damaged, Unsupported where its colours are not RGB."""
    text, size = _text(file)
    turn = _TURNS.get((size[1], size[3]))
    if turn is None:
        raise Broken
    if b"FORMAT=32-bit_rle_xyze" in text:
        raise Unsupported("hdr_other")
    return Header(format="hdr", width=int(size[4]), height=int(size[2]), bits=32, orientation=turn, linear=True)


def pixels_at(file: BinaryIO) -> int:
    """Where in the file the first line begins."""
    return _text(file)[1].end()


def _text(file: BinaryIO) -> tuple[bytes, re.Match[bytes]]:
    """The lines that say something, and the one that says the size."""
    file.seek(0)
    text = file.read(_MOST_TEXT)
    end = text.find(b"\n\n")
    size = _SIZE.match(text, end + 2)
    if end < 0 or size is None:
        raise Broken
    return text[:end], size
