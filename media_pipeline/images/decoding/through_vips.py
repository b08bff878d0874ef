"""Pictures that libvips reads, strip by strip: JPEG, PNG, WebP, TIFF and AVIF."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyvips

from media_pipeline.images import colour
from media_pipeline.images.decoding import light
from media_pipeline.images.decoding.strips import ROWS, Strip
from media_pipeline.images.headers import Header

_LOADERS = {"jpeg": "jpegload", "png": "pngload", "webp": "webpload", "tiff": "tiffload", "avif": "heifload"}
_KINDS = {"uchar": np.uint8, "ushort": np.uint16}


def strips(source: Path, header: Header, fail_on: str, step: int) -> Iterator[Strip]:
    """sRGB strips, by the loader of the file's signature and no other; pyvips.Error where it can't be read."""
    options = {"n": 1} if header.format in ("webp", "tiff", "avif") else {}
    image = pyvips.Operation.call(_LOADERS[header.format], str(source), access="sequential", fail_on=fail_on, **options)
    yield from shown(image, header, step)


def shown(image: pyvips.Image, header: Header, step: int) -> Iterator[Strip]:
    """sRGB strips of an opened picture, its colours as the file says them: by light, by number or by profile. Of light, which
    is slow to map, only every ``step``-th pixel."""
    if not header.transparent and image.hasalpha():
        image = image.extract_band(0, n=image.bands - 1)
    if header.linear:
        return _as_light(image, lambda pixels: pixels.astype(np.float32), step)
    told = header.colour
    if header.icc or told is None or colour.is_srgb(told):
        return _cut(to_srgb(image, header.icc))
    image = _opaque(image)
    if colour.is_hdr(told):
        return _as_light(image, lambda codes: colour.light_of(codes, told), step)
    return (colour.codes_of(colour.light_of(codes, told)) for codes in _cut(image))


def to_srgb(image: pyvips.Image, icc: bytes = b"") -> pyvips.Image:
    """8-bit sRGB with three bands: colour profile applied, transparency laid on white."""
    if icc or image.get_typeof("icc-profile-data") or image.interpretation == "cmyk":
        profiled = image.copy()
        if icc and not image.get_typeof("icc-profile-data"):
            profiled.set_type(pyvips.GValue.blob_type, "icc-profile-data", icc)
        fallback = "cmyk" if image.interpretation == "cmyk" else "srgb"
        try:
            # ICC conversion ignores nothing it can read; a profile that it can't read is left out, the picture is still good
            image = profiled.icc_transform("srgb", embedded=True, input_profile=fallback)
        except pyvips.Error:
            image = image.copy()
            image.remove("icc-profile-data")
    if image.interpretation != "srgb":
        image = image.colourspace("srgb")
    return _opaque(image).cast("uchar")


def _opaque(image: pyvips.Image) -> pyvips.Image:
    """Three bands, transparency laid on white."""
    if image.hasalpha():
        white = 65535 if image.format == "ushort" else 255
        image = image.flatten(background=white, max_alpha=white)
    if image.bands < 3:
        image = image.extract_band(0).bandjoin([image.extract_band(0)] * 2)
    return image.extract_band(0, n=3)


def _cut(image: pyvips.Image) -> Iterator[Strip]:
    """All strips from one evaluation, through a pipe; pyvips.Error where it can't be read to its end.

    An evaluation for each strip would forget the rows that the one before has read ahead: a TIFF whose own strips end elsewhere
    than ours, as Pillow's with LZW, would be taken for damaged.
    """
    kind = np.dtype(_KINDS[image.format])
    ours, theirs = os.pipe()
    writing = _Writing(image, theirs)
    with os.fdopen(ours, "rb") as pixels:
        writing.start()
        for top in range(0, image.height, ROWS):
            rows = min(ROWS, image.height - top)
            data = pixels.read(rows * image.width * image.bands * kind.itemsize)
            if len(data) < rows * image.width * image.bands * kind.itemsize:
                break
            yield np.frombuffer(data, kind).reshape(rows, image.width, image.bands)
    writing.join()
    if writing.problem is not None:
        raise writing.problem


class _Writing(threading.Thread):
    """A picture's rows from top to bottom into a pipe, whose end it closes; ``problem`` is why they end too early."""

    def __init__(self, image: pyvips.Image, end: int) -> None:
        super().__init__(daemon=True)
        self._image, self._end = image, end
        self.problem: pyvips.Error | None = None

    def run(self) -> None:
        try:
            self._image.rawsave_target(pyvips.Target.new_to_descriptor(self._end))
        except pyvips.Error as problem:
            # without its frames: they hold the target with an end of the pipe of its own, and who reads would wait for ever
            self.problem = problem.with_traceback(None)
        finally:
            os.close(self._end)


def _as_light(image: pyvips.Image, light_of: Callable[[npt.NDArray[Any]], colour.Light], step: int) -> Iterator[Strip]:
    """Strips of a picture that has to be there whole, since it is looked at twice: metered, then shown."""
    pixels = image.numpy()
    pixels = pixels[..., None] if pixels.ndim == 2 else pixels
    pixels = pixels[..., :3] if pixels.shape[2] >= 3 else pixels[..., :1].repeat(3, 2)
    height, width = pixels.shape[:2]
    return light.shown(lambda rows, columns: (light.finite(light_of(pixels[rows, columns])), None), width, height, step)
