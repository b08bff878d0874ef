"""Which tracks of a film count, and where each track really ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

import av

from media_pipeline.errors import DETAILS, Refused
from media_pipeline.libav.container import Again, sought
from media_pipeline.libav.decoders import AUDIO_DECODERS, VIDEO_DECODERS

MISTAKES = 100
"""So many packets in a row may be unreadable before a track is given up."""


LOOKED_THROUGH, FEW = 250, 10
"""So many packets are looked through where a film has several picture tracks; where none has more than FEW, all may be short."""


def best_video(container: Any, again: Again, name: str) -> Any:
    """The largest picture track that moves; of equal ones the default. Covers and thumbnails are none."""
    found = [
        stream
        for stream in container.streams.video
        if not stream.disposition & (av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails)
    ]
    known = [stream for stream in found if stream.codec_context is not None]
    playable = [stream for stream in known if stream.codec_context.codec.name in VIDEO_DECODERS]
    if not playable:
        unknown = next((stream.codec_context.codec.name for stream in known), None)
        if unknown is not None:
            raise Refused("codec", name=name, codec=unknown)
        raise Refused("no_video", name=name)
    default = av.stream.Disposition.default
    moving = playable if len(playable) == 1 else _moving(again, playable)
    return max(moving, key=lambda s: (s.codec_context.width * s.codec_context.height, bool(s.disposition & default), -s.index))


def _moving(again: Again, tracks: list[Any]) -> list[Any]:
    """Those of several tracks that have more than one picture: programs put a thumbnail, larger than the film itself, in a track
    that nothing marks as one."""
    found = dict.fromkeys((track.index for track in tracks), 0)
    with again() as container:
        for packet in islice(_packets(container, list(found)), LOOKED_THROUGH):
            found[packet.stream.index] += 1
    most = max(found.values())
    return [track for track in tracks if found[track.index] > 1 or most <= FEW]


def best_audio(container: Any, name: str) -> Any | None:
    """The default sound track, else the first; None for a silent film. Refused where there is sound and none that we know."""
    coded = [stream for stream in container.streams.audio if stream.codec_context is not None]
    found = [stream for stream in coded if stream.codec_context.codec.name in AUDIO_DECODERS]
    if container.streams.audio and not found:
        raise Refused("film_sound_codec", name=name, codec=coded[0].codec_context.codec.name if coded else "?")
    return max(found, key=lambda s: (bool(s.disposition & av.stream.Disposition.default), -s.index), default=None)


def check_sound(container: Any, again: Again, audio: Any, name: str) -> None:
    """Refused where a sound track can't be decoded: its first packets are, until one gives sound."""
    mistakes = 0
    with sought(container, again, audio.start_time or 0, audio) as placed:
        for packet in placed.demux(placed.streams[audio.index]):
            try:
                if packet.decode():
                    return
            except av.InvalidDataError:
                mistakes += 1
                if mistakes > MISTAKES:
                    break
    raise Refused("damaged", name=name, detail=DETAILS["no_sound"])


def ends(
    container: Any, again: Again, video: Any, audio: Any | None, started: float, said_s: float | None, whole: bool = False
) -> tuple[float, float | None]:
    """Where both tracks really end, in seconds from the file's start: an index may promise what a cut-off file does not hold.

    ``whole``: read from the start to wherever that leads, because there may be a place in the middle that nobody comes past.
    """
    tracks, ends = [stream.index for stream in (video, audio) if stream is not None], {}
    if said_s is not None and said_s > 5 and not whole:
        with sought(container, again, round((started + said_s - 3) * av.time_base)) as placed:
            ends = _last_packets(placed, tracks)
    if not all(track in ends for track in tracks):
        with again() as fresh:
            ends |= _last_packets(fresh, tracks)
    if video.index not in ends:
        return 0.0, None
    return ends[video.index] - started, ends[audio.index] - started if audio is not None and audio.index in ends else None


def _last_packets(container: Any, tracks: list[int]) -> dict[int, float]:
    """Where the packets end that are yet to be read."""
    ends: dict[int, float] = {}
    try:
        for packet in _packets(container, tracks):
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            ends[packet.stream.index] = max(ends.get(packet.stream.index, 0.0), end)
    except av.FFmpegError:
        pass  # what was read until the damage counts; the caller compares it with what the file says
    return ends


def _packets(container: Any, tracks: list[int]) -> Iterator[Any]:
    for packet in container.demux(*(container.streams[track] for track in tracks)):
        if packet.pts is not None and packet.size:
            yield packet
