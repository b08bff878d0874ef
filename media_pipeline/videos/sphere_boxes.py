"""Finds in an MP4's moov box what libav does not read there: mesh projections (VR180), their pose, and the crop of V1's XML."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import Damaged
from media_pipeline.videos.boxes import FULL, VISUAL_ENTRY, Box, boxes
from media_pipeline.videos.marks import Pose
from media_pipeline.videos.sphere_xml import UUID, SphereXml, read_xml

_MOOV_LIMIT = 64 * 1024**2


@dataclass(frozen=True)
class SphereBoxes:
    """The body of a mesh projection (sv3d/proj/mshp) with the pose before it, and the XML of V1 where V2 says nothing that can be
    read."""

    mesh: bytes | None = None
    xml: SphereXml | None = None
    pose: Pose = (0.0, 0.0, 0.0)


NOTHING = SphereBoxes()


def read_boxes(path: Path) -> SphereBoxes:
    """Of an MP4 or MOV file. Damaged metadata is no evidence either way."""
    moov = read_moov(path)
    if moov is None:
        return NOTHING
    try:
        traks = list(next(boxes(moov)).all("trak"))
    except Damaged:
        return NOTHING
    entries = [entry for trak in traks for entry in _entries(trak)]
    mesh, pose = (next((found for entry in entries for found in _inside(entry, kind)), None) for kind in ("mshp", "prhd"))
    known = any(_inside(entry, kind) for entry in entries for kind in ("equi", "cbmp"))
    xml = None if known else next((found for trak in traks if (found := _xml(trak)) is not None), None)
    return SphereBoxes(mesh, xml, _pose(pose))


def _entries(trak: Box) -> list[Box]:
    try:
        found = [entry for stsd in trak.all("mdia", "minf", "stbl", "stsd") for entry in stsd.inside(skip=FULL + 4)]
    except Damaged:
        return []
    return [entry for entry in found if entry.end - entry.body > VISUAL_ENTRY]


def _inside(entry: Box, kind: str) -> list[bytes]:
    """The bodies of the boxes of this kind that say how a track's picture is projected."""
    try:
        return [box.content for box in entry.all("sv3d", "proj", kind, skip=VISUAL_ENTRY)]
    except Damaged:  # a sound track's entry read as a picture's
        return []


def _pose(prhd: bytes | None) -> Pose:
    """Yaw, pitch, roll, in parts of 2**16 after version and flags."""
    if prhd is None or len(prhd) < FULL + 12:
        return 0.0, 0.0, 0.0
    yaw, pitch, roll = (angle / 2**16 for angle in struct.unpack_from(">3i", prhd, FULL))
    return yaw, pitch, roll


def _xml(trak: Box) -> SphereXml | None:
    try:
        found = [box.content for box in trak.all("uuid")]
    except Damaged:
        return None
    return next((read for data in found if data.startswith(UUID) and (read := read_xml(data[len(UUID) :])) is not None), None)


def read_moov(path: Path) -> bytes | None:
    """The moov box, its header included; None where there is none or where it is too large to be one."""
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
