"""Meshes as assets: lods, and a poster on which everything is where it should be."""

from __future__ import annotations

import io
import json
import logging
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media_pipeline.errors import Cancelled, Refused, ToolMissing
from media_pipeline.meshes import crunch, gl
from media_pipeline.meshes.framing import camera, corners
from media_pipeline.meshes.package import package_mesh
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.package import package as package_file
from media_pipeline.progress import silent
from media_pipeline.recipes import LIMITS, MESH, MeshRecipe
from media_pipeline.records import Mesh
from media_pipeline.store import MemoryStore, read
from tests.media_pipeline.meshes.models import Model, cube, png, with_picture
from tests.media_pipeline.meshes.test_framing import across_the_picture
from tests.media_pipeline.rendering import scenes

RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)
PAPER = (0xFB, 0xFA, 0xF7)
REAL = Path(__file__).resolve().parents[3].parent / "shared" / "media"


def packaged(source: Path, store: MemoryStore, recipe: MeshRecipe = MESH) -> Mesh:
    return package_mesh(source, probe_mesh(source), store, recipe, silent)


def written(model: Model, folder: Path) -> Path:
    source = folder / "kubus.glb"
    source.write_bytes(model.glb())
    return source


def poster(asset: Mesh, store: MemoryStore) -> np.ndarray:
    assert asset.poster is not None
    assert asset.poster.media_type == "image/jpeg"
    return np.asarray(Image.open(io.BytesIO(read(store, asset.poster.path))).convert("RGB")).astype(int)


def colour_at(picture: np.ndarray, asset: Mesh, point: tuple[float, float, float]) -> np.ndarray:
    """Mean colour of 9 x 9 pixels around a point of the model."""
    height, width = picture.shape[:2]
    position, aim = camera(corners(asset.bounds), width / height)
    x, y = across_the_picture(np.array([point], float), position, aim, width / height)[0]
    column, row = round((x + 1) / 2 * width), round((1 - y) / 2 * height)
    return picture[row - 4 : row + 5, column - 4 : column + 5].mean(axis=(0, 1))


def test_a_cube_becomes_one_lod(tmp_path: Path, without_renderer: None) -> None:
    source, store = written(cube(), tmp_path), MemoryStore()
    stages: list[tuple[str, int, int]] = []
    asset = package_mesh(source, probe_mesh(source), store, MESH, lambda *stage: stages.append(stage))
    (lod,) = asset.lods
    assert lod.triangles == 12 and lod.glb.media_type == "model/gltf-binary"
    assert read(store, lod.glb.path).startswith(b"glTF")
    assert (asset.bounds.min, asset.bounds.max) == ((-1, -1, -1), (1, 1, 1))
    assert [name for name, done, total in stages if done == total] == ["check", "lods", "poster"]


def test_without_a_renderer_there_is_no_poster_but_a_warning(
    tmp_path: Path, without_renderer: None, caplog: pytest.LogCaptureFixture
) -> None:
    store = MemoryStore()
    with caplog.at_level(logging.WARNING, "media_pipeline.warnings"):
        asset = packaged(written(cube(), tmp_path), store)
    assert asset.poster is None and len(store.files) == 1
    (warning,) = [record.getMessage() for record in caplog.records if record.name == "media_pipeline.warnings"]
    assert warning == f"kubus.glb has no poster: {gl.MISSING}."
    with pytest.raises(ToolMissing, match="There is no renderer"):
        gl.need_renderer()


def test_the_answer_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gl, "_answers", {"answer": True})
    monkeypatch.setattr(gl, "run", None)  # asking again would fail
    assert gl.can_render()


def test_a_renderer_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(gl, "_answers", {"answer": True})
    asset = packaged(written(cube(), tmp_path), MemoryStore(), MeshRecipe(poster_timeout_s=0.05))
    assert asset.poster is None
    assert "kubus.glb has no poster: " in caplog.text


