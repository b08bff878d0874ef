"""Builds and runs the two ffmpeg commands of a video: one measures its loudness, one makes the whole ladder and the poster."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import time
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import imageio_ffmpeg

from media_pipeline.errors import DETAILS, PipelineError, Refused, ToolMissing
from media_pipeline.processes import Finished, TimedOut, run
from media_pipeline.progress import Progress
from media_pipeline.recipes import LIMITS, VideoRecipe
from media_pipeline.videos.ladder import Step, frames_per_segment, ladder, poster_size
from media_pipeline.videos.signature import DEMUXERS
from media_pipeline.videos.source import DECODERS, VideoSource

logger = logging.getLogger(__name__)

INPUT = "in/source"
POSTER = "poster.ppm"
STALL_S = 90.0
START_S, PER_SECOND_S = 180.0, 60.0
"""Wall time allowed: a start, and so much for each second of film (4K on two slow cores takes about 15)."""

PEAK_DB = -2.0  # of samples; between them a wave may rise half a decibel more, and AAC adds as much again
CORRECTION_DB, CLOSE_DB, MEASURES = 6.0, 0.3, 4
SILENCE = -69.9  # LUFS; the filter says -70 where nothing is above its gate
REFERENCE_WHITE = 203  # cd/m² of paper white in HDR (ITU-R BT.2408); what SDR shows as its brightest, before the shoulder

_MATRICES = {1: "bt709", 4: "fcc", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020", 10: "bt2020"}
_HDR_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}
_SUMMARY = re.compile(r"Summary:\s+Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS")
# ffmpeg, x264, the thread library and the loader each say it in their own way.
_OUT_OF_MEMORY = re.compile(
    "Cannot allocate memory|malloc of size|Out of memory|Resource temporarily unavailable|failed to map segment"
)
_HD_SHORT_SIDE = 720  # what says nothing is BT.709 from here on, BT.601 below, as every player guesses it


class EncodingFailed(PipelineError):
    """ffmpeg could not make the video out of a file that the probe let through."""


@dataclass(frozen=True)
class Plan:
    """What one run makes. ``frames`` are those of the constant frame rate; each step's files lie in a folder of its index."""

    source: VideoSource
    recipe: VideoRecipe
    steps: tuple[Step, ...]
    frames: int
    poster_frame: int

    @property
    def seconds(self) -> float:
        return float(self.frames / self.source.rate)


@cache
def program() -> str:
    """ffmpeg's path: the setting FFMPEG, else the one from the wheel."""
    found = os.environ.get("FFMPEG") or imageio_ffmpeg.get_ffmpeg_exe()
    if shutil.which(found) is None:
        raise ToolMissing(f"The program {found} is not on this machine; install it or correct the setting FFMPEG.")
    return found


def plan(source: VideoSource, recipe: VideoRecipe, poster_at_ms: int | None = None) -> Plan:
    """Sizes, number of frames, and the poster's frame: at the time asked for, else at a tenth (the first is often black)."""
    frames = max(1, round(source.duration_s * source.rate))
    wanted = source.duration_s / 10 if poster_at_ms is None else poster_at_ms / 1000
    poster = min(frames - 1, max(0, int(wanted * source.rate)))
    return Plan(source, recipe, ladder(source.width, source.height, recipe), frames, poster)


def measure_gain(plan: Plan, cwd: Path, progress: Progress) -> float | None:
    """First pass of EBU R 128: the gain in dB that brings the sound to the recipe's loudness; None where there is silence only.

    Measured again with that gain and the limiter, since both change what the measure's gates let through: 2 dB with very
    soft or uneven sound. Mostly two measures, never more than MEASURES. Also None for less than one measuring block (0.4 s).
    """
    gain: float | None = None
    for turn in range(MEASURES):
        chain = _STEREO if gain is None else f"{_STEREO},{_at_level(gain)}"
        found = _loudness(plan, chain, cwd, partial(_part, progress, turn))
        if found is None:
            break
        wrong = plan.recipe.loudness_lufs - found
        gain = wrong if gain is None else gain + max(-CORRECTION_DB, min(CORRECTION_DB, wrong))
        if turn and abs(wrong) < CLOSE_DB:
            break
    progress("loudness", 1, 1)
    return gain


def _part(progress: Progress, turn: int, stage: str, done: int, total: int) -> None:
    """Progress of one of at most MEASURES runs."""
    progress(stage, turn * total + done, MEASURES * total)


def encode(plan: Plan, gain: float | None, cwd: Path, progress: Progress) -> None:
    """The whole ladder in one run: per step ``<index>/v.m3u8``, ``init.mp4`` and ``00000.m4s``…, and the poster as PPM."""
    for index in range(len(plan.steps)):
        (cwd / str(index)).mkdir()
    _run(command(plan, gain), plan, cwd, "encode", progress)


