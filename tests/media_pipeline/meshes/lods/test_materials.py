"""Textures are bounded and materials stay; what tells about people goes."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.meshes.textures import picture_size
from tests.media_pipeline.meshes.lods.made import SMALL, Made
from tests.media_pipeline.meshes.models import png, with_picture
from tests.media_pipeline.meshes.shapes import ball_model


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
