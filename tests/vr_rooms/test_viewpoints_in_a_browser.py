"""From an uploaded 3D scene to a draft room in a real browser, with a real server, a real worker and a real renderer."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from media_pipeline.meshes import gl
from tests.conftest import absent
from tests.media_pipeline.rendering import scenes
from tests.vr_rooms.in_a_browser import signed_in
from tests.vr_rooms.test_reconcile import WORKER

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # or no test database is made when only slow tests run

SECTOR = """
import django; django.setup()
from cms.models import HomePage, SectorPage
from tests.vr_rooms.conftest import _home, add_sector
add_sector(_home(HomePage), SectorPage, "Techniek")
"""


@pytest.mark.timeout(600)
def test_a_scene_becomes_a_room(own_site, tmp_path: Path):
    if not gl.can_render():
        absent(gl.MISSING)
    room = scenes.lit_room(tmp_path / "werkplaats.glb")
    own_site.run("-c", SECTOR)
    with own_site.running(*WORKER), signed_in(own_site, patience_s=120) as page:
        page.goto("/admin/media-library/new/")
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
