"""axe finds nothing: narrow and wide, light and dark, with and without a panel, and on the list of rooms too."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import kinds
from tests.browser.conftest import Tab
from tests.browser.content import Content
from tests.browser.serving import page
from tests.browser.test_trouble import NO_WEBGL

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def findings(tab_page: Any) -> list[str]:
    result = tab_page.evaluate("(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } })", RULES)
    found = [(rule["id"], node) for rule in result["violations"] for node in rule["nodes"]]
    return [f"{rule}: {node['html'][:160]}: {node['failureSummary']}" for rule, node in found]


@pytest.mark.parametrize(
    ("width", "scheme", "names"),
    [(360, "light", ["Lasmasker", "Kom langs", "Kijk hoe het gaat", "Lees verder"]), (960, "dark", ["Kom langs"])],
)
def test_player(new_tab: Callable[..., Tab], npm_file: Callable[[str], str], width: int, scheme: str, names: list[str]) -> None:
    tab = new_tab(init=npm_file("axe-core/axe.min.js"), viewport={"width": width, "height": 640}, color_scheme=scheme).open()
    assert findings(tab.page) == []
    for name in names:
        tab.spot(name).focus()
        tab.page.keyboard.press("Enter")
        expect(tab.page.get_by_role("dialog")).to_be_visible()
        assert findings(tab.page) == [], name
        tab.page.keyboard.press("Escape")
    tab.page.get_by_role("button", name="Uitleg", exact=True).click()
    assert findings(tab.page) == []


UNDER = """() => {
  const { left, top, right, bottom } = document.querySelector('[data-tool=vr]').getBoundingClientRect();
  const disc = document.querySelector('[data-spot=other]');
  for (let pitch = 10; pitch > -60; pitch -= 2) for (let yaw = -140; yaw > -200; yaw -= 2) {
    kijkkamer.setView({ yaw, pitch });
    const at = disc.getBoundingClientRect();
    const [x, y] = [(at.left + at.right) / 2, (at.top + at.bottom) / 2];
    if (!disc.matches('.away') && x > left && x < right && y > top && y < bottom) return true;
  }
  return false;
}"""
"""Turns until one disc lies right under a button."""


def test_a_disc_under_a_button_is_out_of_sight_until_somebody_turns(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str]
) -> None:
    tab = new_tab(init=npm_file("axe-core/axe.min.js"), viewport={"width": 960, "height": 640}).open()
    assert tab.page.evaluate(UNDER)
    disc = tab.page.locator("[data-spot=other]")
    expect(disc).to_have_class(re.compile("under"))
    assert findings(tab.page) == []
    view = tab.state()["view"]
    tab.look(-140, 10)
    expect(disc).not_to_have_class(re.compile("under|away"))
    tab.page.evaluate("(view) => kijkkamer.setView(view)", view)
    expect(disc).to_have_class(re.compile("under"))
    tab.page.locator("[data-tool=vr]").focus()
    disc.focus()  # who walks to it has the view turned to it
    expect(disc).not_to_have_class(re.compile("under|away"))
    tab.until("Math.abs(kijkkamer.view.yaw + 140) < 1")


LARGE = """localStorage.setItem('kijkkamer.settings', '{"textSize":2,"contrast":"high"}');"""
WITHIN = """() => [...document.querySelectorAll('.bar a, .bar button, .where, .corner button, dialog[open], dialog[open] *')]
  .filter((part) => part.checkVisibility() && !part.closest('.unseen') && part.getBoundingClientRect().width > 2)
  .filter((part) => { const { left, right } = part.getBoundingClientRect(); return left < -0.5 || right > innerWidth + 0.5; })
  .map((part) => part.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def room(content: Content) -> str:
    return f"/play/calibration/?manifest={kinds.add(content)}"


@pytest.mark.parametrize(("scheme", "wishes"), [("light", ""), ("dark", LARGE)])
def test_panels_of_every_kind(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], room: str, scheme: str, wishes: str
) -> None:
    """360 pixels wide, and with letters twice as large in high contrast: axe finds nothing, and nothing lies outside."""
    init = npm_file("axe-core/axe.min.js") + wishes
    tab = new_tab(init=init, viewport={"width": 360, "height": 640}, color_scheme=scheme, reduced_motion="reduce").open(room)
    page = tab.page
    assert page.evaluate(WITHIN) == []
    for id_ in ("quiz", "cube", "gone", "steps", "visit", "site"):
        page.locator(f"[data-spot={id_}]").dispatch_event("click")
        if id_ == "quiz":
            page.locator("[data-choice=cap]").click()
        if id_ == "cube":
            expect(page.locator(".mesh-canvas")).to_be_visible()
        assert findings(page) == [], id_
        assert page.evaluate(WITHIN) == [], id_
        page.keyboard.press("Escape")
    for tool in ("settings", "help", "stop"):
        page.locator(f"[data-tool={tool}]").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert findings(page) == [], tool
        assert page.evaluate(WITHIN) == [], tool
        page.keyboard.press("Escape")


