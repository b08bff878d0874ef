"""What a person wants otherwise than was detected, and the key under which work with these wishes is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TypedDict

from media_pipeline import canonical, tools
from media_pipeline.digests import sha256, sha256_of_file
from media_pipeline.recipes import BLUR, RECIPES
from media_pipeline.records import Stereo

Wanted = Literal["panorama", "video", "video360", "mesh", "audio", "image"]
WANTED: tuple[Wanted, ...] = ("panorama", "video", "video360", "mesh", "audio", "image")
WantedProjection = Literal["flat", "equirectangular", "cubemap"]
Unit = Literal["mm", "cm", "m"]
Up = Literal["y", "z"]
AudioRole = Literal["main", "described"]
OWN_LANGUAGE = "nl"
"""What a film's own sound is taken for; the library fills in what an editor says."""


class Wishes(TypedDict, total=False):
    """The keyword arguments of package(). What is absent or None is decided by what was detected.

    ``captions`` are (language, file) of a video or sound; ``recipe`` is a key of RECIPES; ``blur`` the
    faces to blur in a 360° photo, as ``--blur`` says it. Of a video: ``audio`` are further
    sounds (language, role, file), ``chapters`` a file of them, ``poster_at`` the poster's time in seconds.
    Of a 3D file that tells neither: the ``unit`` of its numbers and the axis that is ``up``.
    """

    kind: Wanted | None
    projection: WantedProjection | None
    stereo: Stereo | None
    captions: Sequence[tuple[str, Path]]
    audio: Sequence[tuple[str, AudioRole, Path]]
    chapters: Path | None
    poster_at: float | None
    blur: str | None
    unit: Unit | None
    up: Up | None
    recipe: str | None


_BESIDE = ("captions", "audio", "chapters", "poster_at")
"""Wishes that change what comes beside a film, not how its pictures and main sound are encoded."""

_VOICES = 2
"""Counts the ways in which further sounds were put beside a film: a record made in another is none, its pictures are."""


def names_of(source: Path, wishes: Wishes) -> list[str]:
    """What the input and the files beside it are called, in an order that is the same for the same wishes."""
    return [path.name for path in (source, *files_beside(wishes))]


def files_beside(wishes: Wishes) -> list[Path]:
    """The files that wishes name."""
    chapters = wishes.get("chapters")
    beside = [path for _, path in wishes.get("captions", ())] + [path for *_, path in wishes.get("audio", ())]
    return [*beside, *([chapters] if chapters else [])]


def record_keys(source: Path, wishes: Wishes) -> tuple[str, str]:
    """Keys, each 64 hex digits, of the whole work and of the encoding alone. They stand for an input's bytes, the wishes, the
    recipe's settings and the versions of all tools.

    FileNotFoundError where a file that a wish names is not there.
    """
    digest = _digest(source)
    encoding = {name: wish for name, wish in wishes.items() if name not in _BESIDE}
    return _key(digest, dict(wishes)), _key(digest, encoding)


def _key(digest: Any, wishes: dict[str, Any]) -> str:
    recipe = wishes.get("recipe")
    chosen = {name: asdict(one) for name, one in RECIPES.items() if recipe in (None, name)}
    about: dict[str, Any] = {"input": digest, "wishes": _plain(wishes), "recipes": chosen, "tools": tools.versions()}
    if wishes.get("blur"):
        about["blur"] = asdict(BLUR)
    if wishes.get("audio"):
        about["voices"] = _VOICES
    return sha256(canonical.dumps(about))


def _digest(source: Path) -> Any:
    """A file's digest; of a folder those of all its files by name."""
    if source.is_dir():
        files = sorted(path for path in source.rglob("*") if path.is_file())
        return {path.relative_to(source).as_posix(): sha256_of_file(path) for path in files}
    return sha256_of_file(source)


def _plain(value: Any) -> Any:
    """A wish as JSON: a file counts by its bytes, not by its name; what is not wished for does not count."""
    match value:
        case Path():
            return sha256_of_file(value)
        case dict():
            return {name: _plain(one) for name, one in value.items() if one not in (None, (), [])}
        case list() | tuple():
            return [_plain(one) for one in value]
        case _:
            return value
