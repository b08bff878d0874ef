"""Reads with PyAV what a sound file is: its track, its channels and where it really ends. Runs inside the probe's child."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, Literal

import av

from media_pipeline.canonical import Document
from media_pipeline.errors import DETAILS, Refused
from media_pipeline.libav.container import check_length, opened, said_length
from media_pipeline.libav.decoders import AUDIO_DECODERS
from media_pipeline.recipes import Limits
from media_pipeline.records import MediaInfo
from media_pipeline.remarks import Remark, remark
from media_pipeline.sounds.signature import DEMUXERS, FORMATS, Demuxer, demuxer_of_container
from media_pipeline.videos.damage import SHORT_S
from media_pipeline.videos.fragments import last_fragment
from media_pipeline.videos.promised import lacking

Mix = Literal["mono", "stereo", "down", "omni"]
"""What becomes of the channels: kept as one or two; loudspeakers' brought down to stereo; of an ambisonic recording the
omnidirectional one alone (channel 0, W, in every order and convention), because all others are differences, not sounds."""

SHORTEST_S = 0.02
LONGEST_PACKET_S = 60.0  # libav gives a last packet that is cut short a negative length, wrapped round to a day

_AMBISONIC = (4, 8, 9, 16)  # whole orders; and the first half of order 3, as eight-channel recorders split it
_SURROUND = 6  # without names: the order that every player takes for granted


class SoundSource(Document):
    """A file's chosen track in the terms that the encoder needs. ``track`` is its number, ``duration_s`` its measured end,
    ``lacks_s`` what the file promises behind that, 0 where nothing tells."""

    name: str
    demuxer: Demuxer
    track: int
    mix: Mix
    duration_s: float
    lacks_s: float = 0.0
    info: MediaInfo


def read_source(path: Path, name: str, limits: Limits) -> SoundSource:
    """Everything about a sound file; Refused where it can't be packaged. Decodes one frame, reads all packets."""
    with path.open("rb") as file:
        demuxer = demuxer_of_container(file.read(4096))
    if demuxer is None:
        raise Refused("unknown", name=name)
    with opened(path, name, demuxer, DEMUXERS, ",".join(AUDIO_DECODERS), limits) as container:
        return _read(container, path, name, demuxer, limits)


def _read(container: Any, path: Path, name: str, demuxer: Demuxer, limits: Limits) -> SoundSource:
    said_s = said_length(container)
    if said_s is not None and demuxer == "wav":
        said_s *= _promised(path)
    if said_s is not None and said_s > limits.duration_s:
        raise Refused("sound_too_long", name=name, seconds=round(said_s), limit=limits.duration_s)
    track = _best(container, name)
    mix, warnings = mix_of(track.codec_context.layout.name, track.codec_context.layout.nb_channels, name)
    duration_s = _listened(container, track, name)
    check_length(name, duration_s, said_s)
    if duration_s > limits.duration_s:
        raise Refused("sound_too_long", name=name, seconds=round(duration_s), limit=limits.duration_s)
    info = MediaInfo(
        name=name,
        kind="audio",
        format=FORMATS[demuxer],
        size=path.stat().st_size,
        confidence=0.7 if warnings else 1.0,
        duration_ms=round(duration_s * 1000),
        has_audio=True,
        warnings=warnings,
    )
    return SoundSource(
        name=name,
        demuxer=demuxer,
        track=track.index,
        mix=mix,
        duration_s=duration_s,
        lacks_s=_lacks(container, track, path, demuxer, duration_s, said_s),
        info=info,
    )


def _lacks(container: Any, track: Any, path: Path, demuxer: Demuxer, duration_s: float, said_s: float | None) -> float:
    """Seconds promised behind the end. Of bare streams libav says a length that it has guessed; they promise none."""
    if demuxer in ("wav", "flac"):
        missing = (said_s or 0.0) - duration_s
        return missing if missing >= SHORT_S else 0.0
    if demuxer in ("mov", "matroska"):
        end = float((track.start_time or 0) * track.time_base) + duration_s
        return lacking(path, container, {track.index: end}, last_fragment(path))[track.index]
    return 0.0


def _promised(path: Path) -> float:
    """How many times a WAV file's length its header promises, at least 1: libav takes what is there for all there ever was."""
    with path.open("rb") as file:
        mark, said = struct.unpack("<4sI", file.read(8))
    if mark != b"RIFF" or said == 0xFFFFFFFF:  # the length stands elsewhere, or was not known when the header was written
        return 1.0
    return max(1.0, float(said + 8) / path.stat().st_size)


def _best(container: Any, name: str) -> Any:
    """The default sound track, else the first. A film is none; a cover picture is not looked at."""
    still = av.stream.Disposition.attached_pic | av.stream.Disposition.timed_thumbnails
    if film := next((one for one in container.streams.video if not one.disposition & still), None):
        raise Refused("codec", name=name, codec=film.codec_context.name if film.codec_context else "?")
    if not container.streams.audio:
        raise Refused("no_sound", name=name)
    known = [one for one in container.streams.audio if one.codec_context is not None]
    playable = [one for one in known if one.codec_context.codec.name in AUDIO_DECODERS and one.codec_context.sample_rate]
    if not playable:
        raise Refused("sound_codec", name=name, codec=known[0].codec_context.codec.name if known else "?")
    return max(playable, key=lambda one: (bool(one.disposition & av.stream.Disposition.default), -one.index))


def mix_of(layout: str, channels: int, name: str) -> tuple[Mix, tuple[Remark, ...]]:
    """What becomes of these channels, and a sentence where that was guessed; Refused where a guess would be a lottery.

    ``layout`` is libav's name: "5.1", "ambisonic 1", or "8 channels" where the file names no loudspeakers.
    """
    if channels == 1:
        return "mono", ()
    if channels == 2:
        return "stereo", ()
    if layout.startswith("ambisonic"):
        return "omni", ()
    if not layout.endswith("channels"):
        return "down", ()
    if channels in _AMBISONIC:
        return "omni", (remark("ambisonic"),)
    if channels == _SURROUND:
        return "down", (remark("surround"),)
    raise Refused("channels", name=name, channels=channels)


def _listened(container: Any, track: Any, name: str) -> float:
    """Length in seconds by what the file really holds; the first frame is decoded: proof that it can be played."""
    decoded, mistakes, first, end = False, 0, None, 0.0
    try:
        for packet in container.demux(track):
            if packet.pts is None or not packet.size:
                continue
            begin = float(packet.pts * packet.time_base)
            first = begin if first is None else min(first, begin)
            lasts = float((packet.duration or 0) * packet.time_base)
            end = max(end, begin + (lasts if lasts < LONGEST_PACKET_S else 0))
            if decoded:
                continue
            try:
                decoded = bool(packet.decode())
            except av.InvalidDataError:
                mistakes += 1
                if mistakes > 100:
                    break
    except av.FFmpegError:
        pass  # what was read until the damage counts; it is compared with what the file says
    if not decoded:
        raise Refused("damaged", name=name, detail=DETAILS["no_sound"])
    length = end - (first or 0.0)
    if length < SHORTEST_S:
        raise Refused("no_sound", name=name)
    return length