def test_a_renderer_that_dies_is_a_warning(
    tmp_path: Path, without_renderer: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(gl, "_answers", {"answer": True})  # there when asked, gone when needed
    assert packaged(written(cube(), tmp_path), MemoryStore()).poster is None
    assert "the renderer ended with" in caplog.text


def test_a_bad_file_is_refused_before_anything_is_stored(tmp_path: Path) -> None:
    source, store = written(cube(), tmp_path), MemoryStore()
    info = probe_mesh(source)
    source.write_bytes(source.read_bytes()[:-50])
    with pytest.raises(Refused, match=r"kubus\.glb is damaged"):
        package_mesh(source, info, store, MESH, silent)
    assert store.files == {}


def test_simplifying_without_enough_memory_names_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crunch, "_RESERVED_BYTES", 0)
    monkeypatch.setattr(crunch, "LIMITS", replace(LIMITS, child_memory_bytes=300 * 1024**2))
    with pytest.raises(Refused, match=r"kubus\.glb needs more than \d+ GiB of memory"):
        packaged(written(cube(), tmp_path), MemoryStore())


def test_cancelling_stops_the_work(tmp_path: Path) -> None:
    source = written(cube(), tmp_path)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "poster":
            raise Cancelled

    with pytest.raises(Cancelled):
        package_mesh(source, probe_mesh(source), MemoryStore(), MESH, stop)


def test_the_faces_are_where_they_should_be(tmp_path: Path, renderer: None) -> None:
    store = MemoryStore()
    model = cube()
    model.document["nodes"][0] |= {"translation": [40, 3, -20], "scale": [0.5, 0.5, 0.5]}
    asset = packaged(written(model, tmp_path), store)
    picture = poster(asset, store)
    assert picture.shape == (768, 1024, 3)
    for side, wanted in (((40.5, 3, -20), 0), ((40, 3.5, -20), 1), ((40, 3, -19.5), 2)):  # right red, top green, front blue
        colour = colour_at(picture, asset, side)
        others = [channel for number, channel in enumerate(colour) if number != wanted]
        assert colour[wanted] > 120 and max(others) < 90, (side, colour)
    for corner in (picture[:20, :20], picture[:20, -20:], picture[-20:, :20], picture[-20:, -20:]):
        assert abs(corner - PAPER).max() <= 3
    drawn = np.argwhere(abs(picture - PAPER).max(axis=2) > 40)
    assert drawn[:, 0].max() - drawn[:, 0].min() > 0.85 * 768  # it fills the picture, and stays inside
    assert drawn.min() > 5 and drawn[:, 0].max() < 762


def test_a_texture_is_shown_the_right_way_up(tmp_path: Path, renderer: None) -> None:
    pixels = np.zeros((64, 64, 3))
    pixels[:32, :32], pixels[:32, 32:], pixels[32:, :32], pixels[32:, 32:] = RED, GREEN, BLUE, YELLOW
    store = MemoryStore()
    asset = packaged(written(with_picture(png(pixels)), tmp_path), store)
    picture = poster(asset, store)
    wanted = {(-0.7, 0.7): RED, (0.7, 0.7): GREEN, (-0.7, -0.7): BLUE, (0.7, -0.7): YELLOW}
    for (x, y), bright in wanted.items():
        colour = colour_at(picture, asset, (x, y, 1))
        assert [bool(channel > 110) for channel in colour] == [bool(channel) for channel in bright], ((x, y), colour)


