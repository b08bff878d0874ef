"""Reads with PyAV what a video file is: its tracks, shape, colours and where it really ends. Runs inside the probe's child."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
from pydantic import Field

from media_pipeline.canonical import Document
from media_pipeline.errors import DETAILS, Refused
from media_pipeline.recipes import Limits
from media_pipeline.records import MediaInfo
from media_pipeline.videos import spherical
from media_pipeline.videos.ladder import constant_rate
from media_pipeline.videos.signature import DEMUXERS, Demuxer, demuxer_or_refusal

FORMATS = {"mov": "MP4", "matroska": "Matroska/WebM"}
FRAME_PIXELS = 8192 * 4320
SMALLEST_SIDE = 16
CUT_OFF_S, CUT_OFF_PART = 2.0, 0.05
"""A file that ends this much earlier than it says is refused as cut off: both must be exceeded."""

# Decoders that may ever run on strangers' files: what phones, cameras and editing programs write.
VIDEO_DECODERS = ("h264", "hevc", "vp8", "libvpx", "vp9", "libvpx-vp9", "libdav1d", "libaom-av1", "mpeg4", "prores", "mjpeg")
AUDIO_DECODERS = ("aac", "aac_fixed", "mp3float", "mp3", "opus", "libopus", "vorbis", "libvorbis", "flac", "alac", "ac3", "eac3")
PCM_DECODERS = tuple(f"pcm_{kind}" for kind in ("s16le", "s16be", "s24le", "s24be", "s32le", "s32be", "f32le", "f32be", "u8"))
DECODERS = ",".join((*VIDEO_DECODERS, *AUDIO_DECODERS, *PCM_DECODERS))

_CODEC_NAMES = {"libdav1d": "av1", "libaom-av1": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9"}
_PQ, _HLG = 16, 18  # transfer characteristics (ITU-T H.273, table 3)
_BT2020 = 9  # colour primaries (table 2) and matrix (table 4)


class VideoSource(Document):
    """A file's chosen tracks in the terms that the encoder needs.

    ``width`` and ``height`` in pixels as shown. ``duration_s`` is where the longer of both tracks ends, ``video_s`` and
    ``audio_s`` where each does, counted from the file's start. ``matrix``, ``primaries`` and ``transfer`` are the numbers of
    ITU-T H.273 (2: not said).
    """

    name: str
    demuxer: Demuxer
    size: int
    video: int
    audio: int | None = None
    width: int
    height: int
    frame_rate: str = Field(pattern=r"^\d+/\d+$")
    codec: str
    duration_s: float
    video_s: float
    audio_s: float | None = None
    matrix: int
    primaries: int
    transfer: int
    full_range: bool
    interlaced: bool
    projection: Literal["flat", "equirectangular", "cubemap"]
    info: MediaInfo

    @property
    def rate(self) -> Fraction:
        """Constant frame rate of what is made of it, in frames per second."""
        return Fraction(self.frame_rate)

    @property
    def is_hdr(self) -> bool:
        """Whether its brightness must be brought down to a screen's (PQ or HLG)."""
        return self.transfer in (_PQ, _HLG)

    @property
    def is_wide_gamut(self) -> bool:
        """Whether its colours reach beyond BT.709's."""
        return self.primaries == _BT2020 or self.is_hdr


def read_source(path: Path, name: str, limits: Limits) -> VideoSource:
    """Everything about a video file; Refused where it can't be packaged. Decodes one frame, reads the last seconds' packets."""
    with path.open("rb") as file:
        demuxer = demuxer_or_refusal(file.read(4096), name)
    try:
        with av.open(
            str(path),
            format=demuxer,
            metadata_errors="replace",
            container_options={
                "format_whitelist": DEMUXERS,
                "protocol_whitelist": "file",
                "codec_whitelist": DECODERS,
                "max_streams": "200",
            },
        ) as container:
            return _read(container, path, name, demuxer, limits)
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise Refused("damaged", name=name, detail=DETAILS["unreadable"]) from error


