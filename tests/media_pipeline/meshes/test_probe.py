"""GLBs that are right are measured, GLBs that are wrong are refused: with a sentence, and within five seconds."""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.meshes.probe import probe_mesh
from media_pipeline.recipes import Limits
from tests.media_pipeline.meshes.models import Model, container, cube, png, png_header, with_picture

RED = np.full((4, 4, 3), (255, 0, 0))


@pytest.fixture
def probe(tmp_path: Path) -> Callable[..., Any]:
    def probe_bytes(data: bytes, **limits: int) -> Any:
        source = tmp_path / "model.glb"
        source.write_bytes(data)
        return probe_mesh(source, Limits(**limits))

    return probe_bytes


def refusal(probe: Callable[..., Any], data: bytes, **limits: int) -> Refused:
    with pytest.raises(Refused) as caught:
        probe(data, **limits)
    sentence = str(caught.value)
    assert sentence.startswith("model.glb ") and "\n" not in sentence and len(sentence) < 300
    return caught.value


def changed(**parts: Any) -> bytes:
    model = cube()
    model.document |= parts
    return model.glb()


def test_a_cube(probe: Callable[..., Any]) -> None:
    info = probe(cube().glb())
    assert (info.kind, info.format, info.triangles, info.warnings) == ("mesh", "glb", 12, ())
    assert info.name == "model.glb" and info.size == len(cube().glb())


def test_a_mesh_that_stands_in_three_places_counts_three_times(probe: Callable[..., Any]) -> None:
    nodes = [{"mesh": 0}, {"mesh": 0}, {"children": [3]}, {"mesh": 0}, {"mesh": 0}]  # the last is not in the scene
    data = changed(nodes=nodes, scenes=[{"nodes": [0, 1, 2]}])
    assert probe(data).triangles == 36
    assert refusal(probe, data, triangles=35).values == {"name": "model.glb", "triangles": 36, "limit": 35}


@pytest.mark.parametrize(("mode", "triangles"), [(0, None), (1, None), (3, None), (4, 2), (5, 4), (6, 4)])
def test_modes(probe: Callable[..., Any], mode: int, triangles: int | None) -> None:
    model = cube()
    model.document["meshes"][0]["primitives"] = model.document["meshes"][0]["primitives"][:1]
    model.document["meshes"][0]["primitives"][0]["mode"] = mode
    if triangles is None:
        assert refusal(probe, model.glb()).code == "no_geometry"
    else:
        assert probe(model.glb()).triangles == triangles


@pytest.mark.parametrize(("side", "warned"), [(2.0, False), (0.002, True), (2000.0, True)])
def test_another_unit_than_metres_is_warned_of(probe: Callable[..., Any], side: float, warned: bool) -> None:
    assert bool(probe(cube(side).glb()).warnings) is warned


def test_an_embedded_buffer_and_picture_are_fine(probe: Callable[..., Any]) -> None:
    model = with_picture(png(RED))
    model.document["buffers"] = [
        {
            "byteLength": len(model.binary),
            "uri": "data:application/octet-stream;base64," + base64.b64encode(model.binary).decode(),
        }
    ]
    model.document["images"] = [{"uri": "data:image/png;base64," + base64.b64encode(png(RED)).decode()}]
    assert probe(container(json.dumps(model.document).encode())).triangles == 12


def test_animations_and_extensions_that_we_can_show_are_fine(probe: Callable[..., Any]) -> None:
    model = cube()
    times, places = model.numbers(np.array([0, 1], "f")), model.numbers(np.zeros((2, 3), "f"))
    target = {"node": 0, "path": "translation"}
    curve = {"samplers": [{"input": times, "output": places}], "channels": [{"sampler": 0, "target": target}]}
    model.document |= {"animations": [curve], "extensionsRequired": ["KHR_texture_transform"], "extensionsUsed": ["ANY_thing"]}
    assert probe(model.glb()).triangles == 12


# --- the container ---


def _header(length: int, version: int = 2, magic: bytes = b"glTF") -> bytes:
    return struct.pack("<4sII", magic, version, length)


WHOLE = cube().glb()
CONTAINERS = {
    "empty": (b"", "empty"),
    "a few bytes": (b"glTF", "damaged"),
    "another signature": (b"glTX" + WHOLE[4:], "unknown"),
    "version 1": (cube().glb(version=1), "gltf_version"),
    "version 3": (cube().glb(version=3), "gltf_version"),
    "cut off in the numbers": (WHOLE[:-7], "damaged"),
    "cut off in the description": (WHOLE[:100], "damaged"),
    "a length beyond the end": (_header(len(WHOLE) + 1000) + WHOLE[12:], "damaged"),
    "a length too short": (_header(40) + WHOLE[12:], "damaged"),
    "a part beyond the end": (_header(20) + struct.pack("<II", 0xFFFFFFF0, 0x4E4F534A), "damaged"),
    "binary part first": (_header(20) + struct.pack("<II", 0, 0x004E4942), "damaged"),
    "no JSON": (container(b"hello"), "damaged"),
    "a list": (container(b"[]"), "damaged"),
    "no asset": (container(b"{}"), "damaged"),
    "asset is text": (container(b'{"asset": "2.0"}'), "damaged"),
    "glTF 1.0 inside": (container(b'{"asset": {"version": "1.0"}}'), "gltf_version"),
    "not UTF-8": (container(b'{"asset": {"version": "2.0"}, "x": "\xff\xfe"}'), "damaged"),
    "NaN": (container(b'{"asset": {"version": "2.0"}, "nodes": [{"translation": [NaN, 0, 0]}]}'), "damaged"),
    "an infinite number": (container(b'{"asset": {"version": "2.0"}, "nodes": [{"translation": [1e999, 0, 0]}]}'), "damaged"),
    "nothing in it": (container(b'{"asset": {"version": "2.0"}}'), "no_scene"),
    "an empty scene": (container(b'{"asset": {"version": "2.0"}, "scenes": [{}]}'), "no_geometry"),
    "a number with a million digits": (
        container(b'{"asset": {"version": "2.0"}, "scene": ' + b"9" * 1_000_000 + b"}"),
        "damaged",
    ),
    "deeply nested": (container(b'{"a":' + b"[" * 4_000_000), "too_many_parts"),
    "nested as deep as is read": (container(b'{"a":' + b"[" * 399_000), "damaged"),
    "many parts": (_header(12 + 8 * 20) + struct.pack("<II", 0, 0x4E4F534A) * 20, "damaged"),
    "a description of 17 MiB": (container(b'{"asset": {"version": "2.0"}, "x": "' + b" " * (17 << 20) + b'"}'), "damaged"),
    "millions of empty nodes": (
        container(b'{"asset": {"version": "2.0"}, "nodes": [' + b"{}," * 5_000_000 + b"{}]}"),
        "too_many_parts",
    ),
    "millions of lists": (container(b'{"asset": {"version": "2.0"}, "x": [' + b"[]," * 5_000_000 + b"[]]}"), "too_many_parts"),
    "a hundred thousand objects": (container(b'{"asset": {"version": "2.0"}, "nodes": [' + b"{}," * 99_990 + b"[]]}"), "damaged"),
    "millions of primitives": (
        container(
            b'{"asset": {"version": "2.0"}, "scenes": [{"nodes": [0]}], "nodes": [{"mesh": 0}], "meshes": [{"primitives": ['
            + b'{"attributes":{}},' * 900_000
            + b'{"attributes":{}}]}]}'
        ),
        "too_many_parts",
    ),
}


@pytest.mark.parametrize("what", CONTAINERS)
def test_wrong_containers(probe: Callable[..., Any], what: str) -> None:
    data, code = CONTAINERS[what]
    assert refusal(probe, data).code == code


@pytest.mark.parametrize("length", range(0, len(WHOLE), 97))
def test_cut_off_anywhere(probe: Callable[..., Any], length: int) -> None:
    assert refusal(probe, WHOLE[:length]).code == ("empty" if length == 0 else "damaged")


# --- the document ---


def _accessor(number: int, **parts: Any) -> Model:
    model = cube()
    model.document["accessors"][number] |= parts
    return model


def _view(number: int, **parts: Any) -> Model:
    model = cube()
    model.document["bufferViews"][number] |= parts
    return model


def _floats_as_indices() -> Model:
    model = cube()
    model.document["meshes"][0]["primitives"][0]["indices"] = model.numbers(np.array([0, 1, 2], "f"))
    return model


def _sparse(count: int, at: int, where: int = 0) -> Model:
    indices, values = {"bufferView": 2, "byteOffset": where, "componentType": 5123}, {"bufferView": 0}
    model = _accessor(0, sparse={"count": count, "indices": indices, "values": values})
    model.binary[96:98] = struct.pack("<H", at)  # the first of the side's indices, read as the point that changes
    return model


def _node(**parts: Any) -> Model:
    model = cube()
    model.document["nodes"][0] |= parts
    return model


def _primitive(**parts: Any) -> Model:
    model = cube()
    model.document["meshes"][0]["primitives"][0] |= parts
    return model


def _with_numbers(number: int, values: np.ndarray) -> Model:
    model = cube()
    view = model.document["bufferViews"][model.document["accessors"][number]["bufferView"]]
    data = values.tobytes()
    model.binary[view["byteOffset"] : view["byteOffset"] + len(data)] = data
    return model


