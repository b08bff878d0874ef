"""Amounts of light become strips for a screen: the whole picture is metered first, then mapped strip by strip."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.images import colour, tonemap
from media_pipeline.images.decoding.strips import ROWS, Strip

_BRIGHTEST = 65504.0
"""What a half float reaches; infinite light is taken for that."""

Floats = npt.NDArray[np.floating[Any]]


Cut = Callable[[slice, slice], tuple[colour.Light, Floats | None]]
"""Rows and columns of a picture -> their light, and alpha where there is one."""


def shown(cut: Cut, width: int, height: int, step: int) -> Iterator[Strip]:
    """Strips of every ``step``-th pixel of a picture; metered first, on a part of its pixels."""
    every = max(1, int((width * height / tonemap.SAMPLES) ** 0.5))
    some = slice(0, None, every)
    exposure = tonemap.metered(cut(some, some)[0], sphere=abs(width - 2 * height) <= width // 100)
    for top in range(0, height, ROWS * step):
        light, alpha = cut(slice(top, min(height, top + ROWS * step), step), slice(0, None, step))
        out = tonemap.mapped(light, exposure)
        if alpha is not None:
            out += (1 - np.clip(alpha.astype(np.float32), 0, 1))[..., None]  # light is stored weighted by alpha; white ground
        yield colour.codes_of(out)


def finite(light: colour.Light) -> colour.Light:
    """Light without infinities and other values that are no numbers."""
    return np.nan_to_num(light, copy=False, nan=0.0, posinf=_BRIGHTEST, neginf=0.0)
