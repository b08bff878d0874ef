"""From an uploaded 3D scene to a draft room in a real browser, with a real server, a real worker and a real renderer."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.meshes import gl
from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.serving import BUILT
from tests.conftest import absent
from tests.media_pipeline.rendering import scenes
from tests.vr_rooms.test_library_in_a_browser import FILL, free_port, until_it_answers
from tests.vr_rooms.test_reconcile import WORKER

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # or no test database is made when only slow tests run

SECTOR = """
from cms.models import HomePage, SectorPage
from tests.vr_rooms.conftest import _home, add_sector
add_sector(_home(HomePage), SectorPage, "Techniek")
"""


@pytest.mark.timeout(600)
def test_a_scene_becomes_a_room(own_site, tmp_path: Path):
    from playwright.sync_api import expect, sync_playwright

    if CHROMIUM is None:
        absent("no Chromium: apt-get install chromium")
    if not (BUILT / "vr_rooms/library.js").is_file():
        absent("the front end is not built: make build")
    if not gl.can_render():
        absent("no renderer; install libegl1 libegl-mesa0 libgl1-mesa-dri")
    room = scenes.lit_room(tmp_path / "werkplaats.glb")
    own_site.run("-c", FILL + SECTOR)
    port = free_port()
    server = ("manage.py", "runserver", "--insecure", "--noreload", f"127.0.0.1:{port}")
    with own_site.running(*server), own_site.running(*WORKER), sync_playwright() as playwright:
        until_it_answers(port)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        page = browser.new_context(locale="nl-NL").new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        expect.set_options(timeout=120_000)
        page.goto(f"http://127.0.0.1:{port}/admin/login/")
        page.fill("#id_username", "boss")
        page.fill("#id_password", "only for this test")
        page.click("button[type=submit]")
        page.goto(f"http://127.0.0.1:{port}/admin/media-library/new/")
        page.set_input_files("#upload-files", [room])
        uploaded = page.locator(".asset-upload")
        expect(uploaded.locator("[data-label]")).to_have_text("klaar")
        uploaded.locator("a").click()
        page.get_by_role("link", name="Maak 360°-plekken").click()
        for row, (title, x, z) in enumerate((("Midden", "0", "0"), ("Hoek", "1.5", "-1.5"))):
            page.fill(f"#id_form-{row}-title", title)
            for name, value in (("x", x), ("y", "1.6"), ("z", z)):
                page.fill(f"#id_form-{row}-{name}", value)
        page.screenshot(path=tmp_path / "form.png", full_page=True)
        page.get_by_role("button", name="Teken de 360°-beelden").click()
        drawn = page.locator(".asset-upload")
        expect(drawn).to_have_count(2)
        page.screenshot(path=tmp_path / "busy.png", full_page=True)
        for number in range(2):
            expect(drawn.nth(number).locator("[data-label]")).to_have_text("klaar")
        page.reload()
        page.screenshot(path=tmp_path / "drawn.png", full_page=True)
        page.get_by_role("button", name="Maak een conceptkamer").click()
        expect(page.locator("input[name=title]")).to_have_value("werkplaats")
        expect(page.locator("input[name$='-value-title']")).to_have_count(2)
        page.screenshot(path=tmp_path / "room.png", full_page=True)
        browser.close()
    assert complaints == []
