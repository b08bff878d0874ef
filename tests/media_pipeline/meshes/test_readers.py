"""glTF in parts, OBJ, STL and PLY: each gives the same cube, in metres and upright; what is wrong with one is said."""

from __future__ import annotations

import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.inputs import opened
from media_pipeline.meshes.convert import convert
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.parts import Parts
from media_pipeline.meshes.pieces import Piece, pieces
from media_pipeline.meshes.probe import examine, probe_mesh
from media_pipeline.meshes.scene import open_scene
from media_pipeline.meshes.sources import form_of
from media_pipeline.probe import probe
from media_pipeline.recipes import LIMITS
from tests.media_pipeline.meshes.models import png
from tests.media_pipeline.seeds import meshes as seeds

SINGLE = sorted(kind for kind in seeds.SEEDS if not kind.startswith("zip"))


def glb_of(folder: Path, name: str, data: bytes, **wishes: str) -> Path:
    """The GLB of a single file, read in this process."""
    source = folder / name
    source.write_bytes(data)
    target = folder / "made.glb"
    convert(Parts(source, None), form_of(source), target, wishes.get("unit"), wishes.get("up"))  # type: ignore[arg-type]
    return target


def pieces_of(glb: Path) -> list[Piece]:
    examine(glb)
    return pieces(load(glb))[0]


def refusal(folder: Path, name: str, data: bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        pieces_of(glb_of(folder, name, data))
    return caught.value


@pytest.mark.parametrize("kind", SINGLE)
def test_each_format_is_recognised_and_gives_the_cube(tmp_path: Path, kind: str) -> None:
    source = tmp_path / "model"
    source.write_bytes(seeds.SEEDS[kind]())
    assert form_of(source) == kind.split("-")[0]
    if kind == "glb":
        return
    (*found,) = pieces_of(glb_of(tmp_path, "cube", seeds.SEEDS[kind]()))
    assert sum(piece.triangles for piece in found) == 12
    world = np.concatenate([piece.world for piece in found])
    size = world.max(0) - world.min(0)
    assert np.allclose(size, 2 if kind == "gltf" else 1)


def test_the_whole_way_in_a_child(tmp_path: Path) -> None:
    source = tmp_path / "kubus.stl"
    source.write_bytes(seeds.stl_binary())
    info = probe(source)
    assert (info.kind, info.format, info.triangles, info.name) == ("mesh", "stl", 12, "kubus.stl")
    assert info.warnings == ("kubus.stl does not tell its unit and which way is up: its numbers are taken as m, Z as up.",)


@pytest.mark.parametrize(("kind", "name"), [("zip-gltf", "cube.gltf"), ("zip-obj", "cube.obj")])
def test_zips(tmp_path: Path, kind: str, name: str) -> None:
    source = tmp_path / "kubus.zip"
    source.write_bytes(seeds.SEEDS[kind]())
    info = probe(source)
    assert (info.name, info.format, info.triangles) == ("kubus.zip", name[-4:].strip("."), 12)
    with opened(source) as folder:
        scene = open_scene(folder, tmp_path)
        document = load(scene.path).plain
    assert scene.name == name
    assert [image["mimeType"] for image in document["images"]] == ["image/png"]


@pytest.mark.parametrize("kind", ["stl-ascii", "ply-ascii", "ply-binary", "ply-big-endian", "obj"])
def test_up_and_unit_are_told_or_guessed(tmp_path: Path, kind: str) -> None:
    """A tall box: its height lies along Z (Y for OBJ) and comes out along Y."""
    guessed = pieces_of(glb_of(tmp_path, "a", seeds.SEEDS[kind]()))[0].world
    assert np.allclose(guessed.max(0) - guessed.min(0), 1)
    mm = pieces_of(glb_of(tmp_path, "a", seeds.SEEDS[kind](), unit="mm", up="y"))[0].world
    assert np.allclose(mm.max(0), 0.001) and np.allclose(mm.min(0), 0)
    turned = pieces_of(glb_of(tmp_path, "a", seeds.SEEDS[kind](), unit="cm", up="z"))[0].world
    assert np.allclose(turned.max(0), (0.01, 0.01, 0)) and np.allclose(turned.min(0), (0, 0, -0.01))


def stl_of(points: np.ndarray) -> bytes:
    rows = "".join(
        "facet\nouter loop\n" + "".join(f"vertex {x} {y} {z}\n" for x, y, z in t) + "endloop\nendfacet\n" for t in points
    )
    return f"solid a\n{rows}endsolid\n".encode()


def test_large_numbers_are_millimetres(tmp_path: Path) -> None:
    triangle = np.array([[[0, -9, -3], [40, -9, -3], [0, 11, 5]]])
    world = pieces_of(glb_of(tmp_path, "a", stl_of(triangle)))[0].world
    assert np.allclose(world.max(0) - world.min(0), (0.04, 0.008, 0.02))


def test_what_stands_on_the_ground_tells_which_way_is_up(tmp_path: Path) -> None:
    box = b"v 0 -1 0\nv 1 -1 0\nv 0 1 0\nv 0 0 4\nf 1 2 3\nf 1 2 4\n"
    world = pieces_of(glb_of(tmp_path, "a.obj", box))[0].world  # OBJ is Y up, but this one stands on Z
    assert np.allclose(world.max(0) - world.min(0), (1, 4, 2))


def test_an_obj_with_its_material_and_texture(tmp_path: Path) -> None:
    folder = tmp_path / "fles"
    (folder / "My Textures").mkdir(parents=True)
    (folder / "fles.obj").write_bytes(b"mtllib C:\\Users\\Ik\\fles.mtl\n" + seeds.obj() + b"usemtl blue\nf 1 2 3\n")
    (folder / "fles.mtl").write_bytes(
        b"newmtl red\nKd 0.5 0.5 0.5\nmap_Kd -s 1 1 1 -bm 0.5 D:\\werk\\My Textures\\Rood hout.PNG\nd 0.5\n"
        b"newmtl blue\nKd 0 0 1\nKe 1 1 1\n"
    )
    (folder / "My Textures" / "rood hout.png").write_bytes(png(np.full((4, 4, 3), 100)))
    scene = open_scene(folder, tmp_path)
    red, blue = load(scene.path).plain["materials"]
    assert red["name"] == "red" and red["alphaMode"] == "BLEND"
    assert red["pbrMetallicRoughness"]["baseColorFactor"] == [1, 1, 1, 0.5]
    assert red["pbrMetallicRoughness"]["baseColorTexture"] == {"index": 0}
    assert blue["pbrMetallicRoughness"]["baseColorFactor"] == [0, 0, 1, 1] and blue["emissiveFactor"] == [1, 1, 1]
    assert not [warning for warning in scene.warnings if "not with it" in warning]


def test_an_obj_without_its_material_is_neutral_with_a_warning(tmp_path: Path) -> None:
    source = tmp_path / "kubus.obj"
    source.write_bytes(b"mtllib kubus.mtl\n" + seeds.obj())
    info = probe_mesh(source)
    assert info.warnings[0] == "kubus.obj names its materials in kubus.mtl, which is not with it: send both in one zip."


def test_old_texture_formats_become_png(tmp_path: Path) -> None:
    from PIL import Image

    folder = tmp_path / "oud"
    folder.mkdir()
    (folder / "a.obj").write_bytes(b"mtllib a.mtl\n" + seeds.obj())
    (folder / "a.mtl").write_bytes(b"newmtl red\nmap_Kd a.bmp\n")
    Image.new("RGB", (4, 4), (9, 9, 9)).save(folder / "a.bmp")
    document = load(open_scene(folder, tmp_path).path).plain
    assert document["images"][0]["mimeType"] == "image/png"
    (folder / "a.bmp").write_bytes(b"BM not a picture")
    with pytest.raises(Refused) as caught:
        open_scene(folder, tmp_path)
    assert caught.value.code == "texture_format"


def test_obj_polygons_colours_and_continued_lines(tmp_path: Path) -> None:
    lines = b"v 0 0 0 1 0 0\nv 1 0 0 1 0 0\nv 1 1 0 1 0 0\nv 0.5 0.2 0 1 0 0\nv 0 1 0 1 0 0\nf 1 2 3 \\\n 4 5\nf -5 -4 -3\n"
    (piece,) = pieces_of(glb_of(tmp_path, "a.obj", lines))
    assert piece.triangles == 4
    assert np.allclose(piece.attributes["COLOR_0"], (1, 0, 0, 1))
    corners = piece.world[piece.indices].reshape(-1, 3, 3)
    areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2
    assert areas.sum() == pytest.approx(0.6 + 0.5)  # a hollow polygon, cut as a fan, would have more


def test_several_libraries_on_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "fles"
    folder.mkdir()
    (folder / "fles.obj").write_bytes(b"mtllib rood.mtl  blauw.mtl\n" + seeds.obj() + b"usemtl blue\nf 1 2 3\n")
    (folder / "rood.mtl").write_bytes(b"newmtl red\nKd 1 0 0\n")
    (folder / "blauw.mtl").write_bytes(b"newmtl blue\nKd 0 0 1\n")
    scene = open_scene(folder, tmp_path)
    colours = [one["pbrMetallicRoughness"]["baseColorFactor"] for one in load(scene.path).plain["materials"]]
    assert colours == [[1, 0, 0, 1], [0, 0, 1, 1]]
    (folder / "blauw.mtl").unlink()
    assert any("blauw.mtl, which" in warning for warning in open_scene(folder, tmp_path).warnings)


def test_names_of_older_programs_on_windows(tmp_path: Path) -> None:
    folder = tmp_path / "fles"
    folder.mkdir()
    (folder / "fles.obj").write_bytes(
        "mtllib café.mtl\n".encode("cp1252") + seeds.obj() + "usemtl crème\nf 1 2 3\n".encode("cp1252")
    )
    (folder / "café.mtl").write_bytes("newmtl red\n# in UTF-8: één\n".encode() + "newmtl crème\nKd 0 0 1\n".encode("cp1252"))
    document = load(open_scene(folder, tmp_path).path).plain
    assert document["materials"][1]["name"] == "crème"
    assert document["materials"][1]["pbrMetallicRoughness"]["baseColorFactor"] == [0, 0, 1, 1]


def test_a_comment_behind_a_face(tmp_path: Path) -> None:
    (piece,) = pieces_of(glb_of(tmp_path, "a.obj", b"v 0 0 0 # v\nv 1 0 0\nv 1 1 0\nf 1 2 3 # f 1\nf 1 2 3#4\n"))
    assert piece.triangles == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.stl", seeds.stl_binary() + b"\0\0"),  # something behind the triangles
        ("a.STL", b"solid" + seeds.stl_binary()[5:] + b"\n"),
        ("a.stl", seeds.stl_ascii().upper()),
        ("a.obj", b"# a licence\n" * 1000 + seeds.obj()),
    ],
    ids=["more behind", "solid and more behind", "in capitals", "a page of remarks"],
)
def test_unusual_files_are_read_as_what_they_are_called(name: str, data: bytes, tmp_path: Path) -> None:
    source = tmp_path / name
    source.write_bytes(data)
    info = probe(source)
    assert (info.kind, info.format, info.triangles) == ("mesh", source.suffix[1:].lower(), 12)


