"""Tiles by view: the right picture without seams, nothing fetched in vain, and what is missing is made up for."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import SIZE, Tab
from tests.browser.content import LEFT, Content
from tests.browser.pixels import colour, screenshot
from tests.browser.serving import BUILT, Site, page, serve
from tests.browser.test_player import DIRECTIONS, MIDDLE
from tests.browser.tiled import FACES, POSE, make, negative, tile_paths
from tests.media import colour as colour_of
from tests.media import colour_at

COMPLETE = "kijkkamer.settled && kijkkamer.tiles.missing === 0"
CLEAR = slice(90, SIZE["height"])
"""Rows below the bar."""


@pytest.fixture(scope="module")
def tiled(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make(tmp_path_factory.mktemp("tiled") / "content")


@pytest.fixture
def site(tiled: Content) -> Iterator[Site]:
    """In place of the calibration room's."""
    config = {"content_url": "/content/", "manifest": tiled.manifest, "locale": "nl", "index_url": "/play/"}
    site = Site(tiled.root, config)
    with serve(site):
        yield site


def look(tab: Tab, yaw: float, pitch: float = 0.0, fov: float = 90.0) -> np.ndarray:
    """What is seen there once every tile in view is painted."""
    tab.look(yaw, pitch, fov)
    tab.until(COMPLETE)
    tab.look(yaw, pitch, fov)
    return screenshot(tab.page)


def expected(yaw: float, pitch: float, fov: float = 90.0) -> np.ndarray:
    """(height, width, 3) colours of the calibration picture in a view, from the formulas of docs/formats.md."""
    width, height = SIZE["width"], SIZE["height"]
    scale = math.tan(math.radians(fov / 2))
    x = ((np.arange(width) + 0.5) / width * 2 - 1) * scale
    y = (1 - (np.arange(height) + 0.5) / height * 2)[:, None] * scale * height / width
    x, y, z = np.broadcast_arrays(x, y, -1.0)
    p, t = math.radians(pitch), math.radians(yaw)
    y, z = y * math.cos(p) - z * math.sin(p), y * math.sin(p) + z * math.cos(p)
    x, z = x * math.cos(t) - z * math.sin(t), x * math.sin(t) + z * math.cos(t)
    return colour_of(np.stack([x, y, z], axis=-1))


def fetched(site: Site) -> set[str]:
    return {path.removeprefix("/content/") for path in site.asked}


def test_six_directions(tab: Tab, tiled: Content) -> None:
    for name, (yaw, pitch) in DIRECTIONS.items():
        assert np.abs(colour(look(tab, yaw, pitch), *MIDDLE) - colour_at(yaw, pitch)).max() <= 2, name
    assert tab.state()["picture"] == "tiles"
    assert not fetched(tab.site) & {tier["image"]["path"] for tier in tiled.assets["near"]["tiers"]}


@pytest.mark.parametrize(
    "at",
    [(0, 0), (15, 10), (45, 0), (0, 45), (45, 35), (-135, -35)],
    ids=["face", "tiles", "edge", "lid", "corner", "corner behind"],
)
def test_no_seams(tab: Tab, at: tuple[float, float]) -> None:
    """Every pixel, so also those on the edges between tiles and faces."""
    tab.page.evaluate("() => { for (const id of ['player-spots', 'player-corner']) document.getElementById(id).hidden = true; }")
    away = np.abs(look(tab, *at).astype(float) - expected(*at))
    assert away[CLEAR].max() <= 6
    assert away[CLEAR].mean() < 0.8


def test_pose_turns_the_tiles(tab: Tab) -> None:
    tab.open("/play/tiled/?scene=posed", until=COMPLETE)
    assert np.abs(colour(look(tab, POSE["yaw"], POSE["pitch"]), *MIDDLE) - colour_at(0, 0)).max() <= 2
    # Right side down: what was to the right now lies to the lower right.
    view = look(tab, POSE["yaw"], POSE["pitch"])
    reach = SIZE["width"] / 2 * math.tan(math.radians(20))
    roll = math.radians(POSE["roll"])
    right = colour(view, MIDDLE[0] + reach * math.cos(roll), MIDDLE[1] + reach * math.sin(roll))
    assert np.abs(right - colour_at(20, 0)).max() <= 2


