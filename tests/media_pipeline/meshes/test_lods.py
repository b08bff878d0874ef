"""Lods: within their budgets, the shape and its texture where they were, and read back by others as they were meant."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_pipeline.errors import Cancelled, Damaged, Refused
from media_pipeline.meshes import pack as packing
from media_pipeline.meshes import package as packaging
from media_pipeline.meshes.crunch import NODE, PROGRAM
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.lod import write_lod
from media_pipeline.meshes.package import package_mesh
from media_pipeline.meshes.pictures import bounded
from media_pipeline.meshes.pieces import pieces
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.meshes.simplify import details, how_many
from media_pipeline.meshes.textures import picture_size
from media_pipeline.progress import silent
from media_pipeline.recipes import MESH, MeshRecipe
from media_pipeline.records import Lod, Mesh
from media_pipeline.stages import KeptStages
from media_pipeline.store import MemoryStore, read
from tests.conftest import absent
from tests.media_pipeline.meshes.models import Model, cube, png, with_picture
from tests.media_pipeline.meshes.reading import PROGRAMS, Drawn, complaints, document, drawn
from tests.media_pipeline.meshes.shapes import ball_model, ball_primitive

SMALL = replace(MESH, budgets=(2000, 500))


def idle(_done: int, _total: int) -> None:
    """Progress that nobody listens to."""


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mesh program is there, and no time is spent on posters."""
    if not (PROGRAM.exists() and NODE.exists() and (PROGRAMS.parent / "node_modules").exists()):
        absent("the mesh program is not built: run make build")
    monkeypatch.setattr(packaging, "poster", lambda *_: None)


@dataclass
class Made:
    """A packaged model, its lods as files."""

    asset: Mesh
    lods: list[Path]

    def read(self, number: int = 0) -> list[Drawn]:
        return drawn(self.lods[number])[0]

    def document(self, number: int = 0) -> dict[str, Any]:
        return document(self.lods[number].read_bytes())


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Callable[..., Made]]:
    def made(model: Model | bytes, recipe: MeshRecipe = SMALL) -> Made:
        source, store = tmp_path / "bal.glb", MemoryStore()
        source.write_bytes(model if isinstance(model, bytes) else model.glb())
        asset = package_mesh(source, probe_mesh(source), store, recipe, silent)
        files = []
        for number, lod in enumerate(asset.lods):
            files.append(tmp_path / f"{number}.glb")
            files[-1].write_bytes(read(store, lod.glb.path))
        return Made(asset, files)

    yield made


def plain(model: Model | bytes, folder: Path, budget: int) -> Path:
    """One lod without compression, with the numbers that a reader of the compressed one gets."""
    source = folder / "plain-source.glb"
    source.write_bytes(model if isinstance(model, bytes) else model.glb())
    glb = load(source)
    (detail,) = details(pieces(glb)[0], (budget,), folder, idle)
    target = folder / "plain.glb"
    write_lod(glb, packing.pack(detail.pieces, folder, idle), bounded(glb, 2048, folder), target, compressed=False)
    return target


def test_budgets_are_kept_and_the_ball_stays_a_ball(make: Callable[..., Made]) -> None:
    made = make(ball_model(120, 80))  # 18,960 triangles
    assert [lod.triangles for lod in made.asset.lods] == pytest.approx([2000, 500], rel=0.02)
    for number, lod in enumerate(made.asset.lods):
        (mesh,) = made.read(number)
        assert len(mesh.points) == lod.triangles <= SMALL.budgets[number]
        assert mesh.attributes == ["position", "normal", "uv"] or set(mesh.attributes) == {"position", "normal", "uv"}
        distance = np.linalg.norm(mesh.points.reshape(-1, 3), axis=1)
        assert np.abs(distance - 1).max() < 0.02
        middles = np.linalg.norm(mesh.points.mean(axis=1), axis=1)
        assert middles.min() > (0.98, 0.93)[number]
        _texture_is_where_it_was(mesh)


@pytest.mark.parametrize("scale", [1e-200, 1e-30, 1e9])
def test_a_ball_of_any_size_keeps_its_budgets(make: Callable[..., Made], scale: float) -> None:
    """Warnings are errors here: no number overflows on the way to the world and back."""
    model = ball_model(60, 40)
    model.document["nodes"][0]["scale"] = [scale] * 3
    assert [lod.triangles <= budget for lod, budget in zip(make(model).asset.lods, SMALL.budgets, strict=True)] == [True, True]


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


def animated() -> Model:
    model = ball_model(60, 40)
    times, turns = np.array([0, 1], "f"), np.array([[0, 0, 0, 1], [0, 1, 0, 0]], "f")
    moves = {"input": model.numbers(times, min=[0.0], max=[1.0]), "output": model.numbers(turns)}
    channel = {"sampler": 0, "target": {"node": 0, "path": "rotation"}}
    model.document["animations"] = [{"samplers": [moves], "channels": [channel]}]
    return model


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


MODELS: dict[str, Callable[[], Model]] = {
    "ball": partial(ball_model, 60, 40),
    "cube": cube,
    "textured": lambda: with_picture(png(np.zeros((4, 4, 3)))),
    "animated": animated,
}