def test_ply_colours_are_linear_light(tmp_path: Path) -> None:
    (piece,) = pieces_of(
        glb_of(tmp_path, "a.ply", seeds.ply_ascii().replace(b"1.0 1.0 1.0 255 255 255", b"1.0 1.0 1.0 128 0 255"))
    )
    colours = piece.attributes["COLOR_0"]
    assert np.isclose(colours[:, 0], 0.2158, atol=1e-3).any() and colours[:, 3].min() == 1


WRONG = {
    "stl: a cut text": ("a.stl", seeds.stl_ascii()[:-60], "damaged"),
    "stl: a word for a number": ("a.stl", seeds.stl_ascii().replace(b"vertex 1.0", b"vertex een", 1), "damaged"),
    "stl: not a number": ("a.stl", seeds.stl_ascii().replace(b"vertex 1.0", b"vertex nan", 1), "damaged"),
    "stl: cut off": ("a.stl", seeds.stl_binary()[:-30], "damaged"),
    "stl: cut off in its head": ("a.stl", seeds.stl_binary()[:82], "damaged"),
    "stl: nothing": ("a.stl", b"solid a\n facet_less\nendsolid a\n", "no_geometry"),
    "obj: two points": ("a.obj", b"v 0 0 0\nv 1 0 0\n", "point_cloud"),
    "obj: lines only": ("a.obj", b"v 0 0 0\nv 1 0 0\nv 0 1 0\nl 1 2 3\n", "no_geometry"),
    "ply: points only": ("a.ply", seeds.ply_ascii().replace(b"element face 6", b"element face 0"), "point_cloud"),
    "ply: too short": ("a.ply", seeds.ply_binary()[:-9], "damaged"),
    "ply: a point that is not there": ("a.ply", seeds.ply_ascii().replace(b"4 0 1 3 2", b"4 0 1 3 8"), "damaged"),
    "ply: a million faces that are not": ("a.ply", seeds.ply_ascii().replace(b"face 6", b"face 1000000"), "damaged"),
    "ply: too many": ("a.ply", seeds.ply_ascii().replace(b"face 6", b"face 6000000"), "too_many_triangles"),
    "ply: no end of its head": ("a.ply", b"ply\nformat ascii 1.0\n", "damaged"),
    "ply: another format": ("a.ply", seeds.ply_ascii().replace(b"ascii 1.0", b"binary 1.0"), "damaged"),
    "obj: point 0": ("a.obj", seeds.obj().replace(b"f 1/", b"f 0/", 1), "damaged"),
    "obj: before the first": ("a.obj", seeds.obj().replace(b"f 1/", b"f -9/", 1), "damaged"),
    "obj: a point that is not there": ("a.obj", seeds.obj().replace(b"f 1/", b"f 9/", 1), "damaged"),
    "obj: a word": ("a.obj", seeds.obj().replace(b"v 0.0 0.0 0.0", b"v 0.0 nul 0.0", 1), "damaged"),
    "obj: two corners": ("a.obj", seeds.obj() + b"f 1 2\n", "damaged"),
    "obj: no faces": ("a.obj", b"v 0 0 0\nv 1 0 0\nv 0 1 0\n", "point_cloud"),
    "gltf: a part outside": ("a.gltf", seeds._document("../../etc/passwd"), "outside_reference"),
    "gltf: an address": ("a.gltf", seeds._document("https://example.org/a.bin"), "outside_reference"),
    "gltf: a part that is not there": ("a.gltf", seeds._document("cube%20one.bin"), "missing_part"),
    "gltf: too short a part": ("a.gltf", seeds._document("data:application/octet-stream;base64,AAAA"), "damaged"),
    "gltf: a list for a document": ("a.gltf", b'{"asset": 1, "buffers": 3, "meshes": 1}', "damaged"),
    "gltf: deep": ("a.gltf", b'{"asset":' + b"[" * 5000 + b"]" * 5000 + b"}", "damaged"),
}


