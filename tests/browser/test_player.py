"""The player in a real browser: the picture is right, hotspots open and lead on, by mouse and by keyboard."""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZE, Tab
from tests.browser.content import LEFT, Content
from tests.browser.pixels import colour, screenshot
from tests.browser.serving import BUILT
from tests.media import colour_at

MIDDLE = (SIZE["width"] / 2, SIZE["height"] / 2)
DIRECTIONS = {
    "front": (0, 0),
    "right": (90, 0),
    "back": (180, 0),
    "left": (-90, 0),
    "up": (0, 90),
    "down": (0, -90),
    "askew": (-135, 40),
}


def predicted(at: tuple[float, float], view: tuple[float, float], fov: float = 90.0) -> tuple[float, float]:
    """Pixel of a direction, by rotating it into the camera's axes: written apart from the player's own formula."""
    yaw, pitch = math.radians(at[0] - view[0]), math.radians(at[1])
    x, y, z = math.sin(yaw) * math.cos(pitch), math.sin(pitch), math.cos(yaw) * math.cos(pitch)
    tilt = math.radians(view[1])
    y, z = y * math.cos(tilt) - z * math.sin(tilt), y * math.sin(tilt) + z * math.cos(tilt)
    focal = SIZE["width"] / 2 / math.tan(math.radians(fov / 2))
    return MIDDLE[0] + x / z * focal, MIDDLE[1] - y / z * focal


