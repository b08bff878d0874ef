"""Meshes at map coordinates: a ball of 1 m that stands hundreds of kilometres off comes out as round as one that doesn't."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.meshes import origin
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.package import package_mesh
from media_pipeline.meshes.pieces import pieces
from media_pipeline.meshes.probe import examine, probe_mesh
from media_pipeline.meshes.scene import open_scene
from media_pipeline.progress import silent
from media_pipeline.recipes import MESH
from media_pipeline.store import MemoryStore, read
from media_pipeline.warned import hearing
from tests.media_pipeline.meshes import reading
from tests.media_pipeline.meshes.models import Model
from tests.media_pipeline.meshes.shapes import ball, ball_primitive

OFF = np.array((687000.5, 12.0, 5803000.25))
"""Metres; a UTM grid lies like that. Single precision has steps of half a metre there."""
MOVED = "stood 5803 km from its origin, too far for exact numbers; it was moved there."
LOST = "stood 5803 km from its origin, so far that its file can't hold its shape; move it there and export it again."


def points_at(off: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    points, *_, triangles = ball(40, 30, 0.5)
    return np.asarray(points, np.float64).reshape(-1, 3) + off, np.asarray(triangles, np.int64).reshape(-1, 3)


def obj(off: np.ndarray) -> bytes:
    points, triangles = points_at(off)
    lines = ["v 0 0 0"]  # which no face names
    lines += [f"v {x:.4f} {y:.4f} {z:.4f}" for x, y, z in points] + [f"f {a + 2} {b + 2} {c + 2}" for a, b, c in triangles]
    return "\n".join(lines).encode()


def _ply(off: np.ndarray, form: str, kind: str) -> bytes:
    points, triangles = points_at(off)
    head = f"ply\nformat {form} 1.0\nelement vertex {len(points)}\n" + "".join(f"property {kind} {axis}\n" for axis in "xyz")
    head += f"element face {len(triangles)}\nproperty list uchar int vertex_indices\nend_header\n"
    if form == "ascii":
        rows = [*(f"{x:.4f} {y:.4f} {z:.4f}" for x, y, z in points), *(f"3 {a} {b} {c}" for a, b, c in triangles)]
        return (head + "\n".join(rows)).encode()
    faces = b"".join(struct.pack("<B3i", 3, *triangle) for triangle in triangles)
    return head.encode() + points.astype("<f8" if kind == "double" else "<f4").tobytes() + faces


def stl_text(off: np.ndarray) -> bytes:
    points, triangles = points_at(off)
    vertices = (["vertex {:.4f} {:.4f} {:.4f}".format(*points[corner]) for corner in triangle] for triangle in triangles)
    facets = "".join(f"facet normal 0 0 0\nouter loop\n{chr(10).join(three)}\nendloop\nendfacet\n" for three in vertices)
    return f"solid bol\n{facets}endsolid bol\n".encode()


def stl_binary(off: np.ndarray) -> bytes:
    points, triangles = points_at(off)
    facets = b"".join(struct.pack("<12fH", 0, 0, 0, *points[triangle].reshape(-1), 0) for triangle in triangles)
    return bytes(80) + struct.pack("<I", len(triangles)) + facets


def _glb(**node: object) -> Model:
    model = Model({"asset": {"version": "2.0"}, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0, **node}]})
    model.document["meshes"] = [{"primitives": [ball_primitive(model, 40, 30, 0.5)]}]
    return model


def glb_by_node(off: np.ndarray) -> bytes:
    return _glb(translation=off.tolist()).glb()


def glb_by_points(off: np.ndarray) -> bytes:
    model = _glb()
    position = model.document["meshes"][0]["primitives"][0]["attributes"]["POSITION"]
    accessor = model.document["accessors"][position]
    start = model.document["bufferViews"][accessor["bufferView"]]["byteOffset"]
    points = np.frombuffer(bytes(model.binary), "<f4", 3 * accessor["count"], start).reshape(-1, 3) + off
    model.binary[start : start + 12 * len(points)] = points.astype("<f4").tobytes()
    accessor |= {"min": points.min(0).tolist(), "max": points.max(0).tolist()}
    return model.glb()


EXACT: dict[str, Callable[[np.ndarray], bytes]] = {
    "bol.obj": obj,
    "tekst.ply": lambda off: _ply(off, "ascii", "float"),
    "dubbel.ply": lambda off: _ply(off, "binary_little_endian", "double"),
    "tekst.stl": stl_text,
    "knoop.glb": glb_by_node,
}
SINGLE: dict[str, Callable[[np.ndarray], bytes]] = {
    "enkel.ply": lambda off: _ply(off, "binary_little_endian", "float"),
    "binair.stl": stl_binary,
    "punten.glb": glb_by_points,
}


def written(folder: Path, name: str, off: np.ndarray) -> Path:
    path = folder / name
    path.write_bytes((EXACT | SINGLE)[name](off))
    return path


def packaged(source: Path) -> tuple[np.ndarray, list[str]]:
    """The first lod's triangles, (n, 3, 3) in the world as three.js has them, and what was said; the lod lies beside the file."""
    store = MemoryStore()
    wishes: dict[str, object] = {} if source.suffix == ".glb" else {"unit": "m", "up": "y"}
    with hearing() as heard:
        asset = package_mesh(source, probe_mesh(source), store, MESH, silent, **wishes)  # type: ignore[arg-type]
    lod = source.with_name("lod.glb")
    lod.write_bytes(read(store, asset.lods[0].glb.path))
    (one,) = reading.drawn(lod)[0]
    assert np.allclose(one.points.reshape(-1, 3).min(0), asset.bounds.min, atol=0.002)
    return one.points, heard


