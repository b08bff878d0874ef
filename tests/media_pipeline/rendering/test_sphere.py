"""Six faces become a sphere without seams, compared with a picture that was made from the formulas."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.records import FACES
from media_pipeline.rendering import sphere
from tests import media

WIDTH = 512


def faces(inner: int, frequency: float) -> dict[str, np.ndarray]:
    """What a perfect camera draws: colour is direction, beyond the face's edge too."""
    side = inner + 2 * sphere.MARGIN
    reach = side / inner
    found = {}
    for face in FACES:
        directions = media.face_directions(face, side)
        axis = int(np.argmax(np.abs(directions[side // 2, side // 2])))
        for other in {0, 1, 2} - {axis}:
            directions[..., other] *= reach
        opaque = np.full((side, side, 1), 255.0)
        found[face] = np.round(np.concatenate([media.colour(directions, frequency), opaque], axis=-1)).astype(np.uint8)
    return found


@pytest.mark.parametrize("frequency", [media.CALM, 8.0])
def test_each_direction_shows_its_colour(frequency: float) -> None:
    made = sphere.assembled(faces(sphere.face_pixels(WIDTH), frequency), WIDTH)
    wanted = media.sphere(WIDTH, frequency)
    assert media.psnr(made, wanted) > 45
    assert np.abs(made.astype(int) - wanted).max() <= 6  # the worst pixel: no seam and no pole sticks out


def test_a_turned_face_would_be_found() -> None:
    given = faces(sphere.face_pixels(WIDTH), 8.0)
    given["d"] = given["d"][::-1]
    assert media.psnr(sphere.assembled(given, WIDTH), media.sphere(WIDTH, 8.0)) < 30


def test_what_is_transparent_shows_the_sky() -> None:
    side = sphere.face_pixels(WIDTH) + 2 * sphere.MARGIN
    nothing = {face: np.zeros((side, side, 4), np.uint8) for face in FACES}
    made = sphere.assembled(nothing, WIDTH)
    assert (made == made[:, :1]).all()  # the same all around
    assert made[0, 0, 2] > made[0, 0, 0] + 30  # blue above
    half = {face: np.full((side, side, 4), 128, np.uint8) for face in FACES}
    mixed = sphere.assembled(half, WIDTH).astype(int)
    assert np.abs(mixed - (128 + made * (127 / 255))).max() <= 2


def test_the_middle_of_a_face_is_as_fine_as_the_equator() -> None:
    assert sphere.face_pixels(4096) == 1304
    assert sphere.view_angle(1304) == pytest.approx(90.35, abs=0.01)
