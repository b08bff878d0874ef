"""Uploading in a real browser, with a real server and a real worker: progress is seen to come, a refusal is read in Dutch."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import media
from tests.vr_rooms.in_a_browser import signed_in
from tests.vr_rooms.test_reconcile import WORKER

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # or no test database is made when only slow tests run


def test_files_are_dropped_and_packaged(own_site, tmp_path: Path):
    good, bad, empty = media.photo(tmp_path, "lashal.jpg", 512), tmp_path / "tekst.jpg", tmp_path / "leeg.jpg"
    bad.write_text("Dit is een tekst.")
    empty.write_bytes(b"")
    with own_site.running(*WORKER), signed_in(own_site) as page:
        page.goto("/admin/media-library/new/")
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


def test_an_upload_is_taken_back(own_site, tmp_path: Path):
    photos = [media.photo(tmp_path, name, 2048) for name in ("een.jpg", "twee.jpg", "drie.jpg")]
    with signed_in(own_site, viewport={"width": 390, "height": 844}) as page:
        page.goto("/admin/media-library/new/")
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 20_000}
        line.send("Network.emulateNetworkConditions", slow)
        page.set_input_files("#upload-files", photos)
        rows = page.locator(".asset-upload")
        expect(rows.nth(0).locator("[data-label]")).to_have_text("wordt geüpload")
        expect(rows.nth(1).locator("[data-label]")).to_have_text("wacht")
        page.screenshot(path=tmp_path / "sending.png")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        rows.nth(1).get_by_role("button", name="Uploaden afbreken").click()  # it waits for the first
        rows.nth(0).get_by_role("button", name="Uploaden afbreken").click()
        line.send("Network.emulateNetworkConditions", {**slow, "uploadThroughput": -1})
        for number, label in ((0, "geannuleerd"), (1, "geannuleerd"), (2, "wacht")):
            expect(rows.nth(number).locator("[data-label]")).to_have_text(label)
            expect(rows.nth(number).get_by_role("button", name="Uploaden afbreken")).to_have_count(0)
        page.goto("/admin/media-library/")
        expect(page.locator("[data-asset-state]")).to_have_count(1)
        for name, shown in (("Collectie", False), ("Stand", True)):
            expect(page.get_by_role("columnheader", name=name)).to_have_count(1 if shown else 0)


def test_packaging_is_followed_and_cancelled(own_site, tmp_path: Path):
    photo = media.photo(tmp_path, "lashal.jpg", 512)
    # No worker: what one would write is written here, so that each state lasts until it was looked at.
    with signed_in(own_site, viewport={"width": 1400, "height": 700}) as page:
        page.goto("/admin/media-library/new/")
        page.set_input_files("#upload-files", [photo])
        expect(page.locator(".asset-upload").get_by_role("button", name="Annuleren")).to_be_visible()
        page.goto("/admin/media-library/")
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
