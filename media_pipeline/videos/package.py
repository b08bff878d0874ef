"""Packages a film: its sound is measured, one encoder run makes every size, and playlists and indexes name what came out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from media_pipeline.canonical import Document
from media_pipeline.errors import Refused
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress
from media_pipeline.records import MediaInfo, Reference, Storyboard, Video
from media_pipeline.remarks import Remark, about
from media_pipeline.stages import UNREMEMBERED, Stages
from media_pipeline.store.base import Store, put_blob
from media_pipeline.videos.chapters import Chapter, chapters_vtt
from media_pipeline.videos.encode import CELLS, POSTER, encode, poster_command
from media_pipeline.videos.ffmpeg import INPUT, convert
from media_pipeline.videos.hls import publish
from media_pipeline.videos.loudness import measure_gain
from media_pipeline.videos.made import Encoded, Harvest
from media_pipeline.videos.pictures import cell_of
from media_pipeline.videos.plan import FilmRecipe, Plan, plan
from media_pipeline.videos.probe import probe_source
from media_pipeline.videos.spherical import refuse_unshowable
from media_pipeline.videos.stills import jpeg, picture, sheet
from media_pipeline.videos.storyboard import storyboard_vtt
from media_pipeline.videos.voices import Voice, add_voice
from media_pipeline.warned import warn

LADDER = ("loudness", "encode")
"""Stages that stand for the film alone: kept, so that another poster or sound does not encode it again."""

TOLERANCE_MS = 1000
"""How far what was made may be from what the file promised; more means that frames in the middle could not be read."""


class Gain(Document):
    """What the loudness stage found: the gain in dB, None for silence."""

    db: float | None


class EncodedFilm(Document):
    """What the encode stage left in the store, largest variant first. ``board`` is the storyboard's picture,
    ``damage`` what is to be said of damage."""

    variants: tuple[Encoded, ...]
    duration_ms: int
    poster: Reference
    poster_frame: int
    board: Reference
    damage: tuple[Remark, ...] = ()


class Still(Document):
    """The poster of another moment than the one of the encode stage."""

    poster: Reference


def package_video(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: FilmRecipe,
    progress: Progress,
    *,
    stages: Stages = UNREMEMBERED,
    ladder: Stages = UNREMEMBERED,
    language: str = "nl",
    poster_at_ms: int | None = None,
    voices: Sequence[Voice] = (),
    chapters: Sequence[Chapter] | None = None,
) -> Video:
    """A film as HLS (fMP4, H.264, AAC) with poster and storyboard. Captions are added by the caller.

    ``info`` says how it is to be shown (an editor may have corrected it). ``voices`` are further sounds, each an entry of its
    own, or the sound of a film that has none; ``chapters`` replace those that the file has. ``ladder`` remembers what is
    encoded, ``stages`` what lies beside it. A kill or a refusal leaves unreferenced blobs at most. Raises Refused,
    EncodingFailed, TimedOut, and what ``progress`` raises.
    """
    progress("probe", 0, 1)
    found = probe_source(source, name=info.name)
    refuse_unshowable(info, found.doubt)
    plan_ = plan(found, info, recipe, poster_at_ms)
    progress("probe", 1, 1)

    def gain() -> float | None:
        return ladder.once("loudness", Gain, lambda: _gain(plan_, source, progress)).db

    film = ladder.once("encode", EncodedFilm, lambda: _encoded(plan_, gain, source, store, progress))
    for said in film.damage:  # outside the stage: a film that is remembered is as damaged as it was
        warn(about(info.name, said))
    rate, top = float(found.rate), film.variants[0]
    # A voice takes a silent film's place: nobody is to choose between it and its sound.
    has_own = found.audio is not None or all(voice.role == "described" for voice in voices)
    entries = [publish(film.variants, rate, store, progress, language=language)] if has_own else []
    poster = film.poster
    if film.poster_frame != plan_.poster_frame:
        poster = stages.once("poster", Still, lambda: _other_poster(plan_, source, store, progress)).poster
    entries += [add_voice(voice, number, plan_, film.variants, store, stages, progress) for number, voice in enumerate(voices)]
    if not has_own:
        entries.sort(key=lambda entry: (entry.role != "main", entry.language.casefold() != language.casefold()))
    named = chapters_vtt(found.chapters if chapters is None else chapters, film.duration_ms)
    return Video(
        projection="flat" if plan_.sphere is None else "equirectangular",
        stereo=plan_.stereo,
        coverage=plan_.sphere,
        duration_ms=film.duration_ms,
        width=top.width,
        height=top.height,
        frame_rate=rate,
        has_audio=found.audio is not None or bool(voices),
        hls=tuple(entries),
        chapters=None if named is None else put_blob(store, named, "vtt"),
        poster=poster,
        storyboard=_storyboard(plan_, film.board, store),
    )


@contextmanager
def _beside_nothing(source: Path) -> Iterator[Path]:
    """A work directory with the film at INPUT: whatever it names, there is nothing beside it."""
    with work_directory("video") as work:
        (work / INPUT).parent.mkdir()
        (work / INPUT).symlink_to(source.resolve())
        yield work


def _gain(plan_: Plan, source: Path, progress: Progress) -> Gain:
    if plan_.sound is None:
        return Gain(db=None)
    with _beside_nothing(source) as work:
        return Gain(db=measure_gain(plan_.sound, plan_.recipe.loudness_lufs, work, progress))


def _encoded(plan_: Plan, gain: Callable[[], float | None], source: Path, store: Store, progress: Progress) -> EncodedFilm:
    with _beside_nothing(source) as work:
        harvests = [Harvest(work / str(index), store, plan_) for index in range(len(plan_.steps))]

        def gather() -> None:
            for harvest in harvests:
                harvest.gather()

        damage = encode(plan_, gain, work, progress, gather)
        variants = [harvest.finish(step) for harvest, step in zip(harvests, plan_.steps, strict=True)]
        duration_ms = harvests[0].duration_ms
        if abs(duration_ms - plan_.source.duration_s * 1000) > TOLERANCE_MS:
            promised = round(plan_.source.duration_s, 1)
            raise Refused("cut_off", name=plan_.source.name, found=round(duration_ms / 1000, 1), said=promised)
        quality = plan_.recipe.poster_quality
        poster = put_blob(store, jpeg(picture(work / POSTER), quality), "jpg")
        board = put_blob(store, jpeg(sheet(plan_.board, work / CELLS), quality), "jpg")
        return EncodedFilm(
            variants=tuple(variants),
            duration_ms=duration_ms,
            poster=poster,
            poster_frame=plan_.poster_frame,
            board=board,
            damage=damage,
        )


def _other_poster(plan_: Plan, source: Path, store: Store, progress: Progress) -> Still:
    with _beside_nothing(source) as work:
        convert(poster_command(plan_), plan_.source, plan_.seconds, work, "poster", progress)
        return Still(poster=put_blob(store, jpeg(picture(work / POSTER), plan_.recipe.poster_quality), "jpg"))


def _storyboard(plan_: Plan, image: Reference, store: Store) -> Storyboard:
    vtt = storyboard_vtt(plan_.board, image, *cell_of(plan_))
    return Storyboard(image=image, vtt=put_blob(store, vtt, "vtt"))
