"""Panels on the glass in VR: a quiz by aim and select, a mesh turned, an address to take home, pages, text size."""

from __future__ import annotations

import json
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from tests.browser import kinds
from tests.browser.conftest import Tab
from tests.browser.content import Content
from tests.browser.test_panels import VOICES
from tests.browser.worn import WRITTEN, Worn, headset


@pytest.fixture(scope="module")
def room(content: Content) -> str:
    return f"/play/calibration/?manifest={kinds.add(content)}"


@pytest.fixture
def worn(new_tab: Callable[..., Tab], npm_file: Callable[[str], str], room: str) -> Worn:
    tab = headset(new_tab, npm_file, viewport={"width": 800, "height": 400}, reduced_motion="reduce")
    tab.open(room)
    tab.enter()
    tab.page.evaluate("() => { headset.fovy = 0.6; }")  # 34 degrees: the glass fills each eye's half
    tab.aim(180, 60, hand="left")
    return tab


def open_spot(worn: Worn, id_: str, at: tuple[float, float]) -> None:
    """Looks straight at the panel's middle, so that angles from there are the panel's own."""
    worn.page.locator(f"[data-spot={id_}]").dispatch_event("click")
    worn.until(f"kijkkamer.open === '{id_}' && kijkkamer.places.length > 0")
    worn.turn_head(at[0], max(min(at[1], 15), -20))


def aim_at(worn: Worn, name: str) -> None:
    """Aims the controller at a place of the panel."""
    place = worn.page.evaluate("(name) => kijkkamer.places.find((place) => place.name === name)", name)
    assert place, (name, worn.state()["places"])
    worn.aim(place["yaw"], place["pitch"])
    worn.until(f"kijkkamer.aimed === '{name}'")


def choose(worn: Worn, name: str) -> None:
    aim_at(worn, name)
    worn.press()


def names(worn: Worn) -> list[str]:
    return [place["name"] for place in worn.state()["places"]]


def test_a_quiz_is_answered_by_aim_and_select(worn: Worn) -> None:
    open_spot(worn, "quiz", (-20, 4))
    assert names(worn) == ["cap", "helmet", "close"]
    choose(worn, "cap")
    worn.until("kijkkamer.places.some(({ name }) => name === 'quizAgain')")
    before = worn.picture().astype(int)
    choose(worn, "quizAgain")
    worn.until("kijkkamer.places.some(({ name }) => name === 'helmet')")
    assert np.abs(worn.picture().astype(int) - before).mean() > 1  # the question stands there again, the cap marked
    choose(worn, "helmet")
    worn.until("kijkkamer.places.some(({ name }) => name === 'quizAgain')")
    assert worn.state()["open"] == "quiz"
    worn.press("b-button")
    worn.until("kijkkamer.open === null")


def test_the_code_on_the_glass_leads_to_the_address(worn: Worn) -> None:
    for id_, at, address in (("site", (40, -22), kinds.ADDRESS), ("visit", (-40, -22), "https://example.org/kom-langs")):
        open_spot(worn, id_, at)
        while "pageOn" in names(worn):
            choose(worn, "pageOn")
            worn.page.wait_for_timeout(150)
        worn.aim(180, 60)
        left = np.ascontiguousarray(worn.picture()[:, :400])
        text, *_ = cv2.QRCodeDetector().detectAndDecode(cv2.resize(left, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC))
        assert text == address
        worn.press("b-button")
        worn.until("kijkkamer.open === null")


def hues(worn: Worn) -> tuple[float, float]:
    """How much of the left eye is the cube's red side, and how much its cyan one."""
    eye = worn.picture()[:, :400].astype(int)
    red = ((eye[..., 0] > 110) & (eye[..., 1:].max(axis=2) < 90)).mean()
    cyan = ((eye[..., 0] < 90) & (eye[..., 1:].min(axis=2) > 110)).mean()
    return float(red), float(cyan)