def test_a_flat_screen_shows_the_left_eye(tab: Tab) -> None:
    tab.open("/play/tiled/?scene=stereo", until=COMPLETE)
    assert tab.state()["picture"] == "tiles"
    for yaw in (0, 170):
        assert np.abs(colour(look(tab, yaw), *MIDDLE) - LEFT).max() <= 3


def test_the_finest_level_when_zoomed_in(tab: Tab, tiled: Content) -> None:
    finest = {path for face in FACES for path in tile_paths(tiled, "near", 2, face)}
    assert not fetched(tab.site) & finest
    assert tab.state()["tiles"]["level"] == 1
    seen = look(tab, 10, 5, fov=40)
    assert tab.state()["tiles"]["level"] == 2
    assert np.abs(colour(seen, *MIDDLE) - negative(colour_at(10, 5))).max() <= 2
    seen = look(tab, 10, 5, fov=90)  # and back: what is held already serves
    assert np.abs(colour(seen, *MIDDLE) - colour_at(10, 5)).max() <= 2


def test_what_is_out_of_view_is_not_fetched(tab: Tab, tiled: Content) -> None:
    """90 degrees wide, 59 high, straight ahead: of the front face the two upper tiles; the lower ones begin 31 degrees down."""
    tab.until(COMPLETE)
    paths = {face: tile_paths(tiled, "near", 1, face) for face in FACES}
    every = {path for tiles in paths.values() for path in tiles}
    assert fetched(tab.site) & every == set(paths["f"][:2])
    look(tab, 90)
    assert fetched(tab.site) & every == {*paths["f"][:2], *paths["r"][:2]}
    assert len(set(tab.site.asked)) == len(tab.site.asked), "nothing is fetched twice"


@pytest.mark.parametrize("spoiled", [False, True], ids=["whole", "spoiled"])
def test_what_is_asked_for_early_is_used(new_tab: Callable[..., Tab], tiled: Content, spoiled: bool) -> None:
    """The platform's page names its modules and early.js: nothing is fetched twice for it, and what fails is made up for."""
    tab = new_tab()
    listed = json.loads((BUILT / "vr_rooms/player.modules.json").read_text())
    modules = [f"/static/vr_rooms/{path}" for path in listed]
    tab.site.pages["/play/early/"] = page("play.html", config=tab.site.config, title="Tegels", modules=modules)
    torn = tile_paths(tiled, "near", 1, "f")[0]
    if spoiled:
        tab.site.instead[torn] = bytes(9)
    tab.open("/play/early/")
    asked = tab.site.asked
    assert "/static/vr_rooms/early.js" in asked
    assert [path for path in set(asked) if asked.count(path) > 1] == ([f"/content/{torn}"] if spoiled else [])
    assert tab.state()["picture"] == ("tier" if spoiled else "tiles")
    expect(tab.page.locator("#player-notice")).to_be_hidden()
    assert np.abs(colour(screenshot(tab.page), *MIDDLE) - colour_at(0, 0)).max() <= 2


@pytest.mark.parametrize("how", ["absent", "damaged", "no picture"])
def test_a_tile_that_cannot_be_had(new_tab: Callable[..., Tab], tiled: Content, how: str) -> None:
    """The tier takes its place and nobody is told."""
    tab = new_tab()
    path = tile_paths(tiled, "near", 1, "f")[0]
    data = (tiled.root / path).read_bytes()
    tab.site.instead[path] = {"absent": None, "damaged": data[:-9] + bytes(9), "no picture": b"<html>"}[how]
    tab.open("/play/tiled/")
    state = tab.state()
    assert (state["picture"], state["tier"]) == ("tier", 2048)
    assert len(state["errors"]) == 1
    expect(tab.page.locator("#player-notice")).to_be_hidden()
    seen = screenshot(tab.page)
    for x, y in ((300, 200), (500, 330)):  # in the torn place and beside it
        assert np.abs(colour(seen, x, y) - expected(0, 0)[y, x]).max() <= 2


