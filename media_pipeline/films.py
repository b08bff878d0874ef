"""A film with everything that comes beside it: captions, chapters, other sounds, the poster's time."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.probe import look
from media_pipeline.progress import Progress
from media_pipeline.records import MediaInfo, Video
from media_pipeline.remarks import about, remark
from media_pipeline.sounds.probe import probe_source
from media_pipeline.stages import Stages
from media_pipeline.store import Store
from media_pipeline.videos.captions import package_captions
from media_pipeline.videos.chapters import Chapter, read_chapters
from media_pipeline.videos.loudness import STEREO, Sound
from media_pipeline.videos.package import package_video
from media_pipeline.videos.plan import FilmRecipe
from media_pipeline.videos.probe import probe_source as probe_film
from media_pipeline.videos.source import VideoSource
from media_pipeline.videos.voices import SOUND, Voice
from media_pipeline.warned import warn, warn_of
from media_pipeline.wishes import OWN_LANGUAGE, AudioRole, Wishes

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
    texts = wishes.get("captions", ())
    captions = tuple(package_captions(path, language, store, lasts_ms=info.duration_ms) for language, path in texts)
    chapters = _chapters(wishes.get("chapters"), info)
    at = wishes.get("poster_at")
    if at is not None and 1000 * at > (info.duration_ms or 0):
        warn(about(info.name, remark("late_poster", end=_end(info), at=f"{at:g}")))
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
        chapters=chapters,
        language=OWN_LANGUAGE,
    )
    return video.model_copy(update={"captions": captions})


def _chapters(file: Path | None, info: MediaInfo) -> tuple[Chapter, ...] | None:
    if file is None:
        return None
    chapters = read_chapters(file)
    late = sum(chapter.start >= (info.duration_ms or 0) for chapter in chapters)
    if late:
        warn(about(file.name, remark("late_chapters", end=_end(info), count=late)))
    return chapters


def _end(info: MediaInfo) -> str:
    return f"{(info.duration_ms or 0) / 1000:.1f}"


def _voice(language: str, role: AudioRole, file: Path) -> Voice:
    """A further sound: a sound file, or the sound of a film."""
    kind = _kind(file)
    if kind not in ("audio", "video"):
        raise Refused("no_sound", name=file.name)
    film = _film(file) if kind == "video" else None
    if film is not None:
        if film.audio is None:
            raise Refused("no_sound", name=file.name)
        lasts_s = film.audio_s or film.duration_s
        return Voice(
            file, language, role, Sound(film.name, film.demuxer, film.audio, lasts_s, path=SOUND, from_s=film.audio_from_s)
        )
    found = probe_source(file)
    warn_of(found.info)
    channels = _OMNI if found.mix == "omni" else STEREO
    return Voice(file, language, role, Sound(found.name, found.demuxer, found.track, found.duration_s, channels, SOUND))


def _kind(file: Path) -> str:
    try:
        return look(file)
    except Refused as refused:
        if refused.code in ("empty", "not_a_file", "too_large_file"):
            raise
        return "other"  # not "we know no such photo": a sound was asked for


def _film(file: Path) -> VideoSource | None:
    """None where the container holds sound alone."""
    try:
        return probe_film(file)
    except Refused as refused:
        if refused.code == "no_video":
            return None
        raise