@pytest.mark.parametrize("what", WRONG)
def test_wrong_files(tmp_path: Path, what: str) -> None:
    name, data, code = WRONG[what]
    refused = refusal(tmp_path, name, data)
    assert refused.code == code
    assert str(refused).startswith(name) or code in ("no_geometry", "damaged")


def test_lines_and_points_of_an_obj_are_left_out_with_a_warning(tmp_path: Path) -> None:
    source = tmp_path / "a.obj"
    source.write_bytes(b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\nl 1 2\np 3\n")
    assert probe(source).warnings[0] == "a.obj has 2 parts that are points or lines; they are left out."


@pytest.mark.parametrize("points", [1, 2, 9])
def test_an_obj_of_points_alone_is_called_a_cloud(tmp_path: Path, points: int) -> None:
    source = tmp_path / "a.obj"
    source.write_bytes(b"v 0 0 0\n" * points)
    with pytest.raises(Refused, match=r"^a\.obj is a cloud of points"):
        probe(source)


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    assert "needs the file cube one.bin" in str(refusal(tmp_path, "a.gltf", seeds._document("cube%20one.bin")))


def test_parts_stay_inside_their_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.bin").write_bytes(b"x" * 4000)
    folder = tmp_path / "model" / "deep"
    folder.mkdir(parents=True)
    main = folder / "a.gltf"
    main.write_bytes(b"{}")
    (tmp_path / "model" / "b.bin").write_bytes(b"y")
    parts = Parts(main, tmp_path / "model")
    assert parts.named("../b.bin") == tmp_path / "model" / "b.bin"
    for outside in ("../../secret.bin", "/etc/passwd", "file:///etc/passwd", "..\\b.bin", "a\0b"):
        with pytest.raises(Refused) as caught:
            parts.named(outside)
        assert caught.value.code in ("outside_reference", "missing_part")
    assert parts.like("..\\..\\secret.bin") is None


@pytest.mark.parametrize("kind", [kind for kind in SINGLE if kind != "glb"])
def test_mutations_are_read_or_refused(tmp_path: Path, kind: str) -> None:
    rng = random.Random(kind)
    data = seeds.SEEDS[kind]()
    for _ in range(40):
        changed = bytearray(data)
        for _ in range(rng.randint(1, 4)):
            changed[rng.randrange(len(changed))] = rng.choice(b"0129 -.\n/{[\0\xff" + bytes([rng.randrange(256)]))
        if rng.random() < 0.3:
            del changed[rng.randrange(len(changed)) :]
        source = tmp_path / "a"
        source.write_bytes(bytes(changed) or b"x")
        try:
            convert(Parts(source, None), kind.split("-")[0], tmp_path / "a.glb", None, None)
            examine(tmp_path / "a.glb")
        except Refused:
            continue


def test_several_scenes_are_not_guessed_between(tmp_path: Path) -> None:
    def zipped(*names: str) -> Path:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, seeds.obj())
        path = tmp_path / "twee.zip"
        path.write_bytes(out.getvalue())
        return path

    assert probe(zipped("kubus.obj", "kubus.ply")).format == "obj"
    with pytest.raises(Refused) as caught:
        probe(zipped("een.obj", "twee.obj"))
    assert caught.value.code == "holds_several" and caught.value.values["found"] == "een.obj, twee.obj"
    with pytest.raises(Refused) as caught:
        probe(zipped("een.txt"))
    assert caught.value.values["found"] == "1 .txt"


