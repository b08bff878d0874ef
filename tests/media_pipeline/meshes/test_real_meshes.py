"""The real 3D files: packaged or refused as their list says, the lods valid and where the original was."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.meshes import package as packaging
from media_pipeline.meshes.beside import with_parts
from media_pipeline.meshes.package import package_mesh
from media_pipeline.probe import probe
from media_pipeline.progress import silent
from media_pipeline.recipes import MESH
from media_pipeline.store import MemoryStore, read
from tests.media_pipeline.meshes.reading import drawn

pytestmark = [pytest.mark.real_media, pytest.mark.slow]


def listed(folder: Path, expect: str) -> list[str]:
    with (folder / "MANIFEST.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    return [
        row["name"]
        for row in rows
        if row["expect"] == expect and (row["kind"] == "3d" or row["name"].endswith((".gltf", ".obj")))
    ]


def test_each_is_packaged_and_lies_where_it_was(real_media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaging, "poster", lambda *_: None)
    names = listed(real_media, "accept")
    assert len(names) >= 11
    for name in names:
        store = MemoryStore()
        with with_parts(real_media / name) as source:
            asset = package_mesh(source, probe(source), store, MESH, silent)
        for lod, budget in zip(asset.lods, MESH.budgets, strict=False):
            target = tmp_path / "lod.glb"
            target.write_bytes(read(store, lod.glb.path))
            points = np.concatenate([mesh.points.reshape(-1, 3) for mesh in drawn(target)[0]])
            assert len(points) // 3 == lod.triangles <= budget, name
            size = max(np.subtract(asset.bounds.max, asset.bounds.min))
            assert np.abs(points.min(0) - asset.bounds.min).max() < 0.01 * size, name
            assert np.abs(points.max(0) - asset.bounds.max).max() < 0.01 * size, name


def test_what_is_to_be_refused_is(real_media: Path) -> None:
    names = listed(real_media, "refuse")
    assert len(names) == 3
    codes = {}
    for name in names:
        with pytest.raises(Refused) as caught, with_parts(real_media / name) as source:
            probe(source)
        codes[Path(name).name] = caught.value.code
    assert codes == {"3d_featuretype.STEP": "step", "gltf_missingbin.gltf": "missing_part", "obj_malformed.obj": "damaged"}
