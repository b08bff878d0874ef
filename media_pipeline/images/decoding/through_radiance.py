"""Radiance some lines at a time: each lot is made a small file of its own, which ffmpeg's decoder reads.

The lines' ends are found by ourselves: decoders leave lines that are cut off black, in silence; and given the whole
file, ffmpeg's would hold it and a frame of 12 bytes a pixel. Source: G. Ward, "Real Pixels", and the Radiance file format's page.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from media_pipeline.images.decoding import light, through_av
from media_pipeline.images.decoding.strips import ROWS, Strip
from media_pipeline.images.headers import Header
from media_pipeline.images.headers.radiance import pixels_at

_LEAST_RUN, _MOST_RUN = 8, 0x7FFF  # line widths outside are never run-length coded in the newer way
_LOOK = 8 << 20
"""Bytes looked at at a time: many lines, since one takes at most 8 bytes a pixel."""


def strips(source: Path, header: Header, step: int) -> Iterator[Strip]:
    """sRGB strips of every ``step``-th pixel; ValueError where it can't be read."""
    with source.open("rb") as file:
        starts = lots(file, header.width, header.height)

        def read(every: int) -> Iterator[light.Part]:
            return ((light.finite(part), None) for part in light.thinned(_decoded(file, starts, header), every))

        yield from light.shown(read, header.width, header.height, step)


def _decoded(file: BinaryIO, starts: list[int], header: Header) -> Iterator[npt.NDArray[np.float32]]:
    for number, (start, end) in enumerate(pairwise(starts)):
        height = min(ROWS, header.height - number * ROWS)
        file.seek(start)
        small = f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {header.width}\n".encode() + file.read(end - start)
        green, blue, red = through_av.planes(through_av.frame("hdr", small), np.float32)
        yield np.dstack([red, green, blue])


def lots(file: BinaryIO, width: int, height: int) -> list[int]:
    """Where in the file each lot of ROWS lines begins, and the last one ends. ValueError where a line is cut off or runs over
    its end."""
    begin = pixels_at(file)
    starts = []
    data, at = b"", 0
    for line in range(height):
        if at + 8 * width > len(data):
            begin, at = begin + at, 0
            file.seek(begin)
            data = file.read(_LOOK)
        if line % ROWS == 0:
            starts.append(begin + at)
        newer = _LEAST_RUN <= width <= _MOST_RUN and data[at : at + 2] == b"\2\2" and data[at + 2 : at + 3] < b"\x80"
        try:
            at = _newer(data, at + 4, width) if newer else _older(data, at, width)
        except IndexError as problem:
            raise ValueError("lines are missing") from problem
    if at > len(data):
        raise ValueError("the last line is cut off")
    return [*starts, begin + at]


def _newer(data: bytes, at: int, width: int) -> int:
    """Where the line ends: four channels, each in runs (a count above 128, a byte) and plain stretches."""
    for _ in range(4):
        left = width
        while left > 0:
            count = data[at]
            if count > 128:
                left -= count - 128
                at += 2
            elif count:
                left -= count
                at += 1 + count
            else:
                raise ValueError("a stretch of no bytes")
        if left:
            raise ValueError("a run over the end of its line")
    return at


def _older(data: bytes, at: int, width: int) -> int:
    """Where the line ends: pixels of four bytes; 1, 1, 1, n repeats the one before n times, more by each that follows."""
    left, shift = width, 0
    while left > 0:
        if data[at] == data[at + 1] == data[at + 2] == 1:
            left -= data[at + 3] << shift
            shift = min(shift + 8, 24)
        else:
            left -= 1
            shift = 0
        at += 4
    return at
