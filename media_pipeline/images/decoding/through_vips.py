"""Pictures that libvips reads, strip by strip: JPEG, PNG, WebP and TIFF; and the colours of anybody's strips of codes."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyvips

from media_pipeline.images import colour
from media_pipeline.images.decoding import light
from media_pipeline.images.decoding.strips import ROWS, Strip
from media_pipeline.images.headers import Header

_LOADERS = {"png": "pngload", "webp": "webpload", "tiff": "tiffload"}
_KINDS = {np.dtype(kind): name for kind, name in ((np.uint8, "uchar"), (np.uint16, "ushort"), (np.float32, "float"))}

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
"""(rows, width, bands) as stored: grey or RGB, with or without alpha."""
Change = Callable[[pyvips.Image], pyvips.Image]


def strips(source: Path, header: Header, fail_on: str, step: int) -> Iterator[Strip]:
    """sRGB strips, by the loader of the file's signature and no other; pyvips.Error where it can't be read. Its colours as the
    file says them: by light, by number or by profile. Of light, which is slow to map, only every ``step``-th pixel."""
    if header.linear:

        def lit(every: int) -> Iterator[light.Part]:
            parts = _read(source, header, fail_on, lambda image: _three(image).cast("float"))
            return ((light.finite(part), None) for part in light.thinned(parts, every))

        return light.shown(lit, header.width, header.height, step)
    if _by_number(header) is None:
        return _read(source, header, fail_on, lambda image: to_srgb(image, header.icc))
    return _from_numbers(lambda: _read(source, header, fail_on, _opaque), header, step)


def of_codes(read: Callable[[], Iterable[Codes]], header: Header, step: int) -> Iterator[Strip]:
    """The same of strips that another decoder gives from top to bottom, each time that it is asked."""
    if _by_number(header) is None:
        return (_array(to_srgb(_image(codes), header.icc)) for codes in read())
    return _from_numbers(lambda: (_array(_opaque(_image(codes))) for codes in read()), header, step)


def to_srgb(image: pyvips.Image, icc: bytes = b"") -> pyvips.Image:
    """8-bit sRGB with three bands: colour profile applied, transparency laid on white."""
    if image.interpretation in ("lab", "labs"):  # they say all of it, whatever profile comes with them
        image = image.colourspace("srgb").copy()
        image.remove("icc-profile-data")
        icc = b""
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


def _by_number(header: Header) -> Callable[[Codes], colour.Light] | None:
    """How codes become light where numbers say it; None where they can be shown as they are, or a profile says it."""
    told, gamma = header.colour, header.gamma
    if header.icc:
        return None
    if told is not None:
        return None if colour.is_srgb(told) else lambda codes: colour.light_of(codes, told)
    return None if gamma is None else lambda codes: colour.light_by_power(codes, gamma, header.primaries)


def _from_numbers(read: Callable[[], Iterable[Codes]], header: Header, step: int) -> Iterator[Strip]:
    light_of = _by_number(header)
    assert light_of is not None  # noqa: S101  (both callers ask)
    if colour.is_hdr(header.colour):

        def lit(every: int) -> Iterator[light.Part]:
            return ((light.finite(light_of(codes)), None) for codes in light.thinned(read(), every))

        return light.shown(lit, header.width, header.height, step)
    return (colour.codes_of(light_of(codes)) for codes in read())


def _opaque(image: pyvips.Image) -> pyvips.Image:
    """Three bands, transparency laid on white."""
    if image.hasalpha():
        white = 65535 if image.format == "ushort" else 255
        image = image.flatten(background=white, max_alpha=white)
    return _three(image)


def _three(image: pyvips.Image) -> pyvips.Image:
    if image.bands < 3:
        image = image.extract_band(0).bandjoin([image.extract_band(0)] * 2)
    return image.extract_band(0, n=3)


def _image(codes: Codes) -> pyvips.Image:
    height, width, bands = codes.shape
    deep = codes.dtype == np.uint16
    interpretation = ("grey16" if deep else "b-w") if bands < 3 else ("rgb16" if deep else "srgb")
    image = pyvips.Image.new_from_memory(np.ascontiguousarray(codes), width, height, bands, _KINDS[codes.dtype])
    return image.copy(interpretation=interpretation)


def _array(image: pyvips.Image) -> Strip:
    return np.asarray(image.numpy())


def _read(source: Path, header: Header, fail_on: str, change: Change) -> Iterator[npt.NDArray[Any]]:
    """All strips of the changed picture from one evaluation, through a pipe; pyvips.Error where it can't be read to its end.

    An evaluation for each strip would forget the rows that the one before has read ahead: a TIFF whose own strips end elsewhere
    than ours, as Pillow's with LZW, would be taken for damaged.
    """
    image = change(_open(source, header, fail_on))
    kind = next(dtype for dtype, name in _KINDS.items() if name == image.format)
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


def _open(source: Path, header: Header, fail_on: str) -> pyvips.Image:
    if header.format == "jpeg":
        # through a pipe: libvips maps a file, and its pages would count beside all coefficients of a progressive one
        ours, theirs = os.pipe()
        threading.Thread(target=_feed, args=(source, theirs), daemon=True).start()
        pipe = pyvips.Source.new_from_descriptor(ours)
        os.close(ours)  # it has one of its own
        image = pyvips.Image.jpegload_source(pipe, access="sequential", fail_on=fail_on)
    else:
        options = {} if header.format == "png" else {"n": 1}
        image = pyvips.Operation.call(_LOADERS[header.format], str(source), access="sequential", fail_on=fail_on, **options)
    if not header.transparent and image.hasalpha():
        image = image.extract_band(0, n=image.bands - 1)
    return image


def _feed(source: Path, pipe: int) -> None:
    try:
        with source.open("rb") as file, os.fdopen(pipe, "wb") as out:
            shutil.copyfileobj(file, out, 1 << 16)
    except BrokenPipeError:
        pass  # whoever read has seen enough


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
