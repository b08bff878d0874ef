"""Amounts of light become strips for a screen: the whole picture is metered first, then mapped strip by strip."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from media_pipeline.images import colour, tonemap
from media_pipeline.images.decoding.strips import Strip

_BRIGHTEST = 65504.0
"""What a half float reaches; infinite light is taken for that."""

Floats = npt.NDArray[np.floating[Any]]
Part = tuple[colour.Light, Floats | None]
"""Some rows of a picture: their light, and alpha where there is one."""


def shown(read: Callable[[int], Iterable[Part]], width: int, height: int, step: int) -> Iterator[Strip]:
    """Strips of every ``step``-th pixel of a picture; ``read`` reads those from top to bottom. A whole picture is read twice,
    since it is metered first, on a part of its pixels: kept, it would take 12 bytes a pixel."""
    every = max(1, int((width * height / tonemap.SAMPLES) ** 0.5))
    kept = list(read(step)) if step > 1 else None
    some = np.concatenate([light for light, _ in kept or read(every)])
    exposure = tonemap.metered(some, sphere=abs(width - 2 * height) <= width // 100)
    for light, alpha in kept or read(1):
        out = tonemap.mapped(light, exposure)
        if alpha is not None:
            out += (1 - np.clip(alpha.astype(np.float32), 0, 1))[..., None]  # light is stored weighted by alpha; white ground
        yield colour.codes_of(out)


def thinned(strips: Iterable[npt.NDArray[Any]], step: int) -> Iterator[npt.NDArray[Any]]:
    """Every ``step``-th pixel of every ``step``-th row, of strips from top to bottom."""
    top = 0
    for strip in strips:
        first = -top % step
        top += len(strip)
        if first < len(strip):
            yield strip[first::step, ::step]


def finite(light: colour.Light) -> colour.Light:
    """Light without infinities and other values that are no numbers."""
    return np.nan_to_num(light, nan=0.0, posinf=_BRIGHTEST, neginf=0.0)
