"""Finds in an MP4's moov box what libav does not read there: mesh projections (VR180), and the crop of spherical video V1."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import Damaged
from media_pipeline.videos.boxes import FULL, VISUAL_ENTRY, Box, boxes
from media_pipeline.videos.sphere_xml import UUID, SphereXml, read_xml

_MOOV_LIMIT = 64 * 1024**2


@dataclass(frozen=True)
class SphereBoxes:
    """Whether there is a mesh projection (sv3d/proj/mshp), and the XML of V1 where V2 says nothing that can be read."""

    mesh: bool = False
    xml: SphereXml | None = None


NOTHING = SphereBoxes()


def read_boxes(path: Path) -> SphereBoxes:
    """Of an MP4 or MOV file. Damaged metadata is no evidence either way."""
    moov = _moov(path)
    if moov is None:
        return NOTHING
    try:
        traks = list(next(boxes(moov)).all("trak"))
    except Damaged:
        return NOTHING
    entries = [entry for trak in traks for entry in _entries(trak)]
    mesh = any(_has(entry, "sv3d", "proj", "mshp") for entry in entries)
    known = any(_has(entry, "sv3d", "proj", one) for entry in entries for one in ("equi", "cbmp"))
    xml = None if known else next((found for trak in traks if (found := _xml(trak)) is not None), None)
    return SphereBoxes(mesh, xml)


def _entries(trak: Box) -> list[Box]:
    try:
        found = [entry for stsd in trak.all("mdia", "minf", "stbl", "stsd") for entry in stsd.inside(skip=FULL + 4)]
    except Damaged:
        return []
    return [entry for entry in found if entry.end - entry.body > VISUAL_ENTRY]


def _has(entry: Box, *path: str) -> bool:
    try:
        return any(entry.all(*path, skip=VISUAL_ENTRY))
    except Damaged:  # a sound track's entry read as a picture's
        return False


def _xml(trak: Box) -> SphereXml | None:
    try:
        found = [box.content for box in trak.all("uuid")]
    except Damaged:
        return None
    return next((read for data in found if data.startswith(UUID) and (read := read_xml(data[len(UUID) :])) is not None), None)


def _moov(path: Path) -> bytes | None:
    with path.open("rb") as file:
        while len(header := file.read(16)) >= 8:
            size, kind = struct.unpack_from(">I4s", header)
            skip = 8
            if size == 1 and len(header) == 16:
                size, skip = struct.unpack_from(">Q", header, 8)[0], 16
            if size < skip:
                return None
            if kind == b"moov":
                file.seek(-len(header), 1)
                return file.read(size) if size <= _MOOV_LIMIT else None
            file.seek(size - len(header), 1)
    return None
