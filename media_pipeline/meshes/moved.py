"""A GLB that stands far from its origin gets a node above all others that brings it there: its nodes' numbers are doubles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from media_pipeline.meshes.geometry import Geometry
from media_pipeline.meshes.glb import chunks, load, mapped
from media_pipeline.meshes.origin import distance_of
from media_pipeline.meshes.probe import examine
from media_pipeline.meshes.scene import Opened
from media_pipeline.meshes.writer import Builder


def moved(opened: Opened, geometry: Geometry, work: Path) -> tuple[Opened, Geometry]:
    """The same with its middle above the origin and its lowest point at height 0, written into ``work``; unchanged where it
    stands near. ``geometry`` is what examine() found."""
    if not distance_of(geometry.bounds):
        return opened, geometry
    low, high = geometry.bounds.min, geometry.bounds.max
    target = work / "moved.glb"
    _write(opened, [-(low[0] + high[0]) / 2, -low[1], -(low[2] + high[2]) / 2], target)
    return replace(opened, path=target), examine(target, name=opened.name)


def _write(opened: Opened, by: list[float], target: Path) -> None:
    document = load(opened.path, opened.name).plain
    shown = document["scenes"][document.get("scene", 0)]
    document["nodes"].append({"translation": by, "children": shown["nodes"]})
    shown["nodes"] = [len(document["nodes"]) - 1]
    builder = Builder(document)
    _, binary = chunks(opened.name, mapped(opened.path))
    if len(binary):
        builder.bytes_at(binary)
        document["buffers"] = document["buffers"][1:]
    builder.write(target)