def test_a_mesh_stands_before_the_glass_and_is_turned(worn: Worn) -> None:
    open_spot(worn, "cube", (20, 4))
    # A renderer in software takes its time over the first frame with it, and no screenshot waits that long.
    worn.until("performance.getEntriesByType('resource').some(({ name }) => name.endsWith('.glb'))", seconds=60)
    worn.page.evaluate("() => frames(10)")
    for _ in range(60):
        if hues(worn)[0] > 0.005:
            break
        worn.page.wait_for_timeout(100)
    else:
        pytest.fail("the cube never stood there")
    left, right = np.split(worn.picture().astype(int), 2, axis=1)
    assert np.abs(left - right).mean() > 0.3  # it has depth: each eye sees it from its own place
    for _ in range(4):
        choose(worn, "meshRight")
    red, cyan = hues(worn)
    assert cyan > 0.005 and cyan > red  # its left side came round

    # Held by the trigger it follows the hand.
    worn.aim(19, 5)
    worn.page.evaluate("async () => { headset.controllers.right.updateButtonValue('trigger', 1); await frames(3); }")
    for yaw in (16, 13, 10):
        worn.aim(yaw, 5)
    worn.page.evaluate("async () => { headset.controllers.right.updateButtonValue('trigger', 0); await frames(3); }")
    assert worn.state()["open"] == "cube"
    assert hues(worn)[0] != pytest.approx(red, abs=0.0005) or hues(worn)[1] != pytest.approx(cyan, abs=0.002)


def test_long_texts_have_pages_and_larger_letters_more_of_them(worn: Worn) -> None:
    def pages() -> int:
        open_spot(worn, "steps", (-50, 0))
        count = 1
        while "pageOn" in names(worn):
            choose(worn, "pageOn")
            count += 1
        choose(worn, "pageBack")
        assert "pageOn" in names(worn)
        worn.press("b-button")
        worn.until("kijkkamer.open === null")
        return count

    usual = pages()
    worn.page.evaluate("() => kijkkamer.set({ textSize: 1.5 })")
    assert pages() > usual >= 2


def test_a_panel_is_read_aloud(new_tab: Callable[..., Tab], npm_file: Callable[[str], str], room: str) -> None:
    tab = headset(new_tab, npm_file, VOICES)
    tab.open(room)
    tab.enter()
    tab.aim(180, 60, hand="left")
    open_spot(tab, "over", (1.5, 4))
    choose(tab, "readAloud")
    tab.until("said.at(-1)?.[1] === 'Bovenop. Ligt half over een ander.'")
    tab.press("b-button")
    tab.until("said.at(-1)[0] === 'cancel'")


def test_a_photo_that_cannot_be_had_is_told(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], room: str, content: Content
) -> None:
    tab = headset(new_tab, npm_file, WRITTEN)
    tab.site.instead[content.assets["photo"]["tiers"][0]["image"]["path"]] = None
    tab.open(room)
    tab.enter()
    open_spot(tab, "photo", (0, 25))
    tab.until("written.join(' ').includes('De foto ontbreekt.')")


def test_what_could_not_be_had_can_be_fetched_again(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], room: str, content: Content
) -> None:
    tab = headset(new_tab, npm_file, WRITTEN)
    assets = json.loads((content.root / room.partition("manifest=")[2]).read_text())["assets"]
    photo, mesh = assets["photo"]["tiers"][0]["image"]["path"], assets["cube"]["lods"][0]["glb"]["path"]
    told = {"photo": (photo, (0, 25), "De foto is beschadigd"), "cube": (mesh, (20, 4), "is beschadigd")}
    tab.site.instead |= {path: b"spoilt" for path, _, _ in told.values()}
    tab.open(room)
    tab.enter()
    for id_, (path, at, sentence) in told.items():
        open_spot(tab, id_, at)
        tab.until("kijkkamer.places.some(({ name }) => name === 'retry')")
        assert sentence in tab.page.evaluate("() => written.splice(0).join(' ')")
        choose(tab, "retry")  # in vain
        tab.until("kijkkamer.places.some(({ name }) => name === 'retry') && written.length > 0")
        tab.page.evaluate("() => { written.length = 0; }")
        del tab.site.instead[path]
        choose(tab, "retry")
        tab.until("!kijkkamer.places.some(({ name }) => name === 'retry') && kijkkamer.places.length > 0", 30)
        tab.page.wait_for_timeout(500)
        assert "retry" not in names(tab)
        tab.press("b-button")
        tab.until("kijkkamer.open === null")