def _quantized(model: Model) -> None:
    """Points as whole numbers from 0 to 65535, which the node brings back to -1 to 1."""
    for primitive in model.document["meshes"][0]["primitives"]:
        points = _points(model, primitive)
        rows = np.zeros((4, 4), "H")  # a point begins at a multiple of four bytes
        rows[:, :3] = np.round((points + 1) / 2 * 65535)
        view = model.view(rows.tobytes())
        model.document["bufferViews"][view]["byteStride"] = 8
        about = {"componentType": 5123, "normalized": True, "count": 4, "type": "VEC3", "min": [0, 0, 0], "max": [65535] * 3}
        model.document["accessors"].append({"bufferView": view, **about})
        primitive["attributes"]["POSITION"] = len(model.document["accessors"]) - 1
    model.document["nodes"] = [{"mesh": 0, "scale": [2, 2, 2], "translation": [-1, -1, -1]}]
    model.document["extensionsUsed"] = model.document["extensionsRequired"] = ["KHR_mesh_quantization"]


def _sparse(model: Model) -> None:
    """Points that are nothing but changes on top of zeros."""
    for primitive in model.document["meshes"][0]["primitives"]:
        points = _points(model, primitive).tobytes()
        accessor = model.document["accessors"][primitive["attributes"]["POSITION"]]
        del accessor["bufferView"]
        indices = {"bufferView": model.view(np.arange(4, dtype="H").tobytes()), "componentType": 5123}
        accessor["sparse"] = {"count": 4, "indices": indices, "values": {"bufferView": model.view(points)}}


def _points(model: Model, primitive: dict[str, Any], name: str = "POSITION") -> np.ndarray:
    view = model.document["bufferViews"][model.document["accessors"][primitive["attributes"][name]]["bufferView"]]
    return np.frombuffer(bytes(model.binary), "f", 12, view["byteOffset"]).reshape(4, 3)


def _mirrored(model: Model) -> None:
    """Left and right change places; the cube is the same but for its colours."""
    model.document["nodes"] = [{"mesh": 0, "scale": [-1, 1, 1]}]


def _skinned(model: Model) -> None:
    """Modelled in centimetres and lying on its side; the joint makes metres of them and stands it up. Its node does not count."""
    for primitive in model.document["meshes"][0]["primitives"]:
        for name, scale in (("POSITION", 100), ("NORMAL", 1)):
            x, y, z = _points(model, primitive, name).T
            primitive["attributes"][name] = model.numbers(np.column_stack([y, -x, z]).astype("f") * np.float32(scale))
        primitive["attributes"]["JOINTS_0"] = model.numbers(np.zeros((4, 4), "B"))
        primitive["attributes"]["WEIGHTS_0"] = model.numbers(np.tile(np.array([1, 0, 0, 0], "f"), (4, 1)))
    joint = {"scale": [0.01] * 3, "rotation": [0, 0, 0.5**0.5, 0.5**0.5]}
    model.document["nodes"] = [{"mesh": 0, "skin": 0, "translation": [70, 0, 0]}, joint]
    model.document |= {"scenes": [{"nodes": [0, 1]}], "skins": [{"joints": [1]}]}


@pytest.mark.parametrize(("change", "right"), [(_quantized, RED), (_sparse, RED), (_mirrored, (0, 255, 255)), (_skinned, RED)])
def test_what_the_renderer_would_misread_is_seen(
    change: Callable[[Model], None], right: tuple[int, int, int], tmp_path: Path, renderer: None
) -> None:
    model, store = cube(), MemoryStore()
    change(model)
    asset = packaged(written(model, tmp_path), store)
    picture = poster(asset, store)
    for side, wanted in (((1, 0, 0), right), ((0, 1, 0), GREEN), ((0, 0, 1), BLUE)):
        colour = colour_at(picture, asset, side)
        assert [bool(channel > 110) for channel in colour] == [bool(channel) for channel in wanted], (side, colour)
    lit = colour_at(picture, asset, (1, 0, 0)).max()
    assert lit > 150, "lit from outside, not from within"


