"""AVIF and HEIC: each coded part by ffmpeg's decoders (dav1d, HEVC) into planes, which become RGB some rows at a time.

libheif would hold the whole picture several times over: 2 GB for 16384x8192, where its planes take 201 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import av
import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.decoding import through_av, through_vips
from media_pipeline.images.decoding.strips import ROWS, Strip
from media_pipeline.images.headers import Header
from media_pipeline.images.headers.heif import Coded, Picture, read_picture

_DECODERS = {"av01": "libdav1d", "hvc1": "hevc"}
_LUMA = {1: (0.2126, 0.0722), 4: (0.30, 0.11), 7: (0.212, 0.087), 9: (0.2627, 0.0593), 10: (0.2627, 0.0593)}
"""Shares of red and blue in brightness, by H.273's number of matrix; BT.601's for all others."""
_BT601 = (0.299, 0.114)
_IDENTITY, _YCGCO = 0, 8

Numbers = npt.NDArray[Any]


def strips(source: Path, header: Header, step: int) -> Iterator[Strip]:
    """sRGB strips as stored, before any turn; ValueError where it can't be read."""
    with source.open("rb") as file:
        picture = read_picture(file)
        yield from through_vips.of_codes(lambda: _codes(file, picture), header, step)


def _codes(file: BinaryIO, picture: Picture) -> Iterator[through_vips.Codes]:
    """Strips of RGB, with alpha where there is one, of the part that is shown."""
    left, top, width, height = picture.crop
    colours = _rows(file, picture)
    alphas = _rows(file, picture.alpha) if picture.alpha else None
    at = 0
    for strip in colours:
        if alphas is not None:
            strip = np.dstack([strip, _brightness(next(alphas), strip)])
        rows = strip[max(0, top - at) : max(0, top + height - at), left : left + width]
        at += len(strip)
        if len(rows):
            yield rows
    if at < top + height:
        raise ValueError(f"{at} rows of {top + height}")


def _brightness(alpha: Numbers, strip: Numbers) -> Numbers:
    """Alpha in the depth of the colours that it belongs to."""
    if alpha.shape[:2] != strip.shape[:2]:
        raise ValueError(f"alpha of {alpha.shape} beside {strip.shape}")
    if alpha.dtype == strip.dtype:
        return alpha[..., 0]
    return alpha[..., 0].astype(np.uint16) * 257 if strip.dtype == np.uint16 else (alpha[..., 0] >> 8).astype(np.uint8)


def _rows(file: BinaryIO, picture: Picture) -> Iterator[Numbers]:
    """The picture before its crop in strips of at most ROWS, each row of a grid decoded when it is reached."""
    for first in range(0, len(picture.parts), picture.columns):
        frames = [_frame(file, picture, part) for part in picture.parts[first : first + picture.columns]]
        deep = frames[0].format.components[0].bits > 8
        planes = [through_av.planes(frame, np.uint16 if deep else np.uint8) for frame in frames]
        matrix = _matrix(frames[0], picture)
        for top in range(0, frames[0].height, ROWS):
            joined = np.hstack([_full(part, frame, top) for part, frame in zip(planes, frames, strict=True)])
            if joined.shape[1] < picture.width:
                raise ValueError(f"{joined.shape[1]} columns of {picture.width}")
            yield _rgb(joined[:, : picture.width], matrix, 65535 if deep else 255)


def _frame(file: BinaryIO, picture: Picture, part: Coded) -> av.VideoFrame:
    pieces = [part.data]
    for offset, size in part.extents:
        file.seek(offset)
        pieces.append(file.read(size))
    return through_av.frame(_DECODERS[picture.coding], b"".join(pieces), part.setup)


def _full(planes: list[Numbers], frame: av.VideoFrame, top: int) -> Numbers:
    """Some rows of all planes at full size: colour is repeated, which its mean in our own planes undoes without a trace."""
    height = min(ROWS, frame.height - top)
    whole = []
    for plane in planes:
        down, across = (1 if size == full else 2 for size, full in zip(plane.shape, (frame.height, frame.width), strict=True))
        part = plane[top // down : (top + height + down - 1) // down]
        if (down, across) != (1, 1):
            part = np.repeat(np.repeat(part, down, axis=0), across, axis=1)
        whole.append(part[:height, : frame.width])
    return np.dstack(whole)


def _matrix(frame: av.VideoFrame, picture: Picture) -> npt.NDArray[np.float32]:
    """What makes R, G, B of 0 to 1 (three rows; factors, then what is added) of the planes' numbers."""
    bits = frame.format.components[0].bits
    kind = picture.matrix if picture.matrix is not None else int(frame.colorspace)
    full = picture.full_range if picture.full_range is not None else int(frame.color_range) == 2
    most, unit = (1 << bits) - 1, 1 << (bits - 8)
    low, span, colours = (0, most, most) if full else (16 * unit, 219 * unit, 224 * unit)
    if len(frame.planes) == 1:
        return np.array([[1 / span, -low / span]] * 3, np.float32)
    if frame.format.name.startswith("gbr"):
        return np.array([[0, 0, 1 / span, -low / span], [1 / span, 0, 0, -low / span], [0, 1 / span, 0, -low / span]], np.float32)
    if kind == _YCGCO:
        turn = np.array([[1, -1, 1], [1, 1, 0], [1, -1, -1]])
    else:
        red, blue = _LUMA.get(kind, _BT601)
        green = 1 - red - blue
        turn = np.array(
            [
                [1, 0, 2 - 2 * red],
                [1, -2 * blue * (1 - blue) / green, -2 * red * (1 - red) / green],
                [1, 2 - 2 * blue, 0],
            ]
        )
    scale = turn / np.array([span, colours, colours])
    return np.column_stack([scale, -scale @ np.array([low, 128 * unit, 128 * unit])]).astype(np.float32)


def _rgb(planes: Numbers, matrix: npt.NDArray[np.float32], white: int) -> Numbers:
    rgb: Numbers = cv2.transform(planes.astype(np.float32), matrix * white)
    rgb += 0.5
    return np.clip(rgb, 0, white, out=rgb).astype(np.uint16 if white > 255 else np.uint8)
