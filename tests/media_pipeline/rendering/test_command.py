"""``python -m media_pipeline render``: what it prints, and how it ends when something is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.cli import main
from media_pipeline.meshes import gl
from media_pipeline.rendering.viewpoints import parse
from media_pipeline.store.address import open_store
from tests import media
from tests.media_pipeline.rendering import scenes
from tests.media_pipeline.rendering.scenes import Ball


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    return scenes.balls(tmp_path / "balls.glb", Ball((0, 0, -1), (1, 0, 0)), Ball((1, 0, 0), (0, 1, 0)))


def test_assets_in_order_with_their_viewpoints(
    renderer: None, scene: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "store"
    at = ["--at", "-0.1,0,0", "--at", "0,0,-0.2", "--yaw", "-90", "--width", "256"]
    assert main(["render", str(scene), "--store", str(store), *at, "--stereo", "--progress", "json"]) == 0
    out, err = capsys.readouterr()
    first, second = json.loads(out)
    assert first["viewpoint"] == {"x": -0.1, "y": 0.0, "z": 0.0, "yaw": -90.0}
    assert second["viewpoint"]["z"] == -0.2
    for asset in (first, second):
        assert (asset["kind"], asset["stereo"], asset["width"], asset["height"]) == ("panorama", "top-bottom", 256, 128)
        assert asset["tiers"][0]["image"]["path"] in set(open_store(str(store)).keys("blobs/"))
    stages = [json.loads(line)["stage"] for line in err.splitlines() if line.startswith("{")]
    assert stages[0] == "render" and "tiles" in stages


def test_files_beside_a_scene_belong_to_it(renderer: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scene = tmp_path / "wall.obj"
    scene.write_text("mtllib wall.mtl\nv -9 -9 -2\nv 9 -9 -2\nv 0 9 -2\nusemtl red\nf 1 2 3\n")
    command = [
        "render",
        str(scene),
        "--store",
        str(tmp_path / "store"),
        "--at",
        "0,0,0",
        "--width",
        "256",
        "--unit",
        "m",
        "--up",
        "y",
    ]
    assert main(command) == 0
    assert "wall.mtl, which is not with it" in capsys.readouterr().err
    (tmp_path / "wall.mtl").write_text("newmtl red\nKd 1 0 0\n")
    assert main(command) == 0
    assert "wall.mtl" not in capsys.readouterr().err


@pytest.mark.parametrize("at", ["1,2", "1,2,3,4", "a,b,c", "1;2;3", "nan,0,0", "inf,0,0", "1e9,0,0", ""])
def test_a_viewpoint_that_is_none_is_wrong_usage(
    at: str, scene: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["render", str(scene), "--store", str(tmp_path / "s"), "--at", at])
    assert ended.value.code == 2
    assert "x,y,z in metres" in capsys.readouterr().err


@pytest.mark.parametrize(
    "more", [["--width", "1001"], ["--width", "100000"], ["--width", "x"], ["--yaw", "north"], ["--yaw", "1000"]]
)
def test_a_wrong_wish_is_wrong_usage(more: list[str], scene: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["render", str(scene), "--store", str(tmp_path / "s"), "--at", "0,0,0", *more])
    assert ended.value.code == 2


def test_no_viewpoint_is_wrong_usage(scene: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["render", str(scene), "--store", str(tmp_path / "s")])
    assert ended.value.code == 2


def test_what_is_no_scene_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo = media.photo(tmp_path)
    assert main(["render", str(photo), "--store", str(tmp_path / "s"), "--at", "0,0,0"]) == 3
    assert capsys.readouterr().err.startswith("room.jpg is a 360° photo, but a 3D object was asked for")
    broken = tmp_path / "broken.glb"
    broken.write_bytes(b"glTF" + bytes(100))
    assert main(["render", str(broken), "--store", str(tmp_path / "s"), "--at", "0,0,0"]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert main(["render", str(tmp_path / "absent.glb"), "--store", str(tmp_path / "s"), "--at", "0,0,0"]) == 2


def test_without_a_renderer(
    scene: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The true thing: VTK is made to want an X server that is not there, and ends its process."""
    monkeypatch.setenv("VTK_DEFAULT_OPENGL_WINDOW", "vtkXOpenGLRenderWindow")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(gl, "_answers", {})
    assert main(["render", str(scene), "--store", str(tmp_path / "s"), "--at", "0,0,0"]) == 4
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and "libegl1" in said[0]


def test_viewpoints() -> None:
    assert parse("-1,1.6, 2e0").at == (-1, 1.6, 2)
    assert parse("0,0,0", 30).yaw == 30


@pytest.mark.real_media
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "at"), [("3d_garage", "-0.3,1.5,0.2"), ("3d_warehouse_shelf.glb", "0.6,1.2,1.5"), ("3d_forklift.glb", "0.1,1.5,0.2")]
)
def test_real_scenes(
    renderer: None, real_media: Path, tmp_path: Path, name: str, at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", str(real_media / name), "--store", str(tmp_path / "s"), "--at", at, "--width", "512"]) == 0
    (asset,) = json.loads(capsys.readouterr().out)
    picture = media.pixels((tmp_path / "s" / asset["tiers"][-1]["image"]["path"]).read_bytes())
    assert picture.std() > 25
    edges = np.abs(picture[:, 0].astype(float) - picture[:, -1]).mean()
    inside = np.abs(np.diff(picture.astype(float), axis=1)).mean()
    assert edges < 4 * inside + 2
