"""Watching a 360° film of films.py in a tab."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import SIZE, Tab
from tests.browser.films import film_colour
from tests.browser.pixels import colour, screenshot

MIDDLE = (SIZE["width"] / 2, SIZE["height"] / 2)
NO_HLS = """
const known = HTMLMediaElement.prototype.canPlayType;
HTMLMediaElement.prototype.canPlayType = function (type) { return type.includes('mpegurl') ? '' : known.call(this, type); };
"""
ENGINES = pytest.mark.parametrize("engine", ["", NO_HLS], ids=["native", "hls.js"])
CLOSE = 8
"""Of 255: what H.264 and its conversion to RGB leave."""
COUNTED = """
window.media = [];
const make = Document.prototype.createElement;
Document.prototype.createElement = function (name, ...rest) {
  const made = make.call(this, name, ...rest);
  if (made instanceof HTMLMediaElement) media.push(made);
  return made;
};
window.textures = 0;
for (const [name, step] of [['createTexture', 1], ['deleteTexture', -1]]) {
  const known = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...rest) { textures += step; return known.apply(this, rest); };
}
window.addresses = 0;
for (const [name, step] of [['createObjectURL', 1], ['revokeObjectURL', -1]]) {
  const known = URL[name];
  URL[name] = function (...rest) { addresses += step; return known.apply(this, rest); };
}
"""
"""Counts what a page holds: media elements that it made, textures and addresses that it did not give back."""


def film(tab: Tab) -> dict[str, Any]:
    """kijkkamer.film; the scene has one."""
    state: dict[str, Any] = tab.state()["film"]
    return state


def play(tab: Tab, scene: str = "round") -> Tab:
    tab.open(f"/play/films/?scene={scene}", until="kijkkamer.picture === 'film' && kijkkamer.film.time > 0")
    return tab


def stop_at(tab: Tab, second: int) -> None:
    """Pauses and seeks by the page's own controls."""
    if film(tab)["playing"]:
        tab.page.get_by_role("button", name="Pauze").click()
    tab.page.get_by_role("slider", name="Plek in de film").fill(str(second))
    tab.until(f"Math.abs(kijkkamer.film.time - {second}) < 0.01")
    tab.page.wait_for_timeout(250)  # until the frame is decoded and drawn


def middle(tab: Tab) -> np.ndarray:
    return colour(screenshot(tab.page), *MIDDLE)


def second_of(rgb: np.ndarray, yaw: float, pitch: float) -> int:
    """Which of the three rolls of the channels a pixel shows."""
    apart = [np.abs(rgb - film_colour(yaw, pitch, second)).max() for second in range(3)]
    assert min(apart) <= CLOSE, apart
    return int(np.argmin(apart))
