"""A .gltf or .obj given alone on a command line, with the files beside it that it names: gathered in a folder of their own.

Not for uploads: what lies beside those is somebody else's.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from media_pipeline.meshes.mtl import text_of
from media_pipeline.meshes.parts import composed
from media_pipeline.processes import work_directory

_TEXT_BYTES = 64 * 1024**2
_NAME_BYTES = 255
_URI = re.compile(rb'"uri"\s*:\s*("(?!data:)(?:[^"\\]|\\.){1,1000}")')
_LIBRARY = re.compile(rb"^[ \t]*mtllib[ \t]+([^\r\n]{1,1000})", re.MULTILINE)
_MAP = re.compile(rb"^[ \t]*map_Kd[ \t]+([^\r\n]{1,1000})", re.MULTILINE | re.IGNORECASE)


@contextmanager
def with_parts(source: Path) -> Iterator[Path]:
    """The file itself, or a folder of the same name with it and its parts, where it has some."""
    parts = _parts(source) if source.is_file() and source.suffix.lower() in (".gltf", ".obj") else []
    if not parts:
        yield source
        return
    with work_directory("beside") as work:
        folder = work / "files" / source.name
        for path in (source, *parts):
            target = folder / path.relative_to(source.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        yield folder


def _parts(source: Path) -> list[Path]:
    text = _text(source)
    if source.suffix.lower() == ".gltf":
        return _there(source, [name for uri in _URI.findall(text) for name in _as_named(uri)])
    # a name may hold spaces, or a line several names
    lines = _names(_LIBRARY, text)
    libraries = _there(source, [name for line in lines for one in (line, *line.split()) for name in _tails(one)])
    # a map's options stand before its name: of a line each ending may be one
    maps = [name for path in libraries for line in _names(_MAP, _text(path)) for name in (*_endings(line), *_tails(line))]
    return libraries + _there(source, maps)


def _text(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_TEXT_BYTES)


def _names(pattern: re.Pattern[bytes], text: bytes) -> list[str]:
    return [text_of(name).strip().replace("\\", "/") for name in pattern.findall(text)]


def _as_named(uri: bytes) -> list[str]:
    """What a string of JSON may mean: with its percents undone, or as it stands, which not every exporter thinks of."""
    try:
        said = json.loads(uri.decode("utf-8", "replace"))
    except ValueError:
        return []
    return [unquote(said), said]


def _tails(name: str) -> list[str]:
    """A path as it was on somebody's disk, and what it may be here: without its first folders."""
    parts = [part for part in name.split("/") if part]
    return ["/".join(parts[at:]) for at in range(len(parts))]


def _endings(line: str) -> list[str]:
    words = line.split(" ")
    return [" ".join(words[at:]) for at in range(len(words))]


def _there(source: Path, names: list[str]) -> list[Path]:
    """The ordinary files of these names below the source's folder, each once."""
    found: dict[Path, None] = {}
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\0" in name or not path.parts:
            continue
        if any(len(part.encode("utf-8", "replace")) > _NAME_BYTES for part in path.parts):
            continue  # no file is called so; to ask for it is an error
        file = _on_disk(source.parent, path)
        if file is not None and file != source and file.is_file() and not file.is_symlink():
            found[file] = None
    return list(found)


def _on_disk(folder: Path, path: PurePosixPath) -> Path | None:
    """Where a name leads, whatever its capitals and however the disk writes its accents; None where it leads nowhere."""
    for part in path.parts:
        if not (folder / part).exists():
            part = next((name for name in _names_in(folder) if composed(name).casefold() == composed(part).casefold()), "")
            if not part:
                return None
        folder /= part
    return folder


def _names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []
