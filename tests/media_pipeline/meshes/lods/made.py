"""Lods of models made in a test: packaged as they are stored, or left without compression."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.meshes import pack as packing
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.lod import write_lod
from media_pipeline.meshes.package import package_mesh
from media_pipeline.meshes.pictures import bounded
from media_pipeline.meshes.pieces import pieces
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.meshes.simplify import details
from media_pipeline.progress import silent
from media_pipeline.recipes import MESH, MeshRecipe
from media_pipeline.records import Mesh
from media_pipeline.store import MemoryStore, read
from tests.media_pipeline.meshes.models import Model
from tests.media_pipeline.meshes.reading import Drawn, document, drawn
from tests.media_pipeline.meshes.shapes import ball_model

SMALL = replace(MESH, budgets=(2000, 500))


def idle(_done: int, _total: int) -> None:
    """Progress that nobody listens to."""


@dataclass
class Made:
    """A packaged model, its lods as files."""

    asset: Mesh
    lods: list[Path]

    def read(self, number: int = 0) -> list[Drawn]:
        return drawn(self.lods[number])[0]

    def document(self, number: int = 0) -> dict[str, Any]:
        return document(self.lods[number].read_bytes())


def packaged(model: Model | bytes, folder: Path, recipe: MeshRecipe = SMALL) -> Made:
    """The model packaged from "bal.glb" in the folder, where its lods are put too."""
    source, store = _written(model, folder / "bal.glb"), MemoryStore()
    asset = package_mesh(source, probe_mesh(source), store, recipe, silent)
    files = []
    for number, lod in enumerate(asset.lods):
        files.append(folder / f"{number}.glb")
        files[-1].write_bytes(read(store, lod.glb.path))
    return Made(asset, files)


def plain(model: Model | bytes, folder: Path, budget: int) -> Path:
    """One lod without compression, with the numbers that a reader of the compressed one gets."""
    glb = load(_written(model, folder / "plain-source.glb"))
    (detail,) = details(pieces(glb)[0], (budget,), folder, idle)
    target = folder / "plain.glb"
    write_lod(glb, packing.pack(detail.pieces, folder, idle), bounded(glb, 2048, folder), target, compressed=False)
    return target


def animated() -> Model:
    """A ball that turns for a second."""
    model = ball_model(60, 40)
    times, turns = np.array([0, 1], "f"), np.array([[0, 0, 0, 1], [0, 1, 0, 0]], "f")
    moves = {"input": model.numbers(times, min=[0.0], max=[1.0]), "output": model.numbers(turns)}
    channel = {"sampler": 0, "target": {"node": 0, "path": "rotation"}}
    model.document["animations"] = [{"samplers": [moves], "channels": [channel]}]
    return model


def _written(model: Model | bytes, source: Path) -> Path:
    source.write_bytes(model if isinstance(model, bytes) else model.glb())
    return source
