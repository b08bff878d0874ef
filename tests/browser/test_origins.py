"""Rooms from other content roots, from a folder behind any static server, and what is refused."""

from __future__ import annotations

import functools
import http.server
import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CUT, Tab
from tests.browser.content import Content
from tests.browser.pixels import colour, screenshot
from tests.browser.serving import BUILT, Site, page, serve
from tests.browser.test_accessible import findings
from tests.browser.test_offline import keeping, renewed
from tests.browser.test_trouble import notice, spoiled
from tests.media import colour_at
from vr_rooms.client.player import lay


@pytest.fixture
def elsewhere(content: Content) -> Iterator[Site]:
    """Another host with a content root."""
    site = Site(content.root, {})
    with serve(site):
        yield site


@pytest.fixture
def here(site: Site, content: Content, elsewhere: Site) -> Site:
    """The platform, whose setting allows the other host."""
    site.config = keeping(content, origins=[elsewhere.base])
    site.pages["/play/"] = page("play.html", config=site.config | {"manifest": None, "poster": None}, title="Kamers")
    policy = site.headers["Content-Security-Policy"]
    for part in ("img-src", "media-src", "connect-src"):
        policy = policy.replace(f"{part} 'self'", f"{part} 'self' {elsewhere.base}")
    site.headers["Content-Security-Policy"] = policy
    return site


def test_another_content_root_is_walked_down_and_its_rooms_are_listed(
    new_tab: Callable[..., Tab], here: Site, elsewhere: Site, npm_file: Callable[[str], str]
) -> None:
    tab = new_tab(init=npm_file("axe-core/axe.min.js"))
    tab.open(f"/play/?content={elsewhere.base}/content/&locale=en")
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("Look around at work")
    assert findings(tab.page) == []
    tab.page.get_by_role("link", name="calibration").click()
    tab.until("kijkkamer.room === 'calibration' && kijkkamer.settled")
    assert tab.state()["locale"] == "en"
    assert np.abs(colour(screenshot(tab.page), 400, 225) - colour_at(0, 0)).max() <= 4
    assert not [path for path in here.asked if path.startswith("/content/")]
    tab.look(-140)
    tab.spot("To the other room").click()
    tab.until("kijkkamer.room === 'other' && kijkkamer.settled && location.search.includes('manifest=')")
    tab.page.go_back()
    tab.until("kijkkamer.room === 'calibration' && kijkkamer.settled")


def test_a_manifest_below_another_root(new_tab: Callable[..., Tab], here: Site, elsewhere: Site, content: Content) -> None:
    tab = new_tab().open(f"/play/?content={elsewhere.base}/content/&manifest={content.other['path']}")
    assert tab.state()["room"] == "other"
    assert f"/content/{content.other['path']}" in elsewhere.asked


@pytest.mark.parametrize("root", ["https://example.org/content/", "javascript:alert(1)", "//example.org/", "data:,x", ""])
def test_a_root_that_the_setting_does_not_name_is_refused(new_tab: Callable[..., Tab], here: Site, root: str) -> None:
    tab = new_tab().open(f"/play/?content={root}")
    expect(tab.page.get_by_role("alert")).to_contain_text("Deze speler mag de kamers op dat adres niet openen.")
    expect(tab.page.get_by_role("link", name="calibration")).to_be_visible()  # there is something to choose instead


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("metadata/timestamp.json", None, "staan geen kamers"),
        ("metadata/timestamp.json", b"<!doctype html><p>Log in", "kan de lijst met kamers niet lezen"),
        ("catalog", b"spoiled", "beschadigd"),
    ],
)
def test_a_list_that_cannot_be_had_is_a_sentence(
    new_tab: Callable[..., Tab], here: Site, elsewhere: Site, path: str, data: bytes | None, words: str
) -> None:
    [catalog] = (elsewhere.root / "targets").iterdir()
    elsewhere.instead[f"targets/{catalog.name}" if path == "catalog" else path] = (
        spoiled(catalog.read_bytes()) if path == "catalog" else data
    )
    tab = new_tab().open(f"/play/?content={elsewhere.base}/content/")
    expect(tab.page.get_by_role("alert")).to_contain_text(words)
    expect(tab.page.get_by_role("link", name="Alle kamers")).to_be_visible()


def test_a_room_that_is_not_there_is_a_sentence_and_a_list(new_tab: Callable[..., Tab], here: Site, elsewhere: Site) -> None:
    tab = new_tab().open(f"/play/?content={elsewhere.base}/content/&room=nowhere")
    expect(tab.page.get_by_role("alert")).to_contain_text("Deze kamer is niet gevonden.")
    expect(tab.page.get_by_role("link", name="calibration")).to_be_visible()


# --- a folder behind any static server ---


