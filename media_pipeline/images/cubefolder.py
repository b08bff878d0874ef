"""A cubemap as a folder of six pictures: which of them is which face, told by their names, and whether they fit together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.images import reader
from media_pipeline.images.coverage import WHOLE
from media_pipeline.images.headers import is_picture, read_header
from media_pipeline.inputs import files_in
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import FACES, Face, MediaInfo
from media_pipeline.remarks import remark

_WORDS = ("front|voor", "right|rechts", "back|achter", "left|links", "up|top|boven", "down|bottom|onder")
_AXES = ("posz", "posx", "negz", "negx", "posy", "negy")
_DIGITS = ("00?", "0?1", "0?2", "0?3", "0?4", "0?5")  # longer ones are a camera's
# (what may stand before it, names in the order f r b l u d); the first way that fits wins
_WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("(.*[^a-z0-9])?", _WORDS),
    ("(.*[^a-z0-9])?", _AXES),
    ("(.*[^a-z0-9])?", ("pz", "px", "nz", "nx", "py", "ny")),
    (".*", (r"\+z", r"\+x", "-z", "-x", r"\+y", "-y")),
    ("(.*[^a-z0-9])?", ("f", "r", "b", "l", "u|t", "d")),
    ("(.*[^0-9])?", _DIGITS),
    (".*", _WORDS),
    (".*", _AXES),
)
_NAMES = dict(zip(FACES, ("front", "right", "back", "left", "up", "down"), strict=True))
_ENOUGH = 4  # so many faces are no accident: the rest is missing


def is_cubemap(folder: Path) -> bool:
    """Whether the pictures in a folder are six, or named as a cubemap's faces. probe_cubemap() says which are missing, or that
    the names do not tell."""
    return len(_pictures(folder)) == len(FACES) or bool(_found(folder))


def faces_in(folder: Path) -> dict[Face, Path]:
    """The six pictures of a cubemap, in the order of FACES. Refused where one is missing or there twice, or no name tells."""
    found = _found(folder)
    if not found:
        raise Refused("cubemap_names", name=folder.name)
    missing = [_NAMES[face] for face in FACES if face not in found]
    if missing:
        raise Refused("cubemap_missing", name=folder.name, missing=", ".join(missing))
    for paths in found.values():
        if len(paths) > 1:
            raise Refused("cubemap_twice", name=folder.name, one=paths[0].name, other=paths[1].name)
    return {face: found[face][0] for face in FACES}


def probe_cubemap(folder: Path, name: str, limits: Limits = LIMITS) -> MediaInfo:
    """What a cubemap is. All six pictures are read to their end. Refused where one is missing, damaged, not square, of another
    size than the others, or where all are too large together.

    ``width`` and ``height`` are those of the equirectangular picture that goes as far round as the four side faces do.
    """
    size, warnings = 0, []
    paths = faces_in(folder)
    sizes: dict[Face, int] = {}
    for face, path in paths.items():
        header = read_header(path, limits)
        width, height = header.shown
        if width != height:
            raise Refused("cubemap_not_square", name=name, inside=path.name, width=width, height=height)
        sizes[face] = width
        size += path.stat().st_size
    side = _same(name, sizes, paths)
    if 6 * side * side > limits.pixels:
        raise Refused("too_many_pixels", name=name, width=3 * side, height=2 * side, limit=limits.pixels)
    if 4 * side < limits.panorama_width:
        raise Refused("too_small", name=name, width=side, height=side)
    for path in paths.values():
        _, suspect = reader.sketch(path, read_header(path, limits))
        if suspect:
            warnings.append(remark("suspect_picture", name=path.name))
    return MediaInfo(
        name=name,
        kind="panorama",
        format=read_header(paths["f"], limits).format,
        size=size,
        width=4 * side,
        height=2 * side,
        projection="cubemap",
        stereo="mono",
        coverage=WHOLE,
        confidence=1.0,
        warnings=tuple(warnings),
    )


def _same(name: str, sizes: Mapping[Face, int], paths: Mapping[Face, Path]) -> int:
    """The side that all six have; Refused, naming the one that differs."""
    common = max(set(sizes.values()), key=lambda side: (list(sizes.values()).count(side), side))
    for face, side in sizes.items():
        if side != common:
            raise Refused("cubemap_unequal", name=name, inside=paths[face].name, side=side, others=common)
    return common


def _found(folder: Path) -> dict[Face, list[Path]]:
    """The pictures of each face, by the first way of naming that fits; nothing where none does."""
    pictures = _pictures(folder)
    for before, names in _WAYS:
        found: dict[Face, list[Path]] = {}
        for face, words in zip(FACES, names, strict=True):
            paths = [path for path in pictures if re.fullmatch(f"{before}({words})", path.stem.lower())]
            if paths:
                found[face] = paths
        # a digit at the end may be any series of photos: only a whole one counts
        if len(found) >= (len(FACES) if names is _DIGITS else _ENOUGH):
            return found
    return {}


def _pictures(folder: Path) -> list[Path]:
    return [path for path in files_in(folder) if _is_picture(path)]


def _is_picture(path: Path) -> bool:
    with path.open("rb") as file:
        return is_picture(file.read(64))
