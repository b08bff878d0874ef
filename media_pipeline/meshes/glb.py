"""A GLB file taken apart: header, chunks, the JSON document, and its buffers as bytes. Nothing is drawn or decoded here.

Source: Khronos glTF 2.0 specification, section 4.4 (binary glTF). Own reading rather than trimesh's or pygltflib's: those build
geometry first and ask about lengths later, or not at all, and a file that lies about its lengths is what has to be found.
"""

from __future__ import annotations

import base64
import binascii
import json
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from pydantic import ValidationError

from media_pipeline.errors import Refused
from media_pipeline.meshes.gltf import Document

MAGIC = b"glTF"
JSON_BYTES = 16 * 1024**2
"""Longest JSON chunk: parsed, it can take twenty times its length of memory."""
MOST_OBJECTS, MOST_LISTS = 100_000, 400_000
"""Counted before anything is parsed: checking an object takes 20 microseconds, and three letters make one."""

_JSON_CHUNK, _BIN_CHUNK = 0x4E4F534A, 0x004E4942


@dataclass(frozen=True)
class Glb:
    """A GLB. ``buffers`` are the bytes that the document's buffers name, in their order; ``plain`` is the document as JSON."""

    name: str
    size: int
    document: Document
    buffers: tuple[memoryview, ...]
    plain: dict[str, Any]

    def damaged(self, detail: str) -> Refused:
        """The refusal for something that can't be right."""
        return Refused("damaged", name=self.name, detail=detail)


def load(source: Path, name: str | None = None) -> Glb:
    """The GLB in a file, mapped rather than read. Refused, under ``name``, where the container or the document is wrong."""
    name = name or source.name
    size = source.stat().st_size
    if size == 0:
        raise Refused("empty", name=name)
    json_chunk, binary = chunks(name, mapped(source))
    if len(json_chunk) > JSON_BYTES:
        raise Refused("damaged", name=name, detail=f"its description is {len(json_chunk)} bytes, at most {JSON_BYTES} are read")
    document, plain = _document(name, bytes(json_chunk))
    return Glb(name, size, document, tuple(_buffers(name, document, binary)), plain)


def mapped(source: Path) -> memoryview:
    """A file's bytes, mapped rather than read; it is not empty."""
    with source.open("rb") as file:
        # Not closed by hand: arrays over the buffers keep the mapping, and it goes with the last of them.
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def chunks(name: str, whole: memoryview) -> tuple[memoryview, memoryview]:
    """The JSON chunk and the binary chunk (empty where there is none)."""
    if len(whole) < 20 or bytes(whole[:4]) != MAGIC:
        raise Refused("damaged", name=name, detail="it does not begin as a GLB")
    version, length = struct.unpack_from("<II", whole, 4)
    if version != 2:
        raise Refused("gltf_version", name=name, version=str(version))
    if length > len(whole):
        raise Refused("damaged", name=name, detail=f"it says {length} bytes and has {len(whole)}")
    found: list[tuple[int, memoryview]] = []
    at = 12
    while at + 8 <= length:
        chunk_length, kind = struct.unpack_from("<II", whole, at)
        at += 8
        if at + chunk_length > length:
            raise Refused("damaged", name=name, detail=f"a part of {chunk_length} bytes ends after the file")
        found.append((kind, whole[at : at + chunk_length]))
        at += chunk_length
        if len(found) > 16:
            raise Refused("damaged", name=name, detail="too many parts")
    if not found or found[0][0] != _JSON_CHUNK:
        raise Refused("damaged", name=name, detail="its first part is no JSON")
    binary = found[1][1] if len(found) > 1 and found[1][0] == _BIN_CHUNK else whole[:0]
    return found[0][1], binary


def _document(name: str, text: bytes) -> tuple[Document, dict[str, Any]]:
    objects, lists = text.count(b"{"), text.count(b"[")
    for parts, limit in ((objects, MOST_OBJECTS), (lists, MOST_LISTS)):
        if parts > limit:
            raise Refused("too_many_parts", name=name, parts=parts, limit=limit)
    try:
        plain: Any = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Refused("damaged", name=name, detail="its description is no JSON") from None
    version = plain.get("asset", {}).get("version") if isinstance(plain, dict) and isinstance(plain.get("asset"), dict) else None
    if isinstance(version, str) and not version.startswith("2."):
        raise Refused("gltf_version", name=name, version=version[:20])
    try:
        return Document.model_validate(plain), plain
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(str(step) for step in first["loc"])[:80]
        raise Refused("damaged", name=name, detail=f"{where or 'its description'}: {first['msg']}") from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no number")


def _buffers(name: str, document: Document, binary: memoryview) -> list[memoryview]:
    found: list[memoryview] = []
    for number, buffer in enumerate(document.buffers):
        if buffer.uri is None:
            data = binary if number == 0 else binary[:0]
        else:
            data = memoryview(embedded(name, buffer.uri))
        if buffer.byte_length > len(data):
            detail = f"buffer {number} says {buffer.byte_length} bytes and has {len(data)}"
            raise Refused("damaged", name=name, detail=detail)
        found.append(data[: buffer.byte_length])
    return found


def embedded(name: str, uri: str) -> bytes:
    """The bytes of a ``data:`` address; any other address is refused, because only this one file travels on."""
    if not uri.startswith("data:"):
        raise Refused("outside_reference", name=name, reference=uri[:80])
    head, _, body = uri.partition(",")
    if not head.endswith(";base64"):
        raise Refused("damaged", name=name, detail="an embedded file is not base64")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise Refused("damaged", name=name, detail="an embedded file is not base64") from None
