"""Look at a GLB before anything draws it: is it whole, is it safe, how much is it?"""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.meshes.accessors import check_views
from media_pipeline.meshes.geometry import Geometry, measure
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.references import check_extensions, check_references
from media_pipeline.meshes.sources import main_file
from media_pipeline.meshes.textures import check_textures
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo

_LARGE_M, _SMALL_M = 200.0, 0.01


def examine(source: Path, limits: Limits = LIMITS) -> Geometry:
    """Check a whole GLB and measure what it draws. Refused with the reason; nothing of it is drawn or decoded."""
    size = source.stat().st_size
    if size > limits.file_bytes:
        raise Refused("too_large_file", name=source.name, size=size, limit=limits.file_bytes)
    glb = load(source)
    check_extensions(glb)
    check_views(glb)
    check_references(glb)
    check_textures(glb, limits)
    return measure(glb, limits)


def probe_mesh(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a GLB is; ``triangles`` as drawn. Warns where its size suggests another unit than metres. Refused like examine()."""
    if source.is_dir():
        source = main_file(source)
        if source.suffix.lower() != ".glb":
            raise Refused("not_due", name=source.name, what=KNOWN[source.suffix.lower()[1:]])
    geometry = examine(source, limits)
    sides = [high - low for low, high in zip(geometry.bounds.min, geometry.bounds.max, strict=True)]
    warnings = []
    if not _SMALL_M <= max(sides) <= _LARGE_M:
        warnings.append(
            f"{source.name} is {max(sides):g} m at its longest side; glTF counts in metres, so check the export's unit."
        )
    return MediaInfo(
        name=source.name,
        kind="mesh",
        format="glb",
        size=source.stat().st_size,
        triangles=geometry.triangles,
        warnings=tuple(warnings),
    )
