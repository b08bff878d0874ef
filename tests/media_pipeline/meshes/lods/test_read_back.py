"""Lods are read back by others as they were meant, compressed or not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_pipeline.errors import Damaged
from media_pipeline.meshes import pack as packing
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.pieces import pieces
from media_pipeline.meshes.simplify import details
from tests.media_pipeline.meshes.lods.made import SMALL, Made, animated, idle, plain
from tests.media_pipeline.meshes.models import Model, cube, png, with_picture
from tests.media_pipeline.meshes.reading import complaints, drawn
from tests.media_pipeline.meshes.shapes import ball_model

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
