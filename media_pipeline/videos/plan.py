"""Decides what one encoder run makes of a film: sizes, number of frames, which frames are the poster and the storyboard. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from media_pipeline.recipes import Video360Recipe, VideoRecipe
from media_pipeline.records import Coverage, MediaInfo, Stereo
from media_pipeline.videos.ladder import Step, frames_per_segment, ladder, sphere_ladder
from media_pipeline.videos.loudness import Sound
from media_pipeline.videos.source import VideoSource
from media_pipeline.videos.storyboard import Board, board

FilmRecipe = VideoRecipe | Video360Recipe


@dataclass(frozen=True)
class Plan:
    """What one run makes. ``frames`` are those of the constant frame rate; each step's files lie in a folder of its index.

    ``sphere`` is the part of the sphere that the picture covers, None for a flat film.
    """

    source: VideoSource
    recipe: FilmRecipe
    stereo: Stereo
    sphere: Coverage | None
    steps: tuple[Step, ...]
    frames: int
    poster_frame: int
    board: Board

    @property
    def seconds(self) -> float:
        return float(self.frames / self.source.rate)

    @property
    def frames_per_segment(self) -> int:
        return frames_per_segment(self.source.rate, self.recipe.segment_s)

    @property
    def sound(self) -> Sound | None:
        """The main sound, where there is one."""
        source = self.source
        return None if source.audio is None else Sound(source.name, source.demuxer, source.audio, self.seconds)


def plan(source: VideoSource, info: MediaInfo, recipe: FilmRecipe, poster_at_ms: int | None = None) -> Plan:
    """``info`` says how the film is to be shown. The poster is the frame at the time asked for, else at a tenth of the film (the
    first is often black)."""
    round_ = info.projection == "equirectangular"
    if round_ != isinstance(recipe, Video360Recipe):
        raise ValueError(f"recipe {recipe.name} is not for a film that is {info.projection}")
    frames = max(1, round(source.duration_s * source.rate))
    wanted = source.duration_s / 10 if poster_at_ms is None else poster_at_ms / 1000
    poster = min(frames - 1, max(0, int(wanted * source.rate)))
    stereo = info.stereo or "mono"
    if isinstance(recipe, Video360Recipe):
        sphere, steps = info.coverage or Coverage(), sphere_ladder(source.width, source.height, stereo, recipe)
    else:
        sphere, steps = None, ladder(source.width, source.height, recipe)
    return Plan(source, recipe, stereo, sphere, steps, frames, poster, board(frames, source.rate, recipe.storyboard_s))
