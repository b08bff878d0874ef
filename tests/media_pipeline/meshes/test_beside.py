"""A .gltf or .obj given alone on the command line brings along what lies beside it, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from media_pipeline.cli import main
from media_pipeline.meshes.beside import with_parts
from tests.media_pipeline.meshes.models import png
from tests.media_pipeline.seeds import meshes as seeds


def names(source: Path) -> list[str]:
    with with_parts(source) as given:
        return sorted(path.relative_to(given).as_posix() for path in given.rglob("*") if path.is_file()) if given.is_dir() else []


def test_a_gltf_with_its_parts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "kubus.gltf"
    source.write_bytes(seeds._document("delen/kubus%20een.bin"))
    assert names(source) == []
    (tmp_path / "delen").mkdir()
    (tmp_path / "delen" / "kubus een.bin").write_bytes(bytes(seeds.with_picture(png(seeds._PICTURE)).binary))
    (tmp_path / "geheim.bin").write_bytes(b"x")
    assert names(source) == ["delen/kubus een.bin", "kubus.gltf"]
    assert main(["probe", str(source)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["name"], said["format"], said["triangles"]) == ("kubus.gltf", "gltf", 12)


def test_an_obj_with_its_materials_and_textures(tmp_path: Path) -> None:
    source = tmp_path / "fles.obj"
    source.write_bytes(b"mtllib ./fles.mtl\nmtllib ../buiten.mtl\nmtllib /etc/passwd\n" + seeds.obj())
    (tmp_path / "fles.mtl").write_bytes(b"newmtl red\n map_Kd -s 1 1 1 rood hout.png\nnewmtl b\nmap_kd ../c.png\n")
    (tmp_path / "rood hout.png").write_bytes(png(seeds._PICTURE))
    (tmp_path.parent / "buiten.mtl").write_bytes(b"newmtl c\n")
    assert names(source) == ["fles.mtl", "fles.obj", "rood hout.png"]


def test_links_are_no_parts(tmp_path: Path) -> None:
    source = tmp_path / "a.obj"
    source.write_bytes(b"mtllib a.mtl\n" + seeds.obj())
    (tmp_path / "a.mtl").symlink_to("/etc/passwd")
    assert names(source) == []


def test_other_files_stay_as_they_are(tmp_path: Path) -> None:
    for path in (tmp_path / "a.stl", tmp_path / "none.gltf", tmp_path):
        with with_parts(path) as given:
            assert given == path
