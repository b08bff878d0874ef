"""The player under an emulated headset: both eyes see the right picture, a controller's select opens, closes and leads on."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.browser.content import LEFT, RIGHT
from tests.browser.pixels import colour, screenshot
from tests.browser.worn import Worn, headset
from tests.media import colour_at


@pytest.fixture
def worn(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> Worn:
    return headset(new_tab, npm_file)


def test_both_eyes_see_the_picture(worn: Worn) -> None:
    worn.open().enter()
    for yaw, pitch in ((0, 0), (90, 0), (-120, 30), (180, -40)):
        worn.turn_head(yaw, pitch)
        for eye in worn.eyes():
            assert np.abs(eye - colour_at(yaw, pitch)).max() <= 3, (yaw, pitch)
    worn.until("kijkkamer.tier === 4096")


def test_each_eye_has_its_own_picture(worn: Worn) -> None:
    worn.open("/play/calibration/?scene=stereo").enter()
    left, right = worn.eyes()
    assert np.abs(left - LEFT).max() <= 4
    assert np.abs(right - RIGHT).max() <= 4


def test_aimed_select_opens_b_and_escape_close(worn: Worn) -> None:
    worn.open().enter()
    worn.aim(-30, 5)
    worn.until("kijkkamer.aimed === 'mask'")
    worn.press()
    worn.until("kijkkamer.open === 'mask'")
    expect(worn.page.get_by_role("status")).to_contain_text("Beschermt je ogen.")
    worn.press("b-button")
    worn.until("kijkkamer.open === null")
    worn.press()
    worn.until("kijkkamer.open === 'mask'")
    worn.page.keyboard.press("Escape")
    worn.until("kijkkamer.open === null")
    worn.aim(-60, 40)  # beside all of them
    worn.press()
    assert worn.state()["open"] is None
    assert worn.state()["aimed"] is None


def test_the_panel_is_seen_and_its_close_disc_works(worn: Worn) -> None:
    worn.open().enter()
    worn.turn_head(-30, 0)
    before = worn.eyes()[0]
    worn.aim(-30, 5)
    worn.press()
    worn.until("kijkkamer.open === 'mask'")
    worn.page.wait_for_timeout(300)
    assert np.abs(worn.eyes()[0] - before).max() > 20  # dark glass before the picture
    worn.press()  # on the panel's words: nothing happens
    assert worn.state()["open"] == "mask"
    # The close disc: top right of a panel 1.4 m wide at 2 m about the hotspot's direction.
    worn.aim(-30 + math.degrees(math.atan(0.61 / 2)), 5 + math.degrees(math.atan(0.5 / 2)))
    worn.until("kijkkamer.aimed === 'close'")
    worn.press()
    worn.until("kijkkamer.open === null")


def test_a_scene_link_leads_on_and_the_stick_turns(worn: Worn) -> None:
    worn.open().enter()
    worn.aim(30, -10, hand="left")
    worn.press(hand="left")
    worn.until("kijkkamer.scene === 'bench' && kijkkamer.settled")
    worn.page.wait_for_timeout(400)
    assert worn.state()["presenting"]
    for eye in worn.eyes():
        assert np.abs(eye - colour_at(100 - 90, 0)).max() <= 3  # arrives at yaw 100 of a picture posed by 90
    # The room was turned: its hotspot at yaw 80 now stands 20 to the left of straight ahead.
    worn.aim(-20, 0)
    worn.until("kijkkamer.aimed === 'back'")

    # The stick turns in steps of 30, here back to the right.
    worn.page.evaluate("() => headset.controllers.right.updateAxes('thumbstick', 1, 0)")
    worn.page.wait_for_timeout(250)
    for eye in worn.eyes():
        assert np.abs(eye - colour_at(10 + 30, 0)).max() <= 3


def test_leaving_vr_keeps_the_page(worn: Worn) -> None:
    worn.open().enter()
    worn.turn_head(60)
    worn.page.get_by_role("button", name="Stop met VR").dispatch_event("click")  # the emulator's canvas lies over the page
    worn.until("!kijkkamer.presenting")
    worn.turn_head(0)
    assert abs(worn.state()["view"]["yaw"] - 60) < 1
    expect(worn.page.get_by_role("button", name="Bekijk in VR")).to_be_visible()
    worn.look(0)
    assert np.abs(colour(screenshot(worn.page), 240, 120) - colour_at(0, 0)).max() <= 2


def test_a_failure_is_told_in_vr(worn: Worn) -> None:
    worn.site.instead["metadata/timestamp.json"] = None
    worn.open().enter()
    worn.turn_head(-140)
    before = worn.eyes()[0]
    worn.aim(-140, 10)
    worn.press()
    worn.page.wait_for_timeout(500)
    assert np.abs(worn.eyes()[0] - before).max() > 20  # a sentence on dark glass, straight ahead
    worn.press("b-button")
    worn.page.wait_for_timeout(200)
    assert np.abs(worn.eyes()[0] - before).max() <= 3


def test_a_film_plays_in_vr(worn: Worn) -> None:
    worn.open().enter()
    worn.turn_head(0, -20)
    worn.aim(0, -25)
    worn.press()
    worn.until("kijkkamer.open === 'film'")
    for _ in range(100):
        if max(worn.eyes()[0]) > 150:  # a test card's colours, where dark glass was
            break
        worn.page.wait_for_timeout(100)
    else:
        pytest.fail(f"the film never showed; the player says {worn.state()}")


def test_without_a_headset_the_button_says_why(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab().open()
    tab.page.get_by_role("button", name="Kijken met een VR-bril").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("Open deze pagina in de browser van je VR-bril")
