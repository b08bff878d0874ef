"""A picture as strips of RGB from top to bottom: turned upright, made small to look at, or written to a file as planes.

RGB exists only a strip at a time: whole, it would take twice what the planes take.
"""

from __future__ import annotations

import mmap
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.planes import laid_out, of_rgb

Strip = npt.NDArray[np.uint8]
"""(rows, width, 3) of sRGB."""

ROWS = 128
"""Rows of a strip: even, so that colour at half size never straddles two strips; few, since there are several copies of one."""

BAND = 1024
"""Rows of a plane that are written before their pages are let go of: a turned strip has a page of its own in every row, all
together the whole file, which would count beside all that a decoder holds."""


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


def write_planes(strips: Iterable[Strip], width: int, height: int, out: Path, orientation: int = 1) -> None:
    """Y, Cb and Cr of the upright picture, ``width`` x ``height``, one after the other, row by row, as parent.mapped() finds
    them; ``strips`` are those of the picture as stored. ValueError where the size is another.

    A turned picture is never there whole: each strip goes to its place in the file, band by band, each let go of at once.
    """
    across, down = (height, width) if orientation >= 5 else (width, height)  # as stored
    backwards = orientation in (3, 4, 6, 7)
    done = 0
    with out.open("w+b") as file:
        size = width * height + 2 * ((width + 1) // 2) * ((height + 1) // 2)
        if sys.platform == "linux":
            os.posix_fallocate(file.fileno(), 0, size)  # a full disk is told here; a page that can't be written kills
        else:
            file.truncate(size)
        pages = mmap.mmap(file.fileno(), 0)
        y, cb, cr = laid_out(np.frombuffer(pages, np.uint8), width, height).all()
        # the odd row of a picture that is stored from its end comes first: two rows of the same colour stay in one strip
        for strip in recut(strips, (down % 2 or ROWS) if backwards else ROWS):
            if strip.shape[1] != across or done + len(strip) > down:
                raise ValueError(f"a strip of {strip.shape} at {done} in a picture of {across} x {down}")
            part = of_rgb(turned(strip, orientation))
            first = down - done - len(strip) if backwards else done
            left, top = (first, 0) if orientation >= 5 else (0, first)
            for plane, into, by in ((part.y, y, 1), (part.cb, cb, 2), (part.cr, cr, 2)):
                place = into[top // by : top // by + plane.shape[0], left // by : left // by + plane.shape[1]]
                for band in range(0, len(plane), BAND):
                    place[band : band + BAND] = plane[band : band + BAND]
                    pages.madvise(mmap.MADV_DONTNEED)
            done += len(strip)
    if done != down:
        raise ValueError(f"{done} rows of {down}")


def recut(strips: Iterable[Strip], first: int = ROWS) -> Iterator[Strip]:
    """The same rows in strips of ROWS, but for the first, which has ``first``, and the last."""
    rest: list[Strip] = []
    have, wanted = 0, first
    for strip in strips:
        rest.append(strip)
        have += len(strip)
        if have < wanted:
            continue
        joined = np.concatenate(rest) if len(rest) > 1 else strip
        at = 0
        while have - at >= wanted:
            yield joined[at : at + wanted]
            at, wanted = at + wanted, ROWS
        rest, have = [joined[at:]] if at < have else [], have - at
    if have:
        yield np.concatenate(rest)


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
