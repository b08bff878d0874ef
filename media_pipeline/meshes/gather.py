"""A glTF in several parts becomes one GLB: buffers one after the other, pictures behind them, nothing else changed."""

from __future__ import annotations

import base64
import binascii
import json
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote_to_bytes

from media_pipeline.errors import Refused
from media_pipeline.meshes.glb import MAGIC, MOST_LISTS, MOST_OBJECTS, chunks, mapped
from media_pipeline.meshes.parts import Parts
from media_pipeline.meshes.textures import media_type
from media_pipeline.meshes.writer import Builder
from media_pipeline.recipes import Limits

_TEXT_BYTES = 1024**3
"""Longest description with files embedded in it; without them it is held to the GLB's own limit."""


def gather(parts: Parts, target: Path, limits: Limits) -> None:
    """Write a GLB of a .gltf or .glb and the files that it names. Refused: damaged, parts missing or outside the input.

    What the document says about its parts is not looked at here: the GLB is examined after this as any other.
    """
    name = parts.main.name
    try:
        document, binary = _read(parts.main)
        builder = _gathered(document, binary, parts, limits)
    except (TypeError, KeyError, AttributeError, ValueError, IndexError, RecursionError, OverflowError):
        raise Refused("damaged", name=name, detail="its description is not that of a glTF") from None
    builder.write(target)


def _read(source: Path) -> tuple[dict[str, Any], bytes | memoryview]:
    whole = mapped(source)
    text: bytes | memoryview
    text, binary = chunks(source.name, whole) if bytes(whole[:4]) == MAGIC else (whole, whole[:0])
    if len(text) > _TEXT_BYTES:
        raise Refused("damaged", name=source.name, detail=f"its description is {len(text)} bytes, at most {_TEXT_BYTES} are read")
    data = bytes(text)
    for count, limit in ((data.count(b"{"), MOST_OBJECTS), (data.count(b"["), MOST_LISTS)):
        if count > limit:
            raise Refused("too_many_parts", name=source.name, parts=count, limit=limit)
    return json.loads(data.removeprefix(b"\xef\xbb\xbf"), parse_constant=_no_number), binary


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _gathered(document: dict[str, Any], binary: bytes | memoryview, parts: Parts, limits: Limits) -> Builder:
    builder = Builder(document)
    room = [limits.file_bytes]  # each buffer may be a whole file, and the same file may be named a thousand times
    starts = []
    for number, buffer in enumerate(document.pop("buffers", [])):
        data = binary if number == 0 and "uri" not in buffer else _bytes(buffer["uri"], parts, room)
        length = buffer["byteLength"]
        if not isinstance(length, int) or not 0 < length <= len(data):
            detail = f"buffer {number} says {length} bytes and has {len(data)}"
            raise Refused("damaged", name=parts.main.name, detail=detail[:120])
        starts.append((builder.bytes_at(data[:length]), length))
    for view in document.pop("bufferViews", []):
        start, length = starts[view["buffer"]]
        offset = view.get("byteOffset", 0)
        if not 0 <= offset <= offset + view["byteLength"] <= length:
            raise Refused("damaged", name=parts.main.name, detail="a buffer view ends after its buffer")
        builder.views.append({**view, "buffer": 0, "byteOffset": start + offset})
    for image in document.get("images", []):
        if "uri" in image:
            data = _bytes(image.pop("uri"), parts, room)
            image |= {"bufferView": builder.view(data), "mimeType": media_type(data) or "image/png"}
    builder.accessors = document.pop("accessors", [])
    return builder


def _bytes(uri: str, parts: Parts, room: list[int]) -> bytes:
    """The bytes of an address: embedded, or of a file of the input."""
    if uri.startswith("data:"):
        head, _, body = uri.partition(",")
        try:
            data = base64.b64decode(body, validate=True) if head.endswith(";base64") else unquote_to_bytes(body)
        except binascii.Error:
            raise Refused("damaged", name=parts.main.name, detail="an embedded file is not base64") from None
    else:
        path = parts.named(uri)
        _take(room, path.stat().st_size, parts)
        return path.read_bytes()
    _take(room, len(data), parts)
    return data


def _take(room: list[int], size: int, parts: Parts) -> None:
    room[0] -= size
    if room[0] < 0:
        raise Refused("damaged", name=parts.main.name, detail="the files that it names are too large together")
