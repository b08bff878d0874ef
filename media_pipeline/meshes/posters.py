"""A GLB's poster, drawn in a child where there is a renderer; without one, or when it fails, a warning."""

from __future__ import annotations

import logging
from pathlib import Path

from media_pipeline.meshes import gl
from media_pipeline.meshes.drawable import drawable
from media_pipeline.processes import TimedOut, module, run, work_directory
from media_pipeline.recipes import LIMITS, MeshRecipe
from media_pipeline.remarks import remark
from media_pipeline.warned import warn


def poster(glb: Path, name: str, recipe: MeshRecipe) -> bytes | None:
    """A JPEG of an examined GLB; ``name`` is what a warning calls it."""
    if not gl.can_render():
        warn(remark("no_renderer", name=name))
        return None
    with work_directory("poster") as folder:
        out, source = folder / "poster.jpg", drawable(glb, folder)
        sizes = (recipe.poster_width, recipe.poster_height, recipe.poster_quality)
        arguments = [str(source.resolve()), str(out), *map(str, sizes)]
        try:
            ended = run(
                module("media_pipeline.meshes.poster", *arguments),
                cwd=folder,
                timeout_s=recipe.poster_timeout_s,
                memory_bytes=LIMITS.child_memory_bytes,
                readable=[source],
            )
        except TimedOut as error:
            warn(remark("poster_late", name=name, limit=f"{error.limit_s:g}"))
            return None
        if ended.returncode != 0 or not out.exists():
            warn(remark("poster_failed", name=name, status=ended.returncode))
            logging.getLogger(__name__).info("poster of %s: %s", name, ended.stderr[-2000:])
            return None
        return out.read_bytes()
