"""Tells from a few pictures of a film whether it goes all the way round, and whether it holds two eyes. Pure.

Where the left and the right edge meet in the world, their fine detail is the same; in an ordinary picture it is not. Only
detail counts: two edges of one colour, or of one sky, say nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.records import Stereo

Grey = npt.NDArray[np.uint8]
Wrap = Literal["meets", "apart", "unknown"]

MEETS, APART = 0.6, 0.3
DETAIL = 1.5
"""Standard deviation of an edge's detail, in 256 steps of grey, from which it says anything."""
SAME_EYES = 0.93
CONTRAST = 8.0
POLE = 0.35
"""A row of one point of the world varies at most this part of what the picture's rows do."""


def wrap(pictures: Sequence[Grey]) -> Wrap:
    """Whether the left edge goes on at the right one: the median of all pictures that say anything."""
    found = [match for match in map(_edges, pictures) if match is not None]
    if not found:
        return "unknown"
    middle = float(np.median(found))
    return "meets" if middle >= MEETS else "apart" if middle <= APART else "unknown"


def eyes(pictures: Sequence[Grey]) -> Stereo:
    """Which halves show the same thing, so that they are two eyes; mono where none or where that can't be told."""
    for layout in ("top-bottom", "left-right"):
        alike = [_alike(*halves(picture, layout)) for picture in pictures]
        found = [one for one in alike if one is not None]
        if found and float(np.median(found)) >= SAME_EYES:
            return layout
    return "mono"


def halves(picture: Grey, layout: str) -> tuple[Grey, Grey]:
    """Left eye, right eye."""
    high, wide = picture.shape
    if layout == "top-bottom":
        return picture[: high // 2], picture[high // 2 : high // 2 * 2]
    return picture[:, : wide // 2], picture[:, wide // 2 : wide // 2 * 2]


def poles(pictures: Sequence[Grey]) -> bool:
    """Whether the top and the bottom row each show one point only, as in an equirectangular picture."""
    found = []
    for picture in pictures:
        usual = float(np.median(picture[:: max(1, len(picture) // 64)].std(axis=1)))
        if usual >= CONTRAST:
            found.append(max(float(picture[0].std()), float(picture[-1].std())) <= POLE * usual)
    return sum(found) * 2 > len(found)


def left_eye(pictures: Sequence[Grey], layout: Stereo) -> list[Grey]:
    """The pictures as one eye sees them."""
    return list(pictures) if layout == "mono" else [halves(picture, layout)[0] for picture in pictures]


def _edges(picture: Grey) -> float | None:
    """Correlation of the detail along both edges; None where there is none."""
    left, right = _detail(picture[:, 0]), _detail(picture[:, -1])
    if min(left.std(), right.std()) < DETAIL:
        return None
    return float(np.corrcoef(left, right)[0, 1])


def _detail(column: Grey) -> npt.NDArray[np.float32]:
    """A column without what is smooth in it."""
    values = column.astype(np.float32)[:, None]
    size = max(3, len(values) // 24) | 1
    rough = values - cv2.blur(values, (1, size), borderType=cv2.BORDER_REFLECT)
    return np.asarray(rough[:, 0], np.float32)


def _alike(one: Grey, other: Grey) -> float | None:
    """Correlation of two pictures, small; None where they show nothing."""
    small = [cv2.resize(eye, (64, 32), interpolation=cv2.INTER_AREA).astype(np.float32) for eye in (one, other)]
    if min(float(eye.std()) for eye in small) < CONTRAST:
        return None
    # Without what all rows have in common: sky above and floor below are alike in every picture.
    flat: list[Any] = [eye - eye.mean(axis=1, keepdims=True) for eye in small]
    if min(float(eye.std()) for eye in flat) < CONTRAST / 4:
        return None
    return float(np.corrcoef(flat[0].ravel(), flat[1].ravel())[0, 1])