def test_forced_colours_leave_every_disc_an_edge(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab(forced_colors="active").open(room)
    edge = "(element) => getComputedStyle(element).borderTopWidth"
    for disc in ("[data-spot=quiz]", "[data-tool=settings]"):
        assert float(tab.page.locator(disc).evaluate(edge).removesuffix("px")) >= 2


def test_flat(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> None:
    tab = new_tab(init=npm_file("axe-core/axe.min.js") + NO_WEBGL).open()
    assert findings(tab.page) == []


def test_nothing_is_lost_at_twice_the_size(new_tab: Callable[..., Tab]) -> None:
    """200 % zoom of a 640 px window is a 320 px one: every button stays within it, and none lies upon another."""
    tab = new_tab(viewport={"width": 320, "height": 480}).open()
    buttons = tab.page.locator(".bar a, .bar button, .corner button").all()
    boxes: list[Any] = [box for button in buttons if (box := button.bounding_box())]
    assert len(boxes) == 8
    for index, one in enumerate(boxes):
        assert one["x"] >= 0 and one["x"] + one["width"] <= 320 and one["y"] + one["height"] <= 480
        assert min(one["width"], one["height"]) >= 44
        for other in boxes[index + 1 :]:
            assert any(
                first[start] + first[size] <= second[start] + 0.5
                for first, second in ((one, other), (other, one))
                for start, size in (("x", "width"), ("y", "height"))
            ), (one, other)


LONG = "Hoogspanningsverdeelinrichtingsonderhoudsmonteur"
SPILLED = """(panel) => {
  const inside = panel.querySelector('.panel-inside').getBoundingClientRect();
  const texts = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  const spilled = panel.scrollWidth > panel.clientWidth ? ['panel'] : [];
  while (texts.nextNode()) {
    const text = document.createRange();
    text.selectNodeContents(texts.currentNode);
    const { left, right } = text.getBoundingClientRect();
    const box = (texts.currentNode.parentElement.closest('.choice') ?? panel).getBoundingClientRect();
    const fits = left >= Math.max(inside.left, box.left) && right <= Math.min(inside.right, box.right);
    if (right > left && !fits) spilled.push(String(text));
  }
  return spilled;
}"""
TITLES = """(words) => {
  for (const id of ['player-room', 'player-scene']) document.getElementById(id).textContent = `${words} ${id}`;
  return [...document.querySelectorAll('.where > *')].map((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    part.scrollIntoView({ block: 'end' });        // what is more than half a screen scrolls
    const [text, box] = [range, part.parentElement].map((what) => what.getBoundingClientRect());
    return text.left >= box.left && text.right <= box.right && text.bottom <= box.bottom + 1 && box.bottom <= innerHeight / 2;
  });
}"""


@pytest.mark.parametrize(("width", "height"), [(360, 640), (640, 360), (320, 480), (1280, 720)])
@pytest.mark.parametrize("size", [1, 2])
def test_long_words_and_titles_are_all_there(new_tab: Callable[..., Tab], width: int, height: int, size: int) -> None:
    kept = f"localStorage.setItem('kijkkamer.settings', '{{\"textSize\":{size}}}');"
    tab = new_tab(init=kept, viewport={"width": width, "height": height}).open()
    assert tab.page.evaluate(TITLES, "Werkplaats van de installatietechnische opleidingen") == [True, True]
    panel = tab.page.get_by_role("dialog")
    for button in ("Uitleg", "Instellingen"):
        tab.page.get_by_role("button", name=button, exact=True).click()
        title = panel.locator("h2")
        text = float(title.evaluate("(title) => parseFloat(getComputedStyle(title).fontSize)"))
        body = float(tab.page.evaluate("() => parseFloat(getComputedStyle(document.body).fontSize)"))
        assert text >= body == 18 * size
        if button == "Instellingen":  # one word: one line
            assert title.evaluate("(title) => title.getClientRects().length") == 1
            assert title.evaluate("(title) => title.clientHeight") < 1.5 * 1.2 * text
        panel.evaluate(
            "(panel, word) => panel.querySelectorAll('.choice > span, li:not(:has(*)), h3, legend, .setting > span')"
            ".forEach((part) => { part.firstChild.textContent = word; })",
            LONG,
        )
        assert panel.evaluate(SPILLED) == []
        tab.page.keyboard.press("Escape")


ROOMS = [
    {
        "url": "/play/a/",
        "title": "De lasserij",
        "summary": "Kijk rond bij het lassen.",
        "sector": "Techniek",
        "poster": "",
        "minutes": 5,
        "levels": ["vmbo", "mbo"],
    },
    {"url": "/play/b/", "title": "De <b>zorg</b>", "summary": "", "sector": "", "poster": "", "minutes": None, "levels": []},
]


@pytest.mark.parametrize(
    ("name", "context"),
    [("play_index.html", {"rooms": ROOMS}), ("play_index.html", {"rooms": []}), ("play_absent.html", {})],
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_other_pages(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], name: str, context: dict[str, Any], scheme: str
) -> None:
    tab = new_tab(init=npm_file("axe-core/axe.min.js"), color_scheme=scheme)
    tab.site.pages["/play/"] = page(name, locale="nl", **context)
    tab.page.goto(tab.site.base + "/play/")
    assert findings(tab.page) == []
    assert tab.page.locator("b").count() == 0  # an editor's words are words
    if context.get("rooms"):
        tab.page.get_by_role("link", name="De lasserij").click()
        assert tab.page.url.endswith("/play/a/")


def test_the_focus_is_not_under_the_title(new_tab: Callable[..., Tab]) -> None:
    """A title in large letters on a small screen reaches far down: the view turns to a hotspot below it."""
    tab = new_tab(init=LARGE, viewport={"width": 640, "height": 360}, reduced_motion="reduce").open()
    tab.page.evaluate(
        "() => { document.getElementById('player-room').textContent = 'Werkplaats van de opleidingen '.repeat(3); }"
    )
    bottom = tab.page.evaluate("() => document.querySelector('.bar').getBoundingClientRect().bottom")
    up = {"yaw": -30, "pitch": 5 - 90 * (180 - bottom + 10) / 640, "fov": 90}  # the disc of the mask half under the bar
    tab.page.evaluate("(view) => kijkkamer.setView(view)", up)
    mask = tab.page.locator("[data-spot=mask]")
    tab.until(f"document.querySelector('[data-spot=mask]').getBoundingClientRect().top < {bottom}")
    box = mask.bounding_box()
    assert box is not None
    assert box["y"] > 44, "not so near to the edge that it would be turned to anyway"
    tab.page.locator("#player-canvas").focus()
    tab.page.keyboard.press("Tab")
    expect(mask).to_be_focused()
    tab.until(f"document.querySelector('[data-spot=mask]').getBoundingClientRect().bottom > {bottom} + 30", seconds=5)
