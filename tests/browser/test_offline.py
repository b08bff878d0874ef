"""Rooms kept on a device: whole and verified, opened without any network, resumed, renewed and removed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZE, Tab, platform
from tests.browser.content import Content
from tests.browser.pixels import colour, screenshot
from tests.browser.serving import Site, page, serve
from tests.browser.test_accessible import findings
from tests.browser.test_trouble import INSECURE, spoiled
from tests.media import colour_at

NO_LIST = """
const known = window.fetch;
const away = (what) => /metadata/.test(what.url ?? what);
window.fetch = (what, ...rest) => away(what) ? Promise.reject(new TypeError('away')) : known(what, ...rest);
"""
ROOM = "/play/calibration/"
KEEP = "Bewaar op dit apparaat"
WHOLE = "Deze kamer is bewaard en doet het zonder internet."


class Device:
    """One browser profile, and a server that can be taken away from it (``site.down``)."""

    def __init__(self, chromium: Browser, site: Site, init: str) -> None:
        self.site = site
        self.context = chromium.new_context(viewport=SIZE, locale="nl-NL")
        self.context.add_init_script(init)
        self.tabs: list[Tab] = []

    def open(self, address: str = ROOM) -> Tab:
        tab = Tab(self.context.new_page(), self.site)
        self.tabs.append(tab)
        return tab.open(address)

    def fetched(self) -> list[str]:
        """Blobs that the server was asked for since the last time."""
        asked = [path for path in self.site.asked if path.startswith("/content/blobs/")]
        self.site.asked.clear()
        return asked


@pytest.fixture
def device(chromium: Browser, content: Content, npm_file: Callable[[str], str]) -> Iterator[Device]:
    site = Site(content.root, keeping(content))
    with serve(site):
        device = Device(chromium, site, npm_file("axe-core/axe.min.js"))
        yield device
        device.context.close()
    assert [complaint for tab in device.tabs for complaint in tab.complaints] == []


def keeping(content: Content, **more: Any) -> dict[str, Any]:
    """The configuration of the platform's pages, where rooms can be kept."""
    worker = {"script": "/play/worker.js", "scope": "/play/"}
    return platform(content, **{"kept_url": "/play/kept/", "origins": [], "worker": worker, **more})


def panel(page: Page) -> Any:
    page.locator("[data-tool=keep]").click()
    shown = page.get_by_role("dialog", name="Op dit apparaat")
    expect(shown).to_be_visible()
    return shown


def keep(tab: Tab) -> Any:
    shown = panel(tab.page)
    shown.get_by_role("button", name=KEEP).click()
    return shown


def kept(tab: Tab) -> dict[str, Any] | None:
    """The record of the room, and whether all that it names is in the cache."""
    return tab.page.evaluate(
        """async () => {
          const rooms = await caches.open('kijkkamer-rooms');
          const record = await (await rooms.match((await rooms.keys())[0]))?.json();
          if (!record) return null;
          const blobs = await caches.open('kijkkamer-blobs');
          const there = [];
          const named = Object.keys((record.whole ?? record.wanted).blobs);
          for (const path of named) if (await blobs.match('/' + path)) there.push(path);
          return { ...record, there };
        }"""
    )


def answers_in_parts(tab: Tab, content: Content) -> None:
    """A kept film is one file to whoever asks for it, whole or in parts."""
    index = content.assets["film"]["hls"][0]["variants"][0]["index"]
    listed = json.loads(content.data(index))
    file = b"".join(content.data(ref) for ref in (listed["init"], listed["sidx"]))
    file += b"".join((content.root / f"blobs/{sha[:2]}/{sha}.m4s").read_bytes() for sha, _, _ in listed["segments"])
    ask = """async ([address, range]) => {
      const answer = await fetch(address, { headers: range ? { Range: range } : {} });
      return [answer.status, answer.headers.get('Content-Range'), [...new Uint8Array(await answer.arrayBuffer())]];
    }"""
    address = f"/play/film/{index['sha256']}.mp4"
    first = len(content.data(listed["init"]))
    asked = {"bytes=0-": (0, len(file)), f"bytes={first - 9}-{first + 9}": (first - 9, first + 10), "bytes=-5": (-5, len(file))}
    for header, (start, end) in asked.items():
        status, told, data = tab.page.evaluate(ask, [address, header])
        assert (status, told, bytes(data)) == (206, f"bytes {start % len(file)}-{end - 1}/{len(file)}", file[start:end])
    status, told, data = tab.page.evaluate(ask, [address, None])
    assert (status, told, bytes(data)) == (200, None, file)
    assert tab.page.evaluate(ask, [address, f"bytes={len(file)}-"])[:2] == [416, f"bytes */{len(file)}"]
    assert tab.page.evaluate(ask, [f"/play/film/{'0' * 64}.mp4", None])[0] == 404


