"""Directions, pictures and cube faces agree with the table that the player's tests read too, and with each other."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.images import projection
from media_pipeline.records import FACES

CASES = json.loads(Path(__file__).with_name("projection_cases.json").read_text())
yaws = st.floats(-180, 180, exclude_max=True)
pitches = st.floats(-90, 90)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['yaw']},{c['pitch']}")
def test_table(case: dict) -> None:
    vector = (case["x"], case["y"], case["z"])
    assert projection.direction(case["yaw"], case["pitch"]) == pytest.approx(vector, abs=2e-6)
    assert projection.to_uv(case["yaw"], case["pitch"]) == pytest.approx((case["u"], case["v"]), abs=2e-6)
    face, a, b = projection.to_face(vector)
    assert (face, a, b) == (case["face"], pytest.approx(case["a"], abs=2e-5), pytest.approx(case["b"], abs=2e-5))
    on_face = projection.on_face(case["face"], case["a"], case["b"])
    length = math.hypot(*on_face)
    assert [part / length for part in on_face] == pytest.approx(vector, abs=2e-6)


def test_the_table_has_the_hard_places() -> None:
    assert len(CASES) >= 30
    assert {case["face"] for case in CASES if (case["a"], case["b"]) == (0, 0)} == set(FACES)
    assert any(case["pitch"] == 90 for case in CASES)
    assert any(case["pitch"] == -90 for case in CASES)
    assert any(case["yaw"] == -180 and case["u"] == 0 for case in CASES)


@given(yaws, pitches)
def test_there_and_back_through_vectors(yaw: float, pitch: float) -> None:
    back_yaw, back_pitch = projection.angles(projection.direction(yaw, pitch))
    assert back_pitch == pytest.approx(pitch, abs=1e-5)
    if abs(pitch) < 89.9:
        assert math.remainder(back_yaw - yaw, 360) == pytest.approx(0, abs=1e-5)


@given(yaws, pitches)
def test_there_and_back_through_the_picture(yaw: float, pitch: float) -> None:
    u, v = projection.to_uv(yaw, pitch)
    assert 0 <= u < 1
    assert 0 <= v <= 1
    back_yaw, back_pitch = projection.from_uv(u, v)
    assert math.remainder(back_yaw - yaw, 360) == pytest.approx(0, abs=1e-9)
    assert back_pitch == pytest.approx(pitch, abs=1e-9)


@given(yaws, pitches)
def test_every_direction_lies_on_one_face(yaw: float, pitch: float) -> None:
    vector = projection.direction(yaw, pitch)
    face, a, b = projection.to_face(vector)
    assert abs(a) <= 1 + 1e-9
    assert abs(b) <= 1 + 1e-9
    back = projection.on_face(face, a, b)
    length = math.hypot(*back)
    assert [part / length for part in back] == pytest.approx(vector, abs=1e-9)


@pytest.mark.parametrize("face", FACES)
@given(a=st.floats(-0.999, 0.999), b=st.floats(-0.999, 0.999))
def test_there_and_back_through_faces(face: str, a: float, b: float) -> None:
    assert projection.to_face(projection.on_face(face, a, b)) == (face, pytest.approx(a, abs=1e-9), pytest.approx(b, abs=1e-9))
