"""The embed in a real Chromium: nothing of the film before somebody asks, then both ways of playing HLS, captions, speed."""

from __future__ import annotations

import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import imageio_ffmpeg
import pytest
from playwright.sync_api import sync_playwright

from media_pipeline.canonical import to_json
from media_pipeline.package import package
from media_pipeline.store import DiskStore
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.cms import programme
from tests.conftest import absent

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).parents[2] / "cms" / "static"
LIMIT = 60_000
"""Bytes before play, without the poster (docs/website)."""
POSTED = "document.querySelector('video')"
MODES = f"Object.fromEntries([...{POSTED}.textTracks].map((track) => [track.language, track.mode]))"


class _Files(SimpleHTTPRequestHandler):
    extensions_map = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".m3u8": "application/vnd.apple.mpegurl",
        ".m4s": "video/iso.segment",
    }

    def log_message(self, *words):
        """Quiet."""


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A folder as the site serves it: static files, and a content root with a film of four seconds with sound."""
    if CHROMIUM is None:
        absent("no Chromium: apt-get install chromium")
    if not (STATIC / "built/cms/video.js").is_file():
        absent("the front end is not built: (cd frontend && npm ci && npm run build)")
    folder = tmp_path_factory.mktemp("site")
    film = folder / "film.mp4"
    made = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4"]
    made += ["-f", "lavfi", "-i", "sine=duration=4", "-pix_fmt", "yuv420p", "-preset", "ultrafast", "-shortest", str(film)]
    subprocess.run(made, check=True)
    captions = folder / "nl.vtt"
    captions.write_text("WEBVTT\n\n00:00.000 --> 00:03.000\nHallo.\n")
    english = folder / "en.vtt"
    english.write_text("WEBVTT\n\n00:00.000 --> 00:03.000\nHello.\n")
    record = to_json(package(film, DiskStore(folder / "content"), captions=[("nl", captions), ("en", english)]))
    shutil.copytree(STATIC, folder / "static")
    return folder, record


@pytest.fixture
def address(root, client, techniek):
    """The embed as Django renders it, on a server of its own, with the headers of the answer."""
    folder, record = root
    film = programme.asset("film", record)
    for packaged in record["captions"]:
        texts = programme.caption(film, packaged["language"])
        type(texts).objects.filter(pk=texts.pk).update(packaged=packaged["vtt"])
    video = programme.video(techniek, "film", film)
    answer = client.get(f"/embed/video/{video.translation_key}/")
    headers = {name: answer[name] for name in ("Content-Type", "Content-Security-Policy")}

    class Site(_Files):
        def do_GET(self):
            if not self.path.startswith("/embed"):
                return super().do_GET()
            self.send_response(200)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            return self.wfile.write(answer.content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Site, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/embed"
    server.shutdown()
    thread.join()
    server.server_close()


def wait_for(page, expression, seconds=60):
    # Not Playwright's own wait_for_function: it makes a function of the text, which the page's policy forbids.
    for _ in range(seconds * 10):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{expression} did not come true; the page said {page.said}")


def opened(browser, address, *, own_hls=True):
    page = browser.new_context(locale="nl").new_page()
    page.said, page.got = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("response", lambda response: page.got.append(response))
    if not own_hls:
        page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    page.goto(address, wait_until="networkidle")
    return page


def test_an_embed_plays(address):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        waiting = opened(browser, address)
        paths = [one.url for one in waiting.got]
        assert not [path for path in paths if path.endswith((".m3u8", ".m4s", ".mp4"))], "the film waits until somebody asks"
        size = sum(
            len(one.body()) + sum(len(name) + len(value) + 4 for name, value in one.headers.items())
            for one in waiting.got
            if not one.url.endswith(".jpg")
        )
        assert 5_000 < size < LIMIT
        assert waiting.context.cookies() == []

        waiting.keyboard.press("Tab")
        waiting.keyboard.press("Enter")
        wait_for(waiting, f"{POSTED}.currentTime > 0.2 && {POSTED}.videoWidth > 0")
        assert waiting.evaluate(f"{POSTED}.src").endswith(".m3u8"), "the browser's own HLS first"
        assert waiting.evaluate("document.activeElement.tagName") == "VIDEO"
        assert waiting.evaluate(MODES) == {"nl": "showing", "en": "disabled"}, "captions from the start, in the page's language"
        assert waiting.evaluate("document.querySelector('.film-bar label').getBoundingClientRect().x") == waiting.evaluate(
            "document.querySelector('h1').getBoundingClientRect().x"
        ), "the bar keeps the page's padding"
        waiting.select_option("select", "1.5")
        assert waiting.evaluate(f"{POSTED}.playbackRate") == 1.5

        asked = opened(browser, f"{address}?start=2&autoplay=1&captions=1", own_hls=False)
        wait_for(asked, f"{POSTED}.currentTime > 2.1 && {POSTED}.videoWidth > 0")
        assert asked.evaluate(f"{POSTED}.src").startswith("blob:"), "hls.js where the browser has none"
        assert asked.evaluate(MODES) == {"nl": "showing", "en": "disabled"}
        wait_for(asked, f"[...{POSTED}.textTracks].find((track) => track.language === 'nl').cues?.length === 1")
        assert waiting.said == asked.said == []

        for wish, modes in {
            "off": {"nl": "disabled", "en": "disabled"},
            "en": {"nl": "disabled", "en": "showing"},
        }.items():
            wished = opened(browser, f"{address}?captions={wish}&autoplay=1")
            wait_for(wished, f"{POSTED}.currentTime > 0.2")
            assert wished.evaluate(MODES) == modes, wish
        browser.close()
