"""Panels of every kind on the page: quiz, mesh, reading aloud, another language while one is open; settings; stopping."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser import kinds
from tests.browser.conftest import Tab
from tests.browser.content import Content
from tests.browser.pixels import screenshot

VOICES = """
window.said = [];
const voices = [
  { lang: 'nl-NL', localService: false, name: 'elsewhere' },
  { lang: 'nl-BE', localService: true, default: true, name: 'here' },
];
class Utterance extends EventTarget { constructor(text) { super(); this.text = text; } }
const synthesis = Object.assign(new EventTarget(), {
  getVoices: () => window.mute ? [] : voices,
  speak: (utterance) => said.push([utterance.voice.name, utterance.text]),
  cancel: () => said.push(['cancel']),
});
Object.defineProperty(window, 'speechSynthesis', { value: synthesis });
window.SpeechSynthesisUtterance = Utterance;
"""


@pytest.fixture(scope="session")
def room(content: Content) -> str:
    """Address of room "kinds"."""
    return f"/play/calibration/?manifest={kinds.add(content)}"


def open_panel(tab: Tab, id_: str) -> Any:
    tab.page.locator(f"[data-spot={id_}]").dispatch_event("click")
    panel = tab.page.get_by_role("dialog")
    expect(panel).to_be_visible()
    return panel


def test_a_quiz_is_answered_wrong_then_right(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab().open(room)
    panel = open_panel(tab, "quiz")
    question = panel.get_by_role("group", name="Wat zet je op voor je gaat lassen?")
    verdict = panel.get_by_role("status")
    expect(verdict).to_have_text("")
    question.get_by_role("button", name="Een pet").click()
    expect(verdict).to_have_text("Niet goed. Een pet houdt het felle licht niet tegen.")
    expect(question.get_by_role("button", name="Een pet")).to_contain_text("Niet goed")  # a word, not a colour alone
    assert question.get_by_role("button", name="Een pet").get_attribute("aria-pressed") == "true"

    # In the other language the round goes on, and the same button stays under the finger.
    panel.get_by_role("button", name="English").click()
    expect(panel.get_by_role("status")).to_have_text("Not right. A cap does not stop the bright light.")
    expect(panel.get_by_role("button", name="Nederlands")).to_be_focused()
    panel.get_by_role("button", name="Try again").click()
    expect(panel.get_by_role("status")).to_have_text("")
    helmet = panel.get_by_role("button", name="A welding mask with dark glass")
    expect(helmet).to_be_focused()
    helmet.click()
    expect(panel.get_by_role("status")).to_have_text("Right. The glass goes dark by itself.")
    expect(panel.get_by_role("button", name="Try again")).to_be_hidden()

    # Nothing of it is kept or sent: opened again it is fresh.
    tab.page.keyboard.press("Escape")
    panel = open_panel(tab, "quiz")
    expect(panel.get_by_role("status")).to_have_text("")
    assert tab.page.evaluate("() => [localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def brightness(tab: Tab) -> np.ndarray:
    """The mesh's canvas as it is seen."""
    box = tab.page.locator(".mesh-canvas").bounding_box()
    assert box
    x, y, w, h = (round(box[key]) for key in ("x", "y", "width", "height"))
    return screenshot(tab.page)[y : y + h, x : x + w].astype(int)


def until_still(tab: Tab, before: np.ndarray) -> np.ndarray:
    for _ in range(60):
        if np.abs(brightness(tab) - before).mean() > 2:
            break
        tab.page.wait_for_timeout(50)
    else:
        pytest.fail("the mesh did not turn")
    return brightness(tab)


