"""Any 3D input as one checked GLB in metres with +Y up: what lods, posters and rendering begin with."""

from __future__ import annotations

import json
import logging
import struct
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import DETAILS, Refused
from media_pipeline.meshes.convert import NO_MEMORY, REFUSED
from media_pipeline.meshes.sources import form_of, main_file
from media_pipeline.processes import TimedOut, module, run
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.remarks import Remark
from media_pipeline.wishes import Unit, Up


@dataclass(frozen=True)
class Opened:
    """A GLB with everything in it: the input itself where it is one, else made in the work directory."""

    path: Path
    name: str
    form: str
    warnings: tuple[Remark, ...] = ()


def open_scene(source: Path, work: Path, limits: Limits = LIMITS, *, unit: Unit | None = None, up: Up | None = None) -> Opened:
    """The GLB of a file (GLB, glTF, OBJ, STL, PLY) or of a folder with one of these and what belongs to it.

    ``unit`` and ``up`` overrule the guess for formats that tell neither. The GLB is written into ``work`` and is not examined
    yet: probe.examine() does that. Refused: damaged, parts missing, above the limits; GLBs that stand alone are passed on.
    """
    folder = source if source.is_dir() else None
    main = main_file(source) if folder else source
    if main.stat().st_size == 0:
        raise Refused("empty", name=main.name)
    form = form_of(main)
    if form == "glb" and (folder is None or not _names_files(main)):
        return Opened(main, main.name, form)
    target = work / "scene.glb"
    wishes = [unit or "", up or "", str(folder.resolve()) if folder else ""]
    arguments = [str(main.resolve()), str(target.resolve()), form, *wishes]
    try:
        ended = run(
            module("media_pipeline.meshes.convert", *arguments),
            cwd=work,
            timeout_s=limits.convert_s,
            memory_bytes=limits.child_memory_bytes,
            readable=[(folder or main).resolve()],
        )
    except TimedOut:
        raise Refused("time_out", name=main.name, limit=limits.convert_s) from None
    if ended.returncode == REFUSED:
        said = json.loads(ended.stdout)
        raise Refused(said["code"], **said["values"])
    if ended.returncode == NO_MEMORY or ended.out_of_memory:
        raise Refused("too_heavy", name=main.name, limit=limits.child_memory_bytes // 1024**3)
    if ended.returncode != 0:
        logging.getLogger(__name__).info("reading %s: %s", main.name, ended.stderr[-2000:])
        raise Refused("damaged", name=main.name, detail=DETAILS["reader_stopped"])
    return Opened(target, main.name, form, tuple(json.loads(ended.stdout)["warnings"]))


def _names_files(source: Path) -> bool:
    """Whether a GLB may name other files: looked for as text, the document is taken apart later."""
    with source.open("rb") as file:
        head = file.read(20)
        if len(head) < 20:
            return False
        return b'"uri"' in file.read(min(struct.unpack_from("<I", head, 12)[0], 64 * 1024**2))