@pytest.mark.parametrize("what", MODELS)
def test_khronos_validator_has_no_complaint(tmp_path: Path, what: str) -> None:
    assert complaints(plain(MODELS[what](), tmp_path, 500)) == []


def test_the_validator_can_complain(tmp_path: Path) -> None:
    model = cube()
    model.document["meshes"][0]["primitives"][0]["attributes"]["NORMAL"] = 99
    (tmp_path / "bad.glb").write_bytes(model.glb())
    assert complaints(tmp_path / "bad.glb")


def test_compressed_and_plain_are_the_same_to_a_reader(make: Callable[..., Made], tmp_path: Path) -> None:
    compressed = make(ball_model(60, 40), replace(SMALL, budgets=(500,)))
    both = [compressed.read()[0], drawn(plain(ball_model(60, 40), tmp_path, 500))[0][0]]
    assert np.array_equal(both[0].points, both[1].points) and np.array_equal(both[0].uvs, both[1].uvs)
    said = compressed.document()
    assert said["extensionsRequired"] == ["EXT_meshopt_compression", "KHR_mesh_quantization"]
    assert compressed.lods[0].stat().st_size < 0.6 * (tmp_path / "plain.glb").stat().st_size


def test_what_comes_back_changed_is_not_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "bal.glb"
    source.write_bytes(ball_model(20, 10).glb())
    (detail,) = details(pieces(load(source))[0], (500,), tmp_path, idle)
    true = packing.crunch

    def spoilt(*arguments: Any) -> Any:
        answer = true(*arguments)
        data = np.array(answer.data)
        start, length = answer.said["surfaces"][0]["streams"][1]["plain"]
        data[start + length // 2] ^= 0x40
        return replace(answer, data=data)

    monkeypatch.setattr(packing, "crunch", spoilt)
    with pytest.raises(Damaged, match="came back from compression"):
        packing.pack(detail.pieces, tmp_path, idle)


def test_textures_are_bounded_by_lod(make: Callable[..., Made]) -> None:
    model = ball_model(60, 40, material=0)
    rng = np.random.default_rng(1)
    picture = np.repeat(np.repeat(rng.integers(0, 255, (10, 20, 3)), 4, axis=0), 4, axis=1)
    model.document |= {
        "images": [{"bufferView": model.view(png(picture)), "mimeType": "image/png"}] * 2,
        "textures": [{"source": 0}, {"source": 1}],
        "materials": [{"pbrMetallicRoughness": {"baseColorTexture": {"index": 0}}}, {"normalTexture": {"index": 1}}],
    }
    made = make(model, replace(SMALL, texture_sides=(64, 32)))
    sizes = []
    for number in range(2):
        said, data = made.document(number), made.lods[number].read_bytes()
        (image,) = said["images"]  # the other is of a material that nothing shows
        view = said["bufferViews"][image["bufferView"]]
        start = 28 + struct.unpack_from("<I", data, 12)[0] + view["byteOffset"]
        sizes.append(picture_size(data[start : start + view["byteLength"]]))
    assert sizes == [(64, 32), (32, 16)]


def test_a_texture_that_can_not_be_read_is_refused(make: Callable[..., Made]) -> None:
    data = png(np.random.default_rng(1).integers(0, 255, (100, 100, 3)))
    with pytest.raises(Refused) as caught:
        make(with_picture(data[: len(data) // 2]), replace(SMALL, texture_sides=(64,)))
    assert caught.value.code == "damaged"


def test_what_tells_about_people_is_dropped(make: Callable[..., Made]) -> None:
    secret = "Jan Jansen 52.0907"
    chunk = b"tEXtComment\0" + secret.encode()
    note = struct.pack(">I", len(chunk) - 4) + chunk + b"\0\0\0\0"
    picture = png(np.zeros((4, 4, 3)))
    model = with_picture(picture[:33] + note + picture[33:])
    model.document["asset"] |= {"extras": {"author": secret}, "generator": secret, "copyright": "CC BY 4.0 Werkplaats"}
    model.document["nodes"][0]["extras"] = {"path": secret}
    model.document["extensionsUsed"] = ["KHR_xmp_json_ld", "ACME_notes"]
    model.document["extensions"] = {"KHR_xmp_json_ld": {"packets": [secret]}, "ACME_notes": secret}
    made = make(model)
    assert secret.encode() not in made.lods[0].read_bytes()
    assert made.document()["asset"] == {"version": "2.0", "generator": "Kijkkamer", "copyright": "CC BY 4.0 Werkplaats"}


def test_materials_and_their_extensions_stay(make: Callable[..., Made]) -> None:
    model = with_picture(png(np.zeros((4, 4, 3))))
    glass = {"KHR_materials_transmission": {"transmissionFactor": 1.0, "transmissionTexture": {"index": 0}}}
    model.document["materials"][0] |= {"extensions": glass, "alphaMode": "MASK", "alphaCutoff": 0.3, "doubleSided": True}
    model.document["extensionsUsed"] = ["KHR_materials_transmission"]
    said = make(model).document()
    assert said["materials"][0] == model.document["materials"][0]
    assert (
        "KHR_materials_transmission" in said["extensionsUsed"] and "KHR_materials_transmission" not in said["extensionsRequired"]
    )


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
