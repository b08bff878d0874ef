"""Packages a flat video: one encoder run, then every file of it becomes a blob, and the playlists and indexes that name them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import cv2
import simplejpeg

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress
from media_pipeline.recipes import VideoRecipe
from media_pipeline.records import Hls, MediaInfo, Reference, Variant, Video, VideoIndex
from media_pipeline.stages import UNREMEMBERED, Stages
from media_pipeline.store.base import Store, put_blob, put_document
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.boxes import Track, sidx, span, tracks
from media_pipeline.videos.ladder import Step
from media_pipeline.videos.playlist import (
    Entry,
    Segment,
    average_bandwidth,
    master_playlist,
    media_playlist,
    peak_bandwidth,
)
from media_pipeline.videos.probe import probe_source

TOLERANCE_MS = 1000
"""How far what was made may be from what the file promised; more means that frames in the middle could not be read."""


def package_video(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: VideoRecipe,
    progress: Progress,
    *,
    language: str = "nl",
    poster_at_ms: int | None = None,
    stages: Stages = UNREMEMBERED,
) -> Video:
    """A flat video as HLS (fMP4, H.264, AAC) with a poster. Captions are added by the caller.

    ``info`` says how it is to be shown (an editor may have corrected the projection). Nothing is stored before the encoder
    has ended well; a kill leaves unreferenced blobs at most. Raises Refused, EncodingFailed, TimedOut, and what
    ``progress`` raises.
    """
    flat_only(info)
    progress("probe", 0, 1)
    found = probe_source(source, name=info.name)
    plan = ffmpeg.plan(found, recipe, poster_at_ms)
    progress("probe", 1, 1)
    with work_directory("video") as work:
        # A directory of its own: whatever the file names, there is nothing beside it.
        (work / "in").mkdir()
        (work / ffmpeg.INPUT).symlink_to(source.resolve())
        gain = None if found.audio is None else ffmpeg.measure_gain(plan, work, progress)
        ffmpeg.encode(plan, gain, work, progress)
        made = [_Made.read(work / str(index)) for index in range(len(plan.steps))]
        duration_ms = made[0].ends_ms[-1]
        if abs(duration_ms - found.duration_s * 1000) > TOLERANCE_MS:
            raise Refused("cut_off", name=info.name, found=round(duration_ms / 1000, 1), said=round(found.duration_s, 1))
        return _store_all(plan, made, work, store, progress, language)


def flat_only(info: MediaInfo) -> None:
    """Refused by name where a film is round or stereo."""
    if info.projection in ("equirectangular", "cubemap"):
        half = info.coverage is not None and info.coverage.yaw[1] - info.coverage.yaw[0] <= 180
        raise Refused("layout_not_due", name=info.name, what=KNOWN["vr180" if half else "video360"])
    if info.stereo not in (None, "mono"):
        raise Refused("layout_not_due", name=info.name, what=KNOWN["video3d"])


@dataclass(frozen=True)
class _Made:
    """What the encoder left of one variant: its files, and each segment's end in ms after the start."""

    init: Path
    segments: tuple[Path, ...]
    track: Track
    codecs: str
    sidx: bytes
    ends_ms: tuple[int, ...]

    @classmethod
    def read(cls, folder: Path) -> _Made:
        init, segments = folder / "init.mp4", tuple(sorted(folder.glob("*.m4s")))
        found = tracks(init.read_bytes())
        track = next(track for track in found if track.handler == "vide")
        spans = tuple(span(segment.read_bytes(), track) for segment in segments)
        sizes = tuple(segment.stat().st_size for segment in segments)
        # Ends are rounded, not lengths: so the sum of the lengths is right however many there are.
        ends = tuple(round(end * 1000 / track.timescale) for end in accumulate(one.duration for one in spans))
        return cls(init, segments, track, ",".join(one.codec for one in found), sidx(track, spans, sizes), ends)

    @property
    def lengths_ms(self) -> list[int]:
        return [end - start for start, end in zip((0, *self.ends_ms), self.ends_ms, strict=False)]


def _store_all(plan: ffmpeg.Plan, made: list[_Made], work: Path, store: Store, progress: Progress, language: str) -> Video:
    total = sum(len(one.segments) for one in made)
    done = 0
    variants: list[Variant] = []
    entries: list[Entry] = []
    for step, one in zip(plan.steps, made, strict=True):
        init = put_blob(store, one.init, "mp4")
        segments = []
        for path, length_ms in zip(one.segments, one.lengths_ms, strict=True):
            segments.append(Segment(put_blob(store, path, "m4s"), length_ms / 1000))
            done += 1
            progress("store", done, total)
        playlist = put_blob(store, media_playlist(init, segments), "m3u8")
        variants.append(_variant(step, one, init, segments, playlist, store))
        entries.append(
            Entry(
                playlist,
                step.width,
                step.height,
                float(plan.source.rate),
                one.codecs,
                variants[-1].bandwidth,
                average_bandwidth(segments),
            )
        )
    poster = put_blob(store, _jpeg(work / ffmpeg.POSTER, plan.recipe.poster_quality), "jpg")
    master = put_blob(store, master_playlist(entries), "m3u8")
    return Video(
        duration_ms=made[0].ends_ms[-1],
        width=plan.steps[0].width,
        height=plan.steps[0].height,
        frame_rate=float(plan.source.rate),
        has_audio=plan.source.audio is not None,
        hls=(Hls(language=language, master=master, variants=tuple(variants)),),
        poster=poster,
    )


def _variant(step: Step, one: _Made, init: Reference, segments: list[Segment], playlist: Reference, store: Store) -> Variant:
    index = VideoIndex(
        init=init,
        sidx=put_blob(store, one.sidx, "m4s"),
        segments=tuple(
            (segment.blob.sha256, segment.blob.size, length) for segment, length in zip(segments, one.lengths_ms, strict=True)
        ),
    )
    return Variant(
        width=step.width,
        height=step.height,
        bandwidth=peak_bandwidth(segments),
        codecs=one.codecs,
        playlist=playlist,
        index=put_document(store, index),
    )


def _jpeg(still: Path, quality: int) -> bytes:
    pixels = cv2.imread(str(still), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ffmpeg.EncodingFailed("The encoder left no poster; try again with another poster time.")
    return bytes(simplejpeg.encode_jpeg(pixels, quality=quality, colorspace="BGR", colorsubsampling="420"))