def test_six_directions(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(viewport={"width": 1280, "height": 720}).open()
    for name, (yaw, pitch) in DIRECTIONS.items():
        tab.look(yaw, pitch)
        assert np.abs(colour(screenshot(tab.page), 640, 360) - colour_at(yaw, pitch)).max() <= 2, name
    assert tab.state()["tier"] == 4096


def test_away_from_the_middle(tab: Tab) -> None:
    tab.look(20, -10, 80)
    picture = screenshot(tab.page)
    for at in ((45, 5), (-8, -15), (50, -20)):
        assert np.abs(colour(picture, *predicted(at, (20, -10), 80)) - colour_at(*at)).max() <= 2, at


def test_pose_turns_the_picture(tab: Tab) -> None:
    tab.open("/play/calibration/?scene=bench")
    tab.look(90, 0)
    assert np.abs(colour(screenshot(tab.page), *MIDDLE) - colour_at(0, 0)).max() <= 2


def test_half_a_sphere(tab: Tab) -> None:
    tab.open("/play/calibration/?scene=half")
    tab.look(35, 10)
    assert np.abs(colour(screenshot(tab.page), *MIDDLE) - colour_at(35, 10)).max() <= 2
    tab.look(170, 0)
    assert tab.state()["view"] == pytest.approx({"yaw": 90 - 0.7 * 45, "pitch": 0, "fov": 90})
    tab.look(170, 80)  # the edge of the picture comes a little within that of the screen, also on the way up, and no further
    assert tab.state()["view"]["pitch"] == pytest.approx(45 - 0.7 * math.degrees(math.atan(450 / 800)))
    picture = screenshot(tab.page)
    for x, y in (MIDDLE, (3, 446), (400, 446), (500, 225)):
        assert colour(picture, x, y, around=1).max() > 60, (
            x,
            y,
        )  # each direction has a light colour: where it is dark there is none
    assert colour(picture, 796, 3, around=1).max() < 60


def test_a_flat_screen_shows_the_left_eye(tab: Tab) -> None:
    tab.open("/play/calibration/?scene=stereo")
    tab.look(0, -50)
    assert np.abs(colour(screenshot(tab.page), *MIDDLE) - LEFT).max() <= 4


def test_hotspot_stands_where_it_belongs(tab: Tab) -> None:
    for view in ((0, 0), (-50, 20)):
        tab.look(*view)
        x, y = predicted((-30, 5), view)
        assert tab.page.evaluate("([x, y]) => kijkkamer.hotspotAt(x, y)", [x, y]) == "mask"
        disc = colour(screenshot(tab.page), x - 19, y, around=1)  # beside its icon
        assert np.abs(disc - (0x0B, 0x53, 0x94)).max() <= 3
        assert tab.page.evaluate("([x, y]) => kijkkamer.hotspotAt(x, y)", [x - 40, y]) is None


def test_click_opens_and_escape_gives_the_focus_back(tab: Tab) -> None:
    tab.page.mouse.click(*predicted((-30, 5), (0, 0)))
    panel = tab.page.get_by_role("dialog", name="Lasmasker")
    expect(panel).to_contain_text("Beschermt je ogen.")
    expect(panel.get_by_role("img", name="Een proefbeeld")).to_be_visible()
    tab.until("document.querySelector('#player-panel img').naturalWidth === 640")
    assert tab.state()["open"] == "mask"
    tab.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(tab.spot("Lasmasker")).to_be_focused()
    tab.until("kijkkamer.open === null")


def test_discs_are_in_their_places_with_the_first_picture(tab: Tab) -> None:
    """Without a touch: whoever looks first would else see them all in a corner."""
    box = tab.page.locator("[data-spot=mask]").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    assert tab.page.evaluate("([x, y]) => kijkkamer.hotspotAt(x, y)", [x, y]) == "mask"
    assert abs(x - MIDDLE[0] * (1 - math.tan(math.radians(30)))) < 2 and abs(y - MIDDLE[1]) < 80


def test_a_turned_phone_looks_as_wide_again(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(viewport={"width": 640, "height": 360}).open()
    assert tab.state()["view"]["fov"] == 90
    tab.page.set_viewport_size({"width": 360, "height": 640})
    tab.until("kijkkamer.view.fov < 60")
    tab.page.set_viewport_size({"width": 640, "height": 360})
    tab.until("kijkkamer.view.fov === 90")


def test_keyboard_alone(tab: Tab) -> None:
    """Tab to the hotspot behind you: its name says where it is, the view turns to it, Enter opens, the close button closes."""
    behind = tab.spot("Kom langs, activiteit, rechts achter je")
    assert behind.count() == 1
    tab.page.locator("#player-canvas").focus()
    for _ in range(6):
        tab.page.keyboard.press("Tab")
    expect(behind).to_be_focused()
    tab.until("Math.abs(kijkkamer.view.yaw - 150) < 0.01")
    tab.page.keyboard.press("Enter")
    panel = tab.page.get_by_role("dialog", name="Bedrijfsbezoek")
    for words in ("Voorbeeldbedrijf", "Voorbeeldstad, Voorbeeldregio", "Vraag je docent.", "tot 12 personen"):
        expect(panel).to_contain_text(words)
    expect(panel.get_by_role("button", name="Sluiten")).to_be_focused()
    tab.page.keyboard.press("Tab")
    inside = "() => document.activeElement === document.body || document.activeElement.closest('dialog') !== null"
    assert tab.page.evaluate(inside)  # never behind the panel
    panel.get_by_role("button", name="Sluiten").click()
    expect(tab.page.locator("[data-spot=visit]")).to_be_focused()


def test_drag_wheel_and_keys(tab: Tab) -> None:
    page = tab.page
    page.mouse.move(400, 400)
    page.mouse.down()
    page.mouse.move(500, 400, steps=4)
    page.wait_for_timeout(100)  # a hand that rests before it lets go: no rolling on
    page.mouse.up()
    assert -17 < tab.state()["view"]["yaw"] < -12
    page.mouse.wheel(0, -300)
    tab.until("kijkkamer.view.fov < 80")
    page.keyboard.press("-")
    tab.until("kijkkamer.view.fov > 75")
    tab.look(0)
    page.keyboard.press("ArrowRight")
    tab.until("Math.abs(kijkkamer.view.yaw - 10) < 0.01")
    page.keyboard.press("ArrowUp")
    tab.until("Math.abs(kijkkamer.view.pitch - 10) < 0.01")


def test_dragging_a_hotspot_turns_and_opens_nothing(tab: Tab) -> None:
    x, y = predicted((-30, 5), (0, 0))
    tab.page.mouse.move(x, y)
    tab.page.mouse.down()
    tab.page.mouse.move(x + 200, y, steps=4)
    tab.page.mouse.up()
    assert tab.state()["open"] is None
    assert tab.state()["view"]["yaw"] < -10


def test_a_scene_link_leads_on_and_back_goes_back(tab: Tab) -> None:
    tab.spot("Naar de werkbank").click()
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled")
    assert tab.state()["view"] == {"yaw": 100, "pitch": 5, "fov": 90}
    expect(tab.page).to_have_title("Werkbank · De proefruimte")
    assert "scene=bench" in tab.page.url
    expect(tab.page.get_by_role("status")).to_contain_text("Je bent nu bij: Werkbank.")
    tab.page.wait_for_timeout(400)
    # posed by 90, and no longer dark from the fade
    assert np.abs(colour(screenshot(tab.page), *MIDDLE) - colour_at(10, 5)).max() <= 2
    tab.spot("Terug").click()
    tab.until("kijkkamer.scene === 'hall' && kijkkamer.settled")
    assert tab.state()["view"]["yaw"] == 100  # arrive "same"
    tab.page.go_back()
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled")
    tab.look(60)
    tab.spot("Terug").press("Enter")
    tab.until("kijkkamer.scene === 'hall' && kijkkamer.settled")
    tab.page.go_back()
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled")
    assert tab.state()["view"] == {"yaw": 60, "pitch": 0, "fov": 90}  # as one looked who went from there


def test_a_room_link_leads_to_its_page(tab: Tab) -> None:
    tab.look(-140)
    tab.spot("Naar de andere ruimte").click()
    tab.until("kijkkamer.room === 'other' && kijkkamer.settled")
    assert tab.page.url.endswith("/play/other/")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("De andere ruimte")


def test_a_room_link_in_a_bare_content_root(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab()
    del tab.site.config["play_url"]
    tab.open()
    tab.look(-140)
    tab.spot("Naar de andere ruimte").click()
    tab.until("kijkkamer.room === 'other' && kijkkamer.settled")
    address = tab.page.url
    assert "?manifest=blobs%2F" in address
    tab.page.reload()
    tab.until("kijkkamer.room === 'other' && kijkkamer.settled")


NO_HLS = "HTMLMediaElement.prototype.canPlayType = () => '';"


LOADED = "document.querySelector('video')?.readyState >= 1"
"""hls.js attaches its source some time after the dialog opens, and that aborts a play() before it."""


@pytest.mark.parametrize("init", ["", NO_HLS], ids=["native", "hls.js"])
def test_video_plays_with_captions(new_tab: Callable[..., Tab], init: str) -> None:
    tab = new_tab(init=init).open()
    tab.spot("Kijk hoe het gaat").click()
    video = tab.page.get_by_role("dialog").locator("video")
    tab.until(LOADED)
    video.evaluate("(v) => v.play()")
    tab.until("document.querySelector('video').videoWidth === 320 && document.querySelector('video').currentTime > 0.1")
    tab.until("document.querySelector('video').textTracks[0]?.activeCues?.[0]?.text === 'Eerst zet je je masker op.'")
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator("video")).to_have_js_property("paused", True)
    assert any("hls" in path for path in tab.site.asked) == bool(init)  # its code is fetched only where it is needed


MODES = "Object.fromEntries([...document.querySelector('video').textTracks].map((track) => [track.language, track.mode]))"


@pytest.mark.parametrize("browser_language", ["nl-NL", "en-US"])
@pytest.mark.parametrize("init", ["", NO_HLS], ids=["native", "hls.js"])
@pytest.mark.parametrize(("language", "other"), [("nl", "en"), ("en", "nl")])
def test_captions_of_one_language_at_a_time(
    new_tab: Callable[..., Tab], init: str, language: str, other: str, browser_language: str
) -> None:
    tab = new_tab(init=init, locale=browser_language).open(f"/play/calibration/?locale={language}")
    tab.page.locator("[data-spot=film]").click()
    video = tab.page.get_by_role("dialog").locator("video")
    tab.until("document.querySelector('video')?.textTracks.length === 2")
    tab.until(LOADED)
    video.evaluate("(v) => v.play()")
    tab.until("document.querySelector('video').currentTime > 0.3")
    assert tab.page.evaluate(MODES) == {language: "showing", other: "disabled"}
    # Whoever chooses the other language in the browser's own controls gets that one.
    video.evaluate("(v, l) => { for (const t of v.textTracks) t.mode = t.language === l ? 'showing' : 'disabled'; }", other)
    tab.page.wait_for_timeout(200)
    assert tab.page.evaluate(MODES) == {language: "disabled", other: "showing"}


def test_picture_and_link(tab: Tab) -> None:
    tab.spot("Het werkstuk").click()
    expect(tab.page.get_by_role("dialog").get_by_role("img", name="Een proefbeeld")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.spot("Lees verder").click()
    link = tab.page.get_by_role("dialog").get_by_role("link", name="Naar example.org")
    expect(link).to_have_attribute("href", "https://example.org/lassen")
    expect(link).to_have_attribute("rel", "noopener")


def test_language_switches_without_a_reload(tab: Tab) -> None:
    tab.page.evaluate("() => { window.sameDocument = true; }")
    tab.page.get_by_role("button", name="English").click()
    expect(tab.spot("Welding mask, explanation, to your front left")).to_have_count(1)
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("The test room")
    expect(tab.page).to_have_title("Hall · The test room")
    assert tab.page.evaluate("() => [document.documentElement.lang, window.sameDocument]") == ["en", True]
    tab.spot("Welding mask").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("Protects your eyes.")
    tab.page.reload()
    tab.until("kijkkamer.settled")
    assert tab.state()["locale"] == "en"


def test_the_way_back_to_all_rooms_keeps_the_language(tab: Tab) -> None:
    back = tab.page.locator("#player-back")
    expect(back).to_have_attribute("href", "/play/")
    tab.page.get_by_role("button", name="English").click()
    expect(back).to_have_attribute("href", "/play/?locale=en")
    tab.page.get_by_role("button", name="Nederlands").click()
    expect(back).to_have_attribute("href", "/play/?locale=nl")


def test_the_future_is_left_out(tab: Tab) -> None:
    assert tab.state()["hotspots"] == ["mask", "to-bench", "film", "photo", "site", "visit", "other"]


def test_help_lists_what_is_here(tab: Tab) -> None:
    tab.page.get_by_role("button", name="Uitleg", exact=True).click()
    panel = tab.page.get_by_role("dialog", name="Zo kijk je rond")
    expect(panel).to_contain_text("Hal: kleuren naar richting.")
    panel.get_by_role("button", name="Lasmasker").click()
    expect(tab.page.get_by_role("dialog", name="Lasmasker").get_by_role("img", name="Een proefbeeld")).to_be_visible()
    tab.until("document.querySelector('#player-panel img').naturalWidth === 640 && kijkkamer.open === 'mask'")


@pytest.mark.parametrize(("width", "tiers"), [(480, [2048]), (1280, [2048, 4096])])
def test_only_what_the_screen_pays_for(new_tab: Callable[..., Tab], content: Content, width: int, tiers: list[int]) -> None:
    tab = new_tab(viewport={"width": width, "height": 360}).open()
    by_path = {f"/content/{tier['image']['path']}": tier["width"] for tier in content.assets["full"]["tiers"]}
    assert [by_path[path] for path in tab.site.asked if path in by_path] == tiers
    assert len(set(tab.site.asked)) == len(tab.site.asked), "nothing is fetched twice"


def test_the_budget_before_the_first_picture(tab: Tab) -> None:
    """180 kB gzipped for script and style; nothing else of ours but typefaces."""
    own = [path for path in tab.site.asked if path.startswith("/static/")]
    code = [path for path in own if path.endswith((".js", ".css"))]
    assert sum(len(gzip.compress((BUILT / path.removeprefix("/static/")).read_bytes())) for path in code) <= 180_000
    assert all(path.endswith(".woff2") for path in set(own) - set(code))


def test_under_reduced_motion_a_scene_is_there_at_once(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(reduced_motion="reduce").open()
    tab.page.keyboard.press("ArrowRight")
    assert tab.state()["view"]["yaw"] == 10
    tab.page.keyboard.press("ArrowLeft")
    tab.spot("Naar de werkbank").click()
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.ready")
    tab.look(100, 5)
    assert colour(screenshot(tab.page), *MIDDLE).sum() > 100
