"""Uploading in a real browser, with a real server and a real worker: progress is seen to come, a refusal is read in Dutch."""

from __future__ import annotations

import re
import socket
import time
from pathlib import Path

import pytest

from tests import media
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.serving import BUILT
from tests.conftest import absent
from tests.vr_rooms.test_reconcile import WORKER

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # or no test database is made when only slow tests run

FILL = """
import django; django.setup()
from django.contrib.auth.models import User
User.objects.create_superuser("boss", password="only for this test")
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_answers(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)
        else:
            return


def test_files_are_dropped_and_packaged(own_site, tmp_path: Path):
    from playwright.sync_api import expect, sync_playwright

    if CHROMIUM is None:
        absent("no Chromium: apt-get install chromium")
    if not (BUILT / "vr_rooms/library.js").is_file():
        absent("the front end is not built: make build")
    good, bad, empty = media.photo(tmp_path, "lashal.jpg", 512), tmp_path / "tekst.jpg", tmp_path / "leeg.jpg"
    bad.write_text("Dit is een tekst.")
    empty.write_bytes(b"")
    own_site.run("-c", FILL)
    port = free_port()
    server = ("manage.py", "runserver", "--insecure", "--noreload", f"127.0.0.1:{port}")
    with own_site.running(*server), own_site.running(*WORKER), sync_playwright() as playwright:
        until_it_answers(port)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        page = browser.new_context(locale="nl-NL").new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        expect.set_options(timeout=60_000)
        page.goto(f"http://127.0.0.1:{port}/admin/login/")
        page.fill("#id_username", "boss")
        page.fill("#id_password", "only for this test")
        page.click("button[type=submit]")
        page.goto(f"http://127.0.0.1:{port}/admin/media-library/new/")
        page.set_input_files("#upload-files", [good, bad, empty])
        rows = page.locator(".asset-upload")
        expect(rows).to_have_count(3)
        expect(rows.nth(0).locator("[data-label]")).to_have_text("klaar")
        expect(rows.nth(0).locator("img")).to_have_attribute("src", re.compile(r"^/content/blobs/"))
        expect(rows.nth(1).locator("[data-message]")).to_contain_text("tekst.jpg is een tekst")
        expect(rows.nth(2).locator("[data-message]")).to_contain_text("leeg.jpg: ")
        rows.nth(0).locator("a").click()
        expect(page.locator(".asset-facts")).to_contain_text("512 × 256")
        page.screenshot(path=tmp_path / "asset.png")
        browser.close()
    assert complaints == []


def test_packaging_is_followed_and_cancelled(own_site, tmp_path: Path):
    from playwright.sync_api import expect, sync_playwright

    if CHROMIUM is None:
        absent("no Chromium: apt-get install chromium")
    if not (BUILT / "vr_rooms/library.js").is_file():
        absent("the front end is not built: make build")
    photo = media.photo(tmp_path, "lashal.jpg", 512)
    own_site.run("-c", FILL)
    port = free_port()
    server = ("manage.py", "runserver", "--insecure", "--noreload", f"127.0.0.1:{port}")
    # No worker: what one would write is written here, so that each state lasts until it was looked at.
    with own_site.running(*server), sync_playwright() as playwright:
        until_it_answers(port)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        page = browser.new_context(locale="nl-NL", viewport={"width": 1400, "height": 700}).new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        expect.set_options(timeout=60_000)
        page.goto(f"http://127.0.0.1:{port}/admin/login/")
        page.fill("#id_username", "boss")
        page.fill("#id_password", "only for this test")
        page.click("button[type=submit]")
        page.goto(f"http://127.0.0.1:{port}/admin/media-library/new/")
        page.set_input_files("#upload-files", [photo])
        expect(page.locator(".asset-upload").get_by_role("button", name="Annuleren")).to_be_visible()
        page.goto(f"http://127.0.0.1:{port}/admin/media-library/")
        state = page.locator("[data-asset-state]")
        expect(state.locator("[data-label]")).to_have_text("wacht")
        own_site.write("state = 'packaging', stage = 'tiles', done = 120, total = 306, left_s = 21")
        expect(state.locator("[data-progress]")).to_have_text("Tegels: 120 van 306, nog ongeveer 20 s")
        expect(state.locator("progress")).to_have_attribute("value", "39")
        page.screenshot(path=tmp_path / "packaging.png")
        state.get_by_role("button", name="Annuleren").click()
        expect(state.locator("[data-label]")).to_have_text("geannuleerd")
        expect(state.locator("progress")).to_be_hidden()
        page.screenshot(path=tmp_path / "cancelled.png")
        state.get_by_role("button", name="Probeer opnieuw").click()
        expect(state.locator("[data-label]")).to_have_text("wacht")
        browser.close()
    assert complaints == []