def is_listed_and_removed(device: Device) -> None:
    tab = device.open("/play/kept/")
    expect(tab.page.get_by_role("heading", name="Op dit apparaat")).to_be_visible()
    row = tab.page.locator(".shelf-row")
    expect(row).to_contain_text("De proefruimte")
    expect(row).to_contain_text("MB, doet het zonder internet")
    expect(tab.page.locator(".shelf")).to_contain_text("Vrij volgens je browser:")
    assert findings(tab.page) == []
    tab.page.keyboard.press("Tab")
    tab.page.get_by_role("button", name="Verwijder De proefruimte").click()
    expect(tab.page.locator(".shelf")).to_contain_text("Er is nog geen kamer bewaard.")
    left = "async () => [await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]"
    assert tab.page.evaluate(left) == [[], 0]


def leaves_the_device_when_withdrawn(device: Device) -> None:
    catalog = json.dumps({"schema_version": "1.0", "release": 4, "sectors": []}).encode()
    sha256 = hashlib.sha256(catalog).hexdigest()
    targets = {"signed": {"targets": {"catalog.json": {"hashes": {"sha256": sha256}}}}}
    device.site.instead |= {f"targets/{sha256}.catalog.json": catalog, "metadata/2.targets.json": json.dumps(targets).encode()}
    tab = device.open("/play/kept/")
    expect(tab.page.locator(".shelf")).to_contain_text("Er is nog geen kamer bewaard.")
    assert tab.page.evaluate("() => caches.keys()") == []


def test_a_kept_room_needs_no_network_at_all(device: Device, content: Content) -> None:
    tab = device.open()
    shown = keep(tab)
    expect(shown).to_contain_text(WHOLE)
    assert findings(tab.page) == []
    record = kept(tab)
    assert record is not None
    assert set(record["there"]) == set(record["whole"]["blobs"])
    tiers = {tier["width"]: tier["image"]["path"] for tier in content.assets["full"]["tiers"]}
    assert tiers[4096] in record["there"] and tiers[2048] not in record["there"]
    answers_in_parts(tab, content)
    tab.page.keyboard.press("Escape")
    device.site.down = True  # at once, in the very page that kept it
    tab.spot("Naar de werkbank").click()
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled && kijkkamer.tier === 4096")
    device.site.down = False
    tab.page.close()
    device.site.down = True

    tab = device.open()  # nothing but the device
    expect(tab.page.locator("#player-notice")).to_contain_text("Je bent offline")
    assert (tab.state()["room"], tab.state()["tier"]) == ("calibration", 4096)
    assert np.abs(colour(screenshot(tab.page), 400, 225) - colour_at(0, 0)).max() <= 4
    tab.spot("Naar de werkbank").click()
    tab.until("kijkkamer.scene === 'bench' && kijkkamer.settled && kijkkamer.tier === 4096")
    tab.page.go_back()
    tab.until("kijkkamer.scene === 'hall' && kijkkamer.settled")
    tab.look(0, -20)
    tab.spot("Kijk hoe het gaat").click()
    tab.until("document.querySelector('dialog video')")
    tab.page.evaluate("() => document.querySelector('dialog video').play()")
    tab.until(
        "document.querySelector('dialog video').currentTime > 0.3 && document.querySelector('dialog video').videoWidth === 320"
    )
    tab.page.keyboard.press("Escape")
    tab.look(150)
    tab.spot("Kom langs").click()  # the lists were kept too
    expect(tab.page.get_by_role("dialog", name="Bedrijfsbezoek")).to_contain_text("Voorbeeldbedrijf")

    tab = device.open("/play/")
    expect(tab.page.get_by_role("alert")).to_contain_text("Je bent offline. Deze kamers staan op dit apparaat.")
    assert findings(tab.page) == []
    tab.page.get_by_role("link", name="Bekijk De proefruimte").click()
    tab.until("kijkkamer.room === 'calibration' && kijkkamer.settled")

    tab = device.open("/play/other/?locale=en")
    expect(tab.page.get_by_role("alert")).to_contain_text("You are offline, and this room is not kept on this device.")
    expect(tab.page.get_by_role("link", name="View The test room")).to_be_visible()
    device.site.down = False
    is_listed_and_removed(device)


