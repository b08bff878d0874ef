"""Each pixel of a view looks where it says, no part of the sphere is left out, and a cropped photo is black outside."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.faces.finder import views
from media_pipeline.faces.views import Belt, Round, Source, View
from media_pipeline.images.planes import of_rgb
from media_pipeline.records import Coverage
from tests import media

VIEWS: list[View] = [
    Belt(-2048, 300, 320, 256, 1024 / 90),
    Belt(1950, 320, 256, 640, 1024 / 90),
    Round(30, 65, 320, 320, 4),
    Round(-170, -65, 320, 320, 4),
    Round(0, 90, 160, 160, 2),
]


@pytest.mark.parametrize("view", VIEWS)
def test_a_pixel_has_its_direction_s_colour(view: View) -> None:
    seen = Source(of_rgb(media.sphere(1024)), Coverage()).seen(view).astype(float)
    x, y = np.arange(view.width) + 0.5, (np.arange(view.height) + 0.5)[:, None]
    yaw, pitch = np.broadcast_arrays(*view.angles(x.astype(np.float32), y.astype(np.float32)))
    flat = np.cos(pitch)
    truth = media.colour(np.stack([np.sin(yaw) * flat, np.sin(pitch), -np.cos(yaw) * flat], axis=-1))
    assert np.abs(seen - truth).max() < 6


def test_straight_ahead_up_and_right() -> None:
    view = Round(20, 10, 200, 200, 5)
    middle, right, above = (looking_at(view, *place) for place in ((100, 100), (105, 100), (100, 95)))
    assert middle == pytest.approx([20, 10], abs=1e-4)
    assert right[0] > 20.9
    assert above == pytest.approx([20, 11], abs=1e-3)


def looking_at(view: View, x: float, y: float) -> list[float]:
    """(yaw, pitch) in degrees of one place in a view."""
    return [float(np.degrees(part)[0]) for part in view.angles(np.float32([x]), np.float32([y]))]


@pytest.mark.parametrize("width", [1024, 2048, 4096, 8192, 16384])
def test_every_direction_is_in_a_view_with_room_around_it(width: int) -> None:
    """Room for half a face of 5 degrees; the windows stay as small as memory wants them."""
    inside = np.zeros((61, 121), bool)
    pitch, yaw = np.radians(np.linspace(-90, 90, 61))[:, None], np.radians(np.linspace(-180, 180, 121))[None, :]
    for view in views(width / 360):
        assert view.width * view.height <= 1024 * 640
        assert view.width % 32 == view.height % 32 == 0
        x, y = places(view, yaw, pitch)
        room = 2.5 * view.density
        inside |= (x > room) & (x < view.width - room) & (y > room) & (y < view.height - room)
    assert inside.all()


def places(view: View, yaw: np.ndarray, pitch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(x, y) in pixels of directions in radians; the formulas the other way round, of their own. Behind: far outside."""
    per_radian = view.density * 180 / np.pi
    if isinstance(view, Belt):
        x = (yaw * per_radian - view.left) % (2 * np.pi * per_radian)
        return x + 0 * pitch, view.top - np.arctanh(np.clip(np.sin(pitch), -0.9999, 0.9999)) * per_radian + 0 * yaw
    turn, tilt = yaw - np.radians(view.yaw), np.radians(view.pitch)
    right, above = np.sin(turn) * np.cos(pitch), np.sin(pitch) * np.cos(tilt) - np.cos(turn) * np.cos(pitch) * np.sin(tilt)
    ahead = np.sin(pitch) * np.sin(tilt) + np.cos(turn) * np.cos(pitch) * np.cos(tilt)
    scale = np.where(ahead > -0.9, 2 * per_radian / np.maximum(0.1, 1 + ahead), 1e6)
    return view.width / 2 + right * scale, view.height / 2 - above * scale


def test_outside_a_cropped_photo_is_black() -> None:
    coverage = Coverage(yaw=(-30, 60), pitch=(-20, 40))
    source = Source(of_rgb(np.full((160, 240, 3), 200, np.uint8)), coverage)
    seen = source.seen(Round(-30, 0, 128, 128, 2))
    assert (seen[20:100, :60] == 0).all()
    assert (abs(seen[20:100, 70:].astype(int) - 200) < 3).all()
    assert source.shows(Round(-30, 0, 128, 128, 2))
    assert not source.shows(Round(150, 0, 128, 128, 2))
    assert not source.shows(Round(0, -80, 128, 128, 2))