def _unstored(count: int, mode: int) -> Model:
    model = _primitive(mode=mode)
    for number in (0, 1, 2):
        del model.document["accessors"][number]["bufferView"]
        model.document["accessors"][number]["count"] = count
    return model


def _top(**parts: Any) -> Model:
    model = cube()
    model.document |= parts
    return model


def _circle() -> Model:
    return _top(nodes=[{"mesh": 0, "children": [1]}, {"children": [0]}])


def _chain(length: int) -> Model:
    return _top(nodes=[*({"children": [number + 1]} for number in range(length)), {"mesh": 0}])


def _with_target(number: float) -> Model:
    model = cube()
    model.document["meshes"][0]["primitives"][0]["targets"] = [{"POSITION": model.numbers(np.full((4, 3), number, "f"))}]
    return model


def _many_targets(points: int, targets: int) -> Model:
    model = _unstored(points, 4)
    model.document["meshes"][0]["primitives"][0]["targets"] = [{"POSITION": 0}] * targets
    return model


def _with_curve(time: float, place: float) -> Model:
    model = cube()
    curve = {"input": model.numbers(np.array([0, time], "f")), "output": model.numbers(np.array([[0, 0, 0], [0, place, 0]], "f"))}
    channel = {"sampler": 0, "target": {"node": 0, "path": "translation"}}
    model.document["animations"] = [{"samplers": [curve], "channels": [channel]}]
    return model


_HUGE = [1.7e308] * 3
_TOO_LARGE = "damaged: a number in its geometry is too large"
DOCUMENTS: dict[str, tuple[Callable[[], Model], str]] = {
    "more elements than bytes": (lambda: _accessor(0, count=5), "damaged: accessor 0 ends after its buffer view"),
    "billions of elements": (lambda: _accessor(0, count=4_000_000_000), "damaged: accessor 0 ends after its buffer view"),
    "billions of triangles without bytes": (lambda: _unstored(4_000_000_000, 4), "damaged: elements and no bytes"),
    "billions of points without bytes": (lambda: _unstored(4_000_000_000, 0), "damaged: elements and no bytes"),
    "an accessor that begins in the middle of a number": (lambda: _accessor(0, byteOffset=2, count=1), "damaged: multiple of 4"),
    "an accessor in no view": (lambda: _accessor(0, bufferView=99), "damaged: accessor 0 is in no buffer view"),
    "no elements": (lambda: _accessor(0, count=0), "damaged"),
    "less than no elements": (lambda: _accessor(0, count=-1), "damaged"),
    "an unknown type of number": (lambda: _accessor(0, componentType=5124), "damaged"),
    "points with two coordinates": (lambda: _accessor(0, type="VEC2"), "damaged: three coordinates"),
    "indices that are floats": (_floats_as_indices, "damaged: no whole numbers"),
    "fewer normals than points": (lambda: _accessor(1, count=3), "damaged: NORMAL of 3 for 4 points"),
    "a view beyond its buffer": (lambda: _view(2, byteLength=10**9), "damaged: buffer view 2 ends after its buffer"),
    "a view in no buffer": (lambda: _view(2, buffer=3), "damaged: buffer view 2 is in no buffer"),
    "a stride shorter than an element": (lambda: _view(0, byteStride=8), "damaged: accessor 0 ends after its buffer view"),
    "more changes than elements": (lambda: _sparse(5, 0), "damaged: changes more elements"),
    "a change of an element that is not there": (lambda: _sparse(1, 60_000), "damaged: that it does not have"),
    "changes beyond their view": (lambda: _sparse(4, 0, where=8), "damaged: accessor 0 ends after its buffer view"),
    "a stride of one": (lambda: _view(2, byteStride=1), "damaged: bufferViews/2/byteStride"),
    "a buffer beyond the file": (lambda: _top(buffers=[{"byteLength": 10**12}]), "damaged: buffer 0 says"),
    "NaN among the points": (lambda: _with_numbers(0, np.array([np.nan], "f")), "damaged: is no number"),
    "infinity among the normals": (lambda: _with_numbers(1, np.array([np.inf], "f")), "damaged: is no number"),
    "a point further than single precision bears": (lambda: _with_numbers(0, np.array([-1e13], "f")), _TOO_LARGE),
    "a normal whose length overflows": (lambda: _with_numbers(1, np.array([1e25], "f")), _TOO_LARGE),
    "NaN among a morph target's points": (lambda: _with_target(np.nan), "damaged: is no number"),
    "a morph target that leads too far": (lambda: _with_target(1e30), _TOO_LARGE),
    "fifty million points in morph targets": (lambda: _many_targets(1_000_000, 50), "too_many_vertices"),
    "a curve without times": (lambda: _with_curve(np.nan, 1), "damaged: is no number"),
    "a curve to nowhere": (lambda: _with_curve(1, np.inf), "damaged: is no number"),
    "a triangle with a point that is not there": (lambda: _with_numbers(2, np.array([4], "H")), "damaged: names point 4 of 4"),
    "a material that is not there": (lambda: _primitive(material=6), "damaged: material 6"),
    "points that are not there": (lambda: _primitive(attributes={"POSITION": 500}), "damaged: accessor 500"),
    "a form that does not exist": (lambda: _primitive(mode=7), "damaged"),
    "a mesh that is not there": (lambda: _node(mesh=1), "damaged: mesh 1"),
    "a child that is not there": (lambda: _node(children=[7]), "damaged: node 7"),
    "a circle": (_circle, "damaged: stands twice"),
    "a node twice": (lambda: _top(scenes=[{"nodes": [0, 0]}]), "damaged: stands twice"),
    "a scene that is not there": (lambda: _top(scene=4), "damaged: scene 4 is not there"),
    "no scene": (lambda: _top(scenes=[]), "no_scene"),
    "a matrix of 15": (lambda: _node(matrix=[1.0] * 15), "damaged"),
    "infinitely large": (
        lambda: _top(nodes=[{"scale": _HUGE, "children": [1]}, {"mesh": 0, "scale": _HUGE}]),
        "damaged: a node is too large",
    ),
    "a node whose volume overflows": (lambda: _node(scale=[1e120] * 3), "damaged: a node is too large"),
    "a node that is too far with its points": (
        lambda: _node(scale=[1e12] * 3, translation=[1e12] * 3),
        "damaged: it is too large",
    ),
    "infinitely far": (lambda: _node(scale=_HUGE, translation=_HUGE), "damaged: a node is too large"),
    "a buffer in another file": (lambda: _top(buffers=[{"byteLength": 9, "uri": "model.bin"}]), "outside_reference"),
    "a picture in another file": (lambda: _top(images=[{"uri": "../secret.png"}]), "outside_reference"),
    "a picture on the web": (lambda: _top(images=[{"uri": "https://example.nl/x.png"}]), "outside_reference"),
    "a picture from the disk": (lambda: _top(images=[{"uri": "file:///etc/hostname"}]), "outside_reference"),
    "an embedded picture that is not base64": (lambda: _top(images=[{"uri": "data:image/png;base64,%%%"}]), "damaged"),
    "a picture nowhere": (lambda: _top(images=[{}]), "damaged"),
    "a picture that is a drawing": (lambda: with_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "texture_format"),
    "a picture of 9000 pixels": (lambda: with_picture(png_header(9000, 10)), "texture_too_large"),
    "a picture without size": (lambda: with_picture(png_header(0, 10)), "texture_format"),
    "a texture that is not there": (lambda: _top(materials=[{"normalTexture": {"index": 3}}] * 6), "damaged: texture 3"),
    "Draco": (lambda: _top(extensionsRequired=["KHR_draco_mesh_compression"]), "gltf_extension"),
    "a picture that only an extension knows": (
        lambda: _top(textures=[{"extensions": {"KHR_texture_basisu": {"source": 0}}}]),
        "gltf_extension",
    ),
    "copies by an extension": (lambda: _node(extensions={"EXT_mesh_gpu_instancing": {}}), "gltf_extension"),
    "an unknown extension": (lambda: _top(extensionsRequired=["EXT_x" * 100]), "gltf_extension"),
}


