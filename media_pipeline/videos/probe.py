"""What a video file is, found out in a child."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.libav.looked_at import answer, looked_at
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo
from media_pipeline.videos.signature import HEAD_BYTES, demuxer_or_refusal
from media_pipeline.videos.source import VideoSource, read_source

MEMORY_BYTES = 2 * 1024**3


def probe_video(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a video file is; Refused where it is none, is damaged, or exceeds a limit. FileNotFoundError where it is absent."""
    return probe_source(source, limits).info


def probe_source(source: Path, limits: Limits = LIMITS, name: str | None = None) -> VideoSource:
    """As :func:`probe_video`, with all that the encoder needs. ``name`` is what the file is called towards people."""
    name = name or source.name
    size = source.stat().st_size
    if size > limits.file_bytes:
        raise Refused("too_large_file", name=name, size=size, limit=limits.file_bytes)
    with source.open("rb") as file:
        demuxer_or_refusal(file.read(HEAD_BYTES), name)  # most of what is no video never costs a child
    return looked_at(VideoSource, "media_pipeline.videos.probe", source, name, limits, MEMORY_BYTES)


if __name__ == "__main__":
    answer(read_source)
