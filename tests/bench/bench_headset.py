"""A room in a headset, against a bare three.js sphere with the same 4096 picture: frames per second of both eyes together.

``python -m tests.bench.bench_headset [--rounds 5] [--seconds 2]`` prints one JSON object, ratio first. Both run in one Chromium
under Meta's emulator, canvas 1000x500, the head turning, without the screen's own frame limit; they take turns, and who waits
is out of VR and draws nothing. Ours has its discs, the menu's bar and two controllers' rays; the floor is 0.9.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.content import make
from tests.browser.serving import BUILT, REPO, Site, serve
from tests.browser.worn import emulator

MODULES = REPO / "frontend/node_modules"
SIZE = {"width": 1000, "height": 500}
FREE = ["--disable-frame-rate-limit", "--disable-gpu-vsync"]
PRESS = "() => document.querySelector('[data-tool=vr]').click()"
"""Not a click of Playwright's: without a frame limit the page never keeps still."""
COUNT = """async (seconds) => {
  const until = performance.now() + seconds * 1000;
  const begin = performance.now();
  let shown = 0;
  for (let turn = 0; performance.now() < until; turn += 0.5) {
    const half = (turn % 360) * Math.PI / 360;
    headset.quaternion.set(0, Math.sin(half), 0, Math.cos(half));
    await frames(1);
    shown++;
  }
  return shown / ((performance.now() - begin) / 1000);
}"""


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    wish = parser.parse_args()
    print(json.dumps(measure(wish.rounds, wish.seconds), indent=2))
    return 0


def measure(rounds: int = 5, seconds: float = 2.0) -> dict[str, Any]:
    """Frames per second (medians of the rounds) and the ratio ours / bare."""
    result: dict[str, Any] = {
        "bench": "headset_frames",
        "ratio": "not measured",
        "input": "4096x2048 picture, canvas 1000x500, 7 discs",
    }
    if CHROMIUM is None or not (BUILT / "vr_rooms/player.js").is_file():
        return result
    if not settings.configured:  # the page's template is rendered without the site
        settings.configure(USE_I18N=False)
    with tempfile.TemporaryDirectory(prefix="bench-headset-") as folder, sync_playwright() as playwright:
        site = _site(Path(folder))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=[*ARGUMENTS, *FREE])
        with serve(site):
            context = browser.new_context(viewport=SIZE, locale="nl-NL")
            context.add_init_script(emulator(lambda path: (MODULES / path).read_text(encoding="utf-8")))
            ours, bare = context.new_page(), context.new_page()
            ours.goto(site.base + "/play/calibration/")
            bare.goto(f"{site.base}/bare/?picture=/content/{site.config['picture']}")
            frames: dict[str, list[float]] = {"ours": [], "bare": []}
            for turn in range(rounds + 1):
                for name, page in (("ours", ours), ("bare", bare)) if turn % 2 else (("bare", bare), ("ours", ours)):
                    value = _round(page, name, seconds)
                    if turn:  # the first one warms up: shaders, the 4096 tier
                        frames[name].append(value)
        browser.close()
    result |= {f"{name}_fps": round(statistics.median(values), 1) for name, values in frames.items()}
    result["ratio"] = round(result["ours_fps"] / result["bare_fps"], 2)
    result["worst_round"] = round(min(a / b for a, b in zip(frames["ours"], frames["bare"], strict=True)), 2)
    result["peer_name"] = "bare three.js sphere, fps ours / theirs"
    result["load_average"] = round(os.getloadavg()[0], 2)
    return result


def _round(page: Page, name: str, seconds: float) -> float:
    page.bring_to_front()
    if name == "ours":
        _until(page, "window.kijkkamer?.settled && !kijkkamer.presenting")
        page.evaluate(PRESS)
        _until(page, "kijkkamer.presenting && kijkkamer.tier === 4096")
    else:
        _until(page, "window.bare")
        page.evaluate("() => bare.enter()")
    page.wait_for_timeout(300)
    value = float(page.evaluate(COUNT, seconds))
    if name == "ours":
        page.evaluate(PRESS)
        _until(page, "!kijkkamer.presenting")
    else:
        page.evaluate("() => bare.leave()")
    return value


def _until(page: Page, expression: str) -> None:
    for _ in range(600):
        if page.evaluate(f"() => !!({expression})"):
            return
        page.wait_for_timeout(50)
    raise TimeoutError(expression)


def _site(work: Path) -> Site:
    """The tests' content root, the player's page, and the bare sphere's."""
    content = make(work / "content")
    config = {
        "content_url": "/content/",
        "manifest": content.manifest,
        "locale": "nl",
        "release": 3,
        "play_url": "/play/{id}/",
        "index_url": "/play/",
        "picture": content.assets["full"]["tiers"][-1]["image"]["path"],
    }
    site = Site(content.root, config)
    script = work / "bare.js"
    command = [str(MODULES / ".bin/esbuild"), str(Path(__file__).with_name("headset_bare.js"))]
    options = ["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=error", f"--outfile={script}"]
    node = {"NODE_PATH": str(MODULES), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([*command, *options], check=True, env={**os.environ, **node})
    page = '<!doctype html><style>body { margin: 0 }</style><body><script type="module">' + script.read_text() + "</script>"
    site.pages["/bare/"] = page.encode()
    return site


if __name__ == "__main__":
    sys.exit(main())
