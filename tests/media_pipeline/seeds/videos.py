"""Small good films and captions, one of each kind, for mutating."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from media_pipeline.records import Coverage
from media_pipeline.videos.marks import marked
from tests.media_pipeline.videos.films import BT601, Film

_FILM = Film(seconds=0.6, width=96, height=64)
_TURNED = replace(_FILM, turned=90, channels=2)
_GOOGLE = replace(_FILM, matrix=BT601)  # libvpx writes no other without being told


@cache
def _film(ending: str, film: Film) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return film.write(Path(folder) / f"film.{ending}").read_bytes()


def _vr180() -> bytes:
    return marked(_film("mp4", replace(_FILM, channels=0)), "left-right", Coverage(yaw=(-90.0, 90.0)))


SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Lassen</i> doe je met een masker op.\r\n\r\n"
    "2\r\n00:00:03,000 --> 00:00:05,000\r\nJa.\r\n"
)
VTT = (
    "WEBVTT\n\nNOTE made by hand\n\n1\n00:01.000 --> 00:02.500 align:start\n<v Sanne>Lassen doe je\nmet een masker op.\n\n"
    "00:00:03.000 --> 00:00:05.000\nJa.\n"
)

SEEDS: dict[str, Callable[[], bytes]] = {
    "mp4": lambda: _film("mp4", _FILM),
    "mov": lambda: _film("mov", _TURNED),
    "mkv": lambda: _film("mkv", _FILM),
    "webm-vp8": lambda: _film("webm", replace(_GOOGLE, codec="libvpx")),
    "webm-vp9": lambda: _film("webm", replace(_GOOGLE, codec="libvpx-vp9")),
    "mp4-sv3d": _vr180,
    "srt": lambda: SRT.encode(),
    "vtt": lambda: VTT.encode(),
}
"""kind -> the bytes of such a file, equal at each call."""
