"""Drawn heads at known directions are found where they hang, each once, and nothing else is."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.errors import Cancelled
from media_pipeline.faces.finder import find
from media_pipeline.images.planes import of_rgb
from media_pipeline.records import Coverage
from tests import media
from tests.media_pipeline.faces.scenes import near, sphere_with

pytestmark = pytest.mark.usefixtures("centerface")

EVERYWHERE = [
    (180.0, 0.0, 8.0),  # on the seam
    (-179.0, 30.0, 9.0),
    (0.0, 0.0, 4.5),
    (90.0, 38.0, 10.0),  # where belt and pole views meet
    (-90.0, -42.0, 10.0),
    (45.0, 62.0, 9.0),
    (-120.0, -65.0, 12.0),
    (20.0, 86.0, 14.0),  # at the poles
    (-20.0, -87.0, 14.0),
    (-50.0, 5.0, 40.0),  # someone holds the camera
    (120.0, -8.0, 5.0),
]


def test_all_over_the_sphere() -> None:
    finds = find(of_rgb(sphere_with(EVERYWHERE)), Coverage())
    for face in EVERYWHERE:
        assert sum(near(found, *face) for found in finds) == 1, face
    assert len(finds) == len(EVERYWHERE)
    assert all(0.3 <= found.confidence <= 1 for found in finds)


def test_nobody() -> None:
    assert find(of_rgb(media.sphere(1024)), Coverage()) == ()


def test_a_cropped_photo_and_a_face_behind_its_edge() -> None:
    """Of the second face the photo's edge leaves three quarters."""
    faces = [(-60.0, 10.0, 12.0), (46.0, 0.0, 12.0)]
    picture = sphere_with(faces)
    part = picture[256:768, 512 : 512 + 792]  # yaw -90 to 49.2, pitch -45 to 45
    finds = find(of_rgb(part), Coverage(yaw=(-90, -90 + 792 * 360 / 2048), pitch=(-45, 45)))
    assert len(finds) == 2
    for face in faces:
        assert any(near(found, *face) for found in finds), face


def test_progress_is_told_and_may_stop_the_work() -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise Cancelled("stop")

    with pytest.raises(Cancelled):
        find(of_rgb(media.sphere(512)), Coverage(), stop)
    assert told[0][0] == 1
    assert told[-1][0] == 2 < told[-1][1]


def test_the_same_every_time() -> None:
    planes = of_rgb(sphere_with([(180.0, 10.0, 10.0), (30.0, -50.0, 14.0)], 1024))
    assert find(planes, Coverage()) == find(planes, Coverage())


def test_the_picture_stays_as_it_is() -> None:
    planes = of_rgb(media.sphere(512))
    before = planes.y.copy()
    find(planes, Coverage())
    assert np.array_equal(planes.y, before)
