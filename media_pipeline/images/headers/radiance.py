"""Radiance HDR (RGBE). Source: G. Ward, "Real Pixels" and the Radiance file format's page."""

from __future__ import annotations

import re
from typing import BinaryIO

from media_pipeline.images.headers.base import Broken, Header, Unsupported

SIGNATURES = (b"#?RADIANCE", b"#?RGBE")
_MOST_TEXT = 64 << 10
_SIZE = re.compile(rb"([+-][XY]) (\d{1,7}) ([+-][XY]) (\d{1,7})\n")


def read(file: BinaryIO) -> Header:
    """The header; Broken where it is damaged, Unsupported where its pixels are not RGB from the top left on."""
    text = file.read(_MOST_TEXT)
    end = text.find(b"\n\n")
    size = _SIZE.match(text, end + 2)
    if end < 0 or size is None:
        raise Broken
    if b"FORMAT=32-bit_rle_xyze" in text[:end] or size[1] != b"-Y" or size[3] != b"+X":
        raise Unsupported("hdr_other")
    return Header(format="hdr", width=int(size[4]), height=int(size[2]), bits=32, linear=True)