def test_no_index(new_tab: Callable[..., Tab], tiled: Content) -> None:
    tab = new_tab()
    tab.site.instead[tiled.assets["near"]["tiles"]["index"]["path"]] = None
    tab.open("/play/tiled/")
    assert tab.state()["tier"] == 2048
    expect(tab.page.locator("#player-notice")).to_be_hidden()
    assert np.abs(colour(screenshot(tab.page), *MIDDLE) - colour_at(0, 0)).max() <= 2


def test_neither_tile_nor_tier(new_tab: Callable[..., Tab], tiled: Content) -> None:
    """The coarser picture stays, with a sentence."""
    tab = new_tab()
    for path in tile_paths(tiled, "near", 1, "f"):
        tab.site.instead[path] = None
    for tier in tiled.assets["near"]["tiers"]:
        tab.site.instead[tier["image"]["path"]] = None
    tab.open("/play/tiled/")
    expect(tab.page.locator("#player-notice")).to_contain_text("ontbreekt")
    assert tab.state()["picture"] == "tiles"
    assert np.abs(colour(screenshot(tab.page), *MIDDLE) - colour_at(0, 0)).max() <= 3


CHANGE = """async (near) => {
  const small = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const canvas = document.getElementById('player-canvas');
  const step = () => new Promise(requestAnimationFrame);
  const blue = () => {                      // straight ahead: the negative has more of it
    small.drawImage(canvas, canvas.width / 2, canvas.height / 2, 1, 1, 0, 0, 1, 1);
    const [red, , last] = small.getImageData(0, 0, 1, 1).data;
    return last / Math.max(red, 1);
  };
  await step();
  const before = blue();
  const begun = performance.now();
  document.querySelector('[data-spot]').click();
  let waited = 0;
  while (waited < 3000) {
    await step();
    waited = performance.now() - begun;
    const now = blue();
    if (now > 0 && Math.abs(Math.log(now / before)) > 0.5) return waited;
  }
  return waited;
}"""


def test_the_next_scene_is_seen_within_150_ms(tab: Tab) -> None:
    """Once its first picture was fetched ahead. The best of six: the machine may be busy."""
    times = []
    for number in range(6):
        tab.until(COMPLETE)
        tab.page.wait_for_timeout(400)  # what lies next is fetched and decoded
        times.append(tab.page.evaluate(CHANGE))
        tab.until(f"kijkkamer.scene === '{('far', 'near')[number % 2]}'")
        if min(times) <= 150:
            break
    assert min(times) <= 150, times


CHANGES = """async (count) => {
  const until = async (done) => { while (!done()) await new Promise((next) => setTimeout(next, 5)); };
  for (let at = 0; at < count; at++) {
    const before = kijkkamer.scene;
    document.querySelector('[data-spot]').click();
    await until(() => kijkkamer.scene !== before && kijkkamer.settled);
  }
}"""


def test_no_growth_over_50_scene_changes(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(viewport={"width": 480, "height": 270}, reduced_motion="reduce").open()
    cdp = tab.page.context.new_cdp_session(tab.page)

    def held() -> tuple[dict[str, int], int]:
        tab.until(COMPLETE)
        tab.page.wait_for_timeout(500)
        cdp.send("HeapProfiler.collectGarbage")
        return tab.state()["memory"], cdp.send("Runtime.getHeapUsage")["usedSize"]

    tab.page.evaluate(CHANGES, 4)
    memory, heap = held()
    tab.page.evaluate(CHANGES, 50)
    after, heap_after = held()
    assert all(after[name] <= memory[name] + 2 for name in memory), (memory, after)  # a sphere with a preview on it, or not
    assert heap_after - heap < 1_000_000
