"""A stereo picture taken apart into its eyes, and put together again. Left comes first, at the top or at the left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from media_pipeline.images.coverage import eye_size
from media_pipeline.images.planes import Plane, Planes
from media_pipeline.records import Stereo


def eyes(planes: Planes, stereo: Stereo | None) -> tuple[Planes, ...]:
    """One eye's picture for mono, left and right for stereo; views into the same memory. An odd last row or column is dropped."""
    width, height = eye_size(planes.width, planes.height, stereo)
    if stereo == "top-bottom":
        return planes.cut(0, 0, width, height), planes.cut(0, height, width, 2 * height)
    if stereo == "left-right":
        return planes.cut(0, 0, width, height), planes.cut(width, 0, 2 * width, height)
    return (planes,)


def joined(pictures: Sequence[Planes], stereo: Stereo | None) -> Planes:
    """The eyes' pictures, of the same even size, in one as ``stereo`` says."""
    if len(pictures) == 1:
        return pictures[0]
    parts = zip(*(picture.all() for picture in pictures), strict=True)
    return Planes(*(_beside(planes, stereo) for planes in parts))


def _beside(planes: tuple[Plane, ...], stereo: Stereo | None) -> Plane:
    return np.concatenate(planes, axis=0 if stereo == "top-bottom" else 1)