def test_a_mesh_is_turned_by_keys_buttons_and_drag(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab(reduced_motion="reduce", viewport={"width": 800, "height": 600}).open(room)
    assert not any("load-" in path for path in tab.site.asked)  # its reader comes only when a mesh is opened
    panel = open_panel(tab, "cube")
    canvas = panel.get_by_role("application", name="De kubus")
    expect(canvas).to_be_visible()
    tab.page.wait_for_timeout(300)
    first = brightness(tab)
    reds = ((first[..., 0] > 120) & (first[..., 1:].max(axis=2) < 90)).mean()
    greens = ((first[..., 1] > 120) & (first[..., [0, 2]].max(axis=2) < 110)).mean()
    assert reds > 0.02 and greens > 0.02  # right side and top, as the poster shows it
    tab.page.wait_for_timeout(400)
    assert np.abs(brightness(tab) - first).mean() < 0.5, "under reduced motion nothing spins"
    canvas.focus()
    tab.page.keyboard.press("ArrowRight")
    after_key = until_still(tab, first)
    panel.get_by_role("button", name="Draai naar links").click()
    after_button = until_still(tab, after_key)
    box = canvas.bounding_box()
    assert box
    tab.page.mouse.move(box["x"] + 200, box["y"] + 100)
    tab.page.mouse.down()
    tab.page.mouse.move(box["x"] + 300, box["y"] + 100, steps=3)
    tab.page.mouse.up()
    until_still(tab, after_button)
    spin = panel.get_by_role("button", name="Draai rond")
    spin.click()  # asked for by hand, it does
    until_still(tab, brightness(tab))
    panel.get_by_role("button", name="Sta stil").click()
    assert tab.state()["view"]["yaw"] == 0  # the room behind it did not turn along
    tab.page.keyboard.press("Escape")
    expect(canvas).to_have_count(0)


def test_a_mesh_that_cannot_be_had_leaves_its_picture_and_a_sentence(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab().open(room)
    panel = open_panel(tab, "gone")
    expect(panel.get_by_role("alert")).to_have_text("Het 3D-voorwerp ontbreekt. Meld het aan de beheerder van deze site.")
    expect(panel.get_by_role("img", name="De weggeraakte kubus")).to_be_visible()


def test_a_mesh_out_of_reach_says_so_once_and_comes_after_all(new_tab: Callable[..., Tab], room: str) -> None:
    """Neither it nor its picture can be had, and the code that shows it can't either."""
    tab = new_tab().open(room)
    panel = open_panel(tab, "quiz")  # the code of the panels themselves is there
    expect(panel.get_by_role("radio").or_(panel.get_by_role("button", name="Een pet"))).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.page.route("**/*", lambda route: route.abort())
    panel = open_panel(tab, "cube")
    told = panel.get_by_role("alert")
    expect(told).to_have_text(
        "Het 3D-voorwerp kan niet worden opgehaald. Controleer je internetverbinding en probeer het opnieuw."
    )
    tab.page.unroute_all()
    panel.get_by_role("button", name="Probeer opnieuw").press("Enter")
    expect(panel.locator(".mesh-canvas")).to_be_visible()
    expect(told).to_have_count(0)
    expect(panel.get_by_role("button", name="Probeer opnieuw")).to_be_hidden()


def test_without_webgl_a_mesh_is_a_picture(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab().open(room)
    tab.page.evaluate("() => { HTMLCanvasElement.prototype.getContext = () => null; }")
    panel = open_panel(tab, "cube")
    expect(panel.get_by_role("status")).to_have_text("Je browser kan dit 3D-voorwerp niet draaien. Je ziet er een foto van.")
    expect(panel.get_by_role("img", name="De kubus")).to_be_visible()


def test_texts_are_read_aloud_by_the_devices_own_voice(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab(init=VOICES).open(room)
    panel = open_panel(tab, "over")
    panel.get_by_role("button", name="Lees voor").click()
    assert tab.page.evaluate("() => said") == [["here", "Bovenop. Ligt half over een ander."]]
    expect(panel.get_by_role("button", name="Stop met voorlezen")).to_be_visible()
    tab.page.keyboard.press("Escape")
    tab.until("said.at(-1)[0] === 'cancel'")  # closing stops it
    tab.page.get_by_role("button", name="Lees voor wat hier te zien is").click()
    assert tab.page.evaluate("() => said.at(-1)") == ["here", "Werkplaats. Werkplaats: kleuren naar richting."]
    # No voice speaks English here: no button that says nothing.
    tab.page.get_by_role("button", name="English").click()
    expect(tab.page.locator("[data-tool=readScene]")).to_be_hidden()
    expect(open_panel(tab, "over").locator("[data-tool=readAloud]")).to_be_hidden()


def test_settings_take_effect_at_once_and_go_back(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab().open(room)
    tab.page.get_by_role("button", name="Instellingen").click()
    panel = tab.page.get_by_role("dialog", name="Instellingen")
    expect(panel).to_be_visible()
    size = "() => parseFloat(getComputedStyle(document.querySelector('#panel-title')).fontSize)"
    before = tab.page.evaluate(size)
    panel.get_by_role("radio", name="Heel groot").check()
    assert tab.page.evaluate(size) == pytest.approx(2 * before, rel=0.01)
    panel.get_by_role("checkbox", name="Meer contrast").check()
    expect(tab.page.locator("[data-tool=settings]")).to_have_css("background-color", "rgb(0, 0, 0)")
    panel.get_by_role("checkbox", name="Minder beweging").check()
    panel.get_by_role("combobox", name="pauze").select_option("10")
    panel.get_by_role("slider", name="Geluid").fill("0.5")
    kept = tab.page.evaluate("() => JSON.parse(localStorage['kijkkamer.settings'])")
    assert (kept["textSize"], kept["contrast"], kept["motion"], kept["timer"], kept["volume"]) == (2, "high", "reduced", 10, 0.5)

    # Another language, chosen here, translates this very panel and keeps its place.
    panel.get_by_role("radio", name="English").click()  # not check(): the panel is made anew
    panel = tab.page.get_by_role("dialog", name="Settings")
    expect(panel.get_by_role("radio", name="English")).to_be_focused()
    expect(panel.get_by_role("radio", name="Very large")).to_be_checked()
    tab.page.keyboard.press("Escape")
    expect(tab.page.get_by_role("button", name="Settings")).to_be_focused()
    tab.page.keyboard.press("ArrowRight")
    assert tab.state()["view"]["yaw"] == 10  # at once: less motion

    tab.page.get_by_role("button", name="Settings").click()
    panel.get_by_role("button", name="Back to the start").click()
    expect(panel.get_by_role("status")).to_have_text("Everything is as it was at the start.")
    expect(panel.get_by_role("radio", name="Usual")).to_be_checked()
    assert tab.page.evaluate("() => localStorage.length") == 0
    assert tab.page.evaluate(size) == before


def test_two_tabs_keep_each_others_settings(new_tab: Callable[..., Tab], room: str) -> None:
    one = new_tab().open(room)
    other = Tab(one.page.context.new_page(), one.site).open(room)
    for tab, name in ((one, "Heel groot"), (other, "Meer contrast")):
        tab.page.locator("[data-tool=settings]").click()
        tab.page.get_by_label(name).check()
    for tab in (one, other):  # at once, in both
        root = tab.page.locator("html")
        expect(root).to_have_attribute("data-contrast", "high")
        expect(root).to_have_attribute("data-text", "large")
        expect(tab.page.get_by_label("Heel groot")).to_be_checked()
    one.open(room)
    expect(one.page.locator("html")).to_have_attribute("data-contrast", "high")
    expect(one.page.locator("html")).to_have_attribute("data-text", "large")
    assert other.complaints == []


def test_a_mesh_opens_without_work_for_the_card_that_holds_the_page_up(new_tab: Callable[..., Tab], room: str) -> None:
    """three.js blurs what is mirrored with 256 samples a pixel, on a weak card for seconds: here it comes blurred."""
    count = """
    window.blurs = 0;
    const source = WebGL2RenderingContext.prototype.shaderSource;
    WebGL2RenderingContext.prototype.shaderSource = function (shader, text) {
      if (text.includes('SHADER_NAME PMREM')) blurs++;
      return source.call(this, shader, text);
    };
    """
    tab = new_tab(init=count, reduced_motion="reduce").open(room)
    tab.page.locator("[data-spot=cube]").click()
    expect(tab.page.locator(".mesh-canvas")).to_be_visible()
    tab.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert tab.page.evaluate("() => blurs") == 0


@pytest.mark.parametrize("weak", [True, False])
def test_a_mesh_is_drawn_coarser_where_it_would_turn_in_jerks(new_tab: Callable[..., Tab], room: str, weak: bool) -> None:
    """What a frame is waited for is made up: a busy machine is as slow as a weak one."""
    pace = """
    const ask = requestAnimationFrame.bind(window);
    const now = performance.now.bind(performance);
    let frames = 0;
    performance.now = () => frames * MS;
    window.requestAnimationFrame = (act) => ask((time) => {
      frames++;
      act(time);
    });
    """
    tab = new_tab(init=pace.replace("MS", "200" if weak else "10")).open(room)
    tab.page.locator("[data-spot=cube]").click()
    canvas = tab.page.locator(".mesh-canvas")
    expect(canvas).to_be_visible()
    for _ in range(12):
        canvas.press("ArrowRight")
        tab.page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    fine = float(canvas.evaluate("(canvas) => canvas.width / canvas.clientWidth"))
    assert fine == pytest.approx(0.5 if weak else 1, abs=0.01)


def test_stopping_is_one_press_and_calm(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab().open(room)
    stop = tab.page.get_by_role("button", name="Ik wil stoppen")
    stop.click()
    panel = tab.page.get_by_role("dialog", name="Je bent gestopt")
    expect(panel.get_by_role("link", name="Naar alle kamers")).to_have_attribute("href", "/play/")
    assert (
        tab.page.evaluate("() => getComputedStyle(document.querySelector('dialog'), '::backdrop').backgroundColor")
        == "rgb(251, 250, 247)"
    )
    panel.get_by_role("button", name="Toch verder kijken").click()
    expect(panel).to_be_hidden()
    expect(stop).to_be_focused()


def test_the_timer_says_when_it_is_time_for_a_break(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab(init="localStorage.setItem('kijkkamer.settings', '{\"timer\":5}');")
    tab.page.clock.install()
    tab.page.goto(tab.site.base + room)
    for _ in range(40):  # the page's own clock stands still until it is told to go on
        tab.page.clock.run_for(100)
        if tab.page.evaluate("() => window.kijkkamer?.settled"):
            break
        tab.page.wait_for_timeout(50)
    tab.page.clock.run_for(4 * 60_000)
    expect(tab.page.get_by_role("alert")).to_be_hidden()
    tab.page.clock.run_for(61_000)
    expect(tab.page.get_by_role("alert")).to_have_text("Je kijkt nu 5 minuten. Tijd voor een pauze? Je mag ook verder kijken.")


def test_a_turned_phone_turns_the_view_and_a_drag_still_does(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 640}).open(room)
    on = tab.page.get_by_role("button", name="Kijk rond met je telefoon")
    held = "([alpha, beta]) => window.dispatchEvent(new DeviceOrientationEvent('deviceorientation', { alpha, beta, gamma: 0 }))"
    tab.page.evaluate(held, [90, 90])
    assert tab.state()["view"]["yaw"] == 0  # off until asked for
    on.click()
    expect(tab.page.get_by_role("button", name="Stop met rondkijken met je telefoon")).to_be_visible()
    for alpha, beta in ((90, 90), (60, 100)):
        tab.page.evaluate(held, [alpha, beta])
    view = tab.state()["view"]
    assert abs(view["yaw"] - 30) < 0.5 and abs(view["pitch"] - 10) < 0.5
    tab.look(100)
    tab.page.evaluate(held, [50, 100])
    assert abs(tab.state()["view"]["yaw"] - 110) < 0.5  # from where the drag left it


def test_discs_in_one_place_stand_apart(new_tab: Callable[..., Tab], room: str) -> None:
    tab = new_tab().open(room)
    boxes = [tab.page.locator(f"[data-spot={id_}]").bounding_box() for id_ in ("over", "under")]
    assert all(boxes)
    assert abs(boxes[0]["x"] - boxes[1]["x"]) >= 50  # type: ignore[index]
    tab.spot("Eronder").click()
    expect(tab.page.get_by_role("dialog", name="Eronder")).to_be_visible()


@pytest.mark.parametrize("name", ["Ik wil stoppen", "Kijk hoe het gaat"])
def test_a_voice_whose_button_is_out_of_reach_is_silent(new_tab: Callable[..., Tab], name: str) -> None:
    """Also before a film that speaks for itself."""
    tab = new_tab(init=VOICES).open()
    tab.spot("Lees voor wat hier te zien is").click()
    tab.until("window.said.at(-1)[0] === 'here'")
    tab.page.get_by_role("button", name=name).first.click()
    expect(tab.page.get_by_role("dialog")).to_be_visible()
    tab.until("window.said.at(-1)[0] === 'cancel'")
