"""Which demuxer may open a sound file, told by its first bytes and never by its name. Pure.

A demuxer that is chosen here is forced later on, as with videos.
"""

from __future__ import annotations

from typing import Literal

Demuxer = Literal["wav", "mp3", "aac", "ogg", "flac", "mov", "matroska"]

FORMATS: dict[Demuxer, str] = {
    "wav": "WAV",
    "mp3": "MP3",
    "aac": "AAC",
    "ogg": "Ogg",
    "flac": "FLAC",
    "mov": "MP4",
    "matroska": "Matroska/WebM",
}
DEMUXERS = ",".join(FORMATS)
"""All that may ever be opened (ffmpeg: -format_whitelist)."""

_RIFF = (b"RIFF", b"RF64", b"BW64")  # the latter two for more than 4 GiB
_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
_QUICKTIME = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_EBML = b"\x1a\x45\xdf\xa3"
_ID3_HEAD = 10


def demuxer_of(head: bytes) -> Demuxer | None:
    """The demuxer for a file that begins with ``head`` (4 kB), or None where it is no sound by its first bytes.

    MP4 and Matroska are sounds only by what they hold, except the brands that say so: see :func:`demuxer_of_container`.
    """
    if head[:4] in _RIFF and head[8:12] == b"WAVE":
        return "wav"
    if head[4:8] == b"ftyp" and head[8:12] in _BRANDS:
        return "mov"
    if head[:4] == b"OggS":
        return "ogg"
    return _stream(head)


def demuxer_of_container(head: bytes) -> Demuxer | None:
    """As :func:`demuxer_of`, and also for files that may hold pictures."""
    if head[4:8] in _QUICKTIME:
        return "mov"
    if head[:4] == _EBML:
        return "matroska"
    return demuxer_of(head)


def _stream(head: bytes) -> Demuxer | None:
    """A bare stream, perhaps behind an ID3 tag."""
    if head[:3] == b"ID3":
        size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:_ID3_HEAD], (21, 14, 7, 0), strict=False))
        inside = _stream(head[_ID3_HEAD + size :]) if size else None
        return inside or "mp3"  # a tag with a picture is longer than what we see; it is MP3's
    if head[:4] == b"fLaC":
        return "flac"
    if len(head) > 1 and head[0] == 0xFF:
        if head[1] & 0xF6 == 0xF0:  # MPEG audio's mark with layer 0: AAC
            return "aac"
        if head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08:  # layer 3, of version 1, 2 or 2.5
            return "mp3"
    return None
