"""How much of each track a file promises behind the end that was found: it was cut off, by too little to be refused for it.

What nothing promises can't be missed: a live recording that stops between two fragments is whole as far as anybody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

import av

from media_pipeline.errors import Damaged
from media_pipeline.videos.boxes import FULL, Box, boxes
from media_pipeline.videos.damage import SHORT_S
from media_pipeline.videos.matroska import is_cut_short
from media_pipeline.videos.sphere_boxes import read_moov

TOP_BOXES = 10_000
"""So many boxes are looked at before the first fragment."""

_SIDX_LIMIT = 1024**2
_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)")

_Said = tuple[dict[int, float], float | None]
"""Where tracks end by their place in the container, and where the longest does, whichever that is; seconds on its own clock."""


def lacking(path: Path, container: Any, found: Mapping[int, float], fragments: Mapping[int, float]) -> dict[int, float]:
    """Seconds that each track lacks at its end; 0 where that is less than SHORT_S, or where nothing tells.

    ``found`` is where each track ends, by its place in the container, ``fragments`` where the last fragment says so, by the
    track's own number; both in seconds on the file's own clock.
    """
    said, whole = _said(path, container, [container.streams[index] for index in found], fragments)
    if whole is not None and len(container.streams) == len(found):  # else it may be that of a track that nobody wants
        last = max(found, key=lambda index: max(found[index], said.get(index, 0.0)))
        said[last] = max(whole, said.get(last, 0.0))
    lacks = {index: said.get(index, 0.0) - end for index, end in found.items()}
    return {index: seconds if seconds >= SHORT_S else 0.0 for index, seconds in lacks.items()}


def _said(path: Path, container: Any, tracks: list[Any], fragments: Mapping[int, float]) -> _Said:
    if container.format.name.startswith("matroska"):
        return _by_tags(container, tracks) if is_cut_short(path) else ({}, None)
    moov = read_moov(path)
    if moov is None or b"mvex" not in moov:
        return (_by_samples(tracks) if _is_cut_short(path) else {}), None
    index = indexed_ends(path)
    known = {track.index: [ends[track.id] for ends in (index, fragments) if track.id in ends] for track in tracks}
    return {number: max(ends) for number, ends in known.items() if ends}, _by_header(moov)


def _by_tags(container: Any, tracks: list[Any]) -> _Said:
    """As Matroska's writers note it; else only the whole file says how long it is."""
    clocks = {track.index: _CLOCK.match(track.metadata.get("DURATION", "")) for track in tracks}
    said = {index: 3600 * int(one[1]) + 60 * int(one[2]) + float(one[3]) for index, one in clocks.items() if one}
    return said, container.duration / av.time_base if container.duration else None


def _by_samples(tracks: list[Any]) -> dict[int, float]:
    """As the list of samples in an MP4's moov says."""
    timed = [track for track in tracks if track.duration]
    return {track.index: float(((track.start_time or 0) + track.duration) * track.time_base) for track in timed}


def _by_header(moov: bytes) -> float | None:
    """As mvex/mehd says it of the whole film (14496-12, 8.8.2)."""
    try:
        box = next(boxes(moov))
        mvhd, mehd = box.first("mvhd"), box.first("mvex", "mehd")
        return (mehd.u64(FULL) if mehd.version else mehd.u32(FULL)) / mvhd.u32(FULL + (16 if mvhd.version else 8))
    except (Damaged, StopIteration, ZeroDivisionError):
        return None


def indexed_ends(path: Path) -> dict[int, float]:
    """As the segment indexes before the first fragment say, by the tracks' own numbers (14496-12, 8.16.3)."""
    ends: dict[int, float] = {}
    with path.open("rb") as file:
        for kind, at, end in _top(file):
            if kind != b"sidx" or end - at > _SIDX_LIMIT:
                continue
            file.seek(at)
            try:
                track, seconds = _indexed(next(boxes(file.read(end - at))))
            except (Damaged, StopIteration, ZeroDivisionError):
                continue
            ends[track] = max(ends.get(track, 0.0), seconds)
    return ends


def _indexed(sidx: Box) -> tuple[int, float]:
    """Number of the track, and where the last of the parts ends that an index lists."""
    wide = 8 if sidx.version else 4
    begin = sidx.u64(FULL + 8) if sidx.version else sidx.u32(FULL + 8)
    parts = FULL + 8 + 2 * wide + 4
    count = sidx.u32(parts - 4) & 0xFFFF
    return sidx.u32(FULL), (begin + sum(sidx.u32(parts + 12 * part + 4) for part in range(count))) / sidx.u32(FULL + 4)


def _is_cut_short(path: Path) -> bool:
    """Whether an MP4 ends inside one of its boxes."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        return any(end > size for _, _, end in _top(file))


def _top(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and said end of the boxes up to the first fragment."""
    at = 0
    for _ in range(TOP_BOXES):
        file.seek(at)
        head = file.read(16)
        size, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if size == 1:
            size = int.from_bytes(head[8:], "big")
        if size < 8 or kind == b"moof":  # the rest of the file, or its end
            return
        yield kind, at, at + size
        at += size
