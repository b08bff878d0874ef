"""Whether a Matroska or WebM has a hole, or lacks its end: its reader goes on behind it and may not say a word.

Elements lie end to end (RFC 8794, 9559), so where one begins with an identifier that has no place there, something was written
over. Nothing is held but an element's head; what lies in the blocks is not looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

_SEGMENT, _CLUSTER, _START = 0x18538067, 0x1F43B675, 0x1A45DFA3
_VOID, _CRC = 0xEC, 0xBF
_HEADERS = frozenset({0x114D9B74, 0x1549A966, 0x1654AE6B, 0x1C53BB6B, 0x1043A770, 0x1254C367, 0x1941A469, _START, _VOID, _CRC})
"""What lies in a segment beside clusters: seek head, info, tracks, cues, chapters, tags, attachments; behind it another file."""
_BLOCKS = frozenset({0xE7, 0x5854, 0xA7, 0xAB, 0xA3, 0xA0, 0xAF, _VOID, _CRC})
"""What lies in a cluster: timestamp, silent tracks, position, previous size, simple block, block group, encrypted block."""
_UNKNOWN = frozenset((1 << 7 * length) - 1 for length in range(1, 9))
"""A size with all its bits set is none."""

LOOKED_AT = 4_000_000
"""Elements: half a day of film and sound. Who fills a file with empty ones is not waited for."""


def hole_finder(path: Path, demuxer: str) -> Callable[[], bool] | None:
    """What to ask, when it matters, whether this file has a hole; None for one that tells itself how long its parts are."""
    if demuxer == "mov":
        return None
    return lambda: demuxer == "matroska" and has_hole(path)


def has_hole(path: Path) -> bool:
    """True where elements do not follow each other up to the file's end. A last element that is cut short is no hole."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        at, inside, looked_at = 0, False, 0
        while at < end and looked_at < LOOKED_AT:
            looked_at += 1
            file.seek(at)
            identifier, size = _number(file, keep_marker=True), _number(file)
            if identifier is None or size is None:
                return at + 12 < end  # the longest head: less of it is a file that was cut short
            body = file.tell()
            if not inside:
                inside = identifier == _SEGMENT
                at = body if inside else body + size
            elif identifier in (_CLUSTER, _SEGMENT):  # walked through, not over: a live recording does not say how long it is
                at = body
            elif identifier in _HEADERS or identifier in _BLOCKS:
                at = body + size
            else:
                return True
    return False


def is_cut_short(path: Path) -> bool:
    """True where the segment says that it is longer than the file. A live recording does not say how long it is."""
    with path.open("rb") as file:
        end = file.seek(0, 2)
        file.seek(0)
        for _ in range(LOOKED_AT):
            identifier, size = _number(file, keep_marker=True), _number(file)
            if identifier is None or size is None:
                return False
            if identifier == _SEGMENT:
                return size not in _UNKNOWN and file.tell() + size > end
            file.seek(size, 1)
    return False


def _number(file: BinaryIO, *, keep_marker: bool = False) -> int | None:
    """A number of as many bytes as its first has leading zeros and one more (RFC 8794, 4); None where there is none."""
    first = file.read(1)
    if not first or not first[0]:
        return None
    length = 9 - first[0].bit_length()
    rest = file.read(length - 1)
    if len(rest) < length - 1:
        return None
    head = first[0] if keep_marker else first[0] & ((1 << (8 - length)) - 1)
    return int.from_bytes(bytes([head]) + rest, "big")
