"""Which demuxer may open a file, told by its first bytes and never by its name. Pure.

A demuxer that is chosen here is forced later on, so that a text which names other files (ffconcat, HLS, DASH) is never followed.
"""

from __future__ import annotations

from typing import Literal

from media_pipeline.errors import Refused

Demuxer = Literal["mov", "matroska"]

HEAD_BYTES = 4096
DEMUXERS = "mov,matroska"
"""All that may ever be opened (ffmpeg: -format_whitelist); each stands for its family: MP4, MOV, 3GP; Matroska, WebM."""

# First boxes of a QuickTime file; ftyp came later than the oldest of them.
_QUICKTIME = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_PICTURES = {b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"crx "}
_EBML = b"\x1a\x45\xdf\xa3"


def demuxer_of(head: bytes) -> Demuxer | None:
    """The demuxer for a file that begins with ``head`` (at least 12 bytes), or None where it is no video that we know."""
    if head[:4] == _EBML:
        return "matroska"
    if head[4:8] in _QUICKTIME and not (head[4:8] == b"ftyp" and head[8:12] in _PICTURES):
        return "mov"
    return None


def demuxer_or_refusal(head: bytes, name: str) -> Demuxer:
    """As :func:`demuxer_of`; what is no video is refused by what it is."""
    if not head:
        raise Refused("empty", name=name)
    if (found := demuxer_of(head)) is not None:
        return found
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"ffconcat", b"#extm3u", b"#extinf", b"file ", b"[playlist]")) or b"<mpd" in text[:2048]:
        raise Refused("playlist", name=name)
    if b"<svg" in text[:2048]:
        raise Refused("svg", name=name)
    if text.startswith((b"<!doctype html", b"<html")):
        raise Refused("web_page", name=name)
    raise Refused("unknown", name=name)
