"""What is not seen in one look: rooms asked about first, and nothing left behind after VR."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.browser.content import Content
from tests.browser.eyes import seen, serve_eyes
from tests.browser.serving import Site
from tests.browser.test_headset_input import find
from tests.browser.worn import headset

LISTENERS = """
;(() => {
  window.listening = 0;
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const counts = (target) => target === document || target === window || target instanceof HTMLCanvasElement;
  const known = new WeakMap();
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (counts(this) && listener && !options?.once) {
      const mine = known.get(listener) ?? known.set(listener, new Set()).get(listener);
      if (!mine.has(type)) window.listening++;
      mine.add(type);
    }
    return addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (counts(this) && known.get(listener)?.delete(type)) window.listening--;
    return removeEventListener.call(this, type, listener, options);
  };
})();
"""


@pytest.mark.slow
def test_six_times_in_and_out_leave_nothing_behind(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> None:
    worn = headset(new_tab, npm_file, LISTENERS)
    worn.open()

    def left() -> dict[str, int]:
        counts: dict[str, int] = worn.page.evaluate("() => ({ ...kijkkamer.memory, listening })")
        return counts

    def round_trip() -> None:
        worn.enter()
        worn.aim(-30, 5)  # a label, a ring, a panel
        worn.press()
        worn.until("kijkkamer.open === 'mask'")
        worn.page.get_by_role("button", name="Stop met VR").dispatch_event("click")
        worn.until("!kijkkamer.presenting")
        worn.page.wait_for_timeout(100)

    round_trip()
    round_trip()
    before = left()
    for _ in range(4):
        round_trip()
    assert left() == before
    assert before["geometries"] > 0
    worn.look(0)
    assert worn.state()["errors"] == []


CLEARED = """
window.cleared = 0;
const { clear } = WebGL2RenderingContext.prototype;
WebGL2RenderingContext.prototype.clear = function (mask) { window.cleared++; clear.call(this, mask); };
"""


@pytest.mark.slow
def test_each_frame_is_drawn_once(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> None:
    """By the emulator, which empties what it shows, and by us; not by the page's own frames too, in VR or after it."""
    worn = headset(new_tab, npm_file, CLEARED)
    worn.open()
    worn.enter()
    count = "async () => { const before = cleared; await frames(20); return cleared - before; }"
    assert 20 <= worn.page.evaluate(count) <= 2.5 * 20
    worn.page.get_by_role("button", name="Stop met VR").dispatch_event("click")
    worn.until("!kijkkamer.presenting")
    worn.page.wait_for_timeout(300)
    assert worn.page.evaluate(count) == 0, "nothing changes, so nothing is painted"
    worn.enter()
    assert 20 <= worn.page.evaluate(count) <= 2.5 * 20


def test_flashing_lights_are_asked_about_on_the_page(new_tab: Callable[..., Tab], site: Site) -> None:
    tab = new_tab()
    tab.page.goto(site.base + serve_eyes(site, flashing=True))
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_contain_text("lichtflitsen")
    assert tab.state()["scene"] is None
    dialog.get_by_role("button", name="Ga verder").click()
    tab.until("kijkkamer.scene === 'tb' && kijkkamer.settled")
    expect(dialog).to_be_hidden()


@pytest.mark.slow
def test_flashing_lights_are_asked_about_in_vr(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], site: Site, content: Content
) -> None:
    lead_to(site, content, serve_eyes(site, flashing=True).partition("manifest=")[2])
    worn = headset(new_tab, npm_file)
    worn.open().enter()
    for answer, scene in (("no", "hall"), ("yes", "tb")):
        worn.turn_head(-140)
        worn.aim(-140, 10)
        worn.until("kijkkamer.aimed === 'other'")
        worn.press()
        worn.page.wait_for_timeout(300)
        find(worn, answer, yaws=(-140,), pitches=range(10, -24, -2))
        worn.press()
        worn.page.wait_for_timeout(300)
        worn.until(f"kijkkamer.scene === '{scene}' && kijkkamer.settled")
    worn.turn_head(0)
    worn.bright()
    assert np.abs(worn.eyes()[0] - seen(140, 0, 0)).max() <= 3  # its start lies where somebody looked


def lead_to(site: Site, content: Content, manifest: str) -> None:
    """Hotspot "other" leads to that room from now on: another sector document, in another catalog."""

    def blob(value: Any) -> tuple[str, bytes]:
        data = json.dumps(value).encode()
        return hashlib.sha256(data).hexdigest(), data

    targets = json.loads((content.root / "metadata/2.targets.json").read_bytes())
    entry = targets["signed"]["targets"]["catalog.json"]
    catalog = json.loads((content.root / f"targets/{entry['hashes']['sha256']}.catalog.json").read_bytes())
    document = catalog["sectors"][0]["document"]
    sector = json.loads(content.data(document))
    sha256 = manifest.rpartition("/")[2].partition(".")[0]
    sector["rooms"][1]["manifest"] |= {"sha256": sha256, "path": manifest, "size": len(site.instead[manifest] or b"")}
    digest, data = blob(sector)
    document |= {"sha256": digest, "path": f"blobs/{digest[:2]}/{digest}.json", "size": len(data)}
    site.instead[document["path"]] = data
    digest, data = blob(catalog)
    site.instead[f"targets/{digest}.catalog.json"] = data
    entry |= {"length": len(data), "hashes": {"sha256": digest}}
    site.instead["metadata/2.targets.json"] = json.dumps(targets).encode()
