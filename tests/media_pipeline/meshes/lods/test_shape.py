"""The shape stays: nodes, edges, movement and skins; what is no triangle is left out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Refused
from tests.media_pipeline.meshes.lods.made import SMALL, Made, animated, plain
from tests.media_pipeline.meshes.models import Model, cube
from tests.media_pipeline.meshes.reading import complaints, drawn
from tests.media_pipeline.meshes.shapes import ball_model


def test_nodes_instances_and_turns_stay(make: Callable[..., Made]) -> None:
    model = ball_model(60, 40)  # 4,680 triangles, drawn three times
    turn = [0, 0, np.sin(np.pi / 4), np.cos(np.pi / 4)]
    model.document["nodes"] = [
        {"mesh": 0, "scale": [2, 1, 1], "rotation": turn},
        {"translation": [10, 0, 0], "children": [2]},
        {"mesh": 0, "scale": [0.5, 0.5, 0.5]},
        {"mesh": 0, "matrix": [-1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, -10, 0, 0, 1]},
    ]
    model.document["scenes"] = [{"nodes": [0, 1, 3]}]
    made = make(model)
    for number, lod in enumerate(made.asset.lods):
        meshes = made.read(number)
        assert len(meshes) == 3 and sum(len(one.points) for one in meshes) == lod.triangles <= SMALL.budgets[number]
    sizes = [np.ptp(one.points.reshape(-1, 3), axis=0) for one in made.read()]
    assert np.allclose(sizes, [(2, 4, 2), (1, 1, 1), (2, 2, 2)], atol=0.08)
    assert len(made.document()["meshes"]) == 1


def test_edges_between_materials_stay_closed(make: Callable[..., Made]) -> None:
    """Two halves of a ball with a material each: simplified, they still meet along their edge."""
    model = ball_model(120, 80)
    whole = model.document["meshes"][0]["primitives"][0]
    count = model.document["accessors"][whole["indices"]]["count"]
    view = model.document["bufferViews"][model.document["accessors"][whole["indices"]]["bufferView"]]
    indices = np.frombuffer(bytes(model.binary), "<u4", count, view["byteOffset"]).reshape(-1, 3)
    rows = indices.min(axis=1) // 121
    halves = [model.numbers(indices[chosen].reshape(-1).copy()) for chosen in (rows < 40, rows >= 40)]
    model.document["meshes"][0]["primitives"] = [{**whole, "indices": half, "material": at} for at, half in enumerate(halves)]
    model.document["materials"] = [{"name": "boven"}, {"name": "onder"}]
    upper, lower = make(model).read(1)
    assert (upper.material, lower.material) == ("boven", "onder")
    edge = [{tuple(p) for p in one.points.reshape(-1, 3).round(4) if abs(p[1]) < 1e-3} for one in (upper, lower)]
    assert edge[0] == edge[1] and len(edge[0]) > 8


@pytest.mark.parametrize("mode", [5, 6])
def test_strips_and_fans_become_triangles(make: Callable[..., Made], mode: int) -> None:
    corners = np.array(
        [[0, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 2, 0]] if mode == 5 else [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]
    )
    model = Model({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}]})
    model.document["meshes"] = [{"primitives": [{"attributes": {"POSITION": model.numbers(corners.astype("f"))}, "mode": mode}]}]
    (mesh,) = make(model).read()
    a, b, c = mesh.points.transpose(1, 0, 2)
    facing = np.cross(b - a, c - a)
    assert len(mesh.points) == (3 if mode == 5 else 2) and (facing[:, 2] > 0).all()


def test_movement_is_kept(make: Callable[..., Made]) -> None:
    made = make(animated())
    assert [drawn(lod)[1] for lod in made.lods] == [[1.0], [1.0]]


def skinned() -> Model:
    """A ball on two joints, with a morph target that moves it up by a half."""
    model = ball_model(60, 40)
    primitive = model.document["meshes"][0]["primitives"][0]
    count = model.document["accessors"][primitive["attributes"]["POSITION"]]["count"]
    joints, weights = np.zeros((count, 4), "B"), np.zeros((count, 4), "f")
    joints[:, 1], weights[:, :2] = 1, (0.75, 0.25)
    primitive["attributes"] |= {"JOINTS_0": model.numbers(joints), "WEIGHTS_0": model.numbers(weights)}
    up = np.tile(np.float32((0, 0.5, 0)), (count, 1))
    primitive["targets"] = [{"POSITION": model.numbers(up, min=[0.0, 0.5, 0.0], max=[0.0, 0.5, 0.0])}]
    model.document["nodes"] = [{"mesh": 0, "skin": 0}, {"children": [2]}, {"translation": [4, 0, 0]}]
    model.document["scenes"] = [{"nodes": [0, 1]}]
    model.document["skins"] = [{"joints": [1, 2]}]
    return model


def test_skins_and_morph_targets_are_kept(make: Callable[..., Made], tmp_path: Path) -> None:
    made = make(skinned())
    assert made.asset.bounds.max == pytest.approx((2, 1, 1), abs=1e-3)
    assert made.asset.lods[1].triangles <= 500
    primitive = made.document(1)["meshes"][0]["primitives"][0]
    assert {"JOINTS_0", "WEIGHTS_0"} <= primitive["attributes"].keys() and len(primitive["targets"]) == 1
    assert complaints(plain(skinned(), tmp_path, 500)) == []


def test_nothing_and_strange_names_do_no_harm(make: Callable[..., Made]) -> None:
    model = animated()
    model.document["nodes"][0] |= {"name": {"a": 1}, "skin": None}
    model.document["meshes"][0] |= {"name": 7, "weights": None}
    model.document["meshes"][0]["primitives"][0]["material"] = None
    model.document["animations"][0]["channels"].append({"sampler": 0, "target": {"node": None, "path": "weights"}})
    made = make(model)
    assert "name" not in made.document()["nodes"][0] and made.read()[0].points.shape[0] == made.asset.lods[0].triangles
    model.document["nodes"][0]["mesh"] = "0"
    with pytest.raises(Refused) as caught:
        make(model)
    assert caught.value.code == "damaged"


def test_points_and_lines_are_left_out_with_a_warning(make: Callable[..., Made], caplog: pytest.LogCaptureFixture) -> None:
    model = cube()
    model.document["meshes"][0]["primitives"][0]["mode"] = 1
    assert make(model).asset.lods[0].triangles == 10
    assert "bal.glb has 1 parts that are points or lines; they are left out." in caplog.text


def test_triangles_without_an_area_only_are_refused(make: Callable[..., Made]) -> None:
    model = Model({"asset": {"version": "2.0"}, "scene": 0, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}]})
    model.document["meshes"] = [{"primitives": [{"attributes": {"POSITION": model.numbers(np.zeros((3, 3), "f"))}}]}]
    with pytest.raises(Refused) as caught:
        make(model)
    assert caught.value.code == "no_geometry"
