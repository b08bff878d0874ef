"""HEIC pictures (HEVC), which libvips' wheel can't decode: through libheif and libde265 of pillow-heif."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pillow_heif
import pyvips

from media_pipeline.images.decoding import through_vips
from media_pipeline.images.decoding.strips import Strip
from media_pipeline.images.headers import Header


def strips(source: Path, header: Header, step: int) -> Iterator[Strip]:
    """sRGB strips, upright; ValueError where it can't be read."""
    pillow_heif.options.THUMBNAILS = False
    pillow_heif.options.DEPTH_IMAGES = False
    pillow_heif.options.AUX_IMAGES = False
    try:
        picture = pillow_heif.open_heif(source, convert_hdr_to_8bit=False)
        pixels = np.asarray(picture)
    except (RuntimeError, EOFError, OSError, SyntaxError) as problem:
        raise ValueError(str(problem)) from problem
    height, width = pixels.shape[:2]
    bands = pixels.shape[2] if pixels.ndim == 3 else 1
    deep = pixels.dtype == np.uint16
    image = pyvips.Image.new_from_memory(np.ascontiguousarray(pixels), width, height, bands, "ushort" if deep else "uchar")
    image = image.copy(interpretation=("grey16" if deep else "b-w") if bands < 3 else ("rgb16" if deep else "srgb"))
    yield from through_vips.shown(image, header, step)
