"""The box around a mesh, for models whose box is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_pipeline.meshes.probe import examine
from media_pipeline.records import Bounds
from tests.media_pipeline.meshes.models import Model, cube

R = 2**0.5
QUARTER = [0.0, 0.0, 0.38268343236509, 0.923879532511287]  # 45 degrees about z, as (x, y, z, w)


def bounds(model: Model, tmp_path: Path) -> Bounds:
    source = tmp_path / "model.glb"
    source.write_bytes(model.glb())
    return examine(source).bounds


def nodes(*nodes: dict[str, Any]) -> Model:
    model = cube()
    model.document |= {"nodes": list(nodes), "scenes": [{"nodes": [0]}]}
    return model


@pytest.mark.parametrize(
    ("model", "low", "high"),
    [
        (nodes({"mesh": 0}), (-1, -1, -1), (1, 1, 1)),
        (nodes({"mesh": 0, "translation": [10, 0, -3]}), (9, -1, -4), (11, 1, -2)),
        (nodes({"mesh": 0, "scale": [1, 2, 0.5]}), (-1, -2, -0.5), (1, 2, 0.5)),
        # exact for a turned cube: the box of the turned box would be 2 * R wide after two turns of 45 degrees
        (nodes({"mesh": 0, "rotation": QUARTER}), (-R, -R, -1), (R, R, 1)),
        (nodes({"children": [1], "rotation": QUARTER}, {"mesh": 0, "rotation": QUARTER}), (-1, -1, -1), (1, 1, 1)),
        # translation · rotation · scale, and the parent's on top of the child's
        (
            nodes({"mesh": 0, "translation": [5, 0, 0], "rotation": QUARTER, "scale": [2, 2, 2]}),
            (5 - 2 * R, -2 * R, -2),
            (5 + 2 * R, 2 * R, 2),
        ),
        # scaled first, then turned: a quarter turn lays the long side along y
        (nodes({"mesh": 0, "rotation": [0, 0, R / 2, R / 2], "scale": [3, 1, 1]}), (-1, -3, -1), (1, 3, 1)),
        (nodes({"scale": [2, 2, 2], "children": [1]}, {"mesh": 0, "translation": [5, 0, 0]}), (8, -2, -2), (12, 2, 2)),
        # column by column: the last four numbers are the translation
        (nodes({"mesh": 0, "matrix": [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 7, 8, 9, 1]}), (6, 7, 8), (8, 9, 10)),
        # a mirror
        (nodes({"mesh": 0, "scale": [-1, 1, 1], "translation": [0.5, 0, 0]}), (-0.5, -1, -1), (1.5, 1, 1)),
    ],
)
def test_bounds_over_the_node_tree(model: Model, low: tuple[float, ...], high: tuple[float, ...], tmp_path: Path) -> None:
    box = bounds(model, tmp_path)
    assert box.min == pytest.approx(low, abs=1e-4)
    assert box.max == pytest.approx(high, abs=1e-4)


def test_the_numbers_count_not_what_the_accessor_says_of_them(tmp_path: Path) -> None:
    model = cube()
    for accessor in model.document["accessors"]:
        if "min" in accessor:
            accessor |= {"min": [-100.0] * 3, "max": [100.0] * 3}
    assert bounds(model, tmp_path).max == (1, 1, 1)


def test_interleaved_and_normalized_numbers(tmp_path: Path) -> None:
    model = cube()
    points = np.array([[0, 0, 0], [32767, 0, 0], [0, -32768, 0]], "<i2")
    rows = np.hstack([points, np.full((3, 1), 99, "<i2")])  # two bytes of something else after each point: a stride of 8
    view = model.view(rows.tobytes())
    model.document["bufferViews"][view]["byteStride"] = 8
    model.document["accessors"].append(
        {"bufferView": view, "componentType": 5122, "normalized": True, "count": 3, "type": "VEC3"}
    )
    primitive = {"attributes": {"POSITION": len(model.document["accessors"]) - 1}}
    model.document |= {"meshes": [{"primitives": [primitive]}], "extensionsRequired": ["KHR_mesh_quantization"]}
    box = bounds(model, tmp_path)
    assert (box.min, box.max) == ((0, -1, 0), (1, 0, 0))


def test_sparse_points(tmp_path: Path) -> None:
    model = cube()
    where, values = model.view(np.array([1, 3], "<u2").tobytes()), model.view(np.array([[0, 0, 50], [0, -7, 0]], "<f4").tobytes())
    model.document["accessors"][0]["sparse"] = {
        "count": 2,
        "indices": {"bufferView": where, "componentType": 5123},
        "values": {"bufferView": values},
    }
    box = bounds(model, tmp_path)
    assert (box.min, box.max) == ((-1, -7, -1), (1, 1, 50))


def test_a_skinned_mesh_stands_where_its_joints_are(tmp_path: Path) -> None:
    model = nodes({"children": [1, 2, 3]}, {"mesh": 0, "skin": 0, "translation": [100, 0, 0]}, {"translation": [0, 10, 0]}, {})
    for primitive in model.document["meshes"][0]["primitives"]:
        primitive["attributes"] |= {
            "JOINTS_0": model.numbers(np.tile(np.array([0, 1, 0, 0], "B"), (4, 1))),
            "WEIGHTS_0": model.numbers(np.tile(np.array([0.5, 0.5, 0, 0], "f"), (4, 1))),
        }
    inverse = np.stack([np.eye(4), np.eye(4)]).astype("f")
    inverse[0, 3, :3] = (0, -4, 0)  # stored column by column: the last row here is the translation
    model.document["skins"] = [{"joints": [2, 3], "inverseBindMatrices": model.numbers(inverse.reshape(2, 16))}]
    box = bounds(model, tmp_path)  # half of (10 - 4) up; its own node's 100 does not count
    assert box.min == pytest.approx((-1, 2, -1)) and box.max == pytest.approx((1, 4, 1))


def test_a_joint_that_the_skin_lacks(tmp_path: Path) -> None:
    from media_pipeline.errors import Refused

    model = nodes({"mesh": 0, "skin": 0})
    for primitive in model.document["meshes"][0]["primitives"]:
        primitive["attributes"] |= {
            "JOINTS_0": model.numbers(np.tile(np.array([5, 0, 0, 0], "B"), (4, 1))),
            "WEIGHTS_0": model.numbers(np.tile(np.array([1, 0, 0, 0], "f"), (4, 1))),
        }
    model.document["skins"] = [{"joints": [0]}]
    with pytest.raises(Refused, match="hangs on a joint"):
        bounds(model, tmp_path)
