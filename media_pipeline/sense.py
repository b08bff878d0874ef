"""Whether wishes make sense: beside each other, and for the file that they are about. What doesn't fit is said, never ignored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import get_args

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.records import Kind, MediaInfo, Stereo
from media_pipeline.wishes import OWN_LANGUAGE, Wanted, WantedProjection, Wishes, files_beside

_BELONGS: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("captions",), ("video", "audio"), "a video or a sound"),
    (("audio", "chapters", "poster_at"), ("video",), "a video"),
    (("unit", "up"), ("stl", "obj", "ply"), "a 3D file that doesn't tell it (STL, OBJ, PLY)"),
)
"""Wishes, the kinds or formats that they are for, and these in words."""

_EYES = get_args(Stereo)
_LAYOUTS: Mapping[Wanted | Kind, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "panorama": (("equirectangular", "cubemap"), _EYES),
    "video360": (("equirectangular", "cubemap"), _EYES),
    "video": (
        get_args(WantedProjection),
        _EYES,
    ),  # a video laid out round is a 360° video; other eyes are refused when it is read
    "image": (("flat",), ("mono",)),
    "mesh": ((), ()),
    "audio": ((), ()),
}
"""Kind -> the projections and eyes that it can have."""


def check_together(wishes: Wishes) -> None:
    """ValueError where wishes contradict each other, whatever the file is; Refused where one names what is no file."""
    for path in files_beside(wishes):
        if path.exists() and not path.is_file():  # reading a pipe or device might never end
            raise Refused("beside_not_a_file", name=path.name)
    twice = _twice(language for language, _ in wishes.get("captions", ()))
    if twice:
        raise ValueError(f"--captions names {twice} twice; give one file for each language")
    twice = _twice(_version(language, role) for language, role, _ in wishes.get("audio", ()))
    if twice:
        raise ValueError(
            f"--audio names {twice} twice; give one file for each language, a description as LANGUAGE:described=FILE"
        )


def check_for(info: MediaInfo, wishes: Wishes) -> None:
    """ValueError where a wish is not for this kind of file. ``info`` is what it is packaged as."""
    for names, kinds, words in _BELONGS:
        for name in names:
            if wishes.get(name) not in (None, (), []) and info.kind not in kinds and info.format not in kinds:
                raise ValueError(f"--{name.replace('_', '-')} belongs to {words}; {info.name} is {_what(info)}")
    own = info.has_audio and any(
        _same(language, OWN_LANGUAGE) and role == "main" for language, role, _ in wishes.get("audio", ())
    )
    if own:
        raise ValueError(
            f"--audio {OWN_LANGUAGE} is what the sound of {info.name} itself is taken for; "
            f"give another language, or a description as {OWN_LANGUAGE}:described=FILE"
        )


def check_layout(info: MediaInfo, kind: Wanted | Kind, projection: WantedProjection | None, stereo: Stereo | None) -> None:
    """Refused where a file that is packaged as ``kind`` can't be laid out as wished for."""
    if kind not in _LAYOUTS:  # a document, which the library keeps as it is
        return
    projections, eyes = _LAYOUTS[kind]
    layout = projection if projection not in (None, *projections) else stereo if stereo not in (None, *eyes) else None
    if projection == "cubemap" and info.kind == "video" and info.projection != projection:
        layout = projection  # a film that is one itself is called that when it is read
    if layout is not None:
        raise Refused("layout", name=info.name, wanted=KNOWN["picture" if kind == "image" else kind], layout=layout)


def _what(info: MediaInfo) -> str:
    known = {"image": "picture", "video": "video360" if info.projection == "equirectangular" else "video"}
    what = KNOWN[known.get(info.kind, info.kind)]
    return "a 3D object in glTF, which counts in metres with Y up" if info.format in ("glb", "gltf") else what


def _version(language: str, role: str) -> str:
    return language if role == "main" else f"{language}:{role}"


def _twice(words: Iterable[str]) -> str | None:
    """The first word that is there twice; languages are the same in capitals."""
    return next((word for word, times in Counter(word.casefold() for word in words).items() if times > 1), None)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
