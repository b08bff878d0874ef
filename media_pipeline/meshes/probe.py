"""Look at a 3D file before anything draws it: is it whole, is it safe, how much is it?"""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.inputs import files_in
from media_pipeline.meshes.accessors import check_views
from media_pipeline.meshes.geometry import Geometry, measure
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.origin import distance_of, said
from media_pipeline.meshes.references import check_extensions, check_references
from media_pipeline.meshes.scene import Opened, open_scene
from media_pipeline.meshes.textures import check_textures
from media_pipeline.processes import work_directory
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo
from media_pipeline.remarks import Remark, remark
from media_pipeline.wishes import Unit, Up

_LARGE_M, _SMALL_M = 200.0, 0.01


def examine(source: Path, limits: Limits = LIMITS, *, name: str | None = None) -> Geometry:
    """Check a whole GLB and measure what it draws. Refused with the reason; nothing of it is drawn or decoded.

    ``name`` is what a refusal calls it, where the GLB was made from another file.
    """
    size = source.stat().st_size
    if size > limits.file_bytes:
        raise Refused("too_large_file", name=name or source.name, size=size, limit=limits.file_bytes)
    glb = load(source, name)
    check_extensions(glb)
    check_views(glb)
    check_references(glb)
    check_textures(glb, limits)
    return measure(glb, limits)


def probe_mesh(source: Path, limits: Limits = LIMITS, *, unit: Unit | None = None, up: Up | None = None) -> MediaInfo:
    """What a 3D file, or a folder with one, is; ``triangles`` as drawn. Refused like open_scene() and examine().

    Warns about what was guessed, and where the size suggests another unit than metres.
    """
    with work_directory("probe-mesh") as work:
        opened = open_scene(source, work, limits, unit=unit, up=up)
        geometry = examine(opened.path, limits, name=opened.name)
    return MediaInfo(
        name=source.name,
        kind="mesh",
        format=opened.form,
        size=_size(source),
        triangles=geometry.triangles,
        warnings=remarks_on(opened, geometry),
    )


def remarks_on(opened: Opened, geometry: Geometry) -> tuple[Remark, ...]:
    """What was guessed, what is missing beside it, a place far off and a size that suggests another unit."""
    off = distance_of(geometry.bounds)  # of a glTF: the others are near by now
    place = (said(opened.name, off, exact=geometry.exact),) if off else ()
    return (*opened.warnings, *place, *_about_size(opened, geometry))


def _size(source: Path) -> int:
    return sum(path.stat().st_size for path in files_in(source)) if source.is_dir() else source.stat().st_size


def _about_size(opened: Opened, geometry: Geometry) -> tuple[Remark, ...]:
    longest = max(high - low for low, high in zip(geometry.bounds.min, geometry.bounds.max, strict=True))
    if _SMALL_M <= longest <= _LARGE_M:
        return ()
    code = "gltf_size" if opened.form in ("glb", "gltf") else "size"
    return (remark(code, name=opened.name, metres=f"{longest:g}"),)
