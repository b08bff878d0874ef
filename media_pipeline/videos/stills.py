"""Turns the still pictures that the encoder left into JPEG: the poster, and the storyboard's cells as one sheet."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import simplejpeg

from media_pipeline.videos.ffmpeg import EncodingFailed
from media_pipeline.videos.storyboard import Board

Pixels = npt.NDArray[np.uint8]


def picture(path: Path) -> Pixels:
    """A PPM file as BGR."""
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise EncodingFailed("The encoder left no still picture; try again with another poster time.")
    return np.asarray(pixels, np.uint8)


def sheet(board: Board, folder: Path) -> Pixels:
    """All cells in rows, black where there is none. The folder's first file is frame 0, which may be no cell."""
    files = sorted(folder.glob("*.ppm"))
    cells = [picture(path) for path in (files if board.first == 0 else files[1:])]
    if not cells:
        raise EncodingFailed("The encoder left no storyboard; export the film again.")
    height, width = cells[0].shape[:2]
    whole = np.zeros((board.rows * height, board.columns * width, 3), np.uint8)
    for number, cell in enumerate(cells[: board.cells]):
        row, column = divmod(number, board.columns)
        whole[row * height : (row + 1) * height, column * width : (column + 1) * width] = cell
    return whole


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """As 4:2:0 JPEG, the same bytes each time."""
    return bytes(simplejpeg.encode_jpeg(pixels, quality=quality, colorspace="BGR", colorsubsampling="420"))
