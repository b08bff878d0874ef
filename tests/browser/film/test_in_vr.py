"""Films in a headset: what each eye sees, the buttons and words before it, and a failure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.browser.conftest import Tab
from tests.browser.film.watching import CLOSE, NO_HLS, play, second_of, stop_at
from tests.browser.films import film_colour
from tests.browser.hls import segments
from tests.browser.worn import Worn, headset
from tests.roots import Root, scene, spot, text

pytestmark = pytest.mark.slow


@pytest.fixture
def worn(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> Worn:
    return headset(new_tab, npm_file)


def test_a_framed_poster_hangs_flat_in_vr(worn: Worn) -> None:
    """As wide as the view that it is, and as high: 60 degrees of 90; dark above and below."""
    worn.open("/play/films/?scene=cropped", until="kijkkamer.settled && kijkkamer.film.trouble")
    worn.enter()
    for pitch, seen in ((28, True), (35, False)):  # a flat picture 2:3 of 90 degrees wide ends at atan(2 / 3) = 33.7 degrees
        worn.turn_head(0, pitch)
        for eye in worn.eyes():
            assert (np.abs(eye - 90).max() <= 3) == seen, (pitch, eye)
    worn.turn_head(40, 0)
    assert all(np.abs(eye - 90).max() <= 3 for eye in worn.eyes())
    worn.turn_head(50, 0)
    assert all(eye.max() < 50 for eye in worn.eyes())


def test_each_eye_of_a_film_and_its_buttons_in_vr(worn: Worn) -> None:
    play(worn, "eyes")
    worn.enter()
    worn.aim(-11, -29)
    worn.until("kijkkamer.aimed === 'pause'")
    worn.press()
    worn.until("!kijkkamer.film.playing")
    worn.page.wait_for_timeout(200)
    left, right = worn.eyes()
    second = second_of(left, 0, 0)
    assert np.abs(right - film_colour(0, 0, second, right_eye=True)).max() <= CLOSE
    worn.turn_head(-70, 30)
    for eye, right_eye in zip(worn.eyes(), (False, True), strict=True):
        assert np.abs(eye - film_colour(-70, 30, second, right_eye=right_eye)).max() <= CLOSE
    worn.turn_head(0)
    worn.aim(-11, -29)
    worn.until("kijkkamer.aimed === 'play'")  # the buttons came along
    worn.press()
    worn.until("kijkkamer.film.playing")


def test_half_a_sphere_per_eye_in_vr(worn: Worn) -> None:
    play(worn, "half")
    worn.enter()
    worn.turn_head(40, 10)
    for _ in range(20):
        left, right = worn.eyes()
        for second in range(3):
            apart = left - film_colour(40, 10, second), right - film_colour(40, 10, second, right_eye=True)
            if np.abs(apart).max() <= CLOSE:
                return
    pytest.fail(f"no second shows {left} and {right}")


def test_captions_and_a_failure_in_vr(worn: Worn, films: Root) -> None:
    worn.page.context.add_init_script(NO_HLS)
    worn.site.instead |= dict.fromkeys(segments(films, films.assets["round"])[9:])
    stop_at(play(worn), 3)  # or a busy machine has played to what is missing before it has looked
    worn.enter()
    worn.turn_head(0, -16)
    worn.until("kijkkamer.film.caption === 'Dit is seconde 3.'")
    _until(lambda: _from_film(worn) > 20)  # words on dark glass
    worn.aim(11, -26.5)
    worn.until("kijkkamer.aimed === 'captionsOff'")
    worn.press()
    worn.until("kijkkamer.film.captions === null")
    worn.aim(90, 0)  # its beam is not before the picture
    _until(lambda: _from_film(worn) <= CLOSE)
    worn.aim(-11, -26.5)
    worn.until("kijkkamer.aimed === 'play'")
    worn.press()
    worn.page.get_by_role("slider", name="Plek in de film").fill("10")
    worn.until("kijkkamer.film.trouble")
    worn.site.instead.clear()
    worn.aim(-11, -31)
    worn.until("kijkkamer.aimed === 'retry'")
    worn.press()
    worn.until("kijkkamer.film.playing && kijkkamer.film.time >= 10")


def test_a_film_that_a_sounds_panel_holds_goes_on_after_vr(worn: Worn) -> None:
    play(worn)
    worn.enter()
    worn.aim(-30, 0)
    worn.until("kijkkamer.aimed === 'sound'")
    worn.press()
    worn.until("kijkkamer.open === 'sound' && !kijkkamer.film.playing")
    worn.page.get_by_role("button", name="Stop met VR").dispatch_event("click")  # the emulator's canvas lies over the page
    worn.until("!kijkkamer.presenting && kijkkamer.open === null && kijkkamer.film.playing")


def test_a_disc_where_the_buttons_would_be_is_seen_and_chosen(worn: Worn, films: Root) -> None:
    """They sink below one; of discs all the way down each lies before them, and they are reached beside it."""
    low, all_over = (
        [spot(f"at{-at}", "audio", 5, at, text("Luister"), asset="voice") for at in row] for row in ((-25,), (-25, -32, -39))
    )
    rooms = [
        films.room(
            f"low{len(spots)}", text("Laag"), [scene("low", text("Laag"), "photo", spots, narration="voice", ambient="wind")]
        )
        for spots in (low, all_over)
    ]
    worn.open(f"/play/films/?manifest={rooms[0]['path']}").enter()
    worn.aim(5, -25)
    worn.until("kijkkamer.aimed === 'at25'")
    worn.aim(-11, -33)
    worn.until("kijkkamer.aimed === 'narrationPlay'")
    worn.open(f"/play/films/?manifest={rooms[1]['path']}").enter()
    worn.aim(-11, -27)
    worn.until("kijkkamer.aimed === 'narrationPlay'")
    worn.aim(5, -32)
    worn.until("kijkkamer.aimed === 'at32'")
    worn.turn_head(5, -32)
    _until(lambda: all(eye.max() > 120 for eye in worn.eyes()))  # the disc's blue or white, not dark glass
    worn.press()
    worn.until("kijkkamer.open === 'at32'")


def _from_film(worn: Worn) -> float:
    """How far what the left eye sees is from the film itself at its third second."""
    return float(np.abs(worn.eyes()[0] - film_colour(0, -16, 3)).max())


def _until(is_so: Callable[[], bool]) -> None:
    """Looks again: a busy machine paints late."""
    assert any(is_so() for _ in range(20))
