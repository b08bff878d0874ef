"""What fails says so in a sentence, with a picture where there is one: never a black page."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Tab
from tests.browser.content import Content
from tests.browser.eyes import serve_eyes
from tests.browser.pixels import colour, screenshot
from tests.browser.serving import Site
from tests.media import colour_at
from tests.roots import scene, spot, text

NO_WEBGL = """
;(() => {
  const known = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind.startsWith('webgl') ? null : known.call(this, kind, ...rest);
  };
})();
"""
INSECURE = "delete Navigator.prototype.xr; Object.defineProperty(window, 'isSecureContext', { value: false });"
ASLEEP = """
const xr = {
  isSessionSupported: async () => true,
  requestSession: async () => { throw new DOMException('off', 'InvalidStateError'); },
};
Object.defineProperty(Navigator.prototype, 'xr', { value: xr });
"""


def notice(page: Page) -> str:
    shown = page.locator("#player-notice")
    expect(shown).to_be_visible()
    expect(shown).to_be_in_viewport(ratio=1)  # nobody scrolls to look for it
    return shown.inner_text()


def spoiled(data: bytes) -> bytes:
    """The same length, one bit flipped in the middle."""
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


@pytest.mark.parametrize(
    ("how", "words"),
    [("spoiled", "beschadigd"), ("absent", "niet gevonden"), ("no manifest", "kan de gegevens van deze kamer niet lezen")],
)
def test_manifest(new_tab: Callable[..., Tab], content: Content, how: str, words: str) -> None:
    tab = new_tab()
    if how == "no manifest":  # intact, but another kind of document
        index = content.assets["film"]["hls"][0]["variants"][0]["index"]
        tab.open(f"/play/calibration/?manifest={index['path']}")
    else:
        tab.site.instead[content.manifest["path"]] = spoiled(content.data(content.manifest)) if how == "spoiled" else None
        tab.open()
    assert words in notice(tab.page)
    picture = tab.page.locator("#player-flat img")  # the poster that the page knew
    expect(picture).to_be_visible()
    tab.until("document.querySelector('#player-flat img').naturalWidth === 512")
    assert tab.state()["scene"] is None


@pytest.mark.parametrize("poster", [True, False])
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_room_that_cannot_be_fetched_is_tried_again_by_keyboard(new_tab: Callable[..., Tab], locale: str, poster: bool) -> None:
    """Over the poster that the page knew, and on the list of rooms where it knew none."""
    tab = new_tab()
    page = tab.page
    tab.site.config |= {"locale": locale} | ({} if poster else {"poster": None})
    room = f"**/content/{tab.site.config['manifest']['path']}"
    page.route(room, lambda route: route.abort())
    tab.open()
    told = page.get_by_role("alert").filter(has_text="Probeer opnieuw" if locale == "nl" else "Try again")
    again = page.get_by_role("button", name="Probeer opnieuw" if locale == "nl" else "Try again")
    expect(told).to_be_visible()
    expect(again).to_be_focused()
    expect(again).to_be_in_viewport(ratio=1)
    tab.site.down = True
    page.keyboard.press("Enter")
    expect(told).to_be_visible()  # no page of the browser's own
    expect(again).to_be_focused()
    tab.site.down = False
    page.unroute(room)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab.until("kijkkamer.settled && kijkkamer.room === 'calibration'")


def test_what_is_not_there_is_not_tried_again(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab()
    tab.site.instead[content.manifest["path"]] = None
    tab.open()
    assert "niet gevonden" in notice(tab.page)
    expect(tab.page.get_by_role("button", name="Probeer opnieuw")).to_have_count(0)


def test_nothing_turns_behind_the_question_about_flashing_lights(new_tab: Callable[..., Tab], site: Site) -> None:
    tab = new_tab()
    tab.page.goto(site.base + serve_eyes(site, flashing=True))
    expect(tab.page.get_by_role("dialog", name="Lichtflitsen")).to_be_visible()
    assert tab.page.evaluate("() => getComputedStyle(document.getElementById('player'), '::after').content") == "none"
    tab.until("document.querySelector('#player-flat img')?.naturalWidth === 512")  # the room's poster, not a black page
    tab.page.wait_for_timeout(3000)
    expect(tab.page.locator(".slow")).to_be_hidden()
    tab.page.get_by_role("button", name="Ga verder").click()
    tab.until("kijkkamer.settled && kijkkamer.scene === 'tb' && kijkkamer.view.fov > 60")
    expect(tab.page.locator("#player-flat")).to_be_hidden()


def test_an_address_outside_the_root_is_refused(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab().open("/play/calibration/?manifest=https://example.org/blobs/aa/m.json")
    assert "wijst niet naar een kamer van deze site" in notice(tab.page)
    assert not [path for path in tab.site.asked if path.endswith(".json")]


def test_another_manifest_below_the_root(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab().open(f"/play/calibration/?manifest={content.other['path']}")
    assert tab.state()["room"] == "other"


def test_every_tier_spoiled_leaves_the_poster_and_says_so(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab()
    for tier in content.assets["full"]["tiers"]:
        tab.site.instead[tier["image"]["path"]] = spoiled(content.data(tier["image"]))
    tab.open()
    assert "beschadigd" in notice(tab.page)
    state = tab.state()
    assert (state["picture"], state["tier"]) == ("poster", 0)
    assert len(state["errors"]) == 1
    assert "damaged" in state["errors"][0]
    assert np.abs(colour(screenshot(tab.page), 400, 225) - colour_at(0, 0)).max() <= 4
    tab.spot("Lasmasker").click()  # the room still works
    expect(tab.page.get_by_role("dialog", name="Lasmasker")).to_be_visible()


def test_nothing_but_the_preview(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab()
    for ref in [content.assets["full"]["poster"], *(tier["image"] for tier in content.assets["full"]["tiers"])]:
        tab.site.instead[ref["path"]] = None
    tab.open()
    assert "ontbreekt" in notice(tab.page)
    assert tab.state()["picture"] == "preview"
    assert np.abs(colour(screenshot(tab.page), 400, 225) - colour_at(0, 0)).max() <= 25  # 32 pixels around


def test_a_spoiled_poster_is_not_worth_a_word(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab()
    tab.site.instead[content.assets["full"]["poster"]["path"]] = b"no picture"
    tab.open()
    expect(tab.page.locator("#player-notice")).to_be_hidden()
    assert tab.state()["tier"] == 2048


def test_a_scene_without_any_picture_says_so_and_that_another_stands_in(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab()
    lost = content.assets["full"]
    for ref in [lost["poster"], *(tier["image"] for tier in lost["tiers"])]:
        tab.site.instead[ref["path"]] = None
    assets = {"full": lost | {"preview": ""}, "half": content.assets["half"], "photo": content.assets["photo"]}
    spots = [
        spot("mask", "info", -30.0, 5.0, text("Lasmasker"), body=text("Beschermt je ogen.")),
        spot("on", "scene", 20.0, 0.0, text("Verder"), scene="half", arrive="default"),
    ]
    scenes = [scene("black", text("Zwart"), "full", spots), scene("half", text("Half"), "half")]
    room = Content(content.root, assets).room("black", text("Zwart"), scenes)
    tab.site.config["poster"] = content.assets["half"]["poster"]  # the room's: another place
    tab.open(f"/play/calibration/?manifest={room['path']}")
    unseen = "De foto van deze plek kan niet worden getoond. Meld het aan de beheerder van deze site."
    assert notice(tab.page) == f"{unseen} Je ziet nu de omslagfoto van de kamer."
    expect(tab.page.get_by_role("img", name="De omslagfoto van de kamer")).to_be_visible()
    assert tab.spot("Lasmasker").bounding_box()["height"] >= 44  # in a list below it, not out of sight
    tab.spot("Lasmasker").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("Beschermt je ogen.")
    tab.page.keyboard.press("Escape")
    tab.spot("Verder, ga hierheen").click()
    tab.until("kijkkamer.scene === 'half' && kijkkamer.settled && kijkkamer.picture === 'tier'")


@pytest.mark.parametrize(
    ("how", "words"),
    [("spoiled", "De foto is beschadigd"), ("absent", "De foto ontbreekt."), ("away", "Controleer je internetverbinding")],
)
def test_a_picture_of_a_panel_says_why_it_is_not_there_and_comes_after_all(
    new_tab: Callable[..., Tab], content: Content, how: str, words: str
) -> None:
    tab = new_tab()
    path = content.assets["photo"]["tiers"][0]["image"]["path"]
    if how == "away":
        tab.page.route(f"**/{path}", lambda route: route.abort())
    else:
        tab.site.instead[path] = b"no picture" if how == "spoiled" else None
    tab.open()
    tab.spot("Lasmasker").click()
    panel = tab.page.get_by_role("dialog")
    expect(panel.get_by_role("alert")).to_contain_text(words)
    expect(panel).to_contain_text("Beschermt je ogen.")
    tab.site.instead.clear()
    tab.page.unroute_all()
    panel.get_by_role("button", name="Probeer opnieuw").press("Enter")
    expect(panel.get_by_role("alert")).to_have_count(0)
    tab.until("document.querySelector('dialog .panel-picture img').naturalWidth === 640")
    assert tab.page.evaluate("() => document.activeElement.matches('.panel-picture')")


def test_no_sector_document(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab()
    tab.site.instead["metadata/timestamp.json"] = None
    tab.open()
    tab.look(150)
    tab.spot("Kom langs").click()
    expect(tab.page.get_by_role("dialog", name="Kom langs")).to_contain_text("kan niet worden opgehaald")
    tab.page.keyboard.press("Escape")
    tab.look(-140)
    tab.spot("Naar de andere ruimte").click()
    assert "niet gevonden" in notice(tab.page)


def test_without_webgl_the_picture_lies_flat(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init=NO_WEBGL).open()
    assert "Je browser kan geen 360°-foto’s draaien" in notice(tab.page)
    picture = tab.page.get_by_role("img", name="Hal: kleuren naar richting.")
    expect(picture).to_be_visible()
    tab.until("document.querySelector('#player-flat img').naturalWidth === 2048")
    tab.spot("Naar de werkbank").press("Enter")
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled")
    expect(tab.page.get_by_role("img", name="Werkbank: kleuren naar richting.")).to_be_focused()
    expect(tab.page.locator("#player-status")).to_have_text("Je bent nu bij: Werkbank. Werkbank: kleuren naar richting.")
    tab.page.keyboard.press("Tab")
    expect(tab.spot("Terug")).to_be_focused()
    tab.spot("Terug").click()
    tab.until("kijkkamer.scene === 'hall' && kijkkamer.settled")
    tab.spot("Lasmasker").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("Beschermt je ogen.")


LOST = """
() => document.getElementById('player-canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()
"""


def test_a_graphics_card_that_stays_away_leaves_the_picture_flat(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab().open()
    tab.page.evaluate(LOST)
    expect(tab.page.get_by_role("img", name="Hal: kleuren naar richting.")).to_be_visible()
    assert "360°" in notice(tab.page)


def test_plain_http_is_told(new_tab: Callable[..., Tab]) -> None:
    """On http from another machine there is no navigator.xr at all, and the page is no secure context."""
    tab = new_tab(init=INSECURE).open()
    tab.page.get_by_role("button", name="Kijken met een VR-bril").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("alleen op een https-adres")


def test_a_headset_that_does_not_start(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init=ASLEEP).open()
    tab.page.get_by_role("button", name="Bekijk in VR").click()
    expect(tab.page.get_by_role("dialog")).to_contain_text("De VR-bril start niet.")
    assert not tab.state()["presenting"]


def test_a_scene_that_lies_flat_has_the_focus_and_is_told(new_tab: Callable[..., Tab], content: Content) -> None:
    """Its poster is a framed view, and there is nothing else of it."""
    tab = new_tab()
    for tier in content.assets["full"]["tiers"]:
        tab.site.instead[tier["image"]["path"]] = None
    assets = {"framed": content.assets["framed"] | {"preview": ""}, "half": content.assets["half"]}
    on = spot("on", "scene", 20.0, 0.0, text("Verder"), scene="flat", arrive="default")
    scenes = [scene("half", text("Half"), "half", [on]), scene("flat", text("Plat"), "framed")]
    room = Content(content.root, assets).room("flat", text("Plat"), scenes)
    tab.open(f"/play/calibration/?manifest={room['path']}")
    tab.spot("Verder, ga hierheen").press("Enter")
    tab.until("kijkkamer.scene === 'flat' && kijkkamer.settled")
    expect(tab.page.get_by_role("img", name="Plat")).to_be_focused()
    expect(tab.page.locator("#player-status")).to_have_text("Je bent nu bij: Plat. Plat")
    tab.page.go_back()
    tab.until("kijkkamer.scene === 'half' && kijkkamer.settled")
    expect(tab.page.locator("#player-canvas")).to_be_focused()


def test_a_framed_poster_is_never_wrapped_around(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab()
    for tier in content.assets["full"]["tiers"]:
        tab.site.instead[tier["image"]["path"]] = None
    tab.open("/play/calibration/?scene=framed")
    assert "ontbreekt" in notice(tab.page)
    assert tab.state()["picture"] == "preview"
    assert np.abs(colour(screenshot(tab.page), 400, 225) - colour_at(0, 0)).max() <= 25
    tab.site.instead.clear()


AFTER = """(ms) => document.getAnimations().forEach((animation) => {
  animation.pause();
  animation.currentTime = ms;
})"""
"""The page as it is that long after it came."""


@pytest.mark.parametrize("missing", ["player", "part"])
@pytest.mark.parametrize("locale", ["nl", "en"])
def test_a_script_that_never_comes_is_told_with_a_way_on(new_tab: Callable[..., Tab], missing: str, locale: str) -> None:
    tab = new_tab()
    parts = "**/static/vr_rooms/player.js" if missing == "player" else "**/static/vr_rooms/chunks/*.js"
    tab.page.route(parts, lambda route: route.abort())
    tab.site.config["locale"] = locale
    tab.page.goto(tab.site.base + "/play/calibration/")
    told = tab.page.locator("#player-stuck")
    spinner = "() => getComputedStyle(document.getElementById('player'), '::after').opacity"
    tab.page.evaluate(AFTER, 11_900)
    expect(told).to_be_hidden()
    assert float(tab.page.evaluate(spinner)) > 0.99
    tab.page.evaluate(AFTER, 12_100)
    expect(told).to_contain_text("Deze pagina laadt niet." if locale == "nl" else "This page does not load.")
    expect(told).to_be_in_viewport(ratio=1)
    assert float(tab.page.evaluate(spinner)) < 0.01
    tab.page.unroute(parts)
    told.get_by_role("link", name="Probeer opnieuw" if locale == "nl" else "Try again").click()
    tab.until("kijkkamer.settled")
    expect(tab.page.locator("#player-stuck")).to_have_count(0)


def test_without_javascript_only_that_is_told(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(java_script_enabled=False)
    tab.page.goto(tab.site.base + "/play/calibration/")
    told = tab.page.locator("noscript p")  # found by its text it is not: Playwright passes <noscript> over
    expect(told).to_contain_text("Deze kamer heeft JavaScript nodig.")
    expect(told).to_be_in_viewport(ratio=1)
    back = tab.page.locator("#player-back svg")
    expect(back).to_be_visible()
    assert (screenshot(tab.page)[20:50, 20:50].max(axis=2) > 200).sum() > 20, "the arrow of the way back is drawn"
    tab.page.set_viewport_size({"width": 320, "height": 480})
    box = told.bounding_box()
    assert box and box["width"] > 280, "as wide as the screen allows"
    tab.page.wait_for_timeout(13_000)
    expect(tab.page.locator("#player-stuck")).to_be_hidden()
