"""Reads with PyAV what a video file is: its tracks, shape, colours and where it really ends. Runs inside the probe's child."""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
from pydantic import Field

from media_pipeline.canonical import Document
from media_pipeline.errors import DETAILS, Refused
from media_pipeline.libav.container import Again, check_length, opened, said_length
from media_pipeline.libav.decoders import DECODERS
from media_pipeline.recipes import Limits
from media_pipeline.records import MediaInfo
from media_pipeline.videos import spherical
from media_pipeline.videos.chapters import Chapter, chapters_of
from media_pipeline.videos.fragments import last_fragment
from media_pipeline.videos.ladder import constant_rate
from media_pipeline.videos.marks import Pose
from media_pipeline.videos.promised import lacking
from media_pipeline.videos.signature import DEMUXERS, Demuxer, demuxer_or_refusal
from media_pipeline.videos.sphere_boxes import NOTHING, read_boxes
from media_pipeline.videos.spherical import Doubt
from media_pipeline.videos.tracks import MISTAKES, best_audio, best_video, check_sound, ends

if TYPE_CHECKING:
    from media_pipeline.videos.seams import Grey

FORMATS = {"mov": "MP4", "matroska": "Matroska/WebM"}
FRAME_PIXELS = 8192 * 4320
SMALLEST_SIDE = 16

LOOKED_AT = (0.1, 0.35, 0.6, 0.85)
"""Where in a film its shape is looked at, where no metadata tells it."""

READ_WHOLE = 1024**3
"""Bytes; a larger file would take longer to read, from a slow disk, than a probe may."""

_CODEC_NAMES = {"libdav1d": "av1", "libaom-av1": "av1", "libvpx": "vp8", "libvpx-vp9": "vp9"}
_PQ, _HLG = 16, 18  # transfer characteristics (ITU-T H.273, table 3)
_BT2020 = 9  # colour primaries (table 2) and matrix (table 4)


class VideoSource(Document):
    """A file's chosen tracks in the terms that the encoder needs.

    ``width`` and ``height`` in pixels as shown. ``duration_s`` is where the longer of both tracks ends, ``video_s`` and
    ``audio_s`` where each does, ``video_from_s`` and ``audio_from_s`` where each begins, counted from the file's start.
    ``video_lacks_s`` and ``audio_lacks_s`` are what the file promises of each behind its end, 0 where nothing tells.
    ``matrix``, ``primaries`` and ``transfer`` are the numbers of ITU-T H.273 (2: not said). ``layout_twice`` says that container
    and pictures both tell which eye is where, ``pose`` and ``doubt`` are those of spherical.Shape.
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
    video_from_s: float = 0.0
    audio_from_s: float = 0.0
    video_lacks_s: float = 0.0
    audio_lacks_s: float = 0.0
    matrix: int
    primaries: int
    transfer: int
    full_range: bool
    interlaced: bool
    layout_twice: bool = False
    pose: Pose = (0.0, 0.0, 0.0)
    doubt: Doubt | None = None
    chapters: tuple[Chapter, ...] = ()
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
    again = partial(opened, path, name, demuxer, DEMUXERS, DECODERS, limits)
    with again() as container:
        return _read(container, again, path, name, demuxer, limits)


def _read(container: Any, again: Again, path: Path, name: str, demuxer: Demuxer, limits: Limits) -> VideoSource:
    said_s = said_length(container)
    if said_s is not None and said_s > limits.duration_s:
        raise Refused("too_long", name=name, seconds=round(said_s), limit=limits.duration_s)
    video = best_video(container, again, name)
    _check_size(video.codec_context.width, video.codec_context.height, name, limits)
    frame = _first_frame(container, video, name)
    _check_size(frame.width, frame.height, name, limits)
    audio = best_audio(container, name)
    names = [item.type.name for item in frame.side_data]
    sides = {item.type.name: bytes(item) for item in frame.side_data}
    width, height, turned = _as_shown(frame, video.sample_aspect_ratio, sides.get("DISPLAYMATRIX"))
    if min(width, height) < SMALLEST_SIDE:
        raise Refused("too_small", name=name, width=width, height=height)

    started = (container.start_time or 0) / av.time_base
    fragments = last_fragment(path) if demuxer == "mov" else {}
    if fragments:
        said_s = max(said_s or 0.0, max(fragments.values()) - max(0.0, started))
    # Where a Matroska is damaged its reader may stop for good; an MP4's index leads past any damage.
    whole = demuxer == "matroska" and path.stat().st_size <= READ_WHOLE
    video_end, audio_end = ends(container, again, video, audio, started, said_s, whole)
    duration_s = max(video_end, audio_end or 0)
    if duration_s <= 0:
        raise Refused("damaged", name=name, detail=DETAILS["no_picture"])
    check_length(name, duration_s, said_s)
    if duration_s > limits.duration_s:
        raise Refused("too_long", name=name, seconds=round(duration_s), limit=limits.duration_s)

    seen = spherical.shape(
        spherical.Frame(
            width,
            height,
            turned=turned,
            square_pixels=(video.sample_aspect_ratio or 1) == 1,
            spherical=sides.get("SPHERICAL"),
            stereo3d=sides.get("STEREO3D"),
        ),
        read_boxes(path) if demuxer == "mov" else NOTHING,
        partial(_pictures, container, video, started, video_end),
    )
    found = {video.index: started + video_end}
    if audio is not None:
        found[audio.index] = started + (_begin(audio, started) if audio_end is None else audio_end)
    lacks = lacking(path, container, found, fragments)
    audio_lacks_s = 0.0 if audio is None else lacks[audio.index]
    if audio_end is None:
        audio = None  # a sound track without a sound in it
    if audio is not None:
        check_sound(container, again, audio, name)
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
        video_from_s=_begin(video, started),
        audio_from_s=0.0 if audio is None else _begin(audio, started),
        video_lacks_s=lacks[video.index],
        audio_lacks_s=audio_lacks_s,
        matrix=int(frame.colorspace),
        primaries=int(frame.color_primaries),
        transfer=int(frame.color_trc),
        full_range=int(frame.color_range) == 2 or frame.format.name.startswith("yuvj"),
        interlaced=bool(frame.interlaced_frame),
        layout_twice=codec in ("h264", "hevc") and names.count("STEREO3D") > 1,
        pose=seen.pose,
        doubt=seen.doubt,
        chapters=chapters_of(container, started, duration_s),
        info=info,
    )


def _begin(stream: Any, started: float) -> float:
    return 0.0 if stream.start_time is None else max(0.0, float(stream.start_time * stream.time_base) - started)


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
            if mistakes > MISTAKES:
                break
    raise Refused("damaged", name=name, detail=DETAILS["no_picture"])


def _pictures(container: Any, video: Any, started: float, lasts_s: float) -> list[Grey]:
    """A few pictures of the film in grey, spread over it; fewer where it can't be read everywhere."""
    found = []
    for part in LOOKED_AT:
        try:
            container.seek(round((started + part * lasts_s) * av.time_base))
            frame = next(container.decode(video))
        except (av.FFmpegError, StopIteration):
            continue
        found.append(frame.to_ndarray(format="gray"))
    return found


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