def test_a_texture_without_a_picture_is_left_out(tmp_path: Path, renderer: None) -> None:
    model, store = with_picture(png(np.zeros((4, 4, 3)))), MemoryStore()
    model.document["textures"] = [{"sampler": 0}]
    model.document["samplers"] = [{}]
    model.document["materials"][4]["pbrMetallicRoughness"]["baseColorFactor"] = [0.0, 0.0, 1.0, 1.0]
    del model.document["images"]
    asset = packaged(written(model, tmp_path), store)
    assert "textures" not in glb_in(read(store, asset.lods[0].glb.path)), "a browser's loader would give the object up"
    red, green, blue = colour_at(poster(asset, store), asset, (0, 0, 1))
    assert blue > 110 > max(red, green)


def glb_in(data: bytes) -> dict[str, Any]:
    """The document of a GLB."""
    (length,) = struct.unpack_from("<I", data, 12)
    return dict(json.loads(data[20 : 20 + length]))


def test_the_same_file_gives_the_same_poster(tmp_path: Path, renderer: None) -> None:
    first, second = MemoryStore(), MemoryStore()
    source = written(cube(), tmp_path)
    assert packaged(source, first) == packaged(source, second)
    assert first.files == second.files


@pytest.mark.real_media
@pytest.mark.parametrize(
    ("name", "triangles", "height_m"),
    [
        ("3d_forklift.glb", 9686, 2.3),
        ("3d_machine.glb", 4405, 1.08),
        ("3d_traffic_cone.glb", 1372, 0.43),
        ("3d_truck.glb", 3624, 2.58),
        ("3d_warehouse_shelf.glb", 1204, 2.38),
    ],
)
def test_real_models(name: str, triangles: int, height_m: float, renderer: None) -> None:
    source = REAL / name
    if not source.exists():
        pytest.skip("../shared/media is not here")
    store = MemoryStore()
    asset = packaged(source, store)
    assert asset.lods[0].triangles == triangles
    assert asset.bounds.max[1] - asset.bounds.min[1] == pytest.approx(height_m, abs=0.01)
    picture = poster(asset, store)
    drawn = np.argwhere(abs(picture - PAPER).max(axis=2) > 40)
    sides = (drawn.max(axis=0) - drawn.min(axis=0)) / picture.shape[:2]
    assert max(sides) > 0.7  # it fills the picture
    assert len(drawn) > 0.05 * picture[..., 0].size and picture.std() > 20  # and is neither blank nor a shadow


@pytest.mark.usefixtures("renderer")
def test_points_of_their_own_colour_keep_the_materials_too(tmp_path: Path) -> None:
    """White points on a red material are red, as glTF means it; VTK alone draws them white."""
    model = scenes.scene()
    points, triangles = scenes.globe(12)
    scenes.add(model, points, triangles, colours=np.ones_like(points), **scenes.shining((1.0, 0.0, 0.0)))
    path = tmp_path / "bal.glb"
    path.write_bytes(model.glb())
    store = MemoryStore()
    seen = poster(packaged(path, store), store)
    red, green, blue = seen[seen.shape[0] // 2, seen.shape[1] // 2]
    assert red > 200
    assert max(green, blue) < 60


def test_a_poster_that_failed_is_tried_again_and_nothing_else(
    tmp_path: Path, renderer: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    source, store = written(cube(), tmp_path), MemoryStore()
    with monkeypatch.context() as without:
        without.setenv("VTK_DEFAULT_OPENGL_WINDOW", "vtkXOpenGLRenderWindow")
        without.delenv("DISPLAY", raising=False)
        without.setattr(gl, "_answers", {})
        bare = package_file(source, store)
        assert not gl.can_render(), "a no is not kept for the life of a worker"
    assert isinstance(bare, Mesh) and bare.poster is None
    monkeypatch.setattr("media_pipeline.meshes.package.details", lambda *_: pytest.fail("the lods are made again"))
    caplog.clear()
    whole = package_file(source, store)
    assert isinstance(whole, Mesh) and whole.poster is not None and whole.lods == bare.lods
    monkeypatch.setattr("media_pipeline.meshes.package.poster", lambda *_: pytest.fail("it is there"))
    assert package_file(source, store) == whole
    assert "has no poster" not in caplog.text
