"""360° films in a real browser: frames move and lie right, captions and sound follow who watches."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.browser.film.watching import CLOSE, COUNTED, ENGINES, NO_HLS, film, middle, play, second_of, stop_at
from tests.browser.films import film_colour
from tests.media import colour_at
from tests.roots import Root

REFUSING = """
window.pressed = false;
addEventListener('click', () => { window.pressed = true; }, true);
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  return pressed || (MUTED && this.muted) ? play.call(this) : Promise.reject(new DOMException('press first', 'NotAllowedError'));
};
"""


@ENGINES
def test_frames_move_and_lie_in_their_directions(new_tab: Callable[..., Tab], engine: str) -> None:
    tab = play(new_tab(init=engine))
    tab.look(90, 0)
    seen = [second_of(middle(tab), 90, 0)]
    deadline = film(tab)["time"] + 4
    while film(tab)["time"] < deadline and len(set(seen)) < 3:
        seen.append(second_of(middle(tab), 90, 0))
    steps = [second for i, second in enumerate(seen) if i == 0 or second != seen[i - 1]]
    assert len(steps) >= 3, seen
    assert all((b - a) % 3 == 1 for a, b in pairwise(steps)), seen
    stop_at(tab, 1)
    for at in ((0, 0), (90, 0), (180, 0), (-90, 0), (0, 88), (0, -88), (-135, 40)):
        tab.look(*at)
        assert np.abs(middle(tab) - film_colour(*at, 1)).max() <= CLOSE, at
    assert any("hls" in path for path in tab.site.asked) == bool(engine)  # its code is fetched only where it is needed


def test_the_left_eye_on_a_flat_screen(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(), "eyes")
    stop_at(tab, 2)
    tab.look(-60, -20)
    assert np.abs(middle(tab) - film_colour(-60, -20, 2)).max() <= CLOSE


def test_half_a_sphere(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(), "half")
    stop_at(tab, 0)
    for at in ((30, 10), (-40, 0)):
        tab.look(*at)
        assert np.abs(middle(tab) - film_colour(*at, 0)).max() <= CLOSE, at
    tab.look(170, 0)
    assert tab.state()["view"]["yaw"] == pytest.approx(90 - 0.7 * 45)


def test_captions_by_language_and_off(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    said = tab.page.locator(".film-captions")
    stop_at(tab, 2)
    expect(said).to_have_text("Dit is seconde 2.")
    tab.page.get_by_role("button", name="Ondertiteling en stem").click()
    choice = tab.page.get_by_role("combobox", name="Ondertiteling")
    choice.select_option(label="Engels")
    expect(said).to_have_text("This is second 2.")
    choice.select_option(label="Uit")
    expect(said).to_be_hidden()
    assert film(tab)["captions"] is None
    play(tab)  # kept on the device
    assert film(tab)["captions"] is None


def test_the_described_version_goes_on_where_the_other_was(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    stop_at(tab, 4)
    assert film(tab)["voice"] == "nl"
    tab.page.get_by_role("button", name="Ondertiteling en stem").click()
    tab.page.get_by_role("combobox", name="Stem").select_option(label="Nederlands, met beschrijving van het beeld")
    tab.until("kijkkamer.film.voice === 'nl-described' && Math.abs(kijkkamer.film.time - 4) < 0.1")
    for _ in range(60):
        if np.abs(middle(tab) - film_colour(0, 0, 4) / 2).max() <= CLOSE:  # its picture is half as bright
            break
        tab.page.wait_for_timeout(50)
    else:
        pytest.fail(f"the described version does not show: {middle(tab)}")


def test_volume_is_kept(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    tab.page.get_by_role("slider", name="Hoe hard").fill("0.3")
    tab.page.get_by_role("button", name="Geluid uit").click()
    assert film(tab)["muted"]
    tab.page.get_by_role("button", name="Geluid aan").click()
    assert not film(tab)["muted"]
    play(tab)
    expect(tab.page.get_by_role("slider", name="Hoe hard")).to_have_value("0.3")


def test_a_browser_that_wants_silence_first(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(init="const MUTED = true;" + REFUSING))
    assert film(tab)["muted"]
    tab.page.get_by_role("button", name="Geluid aan").click()
    tab.until("!kijkkamer.film.muted && kijkkamer.film.playing")


def test_a_browser_that_wants_a_press_first(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init="const MUTED = false;" + REFUSING).open("/play/films/")
    assert (tab.state()["picture"], film(tab)["playing"]) == ("poster", False)
    assert np.abs(middle(tab) - colour_at(0, 0)).max() <= CLOSE
    tab.page.get_by_role("button", name="Speel af").click()
    tab.until("kijkkamer.picture === 'film' && !kijkkamer.film.muted")


def test_reduced_motion_starts_nothing(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(reduced_motion="reduce").open("/play/films/")
    tab.page.wait_for_timeout(300)
    assert (tab.state()["picture"], film(tab)["time"]) == ("poster", 0)
    tab.page.locator("[data-live=play]").focus()
    tab.page.keyboard.press("Enter")
    tab.until("kijkkamer.picture === 'film' && kijkkamer.film.time > 0")


def test_leaving_stops_and_nothing_is_left_behind(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(init=COUNTED))
    counts = []
    for _ in range(4):
        tab.page.locator("[data-spot=on]").click()
        tab.until("kijkkamer.scene === 'photo' && kijkkamer.settled")
        assert tab.state()["film"] is None
        # Those of this scene, its narration and its ambient sound, are the only ones that hold anything.
        assert (
            tab.page.evaluate("() => media.filter((one) => one instanceof HTMLVideoElement && (one.src || !one.paused)).length")
            == 0
        )
        tab.page.wait_for_timeout(300)
        counts.append(tab.page.evaluate("() => [textures, addresses]"))
        tab.page.locator("[data-spot=back]").click()
        tab.until("kijkkamer.scene === 'round' && kijkkamer.picture === 'film'")
    # What a busy machine has not painted yet may be less, never more.
    assert all(now <= before for later in counts[1:] for now, before in zip(later, counts[0], strict=True)), counts


def test_a_panel_with_sound_and_a_hidden_page_hold_the_film(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    tab.page.locator("[data-spot=sound]").click()
    tab.until("!kijkkamer.film.playing")
    tab.page.keyboard.press("Escape")
    tab.until("kijkkamer.film.playing")
    hide = """(hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    tab.page.evaluate(hide, True)
    tab.until("!kijkkamer.film.playing")
    tab.page.evaluate(hide, False)
    tab.until("kijkkamer.film.playing")


@pytest.mark.parametrize(
    ("engine", "missing"), [("", False), (NO_HLS, False), (NO_HLS, True)], ids=["offline", "offline, hls.js", "synced folder"]
)
def test_one_variant_without_its_master(new_tab: Callable[..., Tab], films: Root, engine: str, missing: bool) -> None:
    master = films.assets["round"]["hls"][0]["master"]["path"]
    away = "" if missing else "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });"
    tab = new_tab(init=engine + away)
    if missing:
        tab.site.instead[master] = None
    play(tab)
    assert (f"/content/{master}" in tab.site.asked) == (missing and bool(engine))
