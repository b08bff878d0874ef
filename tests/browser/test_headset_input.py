"""Choosing, turning and stopping in an emulated headset: pinch, gaze, one hand, menu, recentre, sleep, timer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.browser.eyes import seen, serve_eyes
from tests.browser.serving import Site
from tests.browser.worn import Worn, headset, quaternion
from tests.media import colour_at

HOLD = """async ([x, y, z, w]) => {
  const hand = headset.hands.right;
  hand.position.set(headset.position.x + 0.1, headset.position.y - 0.1, headset.position.z - 0.3);
  hand.quaternion.set(x, y, z, w);
  await frames(3);
}"""
PINCH = """async () => {
  headset.hands.right.updatePinchValue(1);
  await frames(3);
  headset.hands.right.updatePinchValue(0);
  await frames(3);
}"""
EYES = """
;(() => {
  const ask = navigator.xr.requestSession.bind(navigator.xr);
  navigator.xr.requestSession = (mode, { optionalFeatures: wish }) => ask(mode, { optionalFeatures: [...wish, 'eye-tracking'] });
})();
"""


WHITE = """() => {
  const canvas = document.querySelector('canvas');
  const middle = new OffscreenCanvas(21, 21).getContext('2d', { willReadFrequently: true });
  window.white = [];
  const look = () => {
    middle.drawImage(canvas, canvas.width / 4 - 10, canvas.height / 2 - 10, 21, 21, 0, 0, 21, 21);
    const { data } = middle.getImageData(0, 0, 21, 21);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) count += Math.min(data[at], data[at + 1], data[at + 2]) > 200 ? 1 : 0;
    white.push(count);
    setTimeout(() => requestAnimationFrame(look)); // after the emulator, which asks for its next frame within this one
  };
  requestAnimationFrame(look);
}"""
"""Counts the white pixels about the middle of the left eye in every frame: a picture of the page may come too late for it."""


def kept(**settings: Any) -> str:
    """An init script: what somebody set before."""
    return f";localStorage.setItem('kijkkamer.settings', {json.dumps(json.dumps(settings))});"


@pytest.fixture
def wear(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> Callable[..., Worn]:
    return lambda init="", **options: headset(new_tab, npm_file, init, **options)


def find(worn: Worn, name: str, yaws: tuple[float, ...] = (0, -9, 9), pitches: range = range(24, -54, -2)) -> None:
    """Moves the right controller over a plate until it points at a choice."""
    for yaw in yaws:
        for pitch in pitches:
            worn.aim(yaw, pitch)
            if worn.state()["aimed"] == name:
                return
    pytest.fail(f"{name} is nowhere to be pointed at")


def test_a_pinch_opens_what_the_hand_points_at(wear: Callable[..., Worn]) -> None:
    worn = wear()
    worn.open().enter()
    before = worn.picture()
    worn.page.evaluate("() => { headset.primaryInputMode = 'hand'; }")
    worn.page.evaluate(HOLD, quaternion(-30, 0))
    assert np.abs(worn.picture().astype(int) - before).max() > 100  # joints and a ray are seen
    # From a hand beside the head to a hotspot three metres away.
    for yaw in range(-36, -24):
        worn.page.evaluate(HOLD, quaternion(yaw, 7))
        if worn.state()["aimed"] == "mask":
            break
    worn.page.evaluate(PINCH)
    worn.until("kijkkamer.open === 'mask'")
    worn.page.evaluate(HOLD, quaternion(120, 0))  # beside the panel
    worn.page.evaluate(PINCH)
    worn.until("kijkkamer.open === null")
    assert worn.state()["errors"] == []


def test_a_gaze_that_rests_chooses(wear: Callable[..., Worn]) -> None:
    worn = wear()
    worn.open().enter()
    worn.turn_head(-30, 5)
    worn.page.wait_for_timeout(1000)
    assert worn.state()["open"] is None  # looking alone does nothing while there is something to hold
    worn.page.evaluate("() => { for (const hand of ['left', 'right']) headset.controllers[hand].connected = false; }")
    worn.until("kijkkamer.open === 'mask'", 15)
    worn.page.keyboard.press("Escape")
    worn.until("kijkkamer.open === null")
    # As set: sooner, and with a controller in each hand too.
    worn.page.evaluate("() => { for (const hand of ['left', 'right']) headset.controllers[hand].connected = true; }")
    worn.page.evaluate("() => kijkkamer.set({ dwell: 1000 })")
    worn.turn_head(10, 22)
    worn.until("kijkkamer.aimed === 'photo'")
    worn.until("kijkkamer.open === 'photo'", 10)
    worn.turn_head(120, 0)
    worn.page.wait_for_timeout(1200)
    assert worn.state()["open"] == "photo"  # looking away closes nothing


def test_a_headset_without_anything_to_hold_is_led_by_the_eyes(wear: Callable[..., Worn]) -> None:
    """Nobody set a time: it chooses by looking because it has a ray of targetRayMode "gaze" only."""
    # The emulator's gaze source, which its Quest 3 has none of.
    worn = wear(EYES, device="metaQuestPro", viewport={"width": 800, "height": 400})
    worn.open().enter()
    worn.turn_head(-90, 0)
    worn.page.evaluate(WHITE)
    worn.page.evaluate("() => { for (const hand of ['left', 'right']) headset.controllers[hand].connected = false; }")
    worn.turn_head(30, -10)
    worn.until("kijkkamer.aimed === 'to-bench'")
    worn.until("kijkkamer.scene === 'bench'", 10)
    ring = worn.page.evaluate("white")
    # A white ring fills about the dot, which lies on a disc: without it there are no more than five numbers.
    assert len(set(ring)) > 7, ring


def test_one_hand_and_turning_as_set(wear: Callable[..., Worn]) -> None:
    worn = wear(kept(hand="left", snapTurn=False))
    worn.open().enter()
    worn.aim(0, 80, hand="left")
    worn.aim(-30, 5, hand="right")
    worn.press(hand="right")
    assert worn.state()["aimed"] is None
    assert worn.state()["open"] is None
    worn.stick(1, hand="left")
    assert np.abs(worn.eyes()[0] - colour_at(0, 0)).max() <= 3
    worn.aim(-30, 5, hand="left")
    worn.press(hand="left")
    worn.until("kijkkamer.open === 'mask'")
    worn.press("y-button", hand="left")
    worn.until("kijkkamer.open === null")


def test_the_room_is_laid_ahead_by_a_press_and_by_the_headset(wear: Callable[..., Worn]) -> None:
    worn = wear()
    worn.open().enter()
    worn.turn_head(70)
    assert np.abs(worn.eyes()[0] - colour_at(70, 0)).max() <= 3
    worn.press("thumbstick")
    worn.bright()
    assert np.abs(worn.eyes()[0] - colour_at(0, 0)).max() <= 3
    worn.stick(-1)
    worn.page.evaluate("() => headset.recenter()")
    worn.page.wait_for_timeout(300)
    assert np.abs(worn.eyes()[0] - colour_at(0, 0)).max() <= 3


def test_the_first_view_lies_ahead_however_a_chair_stands(wear: Callable[..., Worn]) -> None:
    worn = wear()
    worn.open()
    worn.turn_head(170)
    worn.enter()
    assert np.abs(worn.eyes()[0] - colour_at(0, 0)).max() <= 3


def test_who_looks_back_and_comes_into_half_a_sphere_faces_it(wear: Callable[..., Worn], site: Site) -> None:
    worn = wear()
    worn.open(serve_eyes(site, "same") + "&scene=lr").enter()
    worn.turn_head(170)
    worn.aim(20, 30)
    worn.press()
    worn.until("kijkkamer.scene === 'tb180' && kijkkamer.settled")
    worn.bright()
    yaw = worn.state()["view"]["yaw"]
    assert 45 < yaw < 65  # near the edge that was nearer
    for number, eye in enumerate(worn.eyes()):
        assert np.abs(eye - seen(yaw, 0, number)).max() <= 6


def test_the_edges_grow_dark_while_the_room_turns(wear: Callable[..., Worn]) -> None:
    worn = wear(kept(vignette=True))
    worn.open().enter()
    before = worn.picture()
    assert before[20:60, 20:60].mean() > 60
    # Step after step, for as long as a picture of it takes.
    worn.page.evaluate(
        """() => {
          let on = 0;
          window.turning = setInterval(() => headset.controllers.right.updateAxes('thumbstick', on = 1 - on, 0), 60);
        }"""
    )
    for _ in range(20):
        if worn.picture()[20:60, 20:60].mean() < 40:
            break
    else:
        pytest.fail("the edges stayed light")
    worn.page.evaluate("() => { clearInterval(turning); headset.controllers.right.updateAxes('thumbstick', 0, 0); }")
    for _ in range(20):
        worn.page.wait_for_timeout(100)
        if worn.picture()[20:60, 20:60].mean() > 60:
            break
    else:
        pytest.fail("the edges stayed dark")


def test_the_menu_and_stopping_are_always_within_reach(wear: Callable[..., Worn]) -> None:
    worn = wear()
    worn.open().enter()
    find(worn, "menu", yaws=(9, 5), pitches=range(-44, -54, -1))
    worn.press()
    find(worn, "captions")
    worn.press()
    assert json.loads(worn.page.evaluate("() => localStorage.getItem('kijkkamer.settings')"))["captions"] is False
    worn.press("b-button")
    worn.until("kijkkamer.aimed === null")

    # Where somebody came from: one press further.
    worn.aim(30, -10)
    worn.press()
    worn.until("kijkkamer.scene === 'bench' && kijkkamer.settled")
    worn.press("a-button")
    worn.page.wait_for_timeout(200)
    find(worn, "previous")
    worn.press()
    worn.until("kijkkamer.scene === 'hall' && kijkkamer.settled")
    assert worn.state()["presenting"]

    # It comes along when somebody turns, and lies before an open panel.
    worn.turn_head(100)
    worn.page.wait_for_timeout(1500)
    worn.press("b-button")
    for yaw in (92, 88, 96):
        worn.aim(yaw, -49)
        if worn.state()["aimed"] == "stop":
            break
    assert worn.state()["aimed"] == "stop"
    worn.press()
    worn.until("!kijkkamer.presenting", 10)
    expect(worn.page.get_by_role("dialog")).to_contain_text("Je bent gestopt")
    assert abs(worn.page.evaluate("() => kijkkamer.view.yaw") - 100) < 1  # the flat view goes on where the head looked


def test_no_disc_shines_through_the_menu(wear: Callable[..., Worn]) -> None:
    worn = wear(kept(textSize=1.25))  # so large that all of a disc lies behind it
    worn.open().enter()
    find(worn, "menu", yaws=(9, 5), pitches=range(-44, -54, -1))
    worn.page.evaluate("() => { headset.fovy = 0.3; }")  # 17 degrees: a disc is a quarter of what is seen

    def bluest() -> float:
        """How much more blue than red there is where the disc of "site" stands."""
        picture = worn.picture().astype(int)
        middle = picture[60:180, 60:180]
        return float((middle[..., 2] - middle[..., 0]).max())

    worn.turn_head(-12, -22)
    assert bluest() > 100  # there it is
    worn.turn_head(0)
    worn.press()
    worn.page.wait_for_timeout(300)
    worn.turn_head(-12, -22)
    assert bluest() < 16  # dark glass is a little blue


def test_what_sounds_rests_while_the_headset_sleeps(wear: Callable[..., Worn]) -> None:
    slow = """;(() => {
      const { play } = HTMLMediaElement.prototype;
      HTMLMediaElement.prototype.play = function () { this.playbackRate = 0.1; return play.call(this); };
    })();"""  # two seconds of film would be over by themselves
    worn = wear(slow)
    worn.open("/play/calibration/?scene=film360").enter()
    for state in ("hidden", "visible-blurred"):
        worn.until("kijkkamer.film.playing")
        worn.page.evaluate("(state) => headset.updateVisibilityState(state)", state)
        worn.until("!kijkkamer.film.playing", 10)
        assert worn.state()["film"]["time"] < 1.8
        worn.page.evaluate("() => headset.updateVisibilityState('visible')")
    worn.until("kijkkamer.film.playing", 10)


def test_the_timer_says_so_and_cuts_nothing(wear: Callable[..., Worn]) -> None:
    hurry = """;(() => {
      const now = performance.now.bind(performance);
      let extra = 0;
      performance.now = () => now() + extra;
      window.hurry = async (minutes) => {
        for (let left = minutes * 60; left > 0; left -= 2, extra += 2000) await frames(1);
      };
    })();"""
    worn = wear(kept(timer=5) + hurry)
    worn.open().enter()
    worn.turn_head(0, -45)
    before = worn.picture()

    def changed() -> int:
        worn.page.wait_for_timeout(100)
        return int(np.abs(worn.picture().astype(int) - before)[40:200].max())

    worn.page.evaluate("() => hurry(4)")
    assert changed() < 60
    for _ in range(40):
        worn.page.evaluate("() => hurry(0.2)")
        if changed() > 60:  # a sentence above the bar
            break
    else:
        pytest.fail("nothing was said")
    assert worn.state()["presenting"]