@pytest.fixture
def folder(content: Content, tmp_path: Path) -> Path:
    """What a sync leaves of room "calibration": profile headset, and an active.json that says so."""
    if not (BUILT / "vr_rooms/standalone/index.html").is_file():
        pytest.fail("the front end is built without the standalone player")
    root = tmp_path / "folder"
    shutil.copytree(content.root, root)
    for asset in content.assets.values():
        for tier in asset.get("tiers", []):
            if tier["width"] == 2048 and len(asset["tiers"]) > 1:
                (root / tier["image"]["path"]).unlink(missing_ok=True)
        for version in asset.get("hls", []):
            (root / version["master"]["path"]).unlink(missing_ok=True)
    [catalog] = (root / "targets").iterdir()
    sha256 = catalog.name.partition(".")[0]
    active = {"catalog": {"sha256": sha256, "size": catalog.stat().st_size, "path": f"targets/{catalog.name}"}}
    chosen = {"release": 3, "profile": "headset", "sectors": [], "rooms": ["calibration"], "videos": False}
    (root / "active.json").write_text(json.dumps({"schema_version": "1.0", "active": active | chosen}))
    # A sync that is under way has newer metadata already, whose blobs are not there yet.
    (root / "metadata/timestamp.json").write_text(json.dumps({"signed": {"meta": {"snapshot.json": {"version": 99}}}}))
    lay(root)
    return root


class Quiet(http.server.SimpleHTTPRequestHandler):
    """What ``python -m http.server`` answers with; ``missing`` collects what was not there."""

    missing: list[str] = []

    def send_error(self, code: int, *more: Any, **named: Any) -> None:
        self.missing.append(f"{code} {self.path}")
        super().send_error(code, *more, **named)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def plain(folder: Path) -> Iterator[str]:
    Quiet.missing = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_synced_folder_plays_behind_any_server(
    new_tab: Callable[..., Tab], site: Site, plain: str, npm_file: Callable[[str], str]
) -> None:
    site.base = plain
    tab = new_tab(init=npm_file("axe-core/axe.min.js")).open("/player/")
    assert tab.state()["locale"] == "nl" and tab.state()["errors"] == []
    assert findings(tab.page) == []
    expect(tab.page.get_by_role("link", name="calibration")).to_be_visible()
    expect(tab.page.get_by_role("link", name="other")).to_have_count(0)  # it was not synced
    tab.page.get_by_role("link", name="calibration").click()
    tab.until("kijkkamer.room === 'calibration' && kijkkamer.settled")
    assert tab.state()["tier"] == 4096
    assert np.abs(colour(screenshot(tab.page), 400, 225) - colour_at(0, 0)).max() <= 4
    tab.look(0, -20)
    tab.spot("Kijk hoe het gaat").click()
    tab.until("document.querySelector('dialog video')")
    tab.page.evaluate("() => document.querySelector('dialog video').play()")
    tab.until("document.querySelector('dialog video').currentTime > 0.3")
    assert Quiet.missing == [], "nothing is asked for that a sync does not bring"


def test_a_folder_whose_record_is_torn_says_so(new_tab: Callable[..., Tab], site: Site, plain: str, folder: Path) -> None:
    (folder / "active.json").write_bytes(b'{"active": {"rele')
    site.base = plain
    tab = new_tab().open("/player/")
    expect(tab.page.get_by_role("alert")).to_contain_text("kan de lijst met kamers niet lezen")


def test_without_a_record_the_folder_is_a_content_root(
    new_tab: Callable[..., Tab], site: Site, plain: str, folder: Path, content: Content
) -> None:
    (folder / "active.json").unlink()
    shutil.copytree(content.root, folder, dirs_exist_ok=True)
    site.base = plain
    tab = new_tab().open("/player/?room=other&locale=en")
    assert (tab.state()["room"], tab.state()["locale"]) == ("other", "en")


# --- newer versions ---


def changed(site: Site, content: Content, **fields: Any) -> None:
    renewed(site, json.loads(content.data(content.manifest)) | fields)


