"""What a sound file is, found out in a child."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.libav.looked_at import answer, looked_at
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo
from media_pipeline.sounds.source import SoundSource, read_source

MEMORY_BYTES = 1024**3


def probe_sound(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a sound file is; Refused where it is none, is damaged, or exceeds a limit."""
    return probe_source(source, limits).info


def probe_sound_or(film: Callable[[Path, Limits], MediaInfo], source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What ``film`` finds in a container that may hold pictures; where there are none, what the sound in it is."""
    try:
        return film(source, limits)
    except Refused as refused:
        if refused.code != "no_video":
            raise
        try:
            return probe_sound(source, limits)
        except Refused as silent:
            raise (refused if silent.code == "no_sound" else silent) from None


def probe_source(source: Path, limits: Limits = LIMITS, name: str | None = None) -> SoundSource:
    """As :func:`probe_sound`, with all that the encoder needs."""
    return looked_at(SoundSource, "media_pipeline.sounds.probe", source, name or source.name, limits, MEMORY_BYTES)


if __name__ == "__main__":
    answer(read_source)
