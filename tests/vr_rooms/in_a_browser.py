"""The editors' side in a real browser, on a real server."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.browser.serving import BUILT
from tests.conftest import absent
from tests.vr_rooms.own_site import Site

NAME, PASSWORD = "boss", "only for this test"
BOSS = f"""
import django; django.setup()
from django.contrib.auth.models import User
User.objects.create_superuser({NAME!r}, password={PASSWORD!r})
"""


@contextlib.contextmanager
def signed_in(site: Site, *, patience_s: int = 60, **options: Any) -> Iterator[Page]:
    """A page of the administrator's, who is made here; addresses may begin with a slash. No script may complain."""
    if CHROMIUM is None:
        absent("no Chromium: apt-get install chromium")
    if not (BUILT / "vr_rooms/library.js").is_file():
        absent("the front end is not built: make build")
    site.run("-c", BOSS)
    port = _free_port()
    base = f"http://127.0.0.1:{port}"
    complaints: list[str] = []
    with site.running("manage.py", "runserver", "--insecure", "--noreload", f"127.0.0.1:{port}"), sync_playwright() as playwright:
        _until_it_answers(port)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGUMENTS)
        page = browser.new_context(base_url=base, locale="nl-NL", **options).new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        expect.set_options(timeout=patience_s * 1000)
        page.goto("/admin/login/")
        page.fill("#id_username", NAME)
        page.fill("#id_password", PASSWORD)
        page.click("button[type=submit]")
        yield page
        browser.close()
    assert complaints == []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_it_answers(port: int, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.1)
        else:
            return
