"""The part of a plane that the upper cube face looks at, smoothed along its rows towards the pole.

The lower face is the upper one of the picture turned upside down, seen with the back ahead (resample.on_cap).

A row near the pole holds far more pixels than the face has room for; taking single ones would give noise. So each row is
first averaged over what one pixel of the face covers there: 1 / tan(distance from the pole) pixels.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.coverage import Grid
from media_pipeline.images.planes import Plane
from media_pipeline.images.resample import Source, columns

_CORNER = math.degrees(math.atan(math.sqrt(2)))  # how far a cap's corners lie from the pole
_ROWS = 12  # a margin below, for interpolation
_FINE = 12.0  # up to this many pixels a mean has a fractional length, above it an odd one
# interpolating in the doubled picture averages by itself, as much as a mean over sqrt(1/2) pixel does
_ALREADY = 0.5


def smoothed(plane: Plane, grid: Grid, size: int, outside: int) -> Source:
    """The rows of ``plane`` that the upper face of ``size`` pixels looks at, smoothed; a copy."""
    height = max(1, min(grid.height, math.ceil(grid.row(90.0 - _CORNER)) + _ROWS))
    rows = np.array(plane[:height], order="C")
    source = Source(rows, grid, outside)
    if source.empty:
        return source
    distance = np.abs(np.arange(height) + 0.5 - grid.row(90.0)) / grid.rows_per_radian
    covers = np.maximum(0.0, grid.columns_per_radian * (2.0 / size) / np.tan(distance))
    for top, bottom, length in _runs(np.sqrt(np.maximum(0.0, covers**2 - _ALREADY))):
        rows[top:bottom] = _mean(rows[top:bottom], grid, min(length, grid.turn - 1.0), outside)
    return source


def _runs(lengths: npt.NDArray[np.float64]) -> Iterator[tuple[int, int, float]]:
    """(first row, one past last, length) of rows next to each other whose means are about equally long."""
    # in steps of a tenth: a mean that is a twentieth too long or too short can't be told from the right one
    steps = np.exp(np.round(np.log(np.maximum(lengths, 0.1)) * 10) / 10)
    steps = np.where(steps < _FINE, steps, 2 * np.round((steps - 1) / 2) + 1)
    edges = [0, *(np.flatnonzero(np.diff(steps)) + 1), len(steps)]
    for top, bottom in pairwise(edges):
        if steps[top] >= 0.25:  # less can't be seen
            yield int(top), int(bottom), float(steps[top])


def _mean(rows: Plane, grid: Grid, length: float, outside: int) -> Plane:
    """Each pixel the mean of ``length`` pixels beside each other."""
    kernel = _kernel(length) if length < _FINE else None
    odd = 2 * int(length / 2) + 1
    reach = (len(kernel) if kernel is not None else odd) // 2
    width = rows.shape[1]
    wide = columns(rows, grid, -reach, width + reach, outside)
    if kernel is not None:
        smooth = cv2.sepFilter2D(wide, -1, kernel, np.ones(1), borderType=cv2.BORDER_REPLICATE)
    else:
        smooth = cv2.blur(wide, (odd, 1), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(smooth[:, reach : reach + width], dtype=np.uint8)


def _kernel(length: float) -> npt.NDArray[np.float64]:
    """Weights, an odd number of them, as wide (by their variance) as a mean over ``length`` pixels: ones and two smaller ends."""
    wanted = length * length / 12
    half = int(math.sqrt(12 * wanted + 1) / 2 - 0.5)  # the longest mean of 2 half + 1 pixels that is not too wide
    inner = 2 * half + 1
    end = (wanted * inner - inner * (inner * inner - 1) / 12) / (2 * (half + 1) ** 2 - 2 * wanted)
    weights = np.ones(inner + 2)
    weights[0] = weights[-1] = end
    return np.asarray(weights / weights.sum())
