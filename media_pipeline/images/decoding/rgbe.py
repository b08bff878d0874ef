"""Whether a Radiance file holds all its lines: decoders leave what is cut off black, in silence.

Source: G. Ward, "Real Pixels", and the Radiance file format's page.
"""

from __future__ import annotations

_LEAST_RUN, _MOST_RUN = 8, 0x7FFF  # line widths outside are never run-length coded in the newer way


def check(data: bytes, width: int, height: int) -> None:
    """ValueError where a line is cut off or runs over its end."""
    at = data.index(b"\n", data.index(b"\n\n") + 2) + 1
    try:
        for _ in range(height):
            newer = _LEAST_RUN <= width <= _MOST_RUN and data[at : at + 2] == b"\2\2" and data[at + 2] < 128
            at = _newer(data, at + 4, width) if newer else _older(data, at, width)
    except IndexError as problem:
        raise ValueError("lines are missing") from problem
    if at > len(data):
        raise ValueError("the last line is cut off")


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
