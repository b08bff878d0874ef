"""One Chromium for all browser tests, one content root, and a page that complains about nothing it was not told to expect."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import films as films_of
from tests.browser.content import Content, make
from tests.browser.serving import BUILT, REPO, Site, serve
from tests.conftest import absent

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
PATIENCE = 30
"""Seconds to wait for what ought to take one: the machine may be busy."""
SIZE = {"width": 800, "height": 450}
"""Small, so that the 2048 tier pays and a page is there soon, in software too."""


# Of the package, not of the session: while Playwright runs, its event loop makes Django refuse the database in every other test.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        absent("no Chromium: apt-get install chromium")
    if not (BUILT / "vr_rooms/player.js").is_file():
        absent("the front end is not built: (cd frontend && npm ci && npm run build)")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE * 1000)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    return make(tmp_path_factory.mktemp("root") / "content")


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> films_of.Root:
    return films_of.make(tmp_path_factory.mktemp("films") / "content")


CUT = """
  const reach = window.fetch;
  window.fetch = (asked, ...how) => window.cut && String(asked.url ?? asked).includes(window.cut)
    ? Promise.reject(new TypeError('cut')) : reach(asked, ...how);
"""
"""What has ``window.cut`` in its address fails at once, as on a line that is down.

What fails through the test itself may take longer than the player waits.
"""


def platform(content: Content, **more: Any) -> dict[str, Any]:
    """The configuration of the platform's pages, of the calibration room."""
    return {
        "content_url": "/content/",
        "manifest": content.manifest,
        "locale": "nl",
        "release": 3,
        "poster": content.assets["full"]["poster"],
        "play_url": "/play/{id}/",
        "index_url": "/play/",
        **more,
    }


@pytest.fixture
def site(content: Content) -> Iterator[Site]:
    site = Site(content.root, platform(content))
    with serve(site):
        yield site


class Tab:
    """A page of the player; ``complaints`` holds errors of scripts and of the content security policy."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda message: self.said(message.text))

    def said(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.complaints.append(text)

    def open(self, address: str = "/play/calibration/", *, until: str = "kijkkamer.settled") -> Tab:
        self.page.goto(self.site.base + address)
        self.until(until)
        return self

    def until(self, expression: str, seconds: float = PATIENCE) -> None:
        """Waits for a JavaScript expression; wait_for_function evaluates strings, which the page's policy forbids."""
        deadline = time.monotonic() + seconds
        while not self.page.evaluate(f"() => !!window.kijkkamer && !!({expression})"):
            if time.monotonic() > deadline:
                pytest.fail(f"not within {seconds} s: {expression}; the player says {self.state()}")
            self.page.wait_for_timeout(30)

    def state(self) -> dict[str, Any]:
        """window.kijkkamer as plain values."""
        state: dict[str, Any] = self.page.evaluate(
            "() => Object.fromEntries(Object.keys(window.kijkkamer ?? {}).filter((name) => typeof kijkkamer[name] !== 'function')"
            ".map((name) => [name, kijkkamer[name]]))"
        )
        return state

    def look(self, yaw: float, pitch: float = 0.0, fov: float = 90.0) -> None:
        self.page.evaluate("(view) => kijkkamer.setView(view)", {"yaw": yaw, "pitch": pitch, "fov": fov})
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def spot(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name)


@pytest.fixture
def new_tab(chromium: Browser, site: Site) -> Iterator[Callable[..., Tab]]:
    """Opens pages of their own; each must end without a complaint."""
    tabs: list[Tab] = []

    def make_tab(*, init: str = "", **options: Any) -> Tab:
        context = chromium.new_context(**{"viewport": SIZE, "locale": "nl-NL", **options})
        if init:
            context.add_init_script(init)
        tabs.append(Tab(context.new_page(), site))
        return tabs[-1]

    yield make_tab
    for tab in tabs:
        tab.page.context.close()
    assert [complaint for tab in tabs for complaint in tab.complaints] == []


@pytest.fixture
def tab(new_tab: Callable[..., Tab]) -> Tab:
    """The player with everything painted."""
    return new_tab().open()


@pytest.fixture(scope="session")
def npm_file() -> Callable[[str], str]:
    """Text of a file of an npm package that only the tests use."""

    def read(path: str) -> str:
        file: Path = REPO / "frontend/node_modules" / path
        if not file.is_file():
            absent(f"{path} is not installed: (cd frontend && npm ci)")
        return file.read_text(encoding="utf-8")

    return read
