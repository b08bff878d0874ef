"""What stands at the edge of a 180° or cropped picture, or beyond it, comes into view; a turned phone looks where it looked."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Tab
from tests.browser.content import Content, text
from tests.browser.pixels import colour, screenshot

DISC = np.array([0x0B, 0x53, 0x94])
POSE = {"yaw": 0.0, "pitch": 0.0, "roll": 0.0}


def room(tab: Tab, content: Content, spots: list[tuple[float, float]], pose: dict[str, float] = POSE) -> str:
    """Address of a room with one scene: 180 x 90 degrees of a picture, and hotspots at yaw, pitch."""
    manifest = json.loads(content.data(content.manifest))
    (half,) = (scene for scene in manifest["scenes"] if scene["id"] == "half")
    half["pose"] = pose
    half["hotspots"] = [
        {
            "id": f"s{order}",
            "kind": "info",
            "at": {"yaw": yaw, "pitch": pitch},
            "distance": 3.0,
            "order": order,
            "label": text(f"Plek {order}", f"Place {order}"),
            "body": text("Hier.", "Here."),
        }
        for order, (yaw, pitch) in enumerate(spots)
    ]
    data = json.dumps(manifest | {"start_scene": "half", "scenes": [half]}).encode()
    digest = hashlib.sha256(data).hexdigest()
    path = f"blobs/{digest[:2]}/{digest}.json"
    tab.site.instead[path] = data
    return f"/play/calibration/?manifest={path}"


def middle(tab: Tab, id_: str) -> tuple[float, float]:
    box = tab.page.locator(f"[data-spot={id_}]").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("size", [(800, 450), (360, 640)])
def test_a_hotspot_beyond_the_picture_is_reached(new_tab: Callable[..., Tab], content: Content, size: tuple[int, int]) -> None:
    width, height = size
    tab = new_tab(viewport={"width": width, "height": height}, reduced_motion="reduce")
    spots = [(150.0, 0.0), (-90.0, 45.0), (0.0, -80.0)]
    tab.open(room(tab, content, spots))
    tab.page.locator("#player-canvas").focus()
    for order, (yaw, pitch) in enumerate(spots):
        tab.page.keyboard.press("Tab")
        expect(tab.page.locator(f"[data-spot=s{order}]")).to_be_focused()
        tab.until(f"Math.abs(kijkkamer.view.yaw - {yaw}) < 0.01 && Math.abs(kijkkamer.view.pitch - {pitch}) < 0.01")
        x, y = middle(tab, f"s{order}")
        assert abs(x - width / 2) < 2 and abs(y - height / 2) < 2
        assert tab.page.evaluate("([x, y]) => kijkkamer.hotspotAt(x, y)", [x, y]) == f"s{order}"
        assert np.abs(colour(screenshot(tab.page), x - 19, y, around=1) - DISC).max() <= 3
    # Dragged there, without a keyboard.
    tab.look(0, 0)
    for _ in range(12):
        tab.page.mouse.move(width - 60, height / 2)
        tab.page.mouse.down()
        tab.page.mouse.move(60, height / 2, steps=3)
        tab.page.wait_for_timeout(80)
        tab.page.mouse.up()
    x, y = middle(tab, "s0")
    assert 0 < x < width and 0 < y < height
    tab.page.mouse.click(x, y)
    expect(tab.page.get_by_role("dialog", name="Plek 0")).to_be_visible()


@pytest.mark.parametrize("size", [(800, 450), (320, 480)])
@pytest.mark.parametrize("corner", [(90.0, 0.0), (-90.0, -45.0)])
def test_discs_in_one_place_at_the_edge_move_inwards(
    new_tab: Callable[..., Tab], content: Content, corner: tuple[float, float], size: tuple[int, int]
) -> None:
    width, height = size
    tab = new_tab(viewport={"width": width, "height": height}).open()
    tab.open(room(tab, content, [*[corner] * 4, (150.0, 10.0)]))  # the last one lets the view go further
    for order in range(4):
        tab.look(*corner)
        tab.page.locator(f"[data-spot=s{order}]").focus()
        tab.page.wait_for_timeout(300)  # it may glide there
        x, y = middle(tab, f"s{order}")
        assert 26 < x < width - 26 and 26 < y < height - 26, (order, x, y)
        assert tab.page.evaluate("([x, y]) => kijkkamer.hotspotAt(x, y)", [x, y]) == f"s{order}"
        view = tab.state()["view"]
        focal = width / 2 / math.tan(math.radians(view["fov"] / 2))
        if corner == (90.0, 0.0):
            yaw = view["yaw"] + math.degrees(math.atan((x - width / 2) / focal))
            assert yaw < corner[0] + 0.5, "on the picture"


def test_a_picture_that_hangs_askew_ends_where_it_hangs(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab()
    tab.open(room(tab, content, [], {"yaw": 0.0, "pitch": 20.0, "roll": 0.0}))
    tab.look(0, 80)
    assert tab.state()["view"]["pitch"] == pytest.approx(20 + 45 - 0.7 * math.degrees(math.atan(450 / 800)))
    picture = screenshot(tab.page)
    assert colour(picture, 400, 225).max() > 60 and colour(picture, 400, 100).max() > 60
    tab.look(0, -80)
    picture = screenshot(tab.page)
    assert colour(picture, 400, 225).max() > 60 and colour(picture, 400, 330).max() > 60
    assert colour(picture, 400, 445, around=1).max() < 60  # no further than the edge


def test_a_turned_phone_looks_where_it_looked(new_tab: Callable[..., Tab], content: Content) -> None:
    tab = new_tab(viewport={"width": 640, "height": 360})
    tab.open(room(tab, content, []))
    turn = ({"width": 360, "height": 640}, {"width": 640, "height": 360})

    def turned(to: dict[str, Any], narrow: bool) -> dict[str, float]:
        tab.page.set_viewport_size(to)  # type: ignore[arg-type]
        tab.until(f"(kijkkamer.view.fov < 60) === {'true' if narrow else 'false'}")
        view: dict[str, float] = tab.state()["view"]
        return view

    tab.look(10, 80)
    high = tab.state()["view"]
    assert turned(turn[0], True)["pitch"] < high["pitch"] - 5
    assert turned(turn[1], False) == pytest.approx(high)
    turned(turn[0], True)
    tab.look(80, 5)
    aside = tab.state()["view"]
    assert turned(turn[1], False)["yaw"] < aside["yaw"] - 5
    assert turned(turn[0], True) == pytest.approx(aside)
    # Whoever looks elsewhere meanwhile stays there.
    turned(turn[1], False)
    tab.look(-20, 0)
    assert turned(turn[0], True)["yaw"] == pytest.approx(-20)
