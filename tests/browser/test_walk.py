"""A whole room with the keyboard alone: every hotspot opened, a quiz answered, a mesh turned, to another scene and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser import kinds
from tests.browser.conftest import Tab
from tests.browser.content import Content

FOCUSED = "() => document.activeElement?.dataset?.spot ?? null"
CHOSEN = """() => {
  const { dataset, className } = document.activeElement ?? {};
  return dataset?.choice ?? dataset?.tool ?? className ?? '';
}"""


@pytest.fixture(scope="module")
def room(content: Content) -> str:
    return f"/play/calibration/?manifest={kinds.add(content)}"


def tab_to(tab: Tab, wanted: str, look: str = FOCUSED) -> None:
    """Presses Tab until the wanted thing has the focus; a way that goes round without it fails."""
    for _ in range(40):
        tab.page.keyboard.press("Tab")
        if tab.page.evaluate(look) == wanted:
            return
    pytest.fail(f"Tab never reaches {wanted}")


def test_the_whole_room(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab(reduced_motion="reduce").open(room)
    page = tab.page
    panel = page.get_by_role("dialog")
    assert page.evaluate("() => document.activeElement === document.body")

    def opened(id_: str, title: str) -> None:
        tab_to(tab, id_)
        tab.until(f"!document.querySelector('[data-spot={id_}]').classList.contains('away')")  # the view turns to it
        page.keyboard.press("Enter")
        tab.until(f"kijkkamer.open === '{id_}'")
        expect(page.get_by_role("dialog", name=title)).to_be_visible()

    def closed(id_: str) -> None:
        page.keyboard.press("Escape")
        tab.until("kijkkamer.open === null")
        assert page.evaluate(FOCUSED) == id_  # where it came from

    opened("quiz", "Veilig werken")
    page.locator("[data-choice=helmet]").wait_for()  # its part of the panel comes with a script of its own
    tab_to(tab, "helmet", CHOSEN)
    page.keyboard.press("Space")
    expect(panel.get_by_role("status")).to_contain_text("Goed.")
    closed("quiz")
    opened("cube", "De kubus")
    expect(panel.get_by_role("application")).to_be_visible()
    tab_to(tab, "mesh-canvas", CHOSEN)
    view = tab.state()["view"]
    page.keyboard.press("ArrowRight")
    assert tab.state()["view"] == view  # the object turned, not the room
    closed("cube")
    plain = {"gone": "De weggeraakte kubus", "steps": "Zo las je", "photo": "Het werkstuk", "film": "Kijk hoe het gaat"}
    for id_, title in plain.items():
        opened(id_, title)
        closed(id_)
    opened("site", "Lees verder")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar example.org")).to_be_focused()
    closed("site")
    opened("visit", "Bedrijfsbezoek")
    closed("visit")
    opened("over", "Bovenop")
    closed("over")

    tab_to(tab, "yard")  # behind you: the view turns to it
    tab.until("Math.abs(kijkkamer.view.yaw - 160) < 0.1")
    page.keyboard.press("Enter")
    tab.until("kijkkamer.scene === 'yard' && kijkkamer.settled")
    expect(page.locator("#player-status")).to_contain_text("Je bent nu bij: Buiten.")
    assert page.evaluate("() => document.activeElement.id") == "player-canvas"
    tab_to(tab, "back")
    page.keyboard.press("Enter")
    tab.until("kijkkamer.scene === 'shop' && kijkkamer.settled")

    tab_to(tab, "stop", "() => document.activeElement?.dataset?.tool ?? null")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Je bent gestopt")).to_be_visible()
