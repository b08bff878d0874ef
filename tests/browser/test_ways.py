"""Ways to other scenes and rooms: the last wish counts, long ones are said, and address, cover and focus go along."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import CUT, Tab, platform
from tests.browser.content import Content
from tests.browser.pixels import colour, screenshot
from tests.browser.serving import Site, page, serve
from tests.media import sphere
from tests.roots import Root, scene, spot, text

COLOURS = {"aside": (200, 60, 60), "there": (60, 200, 60), "beyond": (60, 60, 200)}
"""Of the pictures that are one colour."""


@dataclass
class Rooms(Root):
    """Room "here" leads to its scene "aside" and to room "there", that one to its scene "beyond". Each has a cover of its own."""

    there: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    root = Rooms(tmp_path_factory.mktemp("ways") / "content")
    root.assets["start"] = root.panorama(sphere(1024))
    for name, rgb in COLOURS.items():
        root.assets[name] = root.panorama(np.full((256, 512, 3), rgb, np.uint8))
    root.assets["there"]["preview"] = ""  # nothing to show before the first tier
    on = spot("on", "room", 20.0, 0.0, text("Naar daar"), room="there", arrive="default")
    aside = spot("aside", "scene", -20.0, 0.0, text("Opzij"), scene="aside", arrive="default")
    low = spot("low", "info", 0.0, -30.0, text("Onderaan"), body=text("Uitleg."))
    visit = spot("visit", "activity", 0.0, 20.0, text("Kom langs"), query={})
    root.manifest = root.room(
        "here",
        text("Hier"),
        [scene("start", text("Begin"), "start", [on, aside, low, visit]), scene("aside", text("Opzij"), "aside", [low])],
    )
    beyond = spot("beyond", "scene", 20.0, 0.0, text("Verderop"), scene="beyond", arrive="default")
    root.there = root.room(
        "there", text("Daar"), [scene("first", text("Eerste"), "there", [beyond, low]), scene("beyond", text("Ver"), "beyond")]
    )
    listed = [
        {"id": id_, "slug": id_, "title": text(id_), "poster": root.assets[cover]["poster"], "manifest": ref}
        for id_, cover, ref in (("here", "aside", root.manifest), ("there", "beyond", root.there))
    ]
    sector = {"id": "s", "slug": "s", "title": text("S"), "rooms": listed, "videos": [], "activities": [], "organisations": []}
    root.release(1, [{"id": "s", "slug": "s", "document": root.document({"schema_version": "1.0", **sector})}])
    return root


@pytest.fixture
def site(rooms: Rooms) -> Iterator[Site]:
    content = Content(rooms.root, rooms.assets, rooms.manifest)
    content.assets["full"] = rooms.assets["start"]
    site = Site(rooms.root, platform(content))
    for id_, ref in (("here", rooms.manifest), ("there", rooms.there)):
        site.pages[f"/play/{id_}/"] = page("play.html", config=platform(content, manifest=ref), title=id_)
    with serve(site):
        yield site


class Gate:
    """Holds requests back until it is opened; then they are answered, or there is nothing."""

    def __init__(self, tab: Tab, *paths: str) -> None:
        self.held: list[Route] = []
        self.closed = True
        self.missing = False
        for path in paths:
            tab.page.route(f"**/{path}", self)

    def __call__(self, route: Route) -> None:
        if self.closed:
            self.held.append(route)
        elif self.missing:
            route.fulfill(status=404)
        else:
            route.continue_()

    def open(self, *, missing: bool = False) -> None:
        self.closed, self.missing = False, missing
        for route in self.held:
            self(route)


def whole(tab: Tab) -> tuple[str, str, str]:
    state = tab.state()
    return tab.page.url.removeprefix(tab.site.base), state["room"], state["scene"]


def go_there(tab: Tab) -> None:
    tab.spot("Naar daar").click()
    tab.until("kijkkamer.room === 'there' && kijkkamer.settled")


SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } });"
"""Nothing is loaded ahead."""


def test_back_after_a_reload_leads_to_the_room_of_the_address(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab().open("/play/here/")
    go_there(tab)
    tab.page.reload()
    tab.until("kijkkamer.settled")
    assert whole(tab) == ("/play/there/", "there", "first")
    tab.page.go_back()
    tab.until("kijkkamer.room === 'here' && kijkkamer.settled")
    assert whole(tab) == ("/play/here/", "here", "start")
    tab.page.go_forward()
    tab.until("kijkkamer.room === 'there' && kijkkamer.settled")


def test_a_room_on_its_way_is_said_and_another_wish_comes_first(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab()
    gate = Gate(tab, rooms.there["path"])
    tab.open("/play/here/")
    tab.spot("Naar daar").click()
    expect(tab.page.locator("#player-notice")).to_have_text("De kamer waar je heen gaat komt eraan. Dat duurt even.")
    tab.spot("Opzij").click()
    tab.until("kijkkamer.scene === 'aside' && kijkkamer.settled")
    expect(tab.page.locator("#player-notice")).to_be_hidden()
    with tab.page.expect_request_finished(lambda request: rooms.there["path"] in request.url):
        gate.open()
    tab.page.wait_for_timeout(300)
    assert whole(tab) == ("/play/here/?scene=aside", "here", "aside")


def test_back_and_on_again_faster_than_the_room(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab().open("/play/here/")
    go_there(tab)
    gate = Gate(tab, rooms.manifest["path"])
    tab.page.go_back()
    tab.page.wait_for_function("() => location.pathname === '/play/here/'")
    tab.page.go_forward()
    tab.page.wait_for_function("() => location.pathname === '/play/there/'")
    tab.page.wait_for_timeout(500)  # it is entered again, and the other room comes after that
    gate.open()
    tab.page.wait_for_timeout(500)
    tab.until("kijkkamer.settled")
    assert whole(tab) == ("/play/there/", "there", "first")


def test_a_disc_while_back_is_still_looking_for_its_room(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab().open("/play/here/")
    go_there(tab)
    gate = Gate(tab, rooms.manifest["path"])
    tab.page.go_back()
    tab.page.wait_for_function("() => location.pathname === '/play/here/'")
    tab.spot("Verderop").click()
    tab.until("kijkkamer.scene === 'beyond' && kijkkamer.settled")
    assert whole(tab) == ("/play/there/?scene=beyond", "there", "beyond")
    gate.open()
    tab.page.go_back()
    tab.until("kijkkamer.scene === 'first' && kijkkamer.settled")
    assert whole(tab) == ("/play/there/", "there", "first")


def test_the_address_is_the_rooms_before_its_picture_is_sharp(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab(init=SAVING)
    gate = Gate(tab, *(tier["image"]["path"] for tier in rooms.assets["there"]["tiers"]))
    tab.open("/play/here/")
    tab.spot("Naar daar").click()
    tab.until("kijkkamer.room === 'there' && kijkkamer.scene === 'first'")
    assert whole(tab)[0] == "/play/there/"
    tab.spot("Verderop").click()
    tab.until("kijkkamer.scene === 'beyond' && kijkkamer.settled")
    gate.open()
    tab.page.go_back()
    tab.until("kijkkamer.scene === 'first' && kijkkamer.settled")
    assert whole(tab) == ("/play/there/", "there", "first")
    tab.page.go_back()
    tab.until("kijkkamer.room === 'here' && kijkkamer.settled")


def test_the_cover_is_the_one_of_the_room_at_hand(new_tab: Callable[..., Tab], rooms: Rooms, site: Site) -> None:
    missing = rooms.assets["there"]
    for ref in (missing["poster"], *(tier["image"] for tier in missing["tiers"])):
        site.instead[ref["path"]] = None
    tab = new_tab().open("/play/here/")
    go_there(tab)
    expect(tab.page.locator("#player-notice")).to_contain_text("Je ziet nu de omslagfoto van de kamer.")
    expect(tab.page.locator("#player-flat img")).to_be_visible()
    assert np.abs(colour(screenshot(tab.page), 400, 200) - COLOURS["beyond"]).max() <= 4


def test_the_focus_is_at_the_picture_on_arrival_and_then_the_readers(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab(init=SAVING)
    gate = Gate(tab, *(tier["image"]["path"] for tier in rooms.assets["aside"]["tiers"]))
    tab.open("/play/here/")
    tab.spot("Opzij").press("Enter")
    tab.until("kijkkamer.scene === 'aside'")
    expect(tab.page.locator("#player-canvas")).to_be_focused()
    assert not tab.state()["settled"]
    tab.spot("Onderaan").focus()
    gate.open()
    tab.until("kijkkamer.settled")
    expect(tab.spot("Onderaan")).to_be_focused()


@pytest.mark.parametrize("name", ["Opzij", "Naar daar"])
def test_a_double_click_leads_on_once(new_tab: Callable[..., Tab], name: str) -> None:
    tab = new_tab().open("/play/here/")
    before = tab.page.evaluate("() => history.length")
    tab.spot(name).dblclick()
    tab.until("(kijkkamer.scene === 'aside' || kijkkamer.room === 'there') && kijkkamer.settled")
    assert tab.page.evaluate("() => history.length") == before + 1


def test_a_double_click_opens_a_panel_and_leaves_it_open(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(viewport={"width": 1280, "height": 800}).open("/play/here/")
    tab.look(40, -30)  # the disc stands to the left, where no panel covers it
    tab.spot("Onderaan").dblclick()
    panel = tab.page.get_by_role("dialog")
    expect(panel).to_be_visible()
    tab.page.wait_for_timeout(800)
    expect(panel).to_be_visible()
    tab.page.mouse.click(20, 400)  # a click beside it closes it, as ever
    expect(panel).to_be_hidden()


def test_back_that_finds_no_room_leaves_address_and_discs(new_tab: Callable[..., Tab], rooms: Rooms, site: Site) -> None:
    tab = new_tab().open("/play/here/")
    go_there(tab)
    site.instead[rooms.manifest["path"]] = None
    tab.page.route(f"**/{rooms.manifest['path']}", lambda route: route.fulfill(status=404))
    tab.page.go_back()
    expect(tab.page.locator("#player-notice")).to_contain_text("niet gevonden")
    tab.until("location.pathname === '/play/there/'")
    tab.page.unroute(f"**/{rooms.manifest['path']}")
    tab.spot("Verderop").click()
    tab.until("kijkkamer.scene === 'beyond' && kijkkamer.settled")
    assert whole(tab) == ("/play/there/?scene=beyond", "there", "beyond")


def test_back_without_a_network_waits_for_it(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab(init=CUT).open("/play/here/")
    go_there(tab)
    tab.page.evaluate("(path) => { window.cut = path; }", rooms.manifest["path"])
    tab.page.go_back()
    expect(tab.page.locator("#player-notice")).to_contain_text("je blijft nog even hier")
    tab.until("location.pathname === '/play/there/'")
    assert tab.state()["room"] == "there"
    tab.page.evaluate("() => { window.cut = null; window.dispatchEvent(new Event('online')); }")
    tab.until("kijkkamer.room === 'here' && kijkkamer.settled")
    assert whole(tab) == ("/play/here/", "here", "start")


def test_who_would_not_go_back_into_flashing_lights_stays(new_tab: Callable[..., Tab], rooms: Rooms, site: Site) -> None:
    document = json.loads(rooms.data(rooms.manifest)) | {"audience": {"flashing": True}}
    lights = rooms.document(document)
    site.pages["/play/here/"] = page("play.html", config=site.config | {"manifest": lights}, title="here")
    tab = new_tab()
    tab.page.goto(f"{site.base}/play/here/")
    tab.page.get_by_role("button", name="Ga verder").click()
    tab.until("kijkkamer.settled")
    go_there(tab)
    tab.page.reload()  # what was agreed to is forgotten
    tab.until("kijkkamer.settled")
    tab.page.go_back()
    tab.page.get_by_role("button", name="Blijf hier").click()
    tab.until("location.pathname === '/play/there/'")
    assert whole(tab) == ("/play/there/", "there", "first")


def test_a_room_that_fails_late_disturbs_nobody_elsewhere(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab().open("/play/here/")
    go_there(tab)
    gate = Gate(tab, rooms.there["path"])
    tab.page.reload(wait_until="commit")
    tab.page.wait_for_function("() => !!window.kijkkamer")
    tab.page.go_back()
    tab.until("kijkkamer.room === 'here' && kijkkamer.settled")
    gate.open(missing=True)
    tab.page.wait_for_timeout(800)
    expect(tab.page.locator("#player-notice")).to_be_hidden()
    expect(tab.spot("Opzij")).to_be_visible()


LOSE = """() => {
  window.gone = document.querySelector('#player-canvas').getContext('webgl2').getExtension('WEBGL_lose_context');
  gone.loseContext();
}"""


def test_a_graphics_card_lost_for_good_leaves_pictures_flat(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab().open("/play/here/")
    tab.page.evaluate(LOSE)
    expect(tab.page.locator("#player-flat img")).to_be_visible()
    tab.spot("Opzij").click()
    tab.until("kijkkamer.scene === 'aside' && kijkkamer.settled")
    picture = tab.page.locator("#player-flat img")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box
    shown = screenshot(tab.page)
    assert np.abs(colour(shown, int(box["x"] + 40), int(min(box["y"] + 40, 440))) - COLOURS["aside"]).max() <= 8
    expect(tab.page.locator("#player-notice")).to_contain_text("zie je de foto plat")


def test_a_graphics_card_that_comes_back_leaves_the_way_as_it_was(new_tab: Callable[..., Tab], rooms: Rooms) -> None:
    tab = new_tab()
    gate = Gate(tab, rooms.there["path"])
    tab.open("/play/here/")
    tab.spot("Naar daar").click()
    expect(tab.page.locator("#player-notice")).to_contain_text("komt eraan")
    tab.page.evaluate(LOSE)
    tab.page.wait_for_timeout(300)
    tab.page.evaluate("() => gone.restoreContext()")
    tab.page.wait_for_timeout(500)
    gate.open()
    tab.until("kijkkamer.room === 'there' && kijkkamer.settled")


def test_a_language_that_a_room_lacks_is_still_the_visitors(new_tab: Callable[..., Tab], rooms: Rooms, site: Site) -> None:
    dutch = rooms.document(json.loads(rooms.data(rooms.manifest)) | {"languages": ["nl"]})
    site.pages["/play/here/"] = page("play.html", config=site.config | {"manifest": dutch}, title="here")
    tab = new_tab().open("/play/here/?locale=en")
    assert tab.state()["locale"] == "nl"
    go_there(tab)
    assert tab.state()["locale"] == "en"


def test_enter_held_down_opens_a_panel_once(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab().open("/play/here/")
    tab.spot("Onderaan").focus()
    for _ in range(6):  # the browser sees them as one key that is held
        tab.page.keyboard.down("Enter")
    tab.page.keyboard.up("Enter")
    expect(tab.page.get_by_role("dialog")).to_be_visible()
    tab.page.wait_for_timeout(300)
    expect(tab.page.get_by_role("dialog")).to_be_visible()
