"""Makes a film's whole ladder, its poster and its storyboard: one run decodes, encoders follow it, a second run joins."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media_pipeline.progress import Progress
from media_pipeline.videos.encoders import Encoders
from media_pipeline.videos.ffmpeg import convert, opened, quiet, start
from media_pipeline.videos.ladder import LARGE_MACROBLOCKS, Step, macroblocks
from media_pipeline.videos.loudness import Sound, at_level
from media_pipeline.videos.pictures import picture_graph, poster_graph
from media_pipeline.videos.pieces import Pieces
from media_pipeline.videos.plan import FilmRecipe, Plan

POSTER, CELLS = "poster.ppm", "cells"
"""The poster, and the folder of the storyboard's cells; before each of them frame 0 comes out, which is no part of them."""

# Without a name or chapter of the source's, and not moved in time.
_AS_ENCODED = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-avoid_negative_ts", "disabled")


def encode(
    plan: Plan, gain: Callable[[], float | None], cwd: Path, progress: Progress, meanwhile: Callable[[], None] | None = None
) -> None:
    """The whole ladder: per step ``<index>/v.m3u8``, ``init.mp4`` and ``00000.m4s``…, poster and storyboard's cells as PPM.

    ``gain`` measures the sound (dB, None for silence), while the encoders get ready. ``meanwhile`` is called while the segments
    are written.
    """
    folders(plan.steps, cwd)
    (cwd / CELLS).mkdir()
    rate = float(plan.source.rate)
    with Encoders(pieces(plan), plan.source, plan.seconds, cwd):
        convert(command(plan, gain()), plan.source, plan.seconds, cwd, "encode", progress, frame_rate=rate)
    total = max(1, round(plan.seconds * 1000))
    # Joining takes no time to speak of; what listens may still stop it.
    convert(joined(plan), plan.source, plan.seconds, cwd, "encode", lambda *_: progress("encode", total, total), meanwhile)


def folders(steps: tuple[Step, ...], cwd: Path) -> None:
    """A folder for each step's files."""
    for index in range(len(steps)):
        (cwd / str(index)).mkdir()


def command(plan: Plan, gain: float | None) -> list[str]:
    """Arguments of the run that decodes: raw pictures in every size go into pipes, sound and stills are made at once.

    Paths are relative to its working directory.
    """
    graph = picture_graph(plan)
    if plan.sound is not None:
        graph.append(sound_graph(f"[0:{plan.source.audio}]", plan.sound, gain, plan))
    args = [*start(plan.source, "error"), "-filter_complex", ";".join(graph)]
    for index, step in enumerate(plan.steps):
        args += ["-map", f"[v{index}]", "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", _raw(index)]
        if plan.sound is not None:
            args += ["-map", f"[a{index}]", *aac(step), *_AS_ENCODED, "-f", "mp4", _heard(index)]
    stills = ("-fps_mode", "passthrough", "-c:v", "ppm", "-f", "image2")
    args += ["-map", "[poster]", *stills, "-update", "1", POSTER]
    return [*args, "-map", "[board]", *stills, "-start_number", "0", f"{CELLS}/%03d.ppm"]


def poster_command(plan: Plan) -> list[str]:
    """Arguments of a run that makes the poster and nothing else."""
    args = [*start(plan.source, "error"), "-filter_complex", poster_graph(plan), "-map", "[poster]"]
    return [*args, "-fps_mode", "passthrough", "-c:v", "ppm", "-f", "image2", "-update", "1", POSTER]


def joined(plan: Plan) -> list[str]:
    """Arguments of the run that joins each size's pictures and sound, and cuts them into segments."""
    args, inputs = quiet("error"), 0
    outputs: list[str] = []
    for index in range(len(plan.steps)):
        args += opened("mov", _seen(index))
        outputs += ["-map", f"{inputs}:v", "-c", "copy"]
        inputs += 1
        if plan.sound is not None:
            args += opened("mov", _heard(index))
            outputs += ["-map", f"{inputs}:a"]
            inputs += 1
        outputs += hls(index, plan.recipe)
    return [*args, *outputs]


def pieces(plan: Plan) -> list[Pieces]:
    """What the encoders are to do, a job for each step: a piece is a segment."""
    return [
        Pieces(
            pictures=_raw(index),
            out=_seen(index),
            width=step.width,
            height=step.height,
            rate=str(plan.source.rate),
            frames=plan.frames_per_segment,
            options=x264(plan, step),
        )
        for index, step in enumerate(plan.steps)
    ]


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
        # Moved in time both tracks begin with an empty edit of different length, which Chromium ignores: picture 60 ms behind.
        *_AS_ENCODED,
        # Cut at every key frame; half the time asked for keeps rounding (29.97 fps) from ever skipping one.
        *("-f", "hls", "-hls_time", str(recipe.segment_s / 2), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4"),
        *("-hls_segment_options", "movflags=+skip_sidx", "-hls_fmp4_init_filename", "init.mp4"),
        *("-hls_segment_filename", f"{index}/%05d.m4s", f"{index}/v.m3u8"),
    ]


def x264(plan: Plan, step: Step) -> dict[str, str]:
    """How a picture is encoded. Equal bytes at any core count need x264's one thread; the steps run side by side instead."""
    gop = str(plan.frames_per_segment)
    # A piece begins with its buffer half full: full, each would be a second's worth above the cap.
    more = "threads=1:cpu-independent=1:vbv-init=0.5"
    if macroblocks(step.width, step.height) > LARGE_MACROBLOCKS:
        more += ":mvrange=511"  # level 6 allows vectors that no decoder in a headset follows
    return {
        "preset": plan.recipe.preset,
        "profile": "high",
        "crf": str(step.crf),
        "maxrate": str(step.max_bitrate),
        "bufsize": str(2 * step.max_bitrate),
        "g": gop,
        "keyint_min": gop,
        "sc_threshold": "0",
        "flags": "+cgop+bitexact+global_header",
        "a53cc": "0",
        "x264-params": more,
    }


def _raw(index: int) -> str:
    return f"{index}.yuv"


def _seen(index: int) -> str:
    return f"{index}.mp4"


def _heard(index: int) -> str:
    return f"{index}.m4a"
