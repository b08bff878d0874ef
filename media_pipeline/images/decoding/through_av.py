"""OpenEXR and Radiance files, which keep amounts of light: through ffmpeg's decoders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np

from media_pipeline.images import colour
from media_pipeline.images.decoding import light, rgbe
from media_pipeline.images.decoding.strips import Strip
from media_pipeline.images.headers import Header

_KINDS = {
    "gbrpf16le": np.float16,
    "gbrapf16le": np.float16,
    "grayf16le": np.float16,
    "gbrpf32le": np.float32,
    "gbrapf32le": np.float32,
    "grayf32le": np.float32,
}


def strips(source: Path, header: Header, step: int) -> Iterator[Strip]:
    """sRGB strips of every ``step``-th pixel; ValueError where it can't be read."""
    packet = _packet(source)
    if header.format == "hdr":
        rgbe.check(bytes(packet), header.width, header.height)
    decoder = av.CodecContext.create("exr" if header.format == "exr" else "hdr", "r")
    decoder.options = {"err_detect": "explode"}
    decoder.thread_count = 1
    try:
        frames = decoder.decode(packet) or decoder.decode(None)
    except av.FFmpegError as problem:
        raise ValueError(str(problem)) from problem
    if not frames or frames[0].format.name not in _KINDS or frames[0].is_corrupt:
        raise ValueError("the decoder gives no picture" if not frames else frames[0].format.name)
    frame = frames[0]
    del packet, decoder  # they hold the whole file
    kind = _KINDS[frame.format.name]
    planes = [np.frombuffer(memoryview(plane), kind).reshape(plane.height, -1)[:, : plane.width] for plane in frame.planes]
    if len(planes) > 1:
        planes = [planes[2], planes[0], planes[1], *planes[3:]]  # kept as G, B, R
    yield from light.shown(lambda rows, columns: _part(planes, rows, columns, header), frame.width, frame.height, step)


def _packet(source: Path) -> av.Packet[Any]:
    """The file in a packet's own memory: what a packet borrows, the decoder copies."""
    with source.open("rb") as file:
        packet = av.Packet(source.stat().st_size)
        if file.readinto(memoryview(packet)) != packet.size:
            raise ValueError("the file became shorter")
    return packet


def _part(planes: list[light.Floats], rows: slice, columns: slice, header: Header) -> tuple[colour.Light, light.Floats | None]:
    """Light, and alpha where there is one, of a part of the picture."""
    parts = [plane[rows, columns] for plane in planes]
    colours = parts[:3] if len(parts) >= 3 else parts[:1] * 3
    seen = light.finite(np.dstack(colours).astype(np.float32))
    if header.primaries is not None:
        red, green, blue, white = (header.primaries[at : at + 2] for at in (0, 2, 4, 6))
        seen = colour.to_srgb_primaries(seen, (red, green, blue), white)  # type: ignore[arg-type]
    return seen, parts[3] if len(parts) > 3 else None
