"""Which file of a folder is the 3D file, and which files belong to it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.inputs import files_in
from media_pipeline.meshes.stl import is_binary

FORMATS = (".gltf", ".glb", ".obj", ".ply", ".stl")
"""Endings of files that hold a scene, the one that holds most first."""
_GLTF = (b'"accessors"', b'"bufferViews"', b'"meshes"', b'"asset"')  # its parts come in any order, so the first 4 kB show some
_OBJ = (b"v ", b"vn ", b"vt ", b"f ", b"o ", b"g ", b"s ", b"mtllib ", b"usemtl ")
_OBJ_LINES = 3


def form_of(source: Path) -> str:
    """The format of a 3D file, of a folder's by its name in the last resort. Refused where it is none."""
    with source.open("rb") as file:
        form = mesh_form(file.read(4096), source.stat().st_size, source.suffix)
    if form is None and source.suffix.lower() != ".obj":
        raise Refused("unknown", name=source.name)
    return form or "obj"


def mesh_form(head: bytes, size: int, suffix: str = "") -> str | None:
    """glb, gltf, stl, ply or obj by a file's first bytes and its length; None for anything else.

    Its name's ``suffix`` counts where these don't tell: an OBJ may begin with a page of remarks, a binary STL may be cut off or
    have something behind its triangles.
    """
    if head.startswith(b"glTF"):
        return "glb"
    if head.startswith((b"ply\n", b"ply\r")):
        return "ply"
    if is_binary(head, size):
        return "stl"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:5].lower() == b"solid" and b"facet" in text.lower():
        return "stl"
    if text.startswith(b"{") and any(key in text for key in _GLTF):
        return "gltf"
    lines = [line.strip() for line in text.splitlines()[:200]]
    if b"\0" not in head and sum(line.startswith(_OBJ) for line in lines) >= _OBJ_LINES:
        return "obj"
    if suffix.lower() == ".obj" and text.startswith((b"#", b"v ")):
        return "obj"
    if suffix.lower() == ".stl" and b"\0" in head:
        return "stl"
    return None


def is_scene(folder: Path) -> bool:
    """Whether there is a 3D file among the files of a folder."""
    return any(path.suffix.lower() in FORMATS for path in files_in(folder))


def main_file(folder: Path) -> Path:
    """The 3D file of a folder. Refused where there are several and it can't be told which is meant.

    The same scene exported in several formats under one name is one scene; the richest format counts.
    """
    found = [path for path in files_in(folder) if path.suffix.lower() in FORMATS]
    if len({path.stem.casefold() for path in found}) > 1 or max(Counter(map(_format, found)).values()) > 1:
        names = ", ".join(path.name for path in found[:3]) + (", …" if len(found) > 3 else "")
        raise Refused("holds_several", name=folder.name, count=len(found), found=names[:120])
    return min(found, key=_format)


def _format(path: Path) -> int:
    return FORMATS.index(path.suffix.lower())


def shown(folder: Path) -> str:
    """What a folder holds, for a sentence: "3 .jpg, 1 .txt"."""
    endings = Counter(path.suffix.lower()[:10] or path.name[:20] for path in files_in(folder))
    return ", ".join(f"{count} {ending}" for ending, count in endings.most_common(4)) or "0"