def command(plan: Plan, gain: float | None) -> list[str]:
    """Arguments of the run that makes everything; paths are relative to its working directory."""
    graph = _pictures(plan)
    if plan.source.audio is not None:
        graph += _sounds(plan, gain)
    args = [*start(plan.source, "error"), "-filter_complex", ";".join(graph)]
    for index, step in enumerate(plan.steps):
        args += _variant(plan, index, step)
    return [*args, "-map", "[poster]", "-frames:v", "1", "-c:v", "ppm", "-f", "image2", "-update", "1", POSTER]


_STEREO = "aresample=48000:async=1:first_pts=0,aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo"


def start(source: VideoSource, level: str) -> list[str]:
    """What every run begins with: no questions, no network, no other file than the one, no demuxer or decoder but the known."""
    threads = max(1, min(4, os.cpu_count() or 1))  # more only cost memory: the encoders are the slow part
    return [
        *(program(), "-nostdin", "-hide_banner", "-nostats", "-loglevel", level, "-progress", "pipe:1", "-y"),
        *("-protocol_whitelist", "file", "-format_whitelist", DEMUXERS, "-codec_whitelist", DECODERS),
        *("-threads", str(threads), "-f", source.demuxer, "-i", INPUT),
    ]


def _pictures(plan: Plan) -> list[str]:
    """Even frames in time, then colours and the largest size, then the smaller sizes out of that."""
    source, top = plan.source, plan.steps[0]
    held = max(0.0, source.duration_s - source.video_s) + 2 / float(source.rate)  # sound that lasts longer than the picture
    chain = [
        *(["bwdif=mode=send_frame:deint=interlaced"] if source.interlaced else []),
        f"fps={source.frame_rate}:start_time=0",
        f"tpad=stop_mode=clone:stop_duration={held:.3f}",
        f"trim=end_frame={plan.frames}",
        *_colours(source, top.width, top.height),
        "format=yuv420p,setsar=1,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
    ]
    names = [f"p{index}" for index in range(len(plan.steps))]
    split = "".join(f"[{name}]" for name in (*names, "still"))
    wide, high = poster_size(top.width, top.height, plan.recipe.poster_width)
    graph = [
        f"[0:{source.video}]{','.join(chain)},split={len(names) + 1}{split}",
        # The poster is RGB: JPEG readers take BT.601 for granted, and this picture is BT.709.
        f"[still]select=eq(n\\,{plan.poster_frame}),scale={wide}:{high}:in_color_matrix=bt709:in_range=tv,format=rgb24[poster]",
        "[p0]null[v0]",
    ]
    for index, step in enumerate(plan.steps[1:], start=1):
        graph.append(f"[p{index}]scale={step.width}:{step.height}:flags=bicubic,setsar=1[v{index}]")
    return graph


def _colours(source: VideoSource, width: int, height: int) -> list[str]:
    """To BT.709 in this size: HDR is brought down to SDR, wide colours are narrowed, other matrices converted."""
    if not source.is_wide_gamut:
        hd = min(source.width, source.height) >= _HD_SHORT_SIDE
        matrix = "auto" if source.matrix == 0 else _MATRICES.get(source.matrix, "bt709" if hd else "bt601")
        full = "pc" if source.full_range else "tv"
        colours = f"in_color_matrix={matrix}:in_range={full}:out_color_matrix=bt709:out_range=tv"
        return [f"scale={width}:{height}:flags=bicubic:{colours}"]
    # Named one by one: zscale refuses to guess what a file does not say.
    full = "full" if source.full_range else "limited"
    read = f"zscale={width}:{height}:filter=bicubic:min=2020_ncl:pin=2020:rin={full}"
    if not source.is_hdr:
        return [f"{read}:tin=2020_10:m=709:p=709:t=709:r=limited"]
    return [
        f"{read}:tin={_HDR_TRANSFERS[source.transfer]}:t=linear:npl={REFERENCE_WHITE}",
        "format=gbrpf32le",
        "zscale=p=709",
        "tonemap=mobius:desat=0",
        "zscale=m=709:t=709:r=limited",
    ]


def _sounds(plan: Plan, gain: float | None) -> list[str]:
    """Stereo at the recipe's loudness, exactly as long as the picture, once for each variant."""
    chain = [_STEREO]
    if gain is not None:
        chain += [_at_level(gain)]
    chain += [f"aresample={plan.recipe.audio_rate}", "apad", f"atrim=end={plan.seconds:.6f}"]
    names = "".join(f"[a{index}]" for index in range(len(plan.steps)))
    return [f"[0:{plan.source.audio}]{','.join(chain)},asplit={len(plan.steps)}{names}"]


def _at_level(gain: float) -> str:
    """One gain for the whole film, as it was mixed; only what would then clip is held down for a moment."""
    limiter = f"alimiter=limit={PEAK_DB}dB:attack=5:release=80:level=false:latency=true"
    return f"volume={gain:.2f}dB:precision=float,{limiter}"


