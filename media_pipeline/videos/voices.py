"""Gives a film a second sound (another language, an audio description): its pictures are copied out of the store, not encoded
again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from media_pipeline.canonical import Document
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress
from media_pipeline.records import Hls
from media_pipeline.remarks import Remark, about, remark
from media_pipeline.stages import Stages
from media_pipeline.store.base import Store, read
from media_pipeline.videos.damage import LEVEL, Damage
from media_pipeline.videos.encode import aac, folders, hls, sound_graph
from media_pipeline.videos.ffmpeg import convert, opened, quiet
from media_pipeline.videos.hls import publish
from media_pipeline.videos.loudness import Sound, measure_gain
from media_pipeline.videos.made import Encoded, Harvest, read_index, segments_of
from media_pipeline.videos.matroska import hole_finder
from media_pipeline.videos.plan import Plan
from media_pipeline.warned import warn

SOUND = "in/sound"
LENGTHS_S = 2.0
"""A sound that is this much longer or shorter than the film is worth a word."""


@dataclass(frozen=True)
class Voice:
    """A sound file for a film: which of its tracks, in which language, for whom. ``sound.path`` is SOUND."""

    file: Path
    language: str
    role: Literal["main", "described"]
    sound: Sound


class _Voiced(Document):
    """A film's variants with another sound, and what is to be said of damage to that."""

    variants: tuple[Encoded, ...]
    damage: Remark | None = None


def add_voice(
    voice: Voice, number: int, plan: Plan, film: Sequence[Encoded], store: Store, stages: Stages, progress: Progress
) -> Hls:
    """The entry for one voice: the film's own pictures, muxed with this sound at the same loudness as the main one."""
    if abs(voice.sound.seconds - plan.seconds) > LENGTHS_S:  # outside the stage: work that goes on after a kill says it too
        warn(remark("lengths", name=voice.file.name, sound=f"{voice.sound.seconds:.1f}", film=f"{plan.seconds:.1f}"))
    voiced = stages.once(f"voice-{number}", _Voiced, lambda: _voiced(voice, plan, film, store, progress))
    if voiced.damage is not None:
        warn(about(voice.file.name, voiced.damage))
    return publish(voiced.variants, float(plan.source.rate), store, progress, language=voice.language, role=voice.role)


def _voiced(voice: Voice, plan: Plan, film: Sequence[Encoded], store: Store, progress: Progress) -> _Voiced:
    with work_directory("voice") as work:
        (work / "in").mkdir()
        (work / SOUND).symlink_to(voice.file.resolve())
        gain = measure_gain(voice.sound, plan.recipe.loudness_lufs, work, progress)
        for index, one in enumerate(film):
            _whole_file(one, store, work / f"in/{index}")
        folders(plan.steps, work)
        lasts_s = min(voice.sound.seconds, plan.seconds) - voice.sound.from_s
        heard = Damage(voice.sound.name, max(0.0, lasts_s), has_hole=hole_finder(voice.file, voice.sound.demuxer))
        args = command(voice.sound, gain, plan)
        convert(args, voice.sound, plan.seconds, work, "voice", progress, sound=True, damage=heard)
        made = [Harvest(work / str(index), store, plan).finish(step) for index, step in enumerate(plan.steps)]
        return _Voiced(variants=tuple(made), damage=heard.said)


def command(sound: Sound, gain: float | None, plan: Plan) -> list[str]:
    """Arguments of the run that joins each variant's pictures with the sound."""
    args = quiet(LEVEL)
    for index in range(len(plan.steps)):
        args += opened("mov", f"in/{index}")
    args += opened(sound.demuxer, sound.path)
    args += ["-filter_complex", sound_graph(f"[{len(plan.steps)}:{sound.track}]", sound, gain, plan, len(plan.steps))]
    for index, step in enumerate(plan.steps):
        args += ["-map", f"{index}:v", "-c:v", "copy", "-map", f"[a{index}]", *aac(step.audio_bitrate), *hls(index, plan.recipe)]
    return args


def _whole_file(one: Encoded, store: Store, path: Path) -> None:
    """A variant as one file, as a headset plays it."""
    index = read_index(store, one)
    with path.open("wb") as out:
        for blob in (index.init, *(segment.blob for segment in segments_of(index))):
            out.write(read(store, blob.path))
