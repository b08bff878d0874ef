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


def shown(cut: Callable[[slice, slice], tuple[colour.Light, Floats | None]], width: int, height: int) -> Iterator[Strip]:
    """Strips of a picture whose light (and alpha) ``cut(rows, columns)`` gives; metered first, on a part of its pixels."""
    step = max(1, int((width * height / tonemap.SAMPLES) ** 0.5))
    exposure = tonemap.metered(cut(slice(0, None, step), slice(0, None, step))[0], sphere=abs(width - 2 * height) <= width // 100)
    for top in range(0, height, ROWS):
        light, alpha = cut(slice(top, min(height, top + ROWS)), slice(None))
        out = tonemap.mapped(light, exposure)
        if alpha is not None:
            out += (1 - np.clip(alpha.astype(np.float32), 0, 1))[..., None]  # light is stored weighted by alpha; white ground
        yield colour.codes_of(out)


def finite(light: colour.Light) -> colour.Light:
    """Light without infinities and other values that are no numbers."""
    return np.nan_to_num(light, copy=False, nan=0.0, posinf=_BRIGHTEST, neginf=0.0)
