"""Pictures in layers of WebXR's own, through their polyfill: the pixels of the spheres, which stand in when one is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import Tab
from tests.browser.eyes import POSES, SCENES, UNEVEN, seen, serve_eyes
from tests.browser.serving import Site
from tests.browser.worn import Worn, headset
from tests.media import colour_at

pytestmark = pytest.mark.slow

SIX = [(0, 0), (90, 0), (180, 0), (-90, 0), (0, 89), (0, -89)]
POLYFILL = """
;(() => {
  for (const name of ['XRWebGLBinding', 'XRMediaBinding', 'XRCompositionLayer', 'XREquirectLayer', 'XRCubeLayer', 'XRQuadLayer',
    'XRCylinderLayer', 'XRProjectionLayer', 'XRSubImage', 'XRWebGLSubImage', 'XRLayerEvent']) delete window[name];
  new WebXRLayersPolyfill();
  const ask = navigator.xr.requestSession.bind(navigator.xr);
  navigator.xr.requestSession = async (...wish) => (window.session = await ask(...wish));
})();
"""
FORGET = """() => {
  const layer = session.renderState.layers[0];
  const gl = layer.context;
  const [texture] = layer.colorTextures;
  const bound = gl.getParameter(gl.TEXTURE_BINDING_2D);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, 4096, 2048, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4096 * 2048 * 4));
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.bindTexture(gl.TEXTURE_2D, bound);
}"""


@pytest.fixture
def layered(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> Callable[..., Worn]:
    def make(init: str = "", **options: Any) -> Worn:
        polyfill = npm_file("webxr-layers-polyfill/build/webxr-layers-polyfill.min.js")
        return headset(new_tab, npm_file, f";{polyfill};{POLYFILL};{init}", **options)

    return make


def test_the_picture_stands_in_a_layer(layered: Callable[..., Worn]) -> None:
    worn = layered()
    worn.open().enter()
    worn.until("kijkkamer.layer === 'photo'")
    for yaw, pitch in SIX:
        worn.turn_head(yaw, pitch)
        for eye in worn.eyes():
            # Towards the poles the polyfill's facets, nine degrees wide, stray from the sphere.
            assert np.abs(eye - colour_at(yaw, pitch)).max() <= (4 if abs(pitch) > 80 else 2), (yaw, pitch)
    worn.turn_head(0)

    # Another heading, another scene with a pose of its own: the layer is turned with the room.
    worn.stick(1)
    for eye in worn.eyes():
        assert np.abs(eye - colour_at(30, 0)).max() <= 2
    worn.aim(0, -10)
    worn.press()
    worn.until("kijkkamer.scene === 'bench' && kijkkamer.settled && kijkkamer.layer === 'photo'")
    worn.bright()
    for eye in worn.eyes():
        assert np.abs(eye - colour_at(100 - 90, 0)).max() <= 2

    # The browser forgot what was in it, and asks for it again.
    worn.page.evaluate(FORGET)
    worn.page.wait_for_timeout(200)
    assert worn.eyes()[0].max() <= 2
    worn.page.evaluate("() => { session.renderState.layers[0].needsRedraw = true; }")
    for _ in range(50):
        worn.page.wait_for_timeout(100)
        if np.abs(worn.eyes()[1] - colour_at(100 - 90, 0)).max() <= 2:
            break
    else:
        pytest.fail("it was not drawn again")

    # A disc and a panel lie over it.
    worn.turn_head(-20)
    assert np.abs(worn.eyes()[0] - colour_at(-10, 0)).max() > 20
    assert worn.state()["errors"] == []


@pytest.mark.parametrize("with_layers", [True, False], ids=["layer", "spheres"])
def test_each_eye_in_every_layout_and_coverage(with_layers: bool, layered: Callable[..., Worn], site: Site) -> None:
    worn = layered("" if with_layers else ";delete window.XRMediaBinding; delete XRWebGLBinding.prototype.createEquirectLayer;")
    worn.open(serve_eyes(site)).enter()
    layer = "'photo'" if with_layers else "null"
    for id_, (stereo, ((left, right), (bottom, top))) in SCENES.items():
        worn.until(f"kijkkamer.scene === '{id_}' && kijkkamer.settled && kijkkamer.layer === {layer}")
        worn.bright()
        posed = POSES.get(id_, {"yaw": 0.0})["yaw"]
        if with_layers and ((left, right), (bottom, top)) == UNEVEN:
            continue  # a fault of the polyfill's; that the layer gets the right angles stands in headset.test.js
        inside = [(left + 8, 0), ((left + right) / 2, top - 8), (right - 8, max(bottom, -45) + 8)]
        for yaw, pitch in inside:
            worn.turn_head(yaw + posed, pitch)
            for eye, colour in enumerate(worn.eyes()):
                expected = seen(yaw, pitch, eye if stereo != "mono" else 0)
                assert np.abs(colour - expected).max() <= 3, (id_, yaw, pitch, eye)
        if right - left < 360:  # a calm dark, no smear
            for yaw, pitch in ((left - 8, 0), (right + 8, 0)):
                worn.turn_head(yaw + posed, pitch)
                assert max(colour.max() for colour in worn.eyes()) <= 40, (id_, yaw)
        worn.turn_head(0)
        worn.aim(20, 30)
        worn.press()
    assert worn.state()["errors"] == []


def test_a_film_stands_in_a_layer(layered: Callable[..., Worn]) -> None:
    worn = layered()
    worn.open("/play/calibration/?scene=film360").enter()
    worn.until("kijkkamer.layer === 'film'")
    worn.until("kijkkamer.film.time > 0.2")
    first, second = worn.eyes()
    assert max(first) > 40
    assert np.abs(first - second).max() <= 12  # of the same frame, or the next
    worn.page.evaluate("() => { session.renderState.layers[0].media.currentTime = 1.5; }")
    worn.until("kijkkamer.film.time >= 1.5")
    worn.page.wait_for_timeout(300)
    picture = worn.picture()
    worn.page.get_by_role("button", name="Stop met VR").dispatch_event("click")
    worn.until("!kijkkamer.presenting && kijkkamer.layer === null")
    assert picture.std() > 20


@pytest.mark.parametrize(
    "refusal",
    [
        "XRWebGLBinding.prototype.createEquirectLayer = () => { throw new Error('not today'); };",
        "XRWebGLBinding.prototype.getSubImage = () => { throw new Error('not today'); };",
    ],
    ids=["made", "drawn"],
)
def test_spheres_stand_in_when_a_layer_is_refused(refusal: str, layered: Callable[..., Worn]) -> None:
    worn = layered(f";{refusal}")
    worn.open().enter()
    worn.until("kijkkamer.errors.includes('layer: not today')")
    worn.until("kijkkamer.tier === 4096")
    for yaw, pitch in ((0, 0), (90, 0)):
        worn.turn_head(yaw, pitch)
        for eye in worn.eyes():
            assert np.abs(eye - colour_at(yaw, pitch)).max() <= 2
    assert worn.state()["layer"] is None
