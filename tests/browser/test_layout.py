"""Nothing lies upon anything that matters: long titles, large letters, sentences, captions and labels on small screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import kinds
from tests.browser.conftest import Tab
from tests.browser.content import Content
from tests.browser.films import site_of
from tests.browser.serving import Site, serve
from tests.browser.test_accessible import LARGE, findings
from tests.browser.test_trouble import NO_WEBGL
from tests.roots import Root

LETTERS = "Hoogspanningsverdeelinrichtingsonderhoudsmonteursopleidingsinstituut"
WORDS = "Werkplaats van de installatietechnische opleidingen"
NAME = """(words) => {
  for (const id of ['player-room', 'player-scene']) document.getElementById(id).textContent = `${words} ${id}`;
}"""


UPPERMOST = """(button) => {
  const { x, y, width, height } = button.getBoundingClientRect();
  return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


def box(page: Page, selector: str) -> dict[str, Any]:
    found: Any = page.locator(selector).bounding_box()
    assert found, selector
    return dict(found) | {"right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}


def apart(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(
        one["right"] <= other["x"] + 0.5
        or other["right"] <= one["x"] + 0.5
        or one["bottom"] <= other["y"] + 0.5
        or other["bottom"] <= one["y"] + 0.5
    )


def large(size: float) -> str:
    return f"localStorage.setItem('kijkkamer.settings', '{{\"textSize\":{size}}}');"


@pytest.mark.parametrize(("width", "height"), [(320, 480), (640, 360)])
def test_a_long_title_leaves_half_the_screen_and_can_be_read(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], width: int, height: int
) -> None:
    init = npm_file("axe-core/axe.min.js") + large(2)
    tab = new_tab(init=init, viewport={"width": width, "height": height}).open()
    page = tab.page
    where = page.locator("#player-where")
    assert where.get_attribute("tabindex") is None, "no stop of the keyboard where nothing is to be scrolled"
    page.evaluate(NAME, LETTERS)
    assert box(page, ".bar")["bottom"] <= height / 2
    expect(where).to_have_attribute("tabindex", "0")
    assert [found for found in findings(page) if "data-spot" not in found] == []  # a disc may lie under it until one turns
    where.focus()
    for _ in range(20):
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    rest = "(box) => box.scrollHeight - box.clientHeight - box.scrollTop"
    tab.until("document.querySelector('.where').scrollTop > 0")
    assert float(where.evaluate(rest)) < 2, "to its last line"
    assert tab.state()["view"]["pitch"] == 0, "these keys scroll, they do not turn"


@pytest.mark.parametrize("size", [1, 2])
def test_without_webgl_what_follows_begins_below_the_title(new_tab: Callable[..., Tab], size: float) -> None:
    tab = new_tab(init=NO_WEBGL + large(size), viewport={"width": 640, "height": 360}).open()
    tab.page.evaluate(NAME, WORDS)
    title, told, picture = (box(tab.page, selector) for selector in ("#player-where", "#player-notice", "#player-flat"))
    assert title["bottom"] <= told["y"] and told["bottom"] <= picture["y"]
    assert box(tab.page, ".bar")["bottom"] <= told["y"]
    assert tab.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_without_webgl_no_button_lies_upon_the_picture_for_one_hand(new_tab: Callable[..., Tab]) -> None:
    hand = "localStorage.setItem('kijkkamer.settings', '{\"hand\":\"right\"}');"
    tab = new_tab(init=NO_WEBGL + hand, viewport={"width": 360, "height": 640}).open()
    told = box(tab.page, "#player-notice")
    for selector in ("[data-tool=settings]", "[data-tool=stop]", "#player-where"):
        assert box(tab.page, selector)["bottom"] <= told["y"], selector


def test_without_webgl_no_word_is_broken_that_fits_on_a_line(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init=NO_WEBGL, viewport={"width": 390, "height": 844}).open()
    label = tab.page.locator("[data-spot=mask] .spot-label")
    for words, lines in (("Naar de elektrotechniekwerkplaats", 1), (LETTERS, 3)):
        label.evaluate("(label, words) => { label.textContent = words; }", words)
        found = label.bounding_box()
        assert found and found["height"] < 26 * lines, words
        assert tab.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844), (320, 480), (480, 270)])
@pytest.mark.parametrize("wishes", ["{}", '{"textSize":2}', '{"hand":"right"}'])
def test_the_keyboard_goes_through_the_buttons_as_they_are_read(
    new_tab: Callable[..., Tab], width: int, height: int, wishes: str
) -> None:
    """From the left to the right, then the next line (WCAG 2.2, 2.4.3)."""
    init = f"localStorage.setItem('kijkkamer.settings', '{wishes}');"
    tab = new_tab(init=init, viewport={"width": width, "height": height}).open()
    places = tab.page.evaluate(
        """() => [...document.querySelectorAll('.bar :is(a, button)')].filter((tool) => tool.checkVisibility())
          .map((tool) => tool.getBoundingClientRect()).map(({ x, y }) => [Math.round(y / 40), x])"""
    )
    assert len(places) >= 6
    assert places == sorted(places)


