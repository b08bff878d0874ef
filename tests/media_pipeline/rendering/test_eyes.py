"""The bend that makes two eyes: each point lands where its line of sight says, and the eye distance fades at the poles."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.rendering import eyes

HEAD = (3.0, 1.6, -2.0)
HALF = eyes.EYE_DISTANCE_M / 2


@pytest.mark.parametrize("yaw", [0.0, 37.0, 90.0, 180.0, -120.0])
@pytest.mark.parametrize(("side", "sign"), [("left", -1), ("right", 1)])
def test_points_of_one_line_of_sight_land_in_one_direction(yaw: float, side: eyes.Side, sign: int) -> None:
    around = np.radians(yaw)
    right, ahead = np.array([np.cos(around), 0, np.sin(around)]), np.array([np.sin(around), 0, -np.cos(around)])
    far = np.array([0.4, 1.0, 2.5, 40.0])[:, None]
    line = np.array(HEAD) + sign * HALF * right + far * ahead
    seen = eyes.bent(line, HEAD, side) - np.array(HEAD)
    assert seen == pytest.approx(far * ahead, abs=1e-9)  # straight ahead, at the distance from that eye


def test_straight_up_and_down_both_eyes_see_the_same() -> None:
    pole = np.array([[0.05, 2.0, 0.0], [0.0, -2.0, 0.1], [0.0, 1.0, 0.0]]) + np.array(HEAD)
    left, right = (eyes.bent(pole, HEAD, side) for side in eyes.SIDES)
    assert left == pytest.approx(right, abs=1e-12)


def test_the_fade_is_even_and_only_falls() -> None:
    pitch = np.linspace(0, 90, 181)
    parts = eyes.fade(pitch)
    assert (eyes.fade(-pitch) == parts).all()
    assert (np.diff(parts) <= 0).all()
    assert np.abs(np.diff(parts)).max() < 0.03
    assert parts[0] == 1 and parts[-1] == 0


def test_a_point_inside_the_head_makes_no_trouble() -> None:
    at = np.array([HEAD, (3.001, 1.6, -2.0)])
    for side in eyes.SIDES:
        assert np.isfinite(eyes.bent(at, HEAD, side)).all()


def test_left_comes_first() -> None:
    assert eyes.SIDES == ("left", "right")