@pytest.mark.parametrize("kind", ["stl-ascii", "stl-binary", "obj", "ply-ascii"])
def test_the_limit_of_triangles(tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("media_pipeline.meshes.convert.LIMITS", replace(LIMITS, triangles=11))
    assert refusal(tmp_path, "a", seeds.SEEDS[kind]()).code == "too_many_triangles"


def test_the_limit_of_textures_holds_for_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "groot"
    folder.mkdir()
    model = json.loads(seeds._document("cube.bin"))
    model["images"] = [{"uri": "huge.png"}]
    (folder / "cube.gltf").write_text(json.dumps(model))
    (folder / "cube.bin").write_bytes(bytes(seeds.with_picture(png(seeds._PICTURE)).binary))
    (folder / "huge.png").write_bytes(png(np.zeros((1, 8200, 3))))
    with pytest.raises(Refused) as caught:
        probe_mesh(folder)
    assert (caught.value.code, caught.value.values["name"], caught.value.values["side"]) == (
        "texture_too_large",
        "cube.gltf",
        8200,
    )


def test_reading_is_bounded_in_time_and_memory(tmp_path: Path) -> None:
    source = tmp_path / "a.obj"
    source.write_bytes(seeds.obj())
    with pytest.raises(Refused) as caught:
        probe_mesh(source, replace(LIMITS, convert_s=0))
    assert caught.value.code == "time_out"
    heavy = tmp_path / "b.ply"
    heavy.write_bytes(seeds.ply_ascii() + b"11 " * 20_000_000)
    with pytest.raises(Refused) as caught:
        probe_mesh(heavy, replace(LIMITS, child_memory_bytes=700 * 1024**2))
    assert caught.value.code == "too_heavy"
