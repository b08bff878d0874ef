"""Colours told by number become sRGB, and light finds an exposure: pure arithmetic against numbers from the standards."""

from __future__ import annotations

import numpy as np
import pytest

from media_pipeline.images import colour, tonemap
from media_pipeline.images.tonemap import Exposure, mapped, metered
from tests import media
from tests.media_pipeline.images_in.files import light as linear


def one(red: float, green: float, blue: float) -> np.ndarray:
    return np.array([[[red, green, blue]]], np.float32)


def test_srgb_there_and_back() -> None:
    codes = np.arange(256, dtype=np.uint8)[:, None, None].repeat(3, 2)
    assert np.array_equal(colour.codes_of(colour.light_of(codes, (1, 13))), codes)
    deep = codes.astype(np.uint16) * 257
    assert np.array_equal(colour.codes_of(colour.light_of(deep, (1, 13))), codes)


def test_light_beyond_the_screen_is_cut_off() -> None:
    assert colour.codes_of(one(-1.0, 0.5, 9.0)).tolist() == [[[0, 188, 255]]]


@pytest.mark.parametrize(
    ("told", "light"),
    [
        ((1, 13), (1.0, 0.0, 0.0)),
        ((12, 13), (1.2249, -0.0420, -0.0197)),  # Display P3's red seen in sRGB
        ((9, 13), (1.6605, -0.1246, -0.0182)),  # BT.2087: BT.2020's red seen in BT.709
    ],
)
def test_red_of_wider_colours(told: tuple[int, int], light: tuple[float, ...]) -> None:
    seen = colour.light_of(np.array([[[255, 0, 0]]], np.uint8), told)
    assert np.allclose(seen[0, 0], light, atol=2e-3)


@pytest.mark.parametrize("told", [(1, 13), (9, 1), (11, 8), (12, 13), (9, 16), (9, 18), (1, 4)])
def test_grey_stays_grey(told: tuple[int, int]) -> None:
    seen = colour.light_of(np.full((1, 1, 3), 180, np.uint8), told)
    assert np.ptp(seen) < 2e-3 * seen.max()


def test_curves_of_hdr() -> None:
    """PQ's code 0.58 is 203 cd/m², paper white (BT.2408); its end is 10,000. HLG's white, 0.75, lies near paper white too."""
    pq = colour.light_of(np.array([0.5807 * 65535, 65535], np.uint16).reshape(1, 2, 1).repeat(3, 2), (1, 16))[0, :, 0]
    assert pq[0] == pytest.approx(1.0, rel=0.01)
    assert pq[1] == pytest.approx(10_000 / 203, rel=0.01)
    hlg = colour.light_of(np.array([0.75 * 65535, 65535], np.uint16).reshape(1, 2, 1).repeat(3, 2), (1, 18))[0, :, 0]
    assert hlg[0] == pytest.approx(1.0, rel=0.02)
    assert hlg[1] == pytest.approx(1000 / 203, rel=0.01)


def test_what_needs_no_conversion() -> None:
    for told in (None, (1, 13), (1, 1), (2, 2), (6, 6), (5, 6)):
        assert colour.is_srgb(told), told
    for told in ((9, 13), (12, 13), (1, 8), (1, 16), (9, 18), (1, 4)):
        assert not colour.is_srgb(told), told


def test_another_white_stays_white() -> None:
    """OpenEXR in ACES' colours has a warmer white than sRGB."""
    aces = ((0.7347, 0.2653), (0.0, 1.0), (0.0001, -0.077))
    seen = colour.to_srgb_primaries(one(1.0, 1.0, 1.0), aces, (0.32168, 0.33767))
    assert np.allclose(seen, 1.0, atol=1e-3)


ROOM = linear(media.sphere(128)) * 3


def test_exposure_does_not_depend_on_the_scale() -> None:
    once, brighter = metered(ROOM, sphere=True), metered(ROOM * 1000, sphere=True)
    assert once.gain == pytest.approx(brighter.gain * 1000, rel=1e-3)
    assert np.allclose(mapped(ROOM, once), mapped(ROOM * 1000, brighter), atol=1e-3)


def test_the_mean_becomes_middle_grey() -> None:
    grey = np.full((8, 8, 3), 7.0, np.float32)
    found = metered(grey, sphere=False)
    assert found.gain * 7 == pytest.approx(tonemap.KEY, rel=1e-3)
    assert mapped(grey, found)[0, 0, 0] == pytest.approx(0.18 * (1 + 0.18) / 1.18, rel=1e-3)  # white is 1: nothing is pressed


def test_the_poles_of_a_sphere_count_little() -> None:
    sky = ROOM.copy()
    sky[:8] = 100  # a bright zenith: an eighth of the rows, a hundredth of the sphere
    of_sphere, of_picture = (metered(sky, sphere=sphere).gain / metered(ROOM, sphere=sphere).gain for sphere in (True, False))
    assert of_picture < 0.65
    assert of_sphere > 0.8


def test_lamps_and_darkness() -> None:
    lamp = np.full((64, 64, 3), 0.2, np.float32)
    lamp[:4, :4] = 60_000
    out = mapped(lamp, metered(lamp, sphere=False))
    assert out[40, 40, 0] > 0.1  # one lamp does not make the room dark
    assert out.max() <= 1.0
    dark = np.zeros((8, 8, 3), np.float32)
    assert metered(dark, sphere=False) == Exposure()
    assert not mapped(dark, Exposure()).any()


def test_hues_stay_and_strong_colours_fit() -> None:
    out = mapped(one(8.0, 0.4, 0.1), Exposure(1.0, 4.0))[0, 0]
    assert out.max() <= 1.0 + 1e-5
    assert out[0] > out[1] > out[2] > 0
    brighter = mapped(one(0.2, 0.1, 0.05), Exposure(1.0, 4.0))[0, 0]
    assert np.allclose(brighter / brighter[1], [2, 1, 0.5], rtol=1e-3)