def test_a_newer_minor_version_with_unknown_things_works(new_tab: Callable[..., Tab], site: Site, content: Content) -> None:
    document = json.loads(content.data(content.manifest))
    document["assets"]["smell"] = {"kind": "smell", "molecules": []}
    for scene in document["scenes"]:
        scene["weather"] = {"rain": True}
    changed(site, content, schema_version="1.7", scenes=document["scenes"], assets=document["assets"], mood="calm")
    tab = new_tab().open()
    assert tab.state()["tier"] == 2048 and tab.state()["errors"] == []
    assert "later" not in tab.state()["hotspots"] and "mask" in tab.state()["hotspots"]
    expect(tab.page.locator("#player-notice")).to_be_hidden()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"schema_version": "2.0"}, "voor een nieuwere speler"),
        ({"schema_version": "soon"}, "kan de gegevens van deze kamer niet lezen"),
        ({"scenes": []}, "kan de gegevens van deze kamer niet lezen"),
        ({"scenes": [{"id": "hall"}]}, "Probeer het opnieuw"),
        ({"assets": {}}, "kan deze speler niet tonen"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_with_a_picture(
    new_tab: Callable[..., Tab], site: Site, content: Content, fields: dict[str, Any], words: str
) -> None:
    changed(site, content, **fields)
    tab = new_tab().open()
    assert words in notice(tab.page)
    tab.until("document.querySelector('#player-flat img')?.naturalWidth > 0")


# --- the network in the middle ---


def test_a_lost_network_leaves_one_where_one_is_and_goes_on_when_it_is_back(tab: Tab, content: Content) -> None:
    tab.page.context.set_offline(True)
    # Nothing of the next scene was loaded ahead: another picture than the one at hand.
    tab.look(-140)
    tab.spot("Naar de andere ruimte").click()
    assert "je blijft nog even hier" in notice(tab.page)
    assert tab.state()["scene"] == "hall" and tab.state()["picture"] != "nothing"
    tab.page.context.set_offline(False)
    tab.until("kijkkamer.room === 'other' && kijkkamer.settled")


def test_a_way_to_a_scene_that_is_not_there_says_so(new_tab: Callable[..., Tab], site: Site, content: Content) -> None:
    scenes = [scene for scene in json.loads(content.data(content.manifest))["scenes"] if scene["id"] != "bench"]
    changed(site, content, scenes=scenes)
    tab = new_tab().open()
    tab.spot("Naar de werkbank").click()
    assert "Deze plek is er op dit moment niet" in notice(tab.page)
    assert tab.state()["scene"] == "hall"


def test_a_scene_out_of_reach_waits_for_the_network(new_tab: Callable[..., Tab], site: Site, content: Content) -> None:
    document = json.loads(content.data(content.manifest))
    [bench] = [scene for scene in document["scenes"] if scene["id"] == "bench"]
    bench["asset"] = "half"  # another picture than the one at hand
    changed(site, content, scenes=document["scenes"])
    # Nothing is loaded ahead for who saves data.
    tab = new_tab(init="Object.defineProperty(navigator, 'connection', { value: { saveData: true } });").open()
    tab.page.context.set_offline(True)
    tab.spot("Naar de werkbank").click()
    assert "je blijft nog even hier" in notice(tab.page)
    state = tab.state()
    assert (state["scene"], state["picture"]) == ("hall", "tier")
    assert np.abs(colour(screenshot(tab.page), 400, 225) - colour_at(0, 0)).max() <= 4
    tab.page.context.set_offline(False)
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled && kijkkamer.picture === 'tier'")
    expect(tab.page.locator("#player-notice")).to_be_hidden()


def test_a_line_that_comes_back_without_a_word_is_found(new_tab: Callable[..., Tab], site: Site, content: Content) -> None:
    """The school's network was there all the time, what lies behind it was not: no browser tells of that."""
    document = json.loads(content.data(content.manifest))
    [bench] = [scene for scene in document["scenes"] if scene["id"] == "bench"]
    bench["asset"] = "half"
    changed(site, content, scenes=document["scenes"])
    tab = new_tab(init="Object.defineProperty(navigator, 'connection', { value: { saveData: true } });" + CUT).open()
    tab.page.evaluate("window.cut = '/content/'")
    tab.spot("Naar de werkbank").click()
    assert "je blijft nog even hier" in notice(tab.page)
    tab.page.evaluate("window.cut = null")
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled")


def test_what_a_panel_needs_is_there_before_it_is_asked_for(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab()
    with tab.page.expect_response("**/panel_parts*.js"):
        tab.open()
    tab.page.wait_for_load_state("networkidle")  # what the module itself imports too
    tab.page.context.set_offline(True)
    tab.page.locator("[data-spot=film]").dispatch_event("click")
    expect(tab.page.get_by_role("dialog").locator("video")).to_be_attached()


def test_a_slow_picture_is_told_to_be_on_its_way(new_tab: Callable[..., Tab], site: Site, content: Content) -> None:
    tab = new_tab()
    held: list[Any] = []
    for tier in content.assets["full"]["tiers"]:
        tab.page.route(f"**/{tier['image']['path']}", lambda route: held.append(route))
    tab.open(until="kijkkamer.ready")
    slow = tab.page.locator(".slow")
    expect(slow).to_have_text("De foto wordt geladen…")
    assert tab.state()["picture"] in ("preview", "poster")
    for route in held:
        route.continue_()
    tab.until("kijkkamer.settled")
    expect(slow).to_be_hidden()