@pytest.mark.parametrize("name", EXACT)
def test_a_ball_on_the_map_is_moved_and_as_round_as_before(tmp_path: Path, name: str, without_renderer: None) -> None:
    points, heard = packaged(written(tmp_path, name, OFF))
    assert f"{name} {MOVED}" in heard
    away = np.linalg.norm(points.reshape(-1, 3) - (0, 0.5, 0), axis=1)  # it stands on the ground
    assert np.abs(away - 0.5).max() < 0.002
    assert reading.complaints(tmp_path / "lod.glb") == []


@pytest.mark.parametrize("name", SINGLE)
def test_a_file_of_single_numbers_lost_its_shape_before(tmp_path: Path, name: str, without_renderer: None) -> None:
    points, heard = packaged(written(tmp_path, name, OFF))
    assert f"{name} {LOST}" in heard
    assert np.abs(points).max() < 2


@pytest.mark.parametrize("name", [*EXACT, *SINGLE])
def test_a_ball_that_stands_near_stays_where_it_is(tmp_path: Path, name: str, without_renderer: None) -> None:
    points, heard = packaged(written(tmp_path, name, np.array((origin.FAR * 0.9, 0, 0))))
    assert not any("origin" in sentence for sentence in heard)
    assert np.abs(points[..., 0].mean() - origin.FAR * 0.9) < 0.1


def test_probe_says_it_too(tmp_path: Path) -> None:
    for name, sentence in (("knoop.glb", MOVED), ("tekst.stl", MOVED), ("binair.stl", LOST)):
        assert f"{name} {sentence}" in probe_mesh(written(tmp_path, name, OFF)).warnings


@pytest.mark.parametrize(
    ("off", "size", "how_far"), [(0, 1, 0), (512, 1, 0), (513, 1, 513), (513, 2, 0), (1, 0, 0), (np.inf, 1, 0), (np.nan, 1, 0)]
)
def test_how_far_is_far(off: float, size: float, how_far: float) -> None:
    points = np.array([(off - size / 2, 0.0, 0.0), (off + size / 2, 0.0, 0.0)])
    with np.errstate(invalid="ignore"):
        moved, found = origin.near(points, points)
    assert found == how_far
    assert moved is points if not how_far else np.allclose(moved.mean(0), 0)


def test_what_moves_goes_along(tmp_path: Path) -> None:
    """A node above all others leaves the movement of those below as it is."""
    model = _glb(translation=OFF.tolist())
    times, places = np.array([0, 1], "f"), np.stack([OFF, OFF + np.eye(3)[0]]).astype("f")
    sampler = {"input": model.numbers(times, min=[0], max=[1]), "output": model.numbers(places)}
    channel = {"sampler": 0, "target": {"node": 0, "path": "translation"}}
    model.document["animations"] = [{"samplers": [sampler], "channels": [channel]}]
    source = tmp_path / "bol.glb"
    source.write_bytes(model.glb())
    store = MemoryStore()
    asset = package_mesh(source, probe_mesh(source), store, MESH, silent)
    document = reading.document(read(store, asset.lods[0].glb.path))
    (root,) = document["scenes"][0]["nodes"]
    assert document["nodes"][root]["children"] == [0]
    assert document["animations"][0]["channels"][0]["target"]["node"] == 0


def test_a_renders_scene_is_moved_likewise(tmp_path: Path) -> None:
    opened = open_scene(written(tmp_path, "bol.obj", OFF), tmp_path, unit="m", up="y")
    assert f"bol.obj {MOVED}" in opened.warnings
    (piece,) = pieces(load(opened.path))[0]
    assert np.abs(piece.world).max() <= 1.001
    assert examine(opened.path).bounds.min[1] == 0
