"""A GLB becomes a mesh asset: the checked file as its one lod, the box around it, and a poster where there is a renderer."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from media_pipeline.meshes import gl
from media_pipeline.meshes.probe import examine
from media_pipeline.processes import TimedOut, module, run
from media_pipeline.progress import Progress
from media_pipeline.recipes import LIMITS, MeshRecipe
from media_pipeline.records import Lod, MediaInfo, Mesh, Reference
from media_pipeline.stages import UNREMEMBERED, Stages
from media_pipeline.store import Store, put_blob

WARNINGS = logging.getLogger("media_pipeline.warnings")
"""Sentences for the person who packages: the command line prints them on stderr, a worker's log keeps them."""


def package_mesh(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: MeshRecipe,
    progress: Progress,
    *,
    stages: Stages = UNREMEMBERED,
) -> Mesh:
    """Store a GLB that probe_mesh() has seen. Without a renderer, or when it fails, the poster is absent and a warning is logged.

    Refused like probe_mesh(); OSError from the store. Progress: stages "check", "store" and "poster".
    """
    progress("check", 0, 1)
    geometry = examine(source)
    progress("check", 1, 1)
    progress("store", 0, 1)
    glb = put_blob(store, source, "glb")
    progress("store", 1, 1)
    progress("poster", 0, 1)
    poster = _poster(source, info.name, store, recipe)
    progress("poster", 1, 1)
    return Mesh(lods=(Lod(glb=glb, triangles=geometry.triangles),), bounds=geometry.bounds, poster=poster)


def _poster(source: Path, name: str, store: Store, recipe: MeshRecipe) -> Reference | None:
    if not gl.can_render():
        WARNINGS.warning("%s has no poster: %s.", name, gl.MISSING)
        return None
    with tempfile.TemporaryDirectory(prefix="poster-") as folder:
        out = Path(folder) / "poster.jpg"
        sizes = (recipe.poster_width, recipe.poster_height, recipe.poster_quality)
        arguments = [str(source.resolve()), str(out), *map(str, sizes)]
        try:
            ended = run(
                module("media_pipeline.meshes.poster", *arguments),
                cwd=Path(folder),
                timeout_s=recipe.poster_timeout_s,
                memory_bytes=LIMITS.child_memory_bytes,
                readable=[source],
            )
        except TimedOut as error:
            WARNINGS.warning("%s has no poster: %s", name, error)
            return None
        if ended.returncode != 0 or not out.exists():
            WARNINGS.warning("%s has no poster: the renderer ended with %d.", name, ended.returncode)
            logging.getLogger(__name__).info("poster of %s: %s", name, ended.stderr[-2000:])
            return None
        return put_blob(store, out.read_bytes(), "jpg")