def test_a_lost_blob_keeps_the_room_from_counting_and_the_next_tab_goes_on(device: Device, content: Content) -> None:
    tab = device.open()
    missing = content.assets["stereo"]["tiers"][0]["image"]
    device.site.instead[missing["path"]] = spoiled(content.data(missing))
    shown = keep(tab)
    expect(shown.get_by_role("alert")).to_contain_text("beschadigd")
    record = kept(tab)
    assert record is not None and record["whole"] is None and missing["path"] not in record["there"]
    device.site.instead[missing["path"]] = None
    shown.get_by_role("button", name="Ga verder").click()
    expect(shown.get_by_role("alert")).to_contain_text("ontbreekt")
    tab.page.close(run_before_unload=False)

    device.site.instead.clear()
    device.fetched()
    tab = device.open()
    tab.until("document.readyState === 'complete'")
    shown = panel(tab.page)
    expect(shown).to_contain_text(WHOLE)
    again = device.fetched()
    assert f"/content/{missing['path']}" in again
    assert not {f"/content/{path}" for path in record["there"]} & set(again), "what was there is not fetched again"


def test_a_device_that_is_full_says_what_to_do(device: Device) -> None:
    tab = device.open()
    session = device.context.new_cdp_session(tab.page)
    used = tab.page.evaluate("async () => (await navigator.storage.estimate()).usage")
    session.send("Storage.overrideQuotaForOrigin", {"origin": device.site.base, "quotaSize": used + 600_000})
    shown = keep(tab)
    expect(shown.get_by_role("alert")).to_contain_text("Er is te weinig ruimte op dit apparaat: nodig is")
    assert kept(tab) is None
    session.send("Storage.overrideQuotaForOrigin", {"origin": device.site.base})
    estimate = tab.page.evaluate_handle("() => navigator.storage.estimate")
    tab.page.evaluate("() => { navigator.storage.estimate = async () => ({ usage: 5, quota: 200005 }); }")
    shown.get_by_role("button", name=KEEP).click()
    expect(shown.get_by_role("alert")).to_contain_text("vrij is 0,2 MB. Verwijder hieronder een kamer")
    record = kept(tab)
    assert record is not None and record["whole"] is None
    tab.page.evaluate("(known) => { navigator.storage.estimate = known; }", estimate)
    shown.get_by_role("button", name="Ga verder").click()
    expect(shown).to_contain_text(WHOLE)


def test_a_newer_release_plays_online_and_the_kept_one_offline(device: Device, content: Content) -> None:
    tab = device.open()
    expect(keep(tab)).to_contain_text(WHOLE)
    document = json.loads(content.data(content.manifest))
    document["title"]["nl"] = "De nieuwe proefruimte"
    del document["assets"]["stereo"]
    document["scenes"] = [scene for scene in document["scenes"] if scene["asset"] != "stereo"]
    newer = renewed(device.site, document)
    tab = device.open()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("De nieuwe proefruimte")
    shown = panel(tab.page)
    expect(shown).to_contain_text("Er is een nieuwere versie")
    device.site.down = True
    tab.page.close()
    tab = device.open()
    expect(tab.page.get_by_role("heading", level=1)).to_have_text("De proefruimte")
    device.site.down = False
    tab = device.open()
    shown = panel(tab.page)
    shown.get_by_role("button", name="Bewaar de nieuwe versie").click()
    expect(shown).to_contain_text(WHOLE)
    record = kept(tab)
    assert record is not None and record["whole"]["manifest"]["path"] == newer["path"]
    gone = content.assets["stereo"]["tiers"][0]["image"]["path"]
    assert not tab.page.evaluate("async (path) => !!await (await caches.open('kijkkamer-blobs')).match('/' + path)", gone)
    leaves_the_device_when_withdrawn(device)


