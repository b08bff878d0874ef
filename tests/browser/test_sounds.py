"""Sounds in a real browser: a hotspot's player and its words, narration, ambient sound, in the page and in VR."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.browser.film.watching import COUNTED
from tests.browser.films import site_of
from tests.browser.serving import Site, serve
from tests.browser.worn import WRITTEN, Worn, headset
from tests.roots import Root

UNTOUCHED = """
let touched = false;
addEventListener('pointerdown', () => { touched = true; }, true);
Object.defineProperty(Navigator.prototype, 'userActivation', { get: () => ({ hasBeenActive: touched }) });
"""
"""What Playwright evaluates counts as a press."""
TIME = "document.querySelector('dialog audio').currentTime"


@pytest.fixture
def site(films: Root) -> Iterator[Site]:
    site = site_of(films)
    with serve(site):
        yield site


def test_a_sound_hotspot_has_a_player_and_its_words(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(reduced_motion="reduce").open("/play/films/")
    tab.page.get_by_role("button", name="Rondje sound, geluid").click()
    panel = tab.page.get_by_role("dialog", name="Rondje sound")
    expect(panel.get_by_role("heading", name="Wat er gezegd wordt")).to_be_visible()
    expect(panel).to_contain_text("Hij vertelt over zijn werk.")
    sound = panel.locator("audio")
    expect(sound).to_have_attribute("aria-label", "Rondje sound")
    tab.until("document.querySelector('dialog audio').readyState >= 2")
    expect(sound).to_have_js_property("paused", True)  # nobody pressed yet
    sound.evaluate("(a) => a.play()")
    tab.until(f"{TIME} > 0.2")
    expect(panel.get_by_text("Ik las al tien jaar.")).to_be_visible()
    tab.page.evaluate("() => { window.kept = document.querySelector('dialog audio'); }")
    tab.page.keyboard.press("Escape")
    tab.until("kept.paused && !kept.src")


def test_a_sound_that_is_not_there(new_tab: Callable[..., Tab], films: Root) -> None:
    tab = new_tab(reduced_motion="reduce")
    tab.site.instead[films.assets["voice"]["audio"]["path"]] = b"no sound"
    tab.open("/play/films/")
    tab.page.locator("[data-spot=sound]").click()
    panel = tab.page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_contain_text("Het geluid is beschadigd")
    expect(panel).to_contain_text("Je hoort een lasser.")  # the words are there
    tab.site.instead.clear()
    panel.get_by_role("button", name="Probeer opnieuw").click()
    tab.until(f"{TIME} > 0.1")
    expect(panel.get_by_role("alert")).to_be_hidden()


@pytest.mark.parametrize(("answer", "words"), [(None, "ontbreekt"), ("away", "Controleer je internetverbinding")])
def test_why_a_sound_cannot_be_had_is_told(new_tab: Callable[..., Tab], films: Root, answer: str | None, words: str) -> None:
    tab = new_tab(reduced_motion="reduce")
    voice = films.assets["voice"]["audio"]["path"]
    if answer is None:
        tab.site.instead[voice] = None
    tab.open("/play/films/")
    if answer:
        tab.page.route(f"**/{voice}", lambda route: route.abort())
    tab.page.locator("[data-spot=sound]").click()
    expect(tab.page.get_by_role("dialog").get_by_role("alert")).to_contain_text(words)


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_sound_that_came_whole_and_cannot_be_played_does_not_blame_the_connection(
    new_tab: Callable[..., Tab], locale: str
) -> None:
    words = "Het geluid kan niet worden afgespeeld." if locale == "nl" else "The sound cannot be played."
    tab = new_tab().open(f"/play/films/?scene=noise&locale={locale}")
    tab.page.locator("[data-spot=noise]").click()
    panel = tab.page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_contain_text(words)
    expect(panel.get_by_role("alert")).not_to_contain_text("internet")
    expect(panel.get_by_text("Probeer opnieuw" if locale == "nl" else "Try again")).to_be_hidden()
    tab.page.keyboard.press("Escape")
    tab.page.locator("[data-live=narration]").click()
    expect(tab.page.locator("#player-notice")).to_contain_text(words)
    assert tab.state()["narration"] == "paused"


def test_narration_plays_with_its_words_and_ends_with_the_scene(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init=COUNTED).open("/play/films/?scene=photo")
    page = tab.page
    assert tab.state()["narration"] == "paused"
    page.get_by_role("button", name="Luister").click()
    tab.until("kijkkamer.narration === 'playing'")
    expect(page.locator(".film-captions")).to_have_text("Ik las al tien jaar.")
    page.get_by_role("button", name="Lees de tekst").click()
    expect(page.get_by_role("dialog")).to_contain_text("Hij vertelt over zijn werk.")
    assert tab.state()["narration"] == "playing"  # who reads along still listens
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Stop met luisteren").click()
    tab.until("kijkkamer.narration === 'paused'")
    expect(page.locator(".film-captions")).to_be_hidden()
    page.get_by_role("button", name="Luister").click()
    tab.until("kijkkamer.narration === 'playing'")
    page.locator("[data-spot=back]").click()
    tab.until("kijkkamer.scene === 'round' && kijkkamer.settled")
    assert tab.state()["narration"] is None
    assert page.evaluate("() => media.filter((one) => one instanceof HTMLAudioElement && (one.src || !one.paused)).length") == 0


def test_ambient_sound_waits_for_a_press_is_quiet_and_can_be_silenced(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init=COUNTED + UNTOUCHED).open("/play/films/?scene=photo")
    page = tab.page
    assert tab.state()["ambient"] == "paused"
    page.mouse.click(400, 120)
    tab.until("kijkkamer.ambient === 'playing'")
    loops = "() => media.filter((one) => one.loop).map((one) => [one.volume, one.paused])"
    tab.until("media.some((one) => one.loop && !one.paused)")  # it was asked to play; its bytes may be on their way
    assert page.evaluate(loops) == [[0.25, False]]
    page.get_by_role("slider", name="Hoe hard").fill("0.4")
    assert np.allclose(page.evaluate(loops)[0][0], 0.1)
    page.locator("[data-spot=film]").click()  # a video has the word
    tab.until("kijkkamer.ambient === 'paused'")
    page.keyboard.press("Escape")
    tab.until("kijkkamer.ambient === 'playing'")
    page.get_by_role("button", name="Achtergrondgeluid").click()
    tab.until("kijkkamer.ambient === 'paused'")
    page.locator("[data-spot=back]").click()
    tab.until("kijkkamer.scene === 'round'")
    page.locator("[data-spot=on]").click()
    tab.until("kijkkamer.scene === 'photo' && kijkkamer.settled")
    assert tab.state()["ambient"] == "paused"  # off stays off
    expect(page.get_by_role("button", name="Achtergrondgeluid")).to_have_attribute("aria-pressed", "false")


def test_nothing_is_found_wrong(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> None:
    """axe on a scene with a film and choices unfolded, one with sounds, and the panels of a sound and a video."""
    from tests.browser.test_accessible import findings

    tab = new_tab(init=npm_file("axe-core/axe.min.js"), viewport={"width": 360, "height": 640}).open("/play/films/")
    tab.until("kijkkamer.film.caption")
    tab.page.get_by_role("button", name="Ondertiteling en stem").click()
    assert findings(tab.page) == []
    tab.page.locator("[data-spot=sound]").focus()
    tab.page.keyboard.press("Enter")
    assert findings(tab.page) == []
    tab.page.keyboard.press("Escape")
    tab.open("/play/films/?scene=photo")
    assert findings(tab.page) == []
    tab.page.locator("[data-spot=film]").focus()
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("button", name="0:03 Het einde")).to_be_visible()
    assert findings(tab.page) == []


def test_a_sound_that_cannot_be_played_is_told_in_vr(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> None:
    worn: Worn = headset(new_tab, npm_file, init=WRITTEN)
    worn.open("/play/films/?scene=noise")
    worn.enter()
    worn.aim(0, 0)
    worn.until("kijkkamer.aimed === 'noise'")
    worn.press()
    worn.until("written.join(' ').includes('Het geluid kan niet worden afgespeeld.')")


def test_a_sound_and_narration_in_vr(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> None:
    worn: Worn = headset(new_tab, npm_file, init=COUNTED)
    worn.open("/play/films/?scene=photo")
    worn.enter()
    playing = "media.filter((one) => !one.paused && !one.loop).length"
    worn.aim(-11, -27)
    worn.until("kijkkamer.aimed === 'narrationPlay'")
    worn.press()
    worn.until(f"kijkkamer.narration === 'playing' && {playing} === 1")
    worn.page.evaluate("() => headset.controllers.right.updateButtonValue('trigger', 0)")
    worn.aim(-30, 0)
    worn.until("kijkkamer.aimed === 'back'")
    worn.press()
    worn.until("kijkkamer.scene === 'round' && kijkkamer.settled && kijkkamer.narration === null")
    worn.aim(-30, 0)
    worn.until("kijkkamer.aimed === 'sound'")
    worn.press()
    worn.until("kijkkamer.open === 'sound'")
    worn.until(f"{playing} === 1 && !kijkkamer.film.playing")  # a press opened it, so it plays; the film waits
    worn.page.keyboard.press("Escape")
    worn.until(f"kijkkamer.open === null && kijkkamer.film.playing && {playing} === 1")