@pytest.mark.parametrize("what", DOCUMENTS)
def test_wrong_documents(probe: Callable[..., Any], what: str) -> None:
    model, wanted = DOCUMENTS[what]
    code, _, detail = wanted.partition(": ")
    refused = refusal(probe, model().glb())
    assert refused.code == code and detail in str(refused)


def test_a_long_chain_of_nodes_is_no_recursion(probe: Callable[..., Any]) -> None:
    assert probe(_chain(20_000).glb()).triangles == 12


def test_many_large_pictures_together(probe: Callable[..., Any]) -> None:
    model = with_picture(png_header(8000, 8000))
    model.document["images"] *= 3
    assert refusal(probe, model.glb()).values == {"name": "model.glb", "pixels": 192_000_000, "limit": 180_000_000}


def test_points_without_triangles_are_limited_too(probe: Callable[..., Any]) -> None:
    nodes = [{"mesh": 0}] * 10
    assert refusal(probe, changed(nodes=nodes, scenes=[{"nodes": list(range(10))}]), triangles=119).code == "too_many_triangles"
    model = cube()
    for primitive in model.document["meshes"][0]["primitives"][1:]:
        primitive["mode"] = 0
    assert refusal(probe, model.glb(), triangles=11).values["vertices"] == 36


def test_a_file_above_the_limit(probe: Callable[..., Any]) -> None:
    assert refusal(probe, WHOLE, file_bytes=100).code == "too_large_file"
