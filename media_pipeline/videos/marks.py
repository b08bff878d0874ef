"""Writes into an MP4 how its picture lies on the sphere: the boxes st3d and sv3d of spherical video V2. Pure.

Written by us and not by ffmpeg: it only hands on what the file said, and an editor may have said otherwise.
"""

from __future__ import annotations

import struct
from collections.abc import Callable

from media_pipeline.records import Coverage, Stereo
from media_pipeline.videos.boxes import FULL, VISUAL_ENTRY, boxes

STEREO_MODES: dict[Stereo, int] = {"mono": 0, "top-bottom": 1, "left-right": 2}
_ENTRY = ("moov", "trak", "mdia", "minf", "stbl", "stsd")
_OWN = {"stsd": FULL + 4}  # bytes of own fields before the boxes inside
_MARKS = ("st3d", "sv3d")

Pose = tuple[float, float, float]
"""Yaw, pitch, roll in degrees, as the file's ``prhd`` box has them."""


def marked(file: bytes, stereo: Stereo, coverage: Coverage, pose: Pose = (0.0, 0.0, 0.0)) -> bytes:
    """An init segment (or a file whose moov comes last) that says: equirectangular, this layout, this part of the sphere.

    What it said before is replaced.
    """
    marks = _st3d(stereo) + _sv3d(coverage, pose)
    return _changed(file, _ENTRY, lambda entry: _entry(entry, marks))


def _entry(entry: bytes, marks: bytes) -> bytes:
    """A visual sample entry's body with the marks as its last boxes."""
    kept = (_box(box.kind, box.content) for box in boxes(entry, VISUAL_ENTRY) if box.kind not in _MARKS)
    return entry[:VISUAL_ENTRY] + b"".join(kept) + marks


def _changed(data: bytes, path: tuple[str, ...], change: Callable[[bytes], bytes]) -> bytes:
    """The same boxes, with ``change`` done to the bodies of those inside the last of the path. Other tracks stay as they are."""
    made = []
    for box in boxes(data):
        body = box.content
        if not path:
            body = change(body)
        elif box.kind == path[0] and (box.kind != "trak" or _is_picture(body)):
            own = _OWN.get(box.kind, 0)
            body = body[:own] + _changed(body[own:], path[1:], change)
        made.append(_box(box.kind, body))
    return b"".join(made)


def _is_picture(trak: bytes) -> bool:
    handlers = (hdlr for box in boxes(trak) if box.kind == "mdia" for hdlr in box.all("hdlr"))
    return any(hdlr.content[FULL + 4 : FULL + 8] == b"vide" for hdlr in handlers)


def _st3d(stereo: Stereo) -> bytes:
    return _box("st3d", struct.pack(">IB", 0, STEREO_MODES[stereo]))


def _sv3d(coverage: Coverage, pose: Pose) -> bytes:
    (left, right), (bottom, top) = coverage.yaw, coverage.pitch
    missing = ((90 - top) / 180, (bottom + 90) / 180, (left + 180) / 360, (180 - right) / 360)
    bounds = (min(0xFFFFFFFF, max(0, round(part * 2**32))) for part in missing)
    turned = (round(angle * 65536) for angle in pose)
    shape = _box("prhd", struct.pack(">I3i", 0, *turned)) + _box("equi", struct.pack(">I4I", 0, *bounds))
    return _box("sv3d", _box("svhd", bytes(5)) + _box("proj", shape))


def _box(kind: str, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind.encode("latin-1")) + body
