"""A GLB's textures as they travel on: no larger than a side, and without what cameras and programs write about themselves.

A picture that is small enough keeps its pixels' bytes. A larger one is decoded and shrunk in a child:
``python -m media_pipeline.meshes.pictures SIDE NUMBER…`` in a folder with ``NUMBER.in``.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from media_pipeline.errors import DETAILS, Refused
from media_pipeline.meshes.glb import Glb, embedded
from media_pipeline.meshes.textures import media_type, picture_size
from media_pipeline.processes import TimedOut, module, run
from media_pipeline.recipes import LIMITS

Pictures = dict[int, tuple[bytes, str]]
"""Number of the image in the source -> (bytes, media type)."""

_TIMEOUT_S = 300.0
_JPEG_QUALITY, _WEBP_QUALITY = 90, 90
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"sBIT", b"IDAT", b"IEND"}
_JPEG_DROPPED = {0xFE, *range(0xE1, 0xEE), 0xEF}  # comments, EXIF, XMP, profiles; APP0 and APP14 say how to read the colours


def bounded(glb: Glb, side: int, work: Path) -> Pictures:
    """All pictures that textures name. Refused where one that must be shrunk can't be read."""
    numbers = sorted(_used(glb))
    found: Pictures = {}
    large: list[int] = []
    for number in numbers:
        data = _bytes(glb, number)
        size = picture_size(data)
        found[number] = (_bare(data), media_type(data) or "image/png")
        if size is not None and max(size) > side:
            (work / f"{number}.in").write_bytes(data)
            large.append(number)
    if large:
        _shrink(glb, side, large, work)
        for number in large:
            found[number] = ((work / f"{number}.out").read_bytes(), found[number][1])
    return found


def _used(glb: Glb) -> set[int]:
    used = set()
    for texture in glb.document.textures:
        webp = texture.extensions.get("EXT_texture_webp")
        for number in (texture.source, webp.get("source") if isinstance(webp, dict) else None):
            if number is not None:
                used.add(int(number))
    return used


def _bytes(glb: Glb, number: int) -> bytes:
    picture = glb.document.images[number]
    if picture.uri is not None:
        return embedded(glb.name, picture.uri)
    view = glb.document.buffer_views[picture.buffer_view or 0]
    return bytes(glb.buffers[view.buffer][view.byte_offset : view.byte_offset + view.byte_length])


def _shrink(glb: Glb, side: int, numbers: list[int], work: Path) -> None:
    try:
        ended = run(
            module("media_pipeline.meshes.pictures", str(side), *map(str, numbers)),
            cwd=work,
            timeout_s=_TIMEOUT_S,
            memory_bytes=LIMITS.child_memory_bytes,
        )
    except TimedOut:
        raise Refused("time_out", name=glb.name, limit=_TIMEOUT_S) from None
    if ended.out_of_memory:
        raise Refused("too_heavy", name=glb.name, limit=LIMITS.child_memory_bytes // 1024**3)
    if ended.returncode != 0:
        raise Refused("damaged", name=glb.name, detail=DETAILS["no_picture"])


def _bare(data: bytes) -> bytes:
    """A picture without its notes; as it is where it can't be taken apart."""
    kind = media_type(data)
    try:
        if kind == "image/png":
            return _bare_png(data)
        if kind == "image/jpeg":
            return _bare_jpeg(data)
    except (struct.error, IndexError):
        return data
    return _bare_webp(data)


def _bare_png(data: bytes) -> bytes:
    kept, at = [data[:8]], 8
    while at < len(data):
        length = struct.unpack_from(">I", data, at)[0]
        if data[at + 4 : at + 8] in _PNG_KEPT:
            kept.append(data[at : at + 12 + length])
        if data[at + 4 : at + 8] == b"IEND":
            break
        at += 12 + length
    return b"".join(kept)


def _bare_jpeg(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker in (0xDA, 0xD9):
            break
        length = 2 + struct.unpack_from(">H", data, at + 2)[0]
        if marker not in _JPEG_DROPPED:
            kept.append(data[at : at + length])
        at += length
    return b"".join([*kept, data[at:]])


def _bare_webp(data: bytes) -> bytes:
    kept, at = [], 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        chunk = data[at : at + 8 + length + length % 2]
        if name == b"VP8X":  # its first byte says which notes follow
            chunk = chunk[:8] + bytes([chunk[8] & 0x10]) + chunk[9:]
        if name not in (b"EXIF", b"XMP ", b"ICCP"):
            kept.append(chunk)
        at += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def main(side: str, *numbers: str) -> None:
    """Shrink pictures to a side, channel by channel: a texture's alpha and colours may mean anything."""
    import pyvips  # takes a while, and only the child needs it

    pyvips.cache_set_max(0)
    for number in numbers:
        data = Path(f"{number}.in").read_bytes()
        image = pyvips.Image.new_from_buffer(data, "", access="sequential", fail_on="truncated")
        if image.interpretation in ("cmyk", "b-w16", "rgb16", "grey16"):
            image = image.colourspace("srgb")
        image = image.resize(int(side) / max(image.width, image.height), kernel="lanczos3").cast("uchar")
        match media_type(data):
            case "image/jpeg":
                small = image.jpegsave_buffer(Q=_JPEG_QUALITY, keep="none", optimize_coding=True)
            case "image/webp":
                small = image.webpsave_buffer(Q=_WEBP_QUALITY, keep="none")
            case _:
                small = image.pngsave_buffer(keep="none", compression=7)
        Path(f"{number}.out").write_bytes(small)


if __name__ == "__main__":
    main(*sys.argv[1:])