def _read(container: Any, path: Path, name: str, demuxer: Demuxer, limits: Limits) -> VideoSource:
    if len(container.streams) > limits.streams:
        raise Refused("too_many_streams", name=name, streams=len(container.streams), limit=limits.streams)
    said_s = container.duration / av.time_base if container.duration and container.duration > 0 else None
    if said_s is not None and said_s > limits.duration_s:
        raise Refused("too_long", name=name, seconds=round(said_s), limit=limits.duration_s)
    video = _best_video(container, name)
    _check_size(video.codec_context.width, video.codec_context.height, name, limits)
    frame = _first_frame(container, video, name)
    _check_size(frame.width, frame.height, name, limits)
    audio = _best_audio(container, name)
    sides = {item.type.name: bytes(item) for item in frame.side_data}
    width, height, turned = _as_shown(frame, video.sample_aspect_ratio, sides.get("DISPLAYMATRIX"))
    if min(width, height) < SMALLEST_SIDE:
        raise Refused("too_small", name=name, width=width, height=height)

    started = max(0.0, (container.start_time or 0) / av.time_base)
    video_end, audio_end = _ends(container, video, audio, started, said_s)
    duration_s = max(video_end, audio_end or 0)
    if said_s is not None and duration_s < said_s - max(CUT_OFF_S, CUT_OFF_PART * said_s):
        raise Refused("cut_off", name=name, found=round(duration_s, 1), said=round(said_s, 1))
    if duration_s > limits.duration_s:
        raise Refused("too_long", name=name, seconds=round(duration_s), limit=limits.duration_s)

    seen = spherical.shape(
        width,
        height,
        spherical=sides.get("SPHERICAL"),
        stereo3d=sides.get("STEREO3D"),
        mesh=demuxer == "mov" and spherical.has_mesh_projection(path),
        turned=turned,
        square_pixels=(video.sample_aspect_ratio or 1) == 1,
    )
    if audio_end is None:
        audio = None  # a sound track without a sound in it
    rate = constant_rate(video.base_rate, video.average_rate)
    codec = _CODEC_NAMES.get(video.codec_context.codec.name, video.codec_context.codec.name)
    info = MediaInfo(
        name=name,
        kind="video",
        format=FORMATS[demuxer],
        size=path.stat().st_size,
        width=width,
        height=height,
        projection=seen.projection,
        stereo=seen.stereo,
        coverage=seen.coverage,
        confidence=seen.confidence,
        duration_ms=round(duration_s * 1000),
        frame_rate=float(video.average_rate or rate),
        video_codec=codec,
        has_audio=audio is not None,
        warnings=(seen.warning,) if seen.warning else (),
    )
    return VideoSource(
        name=name,
        demuxer=demuxer,
        size=info.size,
        video=video.index,
        audio=None if audio is None else audio.index,
        width=width,
        height=height,
        frame_rate=f"{rate.numerator}/{rate.denominator}",
        codec=codec,
        duration_s=duration_s,
        video_s=video_end,
        audio_s=audio_end,
        matrix=int(frame.colorspace),
        primaries=int(frame.color_primaries),
        transfer=int(frame.color_trc),
        full_range=int(frame.color_range) == 2 or frame.format.name.startswith("yuvj"),
        interlaced=bool(frame.interlaced_frame),
        projection=seen.projection,
        info=info,
    )


def _best_video(container: Any, name: str) -> Any:
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
    return max(playable, key=lambda s: (s.codec_context.width * s.codec_context.height, bool(s.disposition & default), -s.index))


def _best_audio(container: Any, name: str) -> Any | None:
    """The default sound track, else the first; None for a silent film."""
    coded = [stream for stream in container.streams.audio if stream.codec_context is not None]
    found = [stream for stream in coded if stream.codec_context.codec.name in (*AUDIO_DECODERS, *PCM_DECODERS)]
    if coded and not found:
        raise Refused("codec", name=name, codec=coded[0].codec_context.codec.name)
    return max(found, key=lambda s: (bool(s.disposition & av.stream.Disposition.default), -s.index), default=None)


def _check_size(width: int, height: int, name: str, limits: Limits) -> None:
    if max(width, height) > limits.side:
        raise Refused("side_too_long", name=name, side=max(width, height), limit=limits.side)
    most = min(limits.pixels, FRAME_PIXELS)
    if width * height > most:
        raise Refused("too_many_pixels", name=name, width=width, height=height, limit=most)


def _first_frame(container: Any, video: Any, name: str) -> Any:
    """The first picture that can be decoded: proof that the track can be played, and the bearer of its metadata."""
    mistakes = 0
    for packet in container.demux(video):
        try:
            for frame in packet.decode():
                return frame
        except av.InvalidDataError:
            mistakes += 1
            if mistakes > 100:
                break
    raise Refused("damaged", name=name, detail=DETAILS["no_picture"])


def _as_shown(frame: Any, aspect: Fraction | None, matrix: bytes | None) -> tuple[int, int, bool]:
    """Size with square pixels and turned upright, and whether the file turns it at all."""
    width, height = frame.width, frame.height
    if aspect is not None and Fraction(1, 10) <= aspect <= 10:
        width = round(width * aspect)
    if matrix is None or len(matrix) < 36:
        return width, height, False
    a, b, _, c, d, *_ = (int.from_bytes(matrix[i : i + 4], "little", signed=True) for i in range(0, 36, 4))
    sideways = abs(b) + abs(c) > abs(a) + abs(d)
    return (height, width, True) if sideways else (width, height, a < 0 or d < 0)


def _ends(container: Any, video: Any, audio: Any | None, started: float, said_s: float | None) -> tuple[float, float | None]:
    """Where both tracks really end, in seconds from the file's start: an index may promise what a cut-off file does not hold."""
    ends: dict[int, float] = {}
    if said_s is not None and said_s > 5:
        ends = _last_packets(container, video, audio, started + said_s - 3)
    if video.index not in ends or (audio is not None and audio.index not in ends):
        ends |= _last_packets(container, video, audio, 0)
    if video.index not in ends:
        return 0.0, None
    return ends[video.index] - started, ends[audio.index] - started if audio is not None and audio.index in ends else None


def _last_packets(container: Any, video: Any, audio: Any | None, from_s: float) -> dict[int, float]:
    ends: dict[int, float] = {}
    try:
        container.seek(round(from_s * av.time_base))
        for packet in _packets(container, [stream for stream in (video, audio) if stream is not None]):
            end = float((packet.pts + (packet.duration or 0)) * packet.time_base)
            ends[packet.stream.index] = max(ends.get(packet.stream.index, 0.0), end)
    except av.FFmpegError:
        pass  # what was read until the damage counts; the caller compares it with what the file says
    return ends


def _packets(container: Any, streams: list[Any]) -> Iterator[Any]:
    for packet in container.demux(*streams):
        if packet.pts is not None and packet.size:
            yield packet