def renewed(site: Site, document: dict[str, Any]) -> dict[str, Any]:
    """Another manifest for the same room; its <ref>."""
    data = json.dumps(document).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    path = f"blobs/{sha256[:2]}/{sha256}.json"
    site.instead[path] = data
    ref = {"sha256": sha256, "size": len(data), "media_type": "application/json", "path": path}
    site.config = site.config | {"manifest": ref}
    return ref


def test_a_new_version_of_the_player_breaks_no_open_page(device: Device) -> None:
    tab = device.open()
    expect(keep(tab)).to_contain_text(WHOLE)
    tab.page.close()
    device.site.down = True
    tab = device.open()  # a page from the cache
    device.site.down = False
    device.site.version = "2"
    device.site.config["index_url"] = "/play/?new"
    tab.page.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration('/play/');
          const end = performance.now() + 20000;
          do {
            await registration.update().catch(() => undefined);
            await new Promise((done) => setTimeout(done, 300));
            // A browser may let the old worker end what it is at first, for minutes: then the new one takes over below.
            if (!registration.installing && !registration.waiting && registration.active.state === 'activated') break;
          } while (performance.now() < end);
        }"""
    )
    device.site.down = True
    expect(panel(tab.page)).to_contain_text(WHOLE)  # what is loaded only now comes from its own version
    for _ in range(10):
        tab.page.close()  # the old worker has no page left
        tab = device.open()
        if tab.page.locator("#player-back").get_attribute("href") == "/play/?new":
            return
        tab.page.wait_for_timeout(500)
    pytest.fail("the new version never took over")


def test_plain_http_is_told_what_it_lacks(new_tab: Callable[..., Tab], site: Site, content: Content) -> None:
    site.config = keeping(content)
    tab = new_tab(init=INSECURE).open()
    expect(panel(tab.page)).to_contain_text("Bewaren kan alleen op een https-adres, en VR ook.")
    tab.open("/play/kept/")
    expect(tab.page.get_by_role("main")).to_contain_text("Bewaren kan alleen op een https-adres")


def test_a_room_that_is_not_kept_is_there_when_the_network_is(device: Device) -> None:
    tab = device.open()
    shown = keep(tab)
    expect(shown).to_contain_text(WHOLE)
    device.site.down = True
    tab.page.goto(device.site.base + "/play/elders/")
    expect(tab.page.get_by_role("alert")).to_contain_text("deze kamer is niet bewaard")
    again = tab.page.get_by_role("button", name="Probeer opnieuw")
    expect(again).to_be_focused()
    tab.page.keyboard.press("Enter")
    expect(tab.page.get_by_role("alert")).to_be_visible()
    device.site.down = False
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")
    tab.until("kijkkamer.settled && kijkkamer.room === 'calibration'")


def test_a_list_that_cannot_be_fetched_gives_way_to_what_is_kept(device: Device) -> None:
    """The list's page itself is there, of a browser's own store; what it lists is not."""
    tab = device.open()
    expect(keep(tab)).to_contain_text(WHOLE)
    bare = device.site.config | {"manifest": None, "poster": None}
    device.site.pages["/play/list"] = page("play.html", config=bare, title="Kamers")
    device.context.add_init_script(NO_LIST)
    tab = device.open("/play/list")
    expect(tab.page.get_by_role("alert")).to_have_text("Je bent offline. Deze kamers staan op dit apparaat.")
    tab.page.get_by_role("link", name="Bekijk De proefruimte").click()
    tab.until("kijkkamer.settled && kijkkamer.room === 'calibration'")