def test_a_short_title_takes_no_more_than_its_words(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init=large(2), viewport={"width": 844, "height": 390}).open()
    assert box(tab.page, "#player-where")["width"] < 844 / 3


class TestFilm:
    @pytest.fixture
    def site(self, films: Root) -> Iterator[Site]:
        site = site_of(films)
        with serve(site):
            yield site

    @pytest.mark.parametrize(("width", "height", "size"), [(640, 360, 1), (640, 360, 2), (320, 480, 2)])
    def test_captions_and_titles_never_meet(self, new_tab: Callable[..., Tab], width: int, height: int, size: float) -> None:
        tab = new_tab(init=large(size), viewport={"width": width, "height": height})
        tab.open("/play/films/?scene=round", until="kijkkamer.picture === 'film' && kijkkamer.film.caption")
        page = tab.page
        page.get_by_role("button", name="Pauze").click()
        page.evaluate(NAME, WORDS)
        page.locator(".film-captions").evaluate(
            "(said) => { said.textContent = 'Eerst zet je je masker op en trek je je handschoenen aan, daarna begin je pas.'; }"
        )
        parts = [box(page, selector) for selector in (".bar", ".film-captions", ".live-bar", ".corner")]
        for index, one in enumerate(parts):
            assert one["y"] >= 0 and one["bottom"] <= height and one["x"] >= 0 and one["right"] <= width
            assert all(apart(one, other) for other in parts[index + 1 :]), parts
        said = "(said) => said.scrollHeight <= said.clientHeight + 1"
        assert page.locator(".film-captions").evaluate(said), "all of it is seen"
        page.get_by_role("button", name="Ondertiteling en stem").click()
        assert apart(box(page, ".bar"), box(page, ".film-captions"))
        assert apart(box(page, ".live-bar"), box(page, ".film-captions"))

    @pytest.mark.parametrize(
        ("width", "height", "hand", "size"),
        [
            (360, 640, "left", 2),
            (320, 480, "right", 2),
            (320, 480, "left", 1),
            (640, 360, "left", 2),
            (640, 360, "right", 1),
            (320, 256, "right", 2),
        ],
    )
    def test_every_button_can_be_pressed_with_one_hand(
        self, new_tab: Callable[..., Tab], width: int, height: int, hand: str, size: float
    ) -> None:
        wishes = f'{{"textSize":{size},"hand":"{hand}"}}'
        init = f"localStorage.setItem('kijkkamer.settings', '{wishes}');"
        tab = new_tab(init=init, viewport={"width": width, "height": height}, has_touch=True)
        tab.open("/play/films/?scene=round", until="kijkkamer.picture === 'film' && kijkkamer.film.caption")
        page = tab.page
        page.get_by_role("button", name="Pauze").click()
        shown = [tool for tool in page.locator(".tool, .live input").all() if tool.is_visible()]
        assert len(shown) >= 10
        for tool in shown:
            assert tool.evaluate(UPPERMOST), tool.get_attribute("aria-label")
        page.get_by_role("button", name="Ondertiteling en stem").click()
        for one in (".bar > .where", "#player-back", ".corner"):
            assert apart(box(page, ".live-bar"), box(page, one)), one
        assert page.locator(".live-bar").evaluate("(bar) => bar.scrollWidth <= bar.clientWidth")

    @pytest.mark.parametrize(
        ("width", "height", "size"), [(480, 270, 1), (480, 270, 2), (320, 256, 1), (568, 320, 1), (568, 320, 2)]
    )
    def test_a_sentence_and_a_film_on_a_low_screen(
        self, new_tab: Callable[..., Tab], width: int, height: int, size: float
    ) -> None:
        tab = new_tab(init=large(size), viewport={"width": width, "height": height})
        page = tab.page
        for part in ("**/*.m3u8", "**/*.m4s", "**/*.mp4"):
            page.route(part, lambda route: route.abort())
        tab.open("/play/films/?scene=round")
        expect(page.locator("#player-notice")).to_contain_text("De film gaat niet verder.")
        page.evaluate(NAME, WORDS)
        page.wait_for_timeout(500)  # the view is at rest
        shown = [part for part in page.locator(".bar > *, .notice, .corner, .live > *").all() if part.is_visible()]
        found = [placed for part in shown if (placed := part.bounding_box())]
        boxes: list[dict[str, Any]] = [
            dict(one) | {"right": one["x"] + one["width"], "bottom": one["y"] + one["height"]} for one in found
        ]
        assert len(boxes) >= 6
        for index, one in enumerate(boxes):
            assert one["x"] >= 0 and one["y"] >= 0 and one["right"] <= width and one["bottom"] <= height
            assert all(apart(one, other) for other in boxes[index + 1 :]), boxes


