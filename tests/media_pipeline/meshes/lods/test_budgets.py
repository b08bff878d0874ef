"""How many triangles each lod keeps, and which."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_pipeline.errors import Cancelled
from media_pipeline.meshes import package as packaging
from media_pipeline.meshes.package import package_mesh
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.meshes.simplify import how_many
from media_pipeline.progress import silent
from media_pipeline.records import Lod
from media_pipeline.stages import KeptStages
from media_pipeline.store import MemoryStore
from tests.media_pipeline.meshes.lods.made import SMALL, Made
from tests.media_pipeline.meshes.models import Model, cube
from tests.media_pipeline.meshes.reading import Drawn
from tests.media_pipeline.meshes.shapes import ball_model, ball_primitive


def test_budgets_are_kept_and_the_ball_stays_a_ball(make: Callable[..., Made]) -> None:
    made = make(ball_model(120, 80))  # 18,960 triangles
    assert [lod.triangles for lod in made.asset.lods] == pytest.approx([2000, 500], rel=0.02)
    for number, lod in enumerate(made.asset.lods):
        (mesh,) = made.read(number)
        assert len(mesh.points) == lod.triangles <= SMALL.budgets[number]
        assert set(mesh.attributes) == {"position", "normal", "uv"}
        distance = np.linalg.norm(mesh.points.reshape(-1, 3), axis=1)
        assert np.abs(distance - 1).max() < 0.02
        middles = np.linalg.norm(mesh.points.mean(axis=1), axis=1)
        assert middles.min() > (0.98, 0.93)[number]
        _texture_is_where_it_was(mesh)


def _texture_is_where_it_was(mesh: Drawn) -> None:
    """v is the angle from the pole everywhere; u the one around it, where it is not a pole."""
    points, uvs = mesh.points.reshape(-1, 3), mesh.uvs.reshape(-1, 2)
    v = np.arccos(np.clip(points[:, 1] / np.linalg.norm(points, axis=1), -1, 1)) / np.pi
    assert np.abs(v - uvs[:, 1]).max() < 0.02
    u = np.arctan2(-points[:, 2], points[:, 0]) / (2 * np.pi) % 1
    apart = np.abs(u - uvs[:, 0])
    away = np.abs(points[:, 1]) < 0.95
    assert np.minimum(apart, 1 - apart)[away].max() < 0.02
    inside = mesh.uvs[(np.abs(mesh.points[:, :, 1]) < 0.95).all(axis=1)]
    assert (inside[:, :, 0].max(axis=1) - inside[:, :, 0].min(axis=1)).max() < 0.5  # no triangle runs back over the seam


@pytest.mark.parametrize("scale", [1e-200, 1e-30, 1e9])
def test_a_ball_of_any_size_keeps_its_budgets(make: Callable[..., Made], scale: float) -> None:
    """Warnings are errors here: no number overflows on the way to the world and back."""
    model = ball_model(60, 40)
    model.document["nodes"][0]["scale"] = [scale] * 3
    assert [lod.triangles <= budget for lod, budget in zip(make(model).asset.lods, SMALL.budgets, strict=True)] == [True, True]


@pytest.mark.parametrize(
    ("triangles", "budgets", "wanted"),
    [
        (12, (50, 15), 1),
        (15, (50, 15), 1),
        (16, (50, 15), 2),
        (50, (50, 15), 2),
        (51, (50, 15), 2),
        (9, (5,), 1),
        (9, (20, 10), 1),
    ],
)
def test_how_many_lods(triangles: int, budgets: tuple[int, ...], wanted: int) -> None:
    assert how_many(triangles, budgets) == wanted


def test_a_small_mesh_is_kept_whole_and_has_no_copy(make: Callable[..., Made]) -> None:
    made = make(cube())
    (lod,) = made.asset.lods
    assert lod.triangles == 12
    assert len(made.read()) == 6 and len(made.document()["materials"]) == 6
    assert {tuple(np.unique(one.points.round(3))) for one in made.read()} == {(-1.0, 1.0)}


def test_between_the_budgets_the_finest_is_whole(make: Callable[..., Made]) -> None:
    made = make(ball_model(30, 25))  # 1440
    assert made.asset.lods[0].triangles == 1440
    assert made.asset.lods[1].triangles <= 500


def test_equal_files_give_equal_bytes(make: Callable[..., Made]) -> None:
    first, again = make(ball_model(120, 80)), make(ball_model(120, 80))
    assert [lod.glb.sha256 for lod in first.asset.lods] == [lod.glb.sha256 for lod in again.asset.lods]


def test_triangles_go_where_they_are_seen(make: Callable[..., Made]) -> None:
    """Two balls of as many triangles: the large one keeps more."""
    model = Model({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0, 1]}]})
    model.document["meshes"] = [
        {"name": name, "primitives": [ball_primitive(model, 60, 40, size)]} for name, size in (("a", 1), ("b", 0.1))
    ]
    model.document["nodes"] = [{"mesh": 0}, {"mesh": 1, "translation": [3, 0, 0]}]
    large, small = make(model).read()
    assert len(large.points) > 3 * len(small.points) > 0
    assert small.points.reshape(-1, 3).mean(axis=0) == pytest.approx((3, 0, 0), abs=0.03)


def test_crumbs_are_cut_to_the_budget(make: Callable[..., Made]) -> None:
    """Three thousand triangles that touch nowhere can't be simplified, and yet the budget holds; the large ones stay."""
    rng = np.random.default_rng(7)
    middles = rng.uniform(-50, 50, (3000, 1, 3))
    sizes = np.linspace(0.5, 1.5, 3000)[:, None, None]
    points = (middles + rng.normal(0, 1, (3000, 3, 3)) * sizes).reshape(-1, 3).astype("f")
    model = Model({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}]})
    model.document["meshes"] = [{"primitives": [{"attributes": {"POSITION": model.numbers(points)}}]}]
    made = make(model)
    assert [0 < lod.triangles <= budget for lod, budget in zip(made.asset.lods, SMALL.budgets, strict=True)] == [True, True]
    assert len(made.read(1)[0].points) == made.asset.lods[1].triangles


def test_cancelling_in_the_middle(tmp_path: Path) -> None:
    source = tmp_path / "bal.glb"
    source.write_bytes(ball_model(60, 40).glb())
    told: list[tuple[str, int, int]] = []

    def stop(*report: Any) -> None:
        told.append(report)
        if report[0] == "lods" and report[1] > 0:
            raise Cancelled

    with pytest.raises(Cancelled):
        package_mesh(source, probe_mesh(source), MemoryStore(), SMALL, stop)
    assert told[-1] == ("lods", 50, 300)


def test_finished_lods_are_not_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, store = tmp_path / "bal.glb", MemoryStore()
    source.write_bytes(ball_model(60, 40).glb())
    info, stages = probe_mesh(source), KeptStages(store, "a" * 64)
    first = package_mesh(source, info, store, SMALL, silent, stages=stages)
    monkeypatch.setattr(packaging, "details", None)  # asking again would fail
    assert package_mesh(source, info, store, SMALL, silent, stages=stages) == first
    assert stages.recall("lod-1", Lod) == first.lods[1]
