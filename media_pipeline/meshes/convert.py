"""Any 3D file as a plain GLB: ``python -m media_pipeline.meshes.convert SOURCE OUT.glb FORMAT UNIT UP [FOLDER]``.

A program of its own, with limits on time and memory, because it reads what strangers wrote. Says on standard output, as JSON,
either its warnings or why it refuses (and then ends with 3).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import cast

import numpy as np

from media_pipeline.errors import Refused
from media_pipeline.meshes.assemble import write_scene
from media_pipeline.meshes.gather import gather
from media_pipeline.meshes.obj import read_obj
from media_pipeline.meshes.parts import Parts
from media_pipeline.meshes.ply import read_ply
from media_pipeline.meshes.stl import read_stl
from media_pipeline.meshes.surface import Scene
from media_pipeline.meshes.units import placed
from media_pipeline.recipes import LIMITS
from media_pipeline.wishes import Unit, Up

REFUSED, NO_MEMORY = 3, 6


def convert(parts: Parts, form: str, target: Path, unit: Unit | None, up: Up | None) -> tuple[str, ...]:
    """Write the GLB; warnings. Refused like the readers."""
    if form in ("gltf", "glb"):
        gather(parts, target, LIMITS)
        return ()
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # what overflows is refused when the GLB is examined
        scene = placed(_scene(parts, form), form, parts.main.name, unit, up)
        write_scene(scene, target, LIMITS, parts.main.name)
    return scene.warnings


def _scene(parts: Parts, form: str) -> Scene:
    if form == "stl":
        return read_stl(parts.main, LIMITS)
    if form == "ply":
        return read_ply(parts.main, LIMITS)
    return read_obj(parts, LIMITS)


def main(source: str, target: str, form: str, unit: str = "", up: str = "", folder: str = "") -> int:
    """One conversion; the exit status."""
    parts = Parts(Path(source), Path(folder) if folder else None)
    try:
        warnings = convert(parts, form, Path(target), cast(Unit, unit) or None, cast(Up, up) or None)
    except Refused as refused:
        print(json.dumps({"code": refused.code, "values": refused.values}))  # noqa: T201 - read by our parent
        return REFUSED
    except MemoryError:
        return NO_MEMORY
    print(json.dumps({"warnings": warnings}))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
