"""A .gltf or .obj given alone on the command line brings along what lies beside it, and nothing else."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from media_pipeline.cli import main
from media_pipeline.meshes.beside import with_parts
from media_pipeline.meshes.obj import read_obj
from media_pipeline.meshes.parts import Parts
from media_pipeline.recipes import LIMITS
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


def test_an_obj_from_another_machine(tmp_path: Path) -> None:
    source = tmp_path / "fles.obj"
    source.write_bytes(b"mtllib C:\\werk\\Fles.MTL\nmtllib een.mtl twee.mtl\n" + seeds.obj())
    (tmp_path / "fles.mtl").write_bytes(b"newmtl red\nmap_Kd -s 1 1 1 D:\\werk\\Mijn Hout\\rood hout.png\n")
    (tmp_path / "mijn hout").mkdir()
    (tmp_path / "mijn hout" / "Rood hout.PNG").write_bytes(png(seeds._PICTURE))
    (tmp_path / "een.mtl").write_bytes(b"")
    (tmp_path / "twee.mtl").write_bytes(b"")
    assert names(source) == ["een.mtl", "fles.mtl", "fles.obj", "mijn hout/Rood hout.PNG", "twee.mtl"]


def test_links_are_no_parts(tmp_path: Path) -> None:
    source = tmp_path / "a.obj"
    source.write_bytes(b"mtllib a.mtl\n" + seeds.obj())
    (tmp_path / "a.mtl").symlink_to("/etc/passwd")
    assert names(source) == []


def test_other_files_stay_as_they_are(tmp_path: Path) -> None:
    for path in (tmp_path / "a.stl", tmp_path / "none.gltf", tmp_path):
        with with_parts(path) as given:
            assert given == path


NAMES = [
    "met spatie", "-streep", "😀", "100% hout", "a#b", "a?b", "a%20b", 'het "beste"', "it's", "x" * 240,
    unicodedata.normalize("NFD", "coördinaat één"),
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("written", [quote, str, lambda name: unicodedata.normalize("NFC", name)])
def test_a_part_is_found_however_its_name_is_written(name: str, written: Callable[[str], str], tmp_path: Path) -> None:
    """Names in a glTF are addresses, which not every exporter knows; macOS takes the accents in names of files apart."""
    source, part = tmp_path / "kubus.gltf", tmp_path / f"{name}.bin"
    address = json.dumps(written(part.name)).encode()  # with its letters as \\u00e9
    source.write_bytes(seeds._document("HERE").replace(b'"HERE"', address))
    part.write_bytes(bytes(seeds.with_picture(png(seeds._PICTURE)).binary))
    with with_parts(source) as given:
        assert Parts(given / source.name, given).named(written(part.name)).read_bytes() == part.read_bytes()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_materials_and_textures_are_found_whatever_they_are_called(name: str, form: str, tmp_path: Path) -> None:
    source, said = tmp_path / "kast.obj", unicodedata.normalize(form, name)
    faces = b"v 0 0 0\nv 1 0 0\nv 0 1 0\nvt 0 0\nvt 1 0\nvt 0 1\nusemtl rood hout\nf 1/1 2/2 3/3\n"
    source.write_bytes(f"mtllib {said}.mtl\n".encode() + faces)
    (tmp_path / f"{name}.mtl").write_bytes(f"newmtl rood hout\nmap_Kd -s 1 1 1 {said}.png\n".encode())
    (tmp_path / f"{name}.png").write_bytes(png(seeds._PICTURE))
    with with_parts(source) as given:
        scene = read_obj(Parts(given / source.name, given), LIMITS)
    (material,) = scene.materials
    assert (material.name, scene.warnings) == ("rood hout", ()) and material.texture is not None


def test_a_name_that_no_file_has_is_no_error(tmp_path: Path) -> None:
    source = tmp_path / "kast.obj"
    source.write_bytes(b"mtllib " + b"x" * 900 + b"\n" + seeds.obj())
    assert names(source) == []
