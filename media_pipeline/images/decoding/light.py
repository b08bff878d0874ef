"""Pictures that keep amounts of light (OpenEXR, Radiance, TIFF and HEIF with such numbers) become strips for a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt

from media_pipeline.images import colour, tonemap
from media_pipeline.images.decoding import rgbe
from media_pipeline.images.decoding.strips import ROWS, Strip
from media_pipeline.images.headers import Header

_KINDS = {"gbrpf16le": np.float16, "gbrapf16le": np.float16, "gbrpf32le": np.float32, "gbrapf32le": np.float32,
          "grayf16le": np.float16, "grayf32le": np.float32}  # fmt: skip
_BRIGHTEST = 65504.0
"""What a half float reaches; infinite light is taken for that."""

Floats = npt.NDArray[np.floating[Any]]


def strips(source: Path, header: Header) -> Iterator[Strip]:
    """sRGB strips of an OpenEXR or Radiance file. ValueError where it can't be read."""
    data = source.read_bytes()
    if header.format == "hdr":
        rgbe.check(data, header.width, header.height)
    decoder = av.CodecContext.create("exr" if header.format == "exr" else "hdr", "r")
    decoder.options = {"err_detect": "explode"}
    decoder.thread_count = 1
    try:
        frames = decoder.decode(av.Packet(data)) or decoder.decode(None)
    except av.FFmpegError as problem:
        raise ValueError(str(problem)) from problem
    if not frames or frames[0].format.name not in _KINDS or frames[0].is_corrupt:
        raise ValueError("the decoder gives no picture" if not frames else frames[0].format.name)
    frame = frames[0]
    kind = _KINDS[frame.format.name]
    planes = [np.frombuffer(memoryview(plane), kind).reshape(plane.height, -1)[:, : plane.width] for plane in frame.planes]
    if len(planes) > 1:
        planes = [planes[2], planes[0], planes[1], *planes[3:]]  # kept as G, B, R
    yield from shown(lambda rows, columns: _light(planes, rows, columns, header), frame.width, frame.height)


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


def _light(planes: list[Floats], rows: slice, columns: slice, header: Header) -> tuple[colour.Light, Floats | None]:
    parts = [plane[rows, columns] for plane in planes]
    colours = parts[:3] if len(parts) >= 3 else parts[:1] * 3
    light = finite(np.dstack(colours).astype(np.float32))
    if header.primaries is not None:
        red, green, blue, white = (header.primaries[at : at + 2] for at in (0, 2, 4, 6))
        light = colour.to_srgb_primaries(light, (red, green, blue), white)  # type: ignore[arg-type]
    return light, parts[3] if len(parts) > 3 else None
