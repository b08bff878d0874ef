"""A tab whose room is shown in an emulated headset: Meta's emulator, given as an init script."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.browser.conftest import Tab
from tests.browser.pixels import colour, screenshot

EMULATOR = """
;(() => {
  const device = new IWER.XRDevice(IWER.DEVICE, { stereoEnabled: true, ipd: 0.063 });
  device.installRuntime({ forceInstall: true });
  device.position.set(0, 1.6, 0);
  window.headset = device;
  window.frames = (count) => new Promise((done) => {
    const next = () => (count-- ? requestAnimationFrame(next) : done());
    next();
  });
})();
"""
AIM = """async ([hand, x, y, z, w]) => {
  const aimed = hand ? headset.controllers[hand] : headset;
  if (hand) aimed.position.set(headset.position.x, headset.position.y, headset.position.z);
  aimed.quaternion.set(x, y, z, w);
  await frames(3);
}"""
PRESS = """async ([hand, button]) => {
  headset.controllers[hand].updateButtonValue(button, 1);
  await frames(3);
  headset.controllers[hand].updateButtonValue(button, 0);
  await frames(3);
}"""

STICK = """async ([hand, value]) => {
  headset.controllers[hand].updateAxes('thumbstick', value, 0);
  await frames(3);
}"""


WRITTEN = """
window.written = [];
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  written.push(text);
  return write.call(this, text, ...rest);
};
"""
"""An init script that remembers what is written on canvases, a line each."""


def quaternion(yaw: float, pitch: float) -> list[float]:
    """x, y, z, w of who looks there: yaw about the upright axis, then pitch about the turned horizontal one."""
    y, p = -math.radians(yaw) / 2, math.radians(pitch) / 2
    return [math.cos(y) * math.sin(p), math.sin(y) * math.cos(p), -math.sin(y) * math.sin(p), math.cos(y) * math.cos(p)]


class Worn(Tab):
    """A tab whose room is shown in the emulated headset."""

    def enter(self) -> Worn:
        self.page.get_by_role("button", name="Bekijk in VR").click()
        self.until("kijkkamer.presenting")
        self.page.wait_for_timeout(300)
        return self

    def aim(self, yaw: float, pitch: float, hand: str = "right") -> None:
        self.page.evaluate(AIM, [hand, *quaternion(yaw, pitch)])

    def press(self, button: str = "trigger", hand: str = "right") -> None:
        self.page.evaluate(PRESS, [hand, button])

    def turn_head(self, yaw: float, pitch: float = 0.0) -> None:
        self.page.evaluate(AIM, ["", *quaternion(yaw, pitch)])
        self.page.wait_for_timeout(60)

    def stick(self, across: float, hand: str = "right") -> None:
        """One push of a thumbstick to the right (1) or left (-1), and back."""
        for value in (across, 0):
            self.page.evaluate(STICK, [hand, value])
        self.page.wait_for_timeout(100)

    def bright(self) -> None:
        """Waits until the picture has come up after a change of scenes."""
        self.until("kijkkamer.light === 1")
        self.page.wait_for_timeout(100)

    def picture(self) -> np.ndarray:
        """Both eyes side by side."""
        return screenshot(self.page)

    def eyes(self) -> tuple[np.ndarray, np.ndarray]:
        """What the middle of each eye's half shows; an upright eye's middle is its straight ahead."""
        picture = screenshot(self.page)
        height, width = picture.shape[:2]
        return colour(picture, width / 4, height / 2), colour(picture, width * 3 / 4, height / 2)


def emulator(npm_file: Callable[[str], str], device: str = "metaQuest3") -> str:
    """The init script that puts the emulated headset in the place of the browser's own."""
    return npm_file("iwer/build/iwer.min.js") + EMULATOR.replace("DEVICE", device)


def wear(tab: Tab) -> Worn:
    tab.__class__ = Worn
    assert isinstance(tab, Worn)
    return tab


def headset(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], init: str = "", device: str = "metaQuest3", **options: Any
) -> Worn:
    """A small tab with an emulated headset; ``init`` runs after the emulator."""
    return wear(new_tab(init=emulator(npm_file, device) + init, **{"viewport": {"width": 480, "height": 240}, **options}))
