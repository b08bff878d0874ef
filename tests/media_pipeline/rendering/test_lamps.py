"""Lamps of a file: where they stand, how strong they are in the end, and what is left out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from media_pipeline.meshes.glb import load
from media_pipeline.meshes.nodes import world_matrices
from media_pipeline.records import Bounds
from media_pipeline.rendering.lamps import MOST, Lamp, exposed, lamps_of
from tests.media_pipeline.meshes.models import cube

ROOM = Bounds(min=(-2, 0, -2), max=(2, 4, 2))


def lamps(tmp_path: Path, stored: list[Any], *nodes: dict[str, Any]) -> list[Lamp]:
    """The lamps of a cube with these lights and nodes."""
    model = cube()
    model.document["extensions"] = {"KHR_lights_punctual": {"lights": stored}}
    for node in nodes:
        model.document["scenes"][0]["nodes"].append(len(model.document["nodes"]))
        model.document["nodes"].append(node)
    path = tmp_path / "lit.glb"
    path.write_bytes(model.glb())
    glb = load(path)
    return lamps_of(glb, world_matrices(glb))


def with_light(number: Any, **place: Any) -> dict[str, Any]:
    return {"extensions": {"KHR_lights_punctual": {"light": number}}, **place}


def test_lamps_stand_where_their_nodes_stand(tmp_path: Path) -> None:
    down = [-0.7071068, 0, 0, 0.7071068]
    stored = [
        {"type": "point", "intensity": 50, "color": [1, 0.5, 0.2]},
        {"type": "spot", "intensity": 20, "spot": {"outerConeAngle": 0.5}},
        {"type": "directional"},
    ]
    nodes = [with_light(0, translation=[1, 3, 0]), with_light(1, translation=[0, 2, 0], rotation=down), with_light(2)]
    point, spot, sun = lamps(tmp_path, stored, *nodes)
    assert (point.kind, point.position, point.colour, point.intensity) == ("point", (1, 3, 0), (1, 0.5, 0.2), 50)
    assert spot.towards == pytest.approx((0, -1, 0), abs=1e-6)
    assert spot.cone == pytest.approx(57.3, abs=0.1)
    assert sun.towards == (0, 0, -1)


@pytest.mark.parametrize(
    ("stored", "node"),
    [
        ([{"type": "laser"}], with_light(0)),
        ([{"type": "point", "intensity": -1}], with_light(0)),
        ([{"type": "point"}], with_light(1)),
        ([{"type": "point"}], with_light("0")),
        (["point"], with_light(0)),
        ([{"type": "point"}], {"extensions": {"KHR_lights_punctual": 7}}),
        ([{"type": "point", "intensity": 0}], with_light(0)),
    ],
)
def test_what_makes_no_sense_is_left_out(tmp_path: Path, stored: list[Any], node: dict[str, Any]) -> None:
    assert lamps(tmp_path, stored, node) == []


def test_the_brightest_are_kept(tmp_path: Path) -> None:
    stored = [{"type": "point", "intensity": number + 1} for number in range(2 * MOST)]
    found = lamps(tmp_path, stored, *[with_light(number) for number in range(2 * MOST)])
    assert [lamp.intensity for lamp in found] == list(range(2 * MOST, MOST, -1))


def test_candela_watts_or_neither_light_the_same() -> None:
    def lit(intensity: float) -> list[Lamp]:
        place = ((0, 3.5, 0), (0, -1, 0), (1, 1, 1))
        return exposed([Lamp("point", *place, intensity), Lamp("point", (1, 1, 1), *place[1:], intensity / 2)], ROOM)

    faint, strong = lit(0.01), lit(54000.0)
    assert [one.intensity for one in faint] == pytest.approx([one.intensity for one in strong])
    assert faint[0].intensity == pytest.approx(2 * faint[1].intensity)


def test_a_lamp_that_lights_nothing_leaves_ours() -> None:
    away = Lamp("spot", (0, 3, 0), (0, 1, 0), (1, 1, 1), 10.0, cone=20.0)
    assert exposed([away], ROOM) == []
