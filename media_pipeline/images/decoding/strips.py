"""A picture as strips of RGB from top to bottom: turned upright, made small to look at, or written to a file as planes.

RGB exists only a strip at a time: whole, it would take twice what the planes take.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.planes import of_rgb

Strip = npt.NDArray[np.uint8]
"""(rows, width, 3) of sRGB."""

ROWS = 128
"""Rows of a strip: even, so that colour at half size never straddles two strips; few, since there are several copies of one."""


def cut(rgb: Strip) -> Iterator[Strip]:
    """The strips of a picture that is there whole."""
    return (rgb[top : top + ROWS] for top in range(0, len(rgb), ROWS))


def turned(pixels: Strip, orientation: int) -> Strip:
    """A picture as stored turned upright, ``orientation`` as EXIF counts."""
    if orientation in (5, 6, 7, 8):
        pixels = pixels.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)


def upright(strips: Iterable[Strip], width: int, height: int, orientation: int) -> Iterator[Strip]:
    """The strips of the upright picture, ``width`` x ``height``. One that is turned has to be there whole for that, once."""
    if orientation == 1:
        yield from strips
        return
    whole = np.empty((height, width, 3), np.uint8)
    rows = whole.transpose(1, 0, 2) if orientation >= 5 else whole  # as they come
    done = 0
    for strip in strips:
        part = turned(strip, orientation)
        part = part.transpose(1, 0, 2) if orientation >= 5 else part
        first = len(rows) - done - len(part) if orientation in (3, 4, 6, 7) else done
        if done + len(part) > len(rows) or part.shape[1] != rows.shape[1]:
            raise ValueError(f"a strip of {strip.shape} at {done} in a picture of {rows.shape}")
        rows[first : first + len(part)] = part
        done += len(part)
    if done != len(rows):
        raise ValueError(f"{done} rows of {len(rows)}")
    yield from cut(whole)


def write_planes(strips: Iterable[Strip], width: int, height: int, out: Path) -> None:
    """Y, Cb and Cr one after the other, row by row, as parent.mapped() finds them. ValueError where the size is another."""
    half_width, half_height = (width + 1) // 2, (height + 1) // 2
    top = 0
    with out.open("wb") as file:
        for strip in strips:
            if strip.shape[1] != width or top + len(strip) > height:
                raise ValueError(f"a strip of {strip.shape} at {top} in a picture of {width} x {height}")
            part = of_rgb(strip)
            colour = width * height + top // 2 * half_width
            for at, plane in ((top * width, part.y), (colour, part.cb), (colour + half_width * half_height, part.cr)):
                file.seek(at)
                file.write(plane.tobytes())
            top += len(strip)
    if top != height:
        raise ValueError(f"{top} rows of {height}")


def small(strips: Iterable[Strip], side: int) -> Strip:
    """A version at most ``side`` wide, each pixel the mean of the block that it stands for."""
    rows: list[Strip] = []
    rest: Strip | None = None
    for strip in strips:
        width = strip.shape[1]
        factor = -(-width // side)
        joined = strip if rest is None else np.concatenate([rest, strip])
        whole = len(joined) // factor
        if whole:
            size = max(1, width // factor), whole
            block = cv2.resize(joined[: whole * factor], size, interpolation=cv2.INTER_AREA)
            rows.append(np.asarray(block, dtype=np.uint8))
        rest = joined[whole * factor :]
    if not rows and rest is not None:  # a band lower than one block
        rows.append(np.asarray(cv2.resize(rest, (max(1, width // factor), 1), interpolation=cv2.INTER_AREA), dtype=np.uint8))
    return np.concatenate(rows)
