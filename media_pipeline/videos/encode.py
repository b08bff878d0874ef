"""Builds and runs the one ffmpeg command that makes a film's whole ladder, its poster and its storyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media_pipeline.progress import Progress
from media_pipeline.videos.ffmpeg import convert, start
from media_pipeline.videos.ladder import LARGE_MACROBLOCKS, Step, macroblocks
from media_pipeline.videos.loudness import Sound, at_level
from media_pipeline.videos.pictures import picture_graph
from media_pipeline.videos.plan import FilmRecipe, Plan

POSTER, CELLS = "poster.ppm", "cells"
"""The poster, and the folder of the storyboard's cells; before each of them frame 0 comes out, which is no part of them."""


def encode(plan: Plan, gain: float | None, cwd: Path, progress: Progress, meanwhile: Callable[[], None] | None = None) -> None:
    """The whole ladder in one run: per step ``<index>/v.m3u8``, ``init.mp4`` and ``00000.m4s``…, poster and storyboard's
    cells as PPM."""
    folders(plan.steps, cwd)
    (cwd / CELLS).mkdir()
    rate = float(plan.source.rate)
    convert(command(plan, gain), plan.source, plan.seconds, cwd, "encode", progress, meanwhile, frame_rate=rate)


def folders(steps: tuple[Step, ...], cwd: Path) -> None:
    """A folder for each step's files."""
    for index in range(len(steps)):
        (cwd / str(index)).mkdir()


def command(plan: Plan, gain: float | None) -> list[str]:
    """Arguments of the run that makes everything; paths are relative to its working directory."""
    graph = picture_graph(plan)
    if plan.sound is not None:
        graph.append(sound_graph(f"[0:{plan.source.audio}]", plan.sound, gain, plan))
    args = [*start(plan.source, "error"), "-filter_complex", ";".join(graph)]
    for index, step in enumerate(plan.steps):
        args += ["-map", f"[v{index}]", *picture_options(plan, step)]
        if plan.sound is not None:
            args += ["-map", f"[a{index}]", *aac(step)]
        args += hls(index, plan.recipe)
    stills = ("-fps_mode", "passthrough", "-c:v", "ppm", "-f", "image2")
    args += ["-map", "[poster]", *stills, "-update", "1", POSTER]
    return [*args, "-map", "[board]", *stills, "-start_number", "0", f"{CELLS}/%03d.ppm"]


def sound_graph(source: str, sound: Sound, gain: float | None, plan: Plan) -> str:
    """Filters from one sound track to [a0], [a1] …: at the recipe's loudness, exactly as long as the picture."""
    chain = [*at_level(sound, gain), f"aresample={plan.recipe.audio_rate}", "apad", f"atrim=end={plan.seconds:.6f}"]
    names = "".join(f"[a{index}]" for index in range(len(plan.steps)))
    return f"{source}{','.join(chain)},asplit={len(plan.steps)}{names}"


def aac(step: Step) -> list[str]:
    """How sound is encoded."""
    return ["-c:a", "aac", "-b:a", str(step.audio_bitrate), "-ac", "2", "-flags:a", "+bitexact"]


def hls(index: int, recipe: FilmRecipe) -> list[str]:
    """How a variant is written: fragmented MP4, a segment from each key frame to the next."""
    return [
        *("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact"),
        # Else both tracks begin with an empty edit of different length, which Chromium ignores: picture 60 ms behind the sound.
        *("-avoid_negative_ts", "disabled"),
        # Cut at every key frame; half the time asked for keeps rounding (29.97 fps) from ever skipping one.
        *("-f", "hls", "-hls_time", str(recipe.segment_s / 2), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"),
        *("-hls_segment_options", "movflags=+skip_sidx", "-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", f"{index}/%05d.m4s", f"{index}/v.m3u8"),
    ]


def picture_options(plan: Plan, step: Step) -> list[str]:
    """How a picture is encoded. Equal bytes at any core count need x264's one thread; the steps run side by side instead."""
    gop = str(plan.frames_per_segment)
    x264 = "threads=1:cpu-independent=1"
    if macroblocks(step.width, step.height) > LARGE_MACROBLOCKS:
        x264 += ":mvrange=511"  # level 6 allows vectors that no decoder in a headset follows
    return [
        *("-c:v", "libx264", "-preset", plan.recipe.preset, "-profile:v", "high", "-pix_fmt", "yuv420p"),
        *("-crf", str(step.crf), "-maxrate", str(step.max_bitrate), "-bufsize", str(2 * step.max_bitrate)),
        *("-g", gop, "-keyint_min", gop, "-sc_threshold", "0", "-flags:v", "+cgop+bitexact", "-a53cc", "0"),
        *("-x264-params", x264),
    ]
