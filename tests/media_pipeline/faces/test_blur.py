"""What is painted over is gone, what is beside it is as it was: at the seam, at the poles, at a cut edge."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.faces.blur import FULL, RIM, blur, writable
from media_pipeline.faces.disc import Disc
from media_pipeline.images.planes import Planes, of_rgb
from media_pipeline.records import Coverage
from tests import media

WHOLE = Coverage()


def noise(height: int = 512, width: int = 1024, seed: int = 1) -> Planes:
    random = np.random.default_rng(seed)
    return of_rgb(random.integers(0, 256, (height, width, 3), dtype=np.uint8))


def away(planes: Planes, disc: Disc, coverage: Coverage = WHOLE) -> np.ndarray:
    """Degrees of each pixel of the brightness plane from a disc's centre."""
    (left, right), (bottom, top) = coverage.yaw, coverage.pitch
    yaw = np.radians(left + (np.arange(planes.width) + 0.5) * (right - left) / planes.width - disc.yaw)[None]
    pitch = np.radians(top - (np.arange(planes.height) + 0.5) * (top - bottom) / planes.height)[:, None]
    tilt = np.radians(disc.pitch)
    cosine = np.sin(pitch) * np.sin(tilt) + np.cos(pitch) * np.cos(tilt) * np.cos(yaw)
    return np.degrees(np.arccos(np.clip(cosine, -1, 1)))


@pytest.mark.parametrize(
    "disc",
    [
        Disc(0, 0, 30),
        Disc(180, 10, 20),
        Disc(-40, 90, 30),
        Disc(70, -85, 24),
        Disc(10, 65, 40),
        Disc(0, -90, 120),
        Disc(33, 5, 3),
    ],
)
def test_inside_nothing_is_left_and_outside_all(disc: Disc) -> None:
    before, planes = noise(), noise()
    blur(planes, WHOLE, disc)
    angle = away(planes, disc) / (disc.size / 2)
    assert (planes.y[angle > RIM] == before.y[angle > RIM]).all()
    inside = angle < FULL * 0.98
    # noise is 74 grey values strong; the means of a few hundred of its pixels hardly differ
    assert before.y[inside].std() > 30
    assert planes.y[inside].std() < (4 if inside.sum() > 2000 else 14)
    for plane, old in ((planes.cb, before.cb), (planes.cr, before.cr)):
        half = inside[1::2, 1::2]
        assert plane[half].std() < max(3, 0.45 * old[half].std())


def test_two_faces_with_the_same_few_means_become_one() -> None:
    """Nothing finer than a fifth of the painted disc has any influence on what is left."""
    fine = np.where(np.indices((512, 1024)).sum(0) % 8 < 4, 60, 160).astype(np.uint8)
    one, other = of_rgb(np.dstack([fine] * 3)), of_rgb(np.dstack([np.roll(fine, 3, 1)] * 3))
    disc = Disc(5, 0, 60)
    for planes in (one, other):
        blur(planes, WHOLE, disc)
    inside = away(one, disc) < FULL * 30 * 0.98
    assert np.abs(one.y[inside].astype(int) - other.y[inside]).max() <= 3


def test_the_seam_is_no_place() -> None:
    middle, turned = of_rgb(media.sphere(1024)), of_rgb(np.roll(media.sphere(1024), 512, axis=1))
    blur(middle, WHOLE, Disc(0, 20, 25))
    blur(turned, WHOLE, Disc(180, 20, 25))
    for plane, other in zip(middle.all(), turned.all(), strict=True):
        assert np.abs(plane.astype(int) - np.roll(other, plane.shape[1] // 2, axis=1)).max() <= 1


def test_a_cropped_photo() -> None:
    coverage = Coverage(yaw=(-90, 0), pitch=(-30, 30))
    before, planes = noise(240, 360), noise(240, 360)
    disc = Disc(1, 0, 20)  # its centre lies a degree beyond the edge
    blur(planes, coverage, disc)
    angle = away(planes, disc, coverage) / 10
    assert planes.y[angle < 1].std() < 6
    assert (planes.y[angle > RIM] == before.y[angle > RIM]).all()
    blur(planes, coverage, Disc(120, 0, 20))  # nothing of it is in the picture
    blur(planes, coverage, Disc(-45, -80, 10))
    assert (planes.y[angle > RIM] == before.y[angle > RIM]).all()


def test_harder_means_fewer_colours() -> None:
    picture = media.sphere(1024)
    left = []
    for hardness in range(4):
        planes = of_rgb(picture)
        blur(planes, WHOLE, Disc(0, 0, 60), hardness)
        left.append(float(planes.y[away(planes, Disc(0, 0, 60)) < 30].std()))
    assert left[0] > left[1] > left[2] == left[3] < 0.5


def test_a_tiny_disc_hides_something() -> None:
    planes, before = noise(), noise()
    blur(planes, WHOLE, Disc(10, 10, 0.001))
    assert 10 < (planes.y != before.y).sum() < 200


def test_planes_that_may_not_be_written_are_copied() -> None:
    planes = noise()
    assert writable(planes) is planes
    planes.y.flags.writeable = False
    copy = writable(planes)
    blur(copy, WHOLE, Disc(0, 0, 10))
    assert (copy.y != planes.y).any()
