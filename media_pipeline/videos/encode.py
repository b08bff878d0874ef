"""Makes a film's ladder, poster and storyboard: one run decodes, encoders follow it, sound beside it; a last run joins them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media_pipeline.processes import Aside
from media_pipeline.progress import Latest, Progress
from media_pipeline.remarks import Remark
from media_pipeline.videos.damage import LEVEL, Damage
from media_pipeline.videos.encoders import Encoders
from media_pipeline.videos.ffmpeg import INPUT, convert, opened, quiet, start
from media_pipeline.videos.ladder import LARGE_MACROBLOCKS, Step, macroblocks
from media_pipeline.videos.loudness import Sound, at_level
from media_pipeline.videos.matroska import hole_finder
from media_pipeline.videos.pictures import picture_graph, poster_graph
from media_pipeline.videos.pieces import Pieces
from media_pipeline.videos.plan import FilmRecipe, Plan

POSTER, CELLS = "poster.ppm", "cells"
"""The poster, and the folder of the storyboard's cells; before each of them frame 0 comes out, which is no part of them."""

# Without a name or chapter of the source's, and not moved in time.
_AS_ENCODED = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-avoid_negative_ts", "disabled")


def encode(
    plan: Plan, gain: Callable[[], float | None], cwd: Path, progress: Progress, meanwhile: Callable[[], None] | None = None
) -> tuple[Remark, ...]:
    """The whole ladder: per step ``<index>/v.m3u8``, ``init.mp4`` and ``00000.m4s``…, poster and storyboard's cells as PPM.

    ``gain`` measures the sound (dB, None for silence). It is called and the sound is encoded while the pictures are made, which
    takes longer. ``meanwhile`` is called while the segments are written. Gives what is to be said of damage; Refused where
    most of it was damaged.
    """
    folders(plan.steps, cwd)
    (cwd / CELLS).mkdir()
    latest, rate = Latest("encode"), float(plan.source.rate)
    seen, heard = _damage(plan, cwd)

    def tell(*_: object) -> None:
        latest.tell(progress)

    def pictures() -> None:
        convert(picture_command(plan), plan.source, plan.seconds, cwd, "encode", latest.hear, frame_rate=rate, damage=seen)

    with Encoders(pieces(plan), plan.source, plan.seconds, cwd), Aside(pictures, "pictures") as made:
        if plan.sound is not None:
            args = sound_command(plan, plan.sound, gain())
            convert(args, plan.source, plan.seconds, cwd, "encode", tell, sound=True, damage=heard)
        made.wait(tell)
    total = max(1, round(plan.seconds * 1000))
    # Joining takes no time to speak of; what listens may still stop it.
    convert(joined(plan), plan.source, plan.seconds, cwd, "encode", lambda *_: progress("encode", total, total), meanwhile)
    return tuple(said for said in (seen.said, heard.said) if said is not None)


def _damage(plan: Plan, cwd: Path) -> tuple[Damage, Damage]:
    """Who hears of damaged pictures, and who of damaged sound."""
    source, has_hole = plan.source, hole_finder(cwd / INPUT, plan.source.demuxer)
    lasts_s = source.video_s - source.video_from_s
    pictures = max(1, round(lasts_s * (source.info.frame_rate or source.rate)))  # as they come in: of 60 a second 30 go out
    seen = Damage(source.name, lasts_s, pictures, has_hole=has_hole, lacks_s=source.video_lacks_s)
    heard_s = (source.audio_s or source.audio_from_s) - source.audio_from_s
    return seen, Damage(source.name, heard_s, has_hole=has_hole, lacks_s=source.audio_lacks_s)


def folders(steps: tuple[Step, ...], cwd: Path) -> None:
    """A folder for each step's files."""
    for index in range(len(steps)):
        (cwd / str(index)).mkdir()


def picture_command(plan: Plan) -> list[str]:
    """Arguments of the run that decodes: raw pictures in every size go into pipes, stills are made at once.

    Paths are relative to its working directory.
    """
    args = [*start(plan.source, LEVEL), "-filter_complex", ";".join(picture_graph(plan))]
    for index in range(len(plan.steps)):
        args += ["-map", f"[v{index}]", "-fps_mode", "passthrough", "-c:v", "rawvideo", "-f", "rawvideo", _raw(index)]
    stills = ("-fps_mode", "passthrough", "-c:v", "ppm", "-f", "image2")
    args += ["-map", "[poster]", *stills, "-update", "1", POSTER]
    return [*args, "-map", "[board]", *stills, "-start_number", "0", f"{CELLS}/%03d.ppm"]


def sound_command(plan: Plan, sound: Sound, gain: float | None) -> list[str]:
    """Arguments of the run that encodes the sound, once for each bitrate of the ladder."""
    rates = _bitrates(plan)
    args = [*start(plan.source, LEVEL), "-filter_complex", sound_graph(f"[0:{sound.track}]", sound, gain, plan, len(rates))]
    for index, rate in enumerate(rates):
        args += ["-map", f"[a{index}]", *aac(rate), *_AS_ENCODED, "-f", "mp4", _heard(rate)]
    return args


def poster_command(plan: Plan) -> list[str]:
    """Arguments of a run that makes the poster and nothing else."""
    args = [*start(plan.source, "error"), "-filter_complex", poster_graph(plan), "-map", "[poster]"]
    return [*args, "-fps_mode", "passthrough", "-c:v", "ppm", "-f", "image2", "-update", "1", POSTER]


def joined(plan: Plan) -> list[str]:
    """Arguments of the run that joins each size's pictures and sound, and cuts them into segments."""
    args, inputs = quiet("error"), 0
    outputs: list[str] = []
    for index, step in enumerate(plan.steps):
        args += opened("mov", _seen(index))
        outputs += ["-map", f"{inputs}:v", "-c", "copy"]
        inputs += 1
        if plan.sound is not None:
            args += opened("mov", _heard(step.audio_bitrate))
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


def sound_graph(source: str, sound: Sound, gain: float | None, plan: Plan, times: int) -> str:
    """Filters from one sound track to [a0], [a1] …, so many times: at the recipe's loudness, exactly as long as the picture."""
    chain = [*at_level(sound, gain), f"aresample={plan.recipe.audio_rate}", "apad", f"atrim=end={plan.seconds:.6f}"]
    names = "".join(f"[a{index}]" for index in range(times))
    return f"{source}{','.join(chain)},asplit={times}{names}"


def aac(bitrate: int) -> list[str]:
    """How sound is encoded. ``bitrate`` in bit/s."""
    return ["-c:a", "aac", "-b:a", str(bitrate), "-ac", "2", "-flags:a", "+bitexact"]


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


def _heard(bitrate: int) -> str:
    return f"{bitrate}.m4a"


def _bitrates(plan: Plan) -> list[int]:
    """Of the sound, bit/s: steps that have the same share one."""
    return sorted({step.audio_bitrate for step in plan.steps})
