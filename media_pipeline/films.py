"""A film with everything that comes beside it: captions, chapters, other sounds, the poster's time."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.progress import Progress
from media_pipeline.records import MediaInfo, Video
from media_pipeline.sounds.probe import probe_source
from media_pipeline.stages import Stages
from media_pipeline.store import Store
from media_pipeline.videos.captions import package_captions
from media_pipeline.videos.chapters import read_chapters
from media_pipeline.videos.loudness import STEREO, Sound
from media_pipeline.videos.package import package_video
from media_pipeline.videos.plan import FilmRecipe
from media_pipeline.videos.voices import SOUND, Voice
from media_pipeline.wishes import AudioRole, Wishes

_OMNI = "pan=stereo|c0=c0|c1=c0"


def package_film(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: FilmRecipe,
    wishes: Wishes,
    progress: Progress,
    stages: Stages,
    ladder: Stages,
) -> Video:
    """A film as the wishes say. ``ladder`` remembers what is encoded, whatever lies beside it.

    What lies beside it is read first: a mistake there is found at once, not after the encode."""
    captions = tuple(package_captions(path, language, store) for language, path in wishes.get("captions", ()))
    chapters = wishes.get("chapters")
    at = wishes.get("poster_at")
    video = package_video(
        source,
        info,
        store,
        recipe,
        progress,
        stages=stages,
        ladder=ladder,
        poster_at_ms=None if at is None else round(1000 * at),
        voices=[_voice(*audio) for audio in wishes.get("audio", ())],
        chapters=None if chapters is None else read_chapters(chapters),
    )
    return video.model_copy(update={"captions": captions})


def _voice(language: str, role: AudioRole, file: Path) -> Voice:
    found = probe_source(file)
    channels = _OMNI if found.mix == "omni" else STEREO
    return Voice(file, language, role, Sound(found.name, found.demuxer, found.track, found.duration_s, channels, SOUND))
