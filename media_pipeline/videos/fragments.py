"""Where the last fragment of a fragmented MP4 ends: its index may say nothing of its length, and a reader takes a hole of zeros
for the end."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from media_pipeline.errors import Damaged
from media_pipeline.videos.boxes import Track, span, tracks
from media_pipeline.videos.sphere_boxes import read_moov

LOOKED_THROUGH = 256 * 1024**2
"""Bytes at the file's end in which the last fragment is looked for: ten seconds at most cameras' highest rate."""

LOOKED_AT = 100
"""Places that look like a fragment's beginning; who writes more that are none is not waited for."""

_BLOCK = 1024**2
_MOOF_LIMIT = 16 * 1024**2


def last_fragment(path: Path) -> dict[int, float]:
    """Where it says that its tracks end, by their own numbers: seconds on the file's own clock. Nothing for a file without
    fragments, or where they can't be read."""
    moov = read_moov(path)
    if moov is None or b"mvex" not in moov:
        return {}
    try:
        known = tracks(moov)
    except Damaged:
        return {}
    with path.open("rb") as file:
        end = file.seek(0, 2)
        least, after, looked_at = max(0, end - LOOKED_THROUGH), b"", 0
        while end > least:
            start = max(least, end - _BLOCK)
            file.seek(start)
            block = file.read(end - start) + after
            at = len(block)
            while (at := block.rfind(b"moof", 0, at)) >= 0 and looked_at < LOOKED_AT:
                looked_at += 1
                if ends := _ends(file, start + at - 4, known):
                    return ends
            end, after = start, block[:3]
    return {}


def _ends(file: BinaryIO, at: int, known: tuple[Track, ...]) -> dict[int, float]:
    """Where the fragment that begins at this byte ends; nothing where the four letters were no fragment's."""
    file.seek(max(0, at))
    head = file.read(16)
    size = int.from_bytes(head[:4], "big")
    if head[12:] != b"mfhd" or size > _MOOF_LIMIT:
        return {}
    data, found = head + file.read(size - len(head)), {}
    for track in known:
        try:
            part = span(data, track)
        except Damaged:  # this fragment holds nothing of that track
            continue
        found[track.id] = (part.start + part.duration) / track.timescale
    return found
