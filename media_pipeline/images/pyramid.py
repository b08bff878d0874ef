"""How large the cube faces of a tile pyramid are, and where its tiles lie. Pure.

Each finer level is double the one before, the coarsest face is at most one tile; the last column and row are smaller,
not padded (docs/formats.md).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

LARGEST_TURN = 18_974
"""Pixels round the whole sphere that make the largest faces: what a photo of the most pixels that are taken in has."""


@dataclass(frozen=True)
class Level:
    """One level: ``face_size`` in pixels, ``columns`` tiles in a row and a column."""

    face_size: int
    columns: int


def face_sizes(width: int, tile_size: int = 512) -> tuple[int, ...]:
    """Face sizes in pixels, coarsest first, for an equirectangular picture ``width`` pixels wide.

    width / pi gives the face's centre the same pixels per degree as the picture has on its equator. It is rounded to a
    multiple of 2^levels, so that each halving is exact and all chroma planes are exactly half as large.
    """
    wanted = width / math.pi
    levels = max(1, math.ceil(math.log2(wanted / tile_size)) + 1) if wanted > 0 else 1
    step = 2**levels
    finest = max(step, step * round(wanted / step))
    return tuple(finest >> (levels - 1 - level) for level in range(levels))


def halvings(face_size: int, tile_size: int = 512) -> tuple[int, ...]:
    """Face sizes in pixels, coarsest first, for faces that are there already: the finest keeps its size, the others are even."""
    count = max(1, math.ceil(math.log2(face_size / tile_size)) + 1)
    return (*(2 * round(face_size / 2**level / 2) for level in range(count - 1, 0, -1)), face_size)


def levels(width: int, tile_size: int = 512) -> tuple[Level, ...]:
    """The levels of a picture ``width`` pixels wide, coarsest first."""
    return tuple(Level(size, columns(size, tile_size)) for size in face_sizes(width, tile_size))


def columns(face_size: int, tile_size: int = 512) -> int:
    """Tiles in one row of a face."""
    return -(-face_size // tile_size)


def spans(face_size: int, tile_size: int = 512) -> tuple[tuple[int, int], ...]:
    """(first, one past last) pixel of each tile along one side of a face."""
    return tuple((start, min(start + tile_size, face_size)) for start in range(0, face_size, tile_size))
