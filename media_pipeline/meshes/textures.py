"""The pictures inside a GLB: their sizes, read from their headers before anything decodes them.

Sources: PNG specification (IHDR), ITU T.81 (SOF markers), WebP container specification (VP8, VP8L, VP8X).
"""

from __future__ import annotations

import struct
from typing import Any

from media_pipeline.errors import Refused
from media_pipeline.meshes.glb import Glb, embedded
from media_pipeline.meshes.gltf import Document
from media_pipeline.recipes import Limits

_HEAD = 1 << 20  # camera notes and colour profiles stand before the size in a JPEG
_MOST = 1000
_JPEG_SIZES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_JPEG_BARE = {0x01, *range(0xD0, 0xD9)}


def check_textures(glb: Glb, limits: Limits) -> None:
    """Refuse pictures of other kinds, of too many pixels, or outside the file."""
    if len(glb.document.images) > _MOST:
        raise glb.damaged(f"it has {len(glb.document.images)} textures, at most {_MOST} are read")
    together = 0
    for picture in glb.document.images:
        if picture.uri is not None:
            data = embedded(glb.name, picture.uri)
        elif picture.buffer_view is not None and picture.buffer_view < len(glb.document.buffer_views):
            view = glb.document.buffer_views[picture.buffer_view]
            data = bytes(glb.buffers[view.buffer][view.byte_offset : view.byte_offset + min(view.byte_length, _HEAD)])
        else:
            raise glb.damaged("a texture has no picture")
        size = picture_size(data)
        if size is None:
            raise Refused("texture_format", name=glb.name)
        if max(size) > limits.texture_side:
            raise Refused("texture_too_large", name=glb.name, side=max(size), limit=limits.texture_side)
        together += size[0] * size[1]
    if together > limits.pixels:  # each may be allowed, but a headset decodes all of them
        raise Refused("textures_too_large", name=glb.name, pixels=together, limit=limits.pixels)


def drop_without_picture(part: Any, document: Document) -> None:
    """Take every ``…Texture: {index: n}`` out of a material whose texture has no picture (its exporter found none): a browser's
    loader gives the whole object up for it."""
    if isinstance(part, list):
        for one in part:
            drop_without_picture(one, document)
    elif isinstance(part, dict):
        for name, value in list(part.items()):
            if name.endswith("Texture") and isinstance(value, dict):
                texture = document.textures[value["index"]]
                if texture.source is None and not texture.extensions:
                    del part[name]
                    continue
            drop_without_picture(value, document)


def media_type(data: bytes) -> str | None:
    """The media type of a PNG, JPEG or WebP by its first bytes; None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "image/png"
    if data[:2] == b"\xff\xd8":
        return "image/jpeg"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, JPEG or WebP; None where it is none of them or has no size."""
    size = None
    if data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR" and len(data) >= 24:
        size = struct.unpack_from(">II", data, 16)
    elif data[:2] == b"\xff\xd8":
        size = _jpeg_size(data)
    elif data[:4] == b"RIFF" and data[8:12] == b"WEBP" and len(data) >= 30:
        size = _webp_size(data)
    return (size[0], size[1]) if size is not None and min(size) > 0 else None


def _jpeg_size(data: bytes) -> tuple[int, ...] | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF or marker in _JPEG_BARE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return (width, height)
        at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None


def _webp_size(data: bytes) -> tuple[int, ...] | None:
    kind = data[12:16]
    if kind == b"VP8X":
        return (1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little"))
    if kind == b"VP8L" and data[20] == 0x2F:
        bits = int.from_bytes(data[21:25], "little")
        return (1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", data, 26)
        return (width & 0x3FFF, height & 0x3FFF)
    return None
