"""A 3D file becomes a mesh asset: compressed lods within their budgets, the box around it, and a poster."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path

from media_pipeline.canonical import Document
from media_pipeline.errors import Refused
from media_pipeline.meshes.geometry import Geometry
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.lod import write_lod
from media_pipeline.meshes.moved import moved
from media_pipeline.meshes.pack import PackedPiece, pack_all
from media_pipeline.meshes.pictures import bounded
from media_pipeline.meshes.pieces import pieces
from media_pipeline.meshes.posters import poster
from media_pipeline.meshes.probe import examine, remarks_on
from media_pipeline.meshes.scene import Opened, open_scene
from media_pipeline.meshes.simplify import Detail, details, how_many
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress
from media_pipeline.recipes import LIMITS, MeshRecipe
from media_pipeline.records import Lod, MediaInfo, Mesh, Reference
from media_pipeline.remarks import remark
from media_pipeline.stages import UNREMEMBERED, Stages
from media_pipeline.store import Store, put_blob
from media_pipeline.warned import warn
from media_pipeline.wishes import Unit, Up


class _Poster(Document):
    """The stage "poster": absent where nothing could draw one."""

    poster: Reference | None = None

    @property
    def drawn(self) -> bool:
        """Whether there is one; else it is tried again next time."""
        return self.poster is not None


def package_mesh(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: MeshRecipe,
    progress: Progress,
    *,
    stages: Stages = UNREMEMBERED,
    unit: Unit | None = None,
    up: Up | None = None,
) -> Mesh:
    """Package a file or folder that probe_mesh() has seen. Without a renderer the poster is absent and a warning is logged.

    ``unit`` and ``up`` overrule what is guessed of files that tell neither. Refused like probe_mesh(); OSError from the store,
    PipelineError where simplifying fails. Progress: stages "check", "lods" and "poster".
    """
    with work_directory("mesh") as work:
        progress("check", 0, 1)
        opened = open_scene(source, work, unit=unit, up=up)
        geometry = examine(opened.path, name=opened.name)
        for remark in remarks_on(opened, geometry):
            warn(remark)
        opened, geometry = moved(opened, geometry, work)
        progress("check", 1, 1)
        try:
            lods = _lods(opened, geometry, store, recipe, progress, stages, work)
        except MemoryError as error:
            raise Refused("too_heavy", name=opened.name, limit=LIMITS.child_memory_bytes // 1024**3) from error
        progress("poster", 0, 1)
        drawn = stages.once("poster", _Poster, lambda: _poster(opened, store, recipe), done=lambda one: one.drawn)
        progress("poster", 1, 1)
    return Mesh(lods=lods, bounds=geometry.bounds, poster=drawn.poster)


def _lods(
    opened: Opened, geometry: Geometry, store: Store, recipe: MeshRecipe, progress: Progress, stages: Stages, work: Path
) -> tuple[Lod, ...]:
    glb = load(opened.path, opened.name)
    whole, left_out = pieces(glb)
    if not whole:
        raise Refused("no_geometry", name=opened.name)
    if left_out:
        warn(remark("left_out", name=opened.name, count=left_out))
    total = sum(piece.triangles * piece.uses for piece in whole)
    number = how_many(total, recipe.budgets)

    def tell(step: int, done: int, parts: int) -> None:
        progress("lods", 100 * step + 100 * done // max(parts, 1), 300)  # simplifying, compressing, storing

    tell(0, 0, 1)

    @cache
    def simplified() -> list[Detail]:
        # all at once, each from the one before; not at all where the lods are remembered
        return details(whole, recipe.budgets, work, partial(tell, 0))

    @cache
    def packed() -> list[list[PackedPiece]]:
        return pack_all([detail.pieces for detail in simplified()], work, partial(tell, 1))

    def lod(at: int) -> Lod:
        side = recipe.texture_sides[min(at, len(recipe.texture_sides) - 1)]
        target = work / "lod.glb"
        write_lod(glb, packed()[at], bounded(glb, side, work), target, compressed=True)
        return Lod(glb=put_blob(store, target, "glb"), triangles=simplified()[at].triangles)

    made = []
    for at in range(number):
        made.append(stages.once(f"lod-{at}", Lod, partial(lod, at)))
        tell(2, at + 1, number)
    return tuple(made)


def _poster(opened: Opened, store: Store, recipe: MeshRecipe) -> _Poster:
    picture = poster(opened.path, opened.name, recipe)
    return _Poster(poster=None if picture is None else put_blob(store, picture, "jpg"))