def _loudness(plan: Plan, chain: str, cwd: Path, progress: Progress) -> float | None:
    """Integrated loudness in LUFS of the sound after a chain of filters; None for silence."""
    # "info" is where the filter prints its summary.
    measure = ["-map", f"0:{plan.source.audio}", "-af", f"{chain},ebur128=framelog=quiet", "-f", "null", "-"]
    finished = _run([*start(plan.source, "info"), *measure], plan, cwd, "loudness", progress)
    summary = _SUMMARY.search(finished.stderr)
    if summary is None:
        raise failure(finished, plan.source)
    found = float(summary[1])
    return found if found > SILENCE else None


def _variant(plan: Plan, index: int, step: Step) -> list[str]:
    """One HLS output. Equal bytes at any core count need x264's one thread; the steps run side by side instead."""
    recipe = plan.recipe
    gop = str(frames_per_segment(plan.source.rate, recipe))
    args = [
        *("-map", f"[v{index}]", "-c:v", "libx264", "-preset", recipe.preset, "-profile:v", "high", "-pix_fmt", "yuv420p"),
        *("-crf", str(step.crf), "-maxrate", str(step.max_bitrate), "-bufsize", str(2 * step.max_bitrate)),
        *("-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-flags:v", "+cgop+bitexact", "-a53cc", "0"),
        *("-x264-params", "threads=1:cpu-independent=1"),
    ]
    if plan.source.audio is not None:
        args += ["-map", f"[a{index}]", "-c:a", "aac", "-b:a", str(step.audio_bitrate), "-ac", "2", "-flags:a", "+bitexact"]
    return [
        *args,
        *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        # Else both tracks begin with an empty edit of different length, which Chromium ignores: picture 60 ms behind the sound.
        *("-avoid_negative_ts", "disabled"),
        # Cut at every key frame; half the time asked for keeps rounding (29.97 fps) from ever skipping one.
        *("-f", "hls", "-hls_time", str(recipe.segment_s / 2), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"),
        *("-hls_segment_options", "movflags=+skip_sidx", "-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", f"{index}/%05d.m4s", f"{index}/v.m3u8"),
    ]


def _run(args: list[str], plan: Plan, cwd: Path, stage: str, progress: Progress) -> Finished:
    total = round(plan.seconds * 1000)
    watch = Watch(stage, total, progress)
    progress(stage, 0, total)
    finished = run(
        args,
        cwd=cwd,
        timeout_s=START_S + PER_SECOND_S * plan.seconds,
        stall_s=STALL_S,
        memory_bytes=LIMITS.child_memory_bytes,
        on_line=watch.line,
    )
    if finished.returncode != 0:
        raise failure(finished, plan.source)
    progress(stage, total, total)
    return finished


class Watch:
    """Reads ffmpeg's progress lines. ffmpeg prints them by the clock, even when it hangs: only what grows is a sign of life."""

    def __init__(self, stage: str, total: int, progress: Progress) -> None:
        self.stage, self.total, self.progress = stage, total, progress
        self.done = 0
        self.seen: dict[str, str] = {}
        self.moved = time.monotonic()

    def line(self, text: str) -> None:
        key, _, value = text.strip().partition("=")
        if key not in ("frame", "out_time_us", "total_size"):
            return
        now = time.monotonic()
        if self.seen.get(key) != value:
            self.seen[key], self.moved = value, now
        elif now - self.moved > STALL_S:
            raise TimedOut("ffmpeg", STALL_S, silent=True)
        if key == "out_time_us" and value.isdigit():  # "N/A" and negative ones come first
            self.done = min(self.total, max(self.done, int(value) // 1000))  # it hops back between the outputs
            self.progress(self.stage, self.done, self.total)


def failure(finished: Finished, source: VideoSource) -> Exception:
    """What a failed run means for a person: their file's fault, too little memory or disk, or ours."""
    said = [line.strip() for line in finished.stderr.splitlines() if line.strip()]
    last = re.sub(r"^\[[^]]*\] ", "", said[-1]) if said else f"it ended with status {finished.returncode}"
    logger.warning("ffmpeg on %s ended with %s: %s", source.name, finished.returncode, finished.stderr[-1000:])
    if _OUT_OF_MEMORY.search(finished.stderr):
        return Refused("too_heavy", name=source.name, limit=LIMITS.child_memory_bytes // 1024**3)
    if "No space left on device" in finished.stderr:
        return OSError(errno.ENOSPC, "no room left on the disk while converting", source.name)
    if finished.returncode < 0:
        return EncodingFailed(f"{source.name} made the converter crash; export it again, smaller, as MP4 (H.264).")
    if "Invalid data" in finished.stderr or "Error while decoding" in finished.stderr:
        return Refused("damaged", name=source.name, detail=DETAILS["unreadable"])
    return EncodingFailed(f"{source.name} can't be converted ({last[:200]}); export it again as MP4 (H.264).")