AWAY = """
Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
"""


@pytest.mark.parametrize(("width", "height", "pitch"), [(360, 640, 0), (360, 640, 14), (800, 450, 0), (800, 450, 8)])
def test_a_sentence_covers_no_disc_and_no_button(new_tab: Callable[..., Tab], width: int, height: int, pitch: float) -> None:
    tab = new_tab(init=AWAY, viewport={"width": width, "height": height}, reduced_motion="reduce").open()
    tab.page.route("**/content/**", lambda route: route.abort())
    tab.look(0, pitch)
    tab.page.locator("[data-spot=other]").dispatch_event("click")
    expect(tab.page.locator("#player-notice")).to_be_visible()
    tab.look(0, pitch)
    tab.page.wait_for_timeout(500)  # the view is at rest
    told = box(tab.page, "#player-notice")
    assert told["x"] >= 0 and told["right"] <= width and told["y"] >= 0 and told["bottom"] <= height
    discs = [disc.bounding_box() for disc in tab.page.locator(".spot:not(.away, .under)").all()]
    assert discs
    for found in [*discs, *(button.bounding_box() for button in tab.page.locator(".bar .tool, .corner .tool, .where").all())]:
        if not found:
            continue  # on a narrow screen the language that is shown has no button
        other = dict(found) | {"right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}
        assert apart(told, other), (told, other)


@pytest.mark.parametrize(("width", "size"), [(320, 1), (320, 2), (640, 2), (800, 1)])
def test_labels_stay_on_the_screen(new_tab: Callable[..., Tab], width: int, size: float) -> None:
    tab = new_tab(init=large(size), viewport={"width": width, "height": 480}, reduced_motion="reduce").open()
    name = "Naar de andere werkplaats van de opleiding"
    label = tab.page.locator("[data-spot=mask] .spot-label")
    label.evaluate("(label, name) => { label.textContent = name; }", name)
    for x, y in ((0.03, 0.5), (0.3, 0.4), (0.5, 0.75), (0.68, 0.5), (0.72, 0.6), (0.97, 0.5)):
        view = tab.state()["view"]
        there = """({ x, y, width, fov }) => {
          const focal = width / 2 / Math.tan(fov * Math.PI / 360);
          const turn = (part) => Math.atan(part / focal) * 180 / Math.PI;
          kijkkamer.setView({ yaw: -30 - turn((x - 0.5) * width), pitch: 5 + turn((y - 0.5) * 480) });
        }"""
        tab.page.evaluate(there, {"x": x, "y": y, "width": width, "fov": view["fov"]})
        found = label.bounding_box()
        disc = box(tab.page, "[data-spot=mask]")
        assert found and abs(disc["x"] + 26 - x * width) < 40
        assert found["x"] >= 0 and found["x"] + found["width"] <= width, (x, found)
        assert found["y"] >= 0 and found["y"] + found["height"] <= 480, (y, found)
        assert apart(dict(found) | {"right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}, disc)


@pytest.mark.parametrize("width", [320, 360])
def test_the_focus_stays_where_the_language_was_chosen(new_tab: Callable[..., Tab], width: int) -> None:
    tab = new_tab(viewport={"width": width, "height": 640}).open()
    tab.page.get_by_role("button", name="English").focus()
    for name in ("Nederlands", "English", "Nederlands"):
        tab.page.keyboard.press("Enter")
        expect(tab.page.get_by_role("button", name=name)).to_be_focused()
    assert tab.state()["locale"] == "en"


@pytest.mark.parametrize("wishes", ["", LARGE])
def test_the_way_out_of_a_panel_stays_in_reach(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], content: Content, wishes: str
) -> None:
    init = npm_file("axe-core/axe.min.js") + wishes
    tab = new_tab(init=init, viewport={"width": 320, "height": 480}, reduced_motion="reduce")
    tab.open(f"/play/calibration/?manifest={kinds.add(content)}")
    tab.page.locator("[data-spot=quiz]").dispatch_event("click")
    panel = tab.page.get_by_role("dialog")
    expect(panel.locator("[data-choice=cap]")).to_be_visible()
    close = panel.get_by_role("button", name="Sluiten")
    for top in (0, 30, 50, 60, 10_000):
        panel.evaluate("(panel, top) => { panel.scrollTop = top; }", top)
        found = box(tab.page, ".panel-close")
        assert min(found["width"], found["height"]) >= 44
        for x in (found["x"] + 12, found["right"] - 12):
            for y in (found["y"] + 12, found["bottom"] - 12):
                hit = "([x, y]) => document.elementFromPoint(x, y)?.closest('.panel-close') !== null"
                assert tab.page.evaluate(hit, [x, y]), (top, x, y)
        assert findings(tab.page) == [], top
    close.click()
    expect(panel).to_be_hidden()
