"""Pictures that libvips reads, strip by strip: JPEG, PNG, WebP, TIFF and AVIF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyvips

from media_pipeline.images.decoding.strips import ROWS, Strip
from media_pipeline.images.headers import Header

_LOADERS = {"jpeg": "jpegload", "png": "pngload", "webp": "webpload", "tiff": "tiffload", "avif": "heifload"}


def strips(source: Path, header: Header, fail_on: str) -> Iterator[Strip]:
    """sRGB strips, by the loader of the file's signature and no other; pyvips.Error where it can't be read."""
    options = {"n": 1} if header.format in ("webp", "tiff", "avif") else {}
    image = pyvips.Operation.call(_LOADERS[header.format], str(source), access="sequential", fail_on=fail_on, **options)
    image = to_srgb(image)
    for top in range(0, image.height, ROWS):
        yield pixels(image.crop(0, top, image.width, min(ROWS, image.height - top)))


def to_srgb(image: pyvips.Image) -> pyvips.Image:
    """8-bit sRGB with three bands: colour profile applied, transparency laid on white."""
    if image.get_typeof("icc-profile-data") or image.interpretation == "cmyk":
        try:
            # ICC conversion ignores nothing it can read; a profile that it can't read is left out, the picture is still good
            image = image.icc_transform("srgb", embedded=True, input_profile="cmyk" if image.interpretation == "cmyk" else "srgb")
        except pyvips.Error:
            image = image.copy()
            image.remove("icc-profile-data")
    if image.interpretation != "srgb":
        image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=255)
    if image.bands > 3:
        image = image.extract_band(0, n=3)
    return image.cast("uchar")


def pixels(image: pyvips.Image) -> Strip:
    """(height, width, 3) of an 8-bit three-band image."""
    return np.ndarray(buffer=image.write_to_memory(), dtype=np.uint8, shape=(image.height, image.width, image.bands))
