"""Drafts for whoever holds a valid token: in the API, and in the website's templates."""

from __future__ import annotations

import datetime

import pytest
from django.core.signing import TimestampSigner
from django.test import RequestFactory
from wagtail_headless_preview.models import PagePreview

from tests.cms import programme

pytestmark = pytest.mark.django_db


def token(page):
    return page.create_page_preview().token


def draft(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    return token(page)


def api(client, key):
    return client.get("/api/v3/preview/", {"token": key})


@pytest.mark.parametrize("kind", ["home", "sector", "room", "video"])
def test_a_draft_of_each_kind(client, techniek, kind):
    page = {
        "home": lambda: techniek.get_parent().specific,
        "sector": lambda: techniek,
        "room": lambda: programme.room(techniek),
        "video": lambda: programme.video(techniek),
    }[kind]()
    key = draft(page, title="Nog geheim")
    answer = api(client, key)
    assert answer.status_code == 200
    assert answer.json()["type"] == kind
    assert answer.json()[kind]["title"] == "Nog geheim"
    assert "no-store" in answer["Cache-Control"]
    page = client.get("/preview/", {"token": key, "content_type": "cms.page"})
    if kind == "room":
        assert page.status_code == 302
        assert page["Location"].startswith("/play/preview/?token=")
    else:
        assert "Nog geheim" in page.content.decode()
        assert "Dit is een concept" in page.content.decode()
    assert (page["Referrer-Policy"], page["X-Frame-Options"]) == ("no-referrer", "SAMEORIGIN")
    assert "no-store" in page["Cache-Control"]


def test_a_new_page_that_was_never_saved(client, techniek):
    from cms.models import SectorPage

    page = SectorPage(title="Nieuw", summary="…", colour="#0b5394", icon="cog", locale=techniek.locale)
    parent = techniek.get_parent()
    page.get_parent = lambda *args: parent  # as Wagtail's preview of an unsaved page does
    page.path, page.depth = "", parent.depth + 1
    answer = api(client, token(page))
    assert answer.json()["sector"]["title"] == "Nieuw"
    assert answer.json()["sector"]["rooms"] == []


def test_the_draft_of_a_video_without_a_film(client, techniek):
    page = programme.video(techniek)
    key = draft(page, asset=None)
    assert api(client, key).json() == {"type": "video", "title": page.title, "summary": page.summary, "video": None}
    assert "Er is nog geen video" in client.get("/preview/", {"token": key}).content.decode()


def test_the_draft_of_a_translation_is_in_its_own_language(client, techniek):
    english = programme.in_english(techniek, title="Engineering")
    room = programme.room(techniek)
    answer = api(client, draft(english, title="Engineering!")).json()["sector"]
    assert (answer["title"], answer["language"]) == ("Engineering!", "en")
    assert [one["id"] for one in answer["rooms"]] == [room.room_id]


def forged(page):
    return token(page)[:-1] + "x"


def other_salt(page):
    return TimestampSigner(salt="anders").sign(f"id={page.pk}")


def expired(page):
    key = token(page)
    PagePreview.objects.filter(token=key).delete()
    return key


@pytest.mark.parametrize("make", [forged, other_salt, expired, lambda page: "", lambda page: "x" * 5000])
def test_a_token_that_is_not_valid_shows_nothing(client, techniek, make):
    key = make(techniek)
    answer = api(client, key)
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    page = client.get("/preview/", {"token": key})
    assert page.status_code == 403
    assert "Techniek" not in page.content.decode()


def test_a_token_grows_old(client, techniek, monkeypatch):
    import time

    key = token(techniek)
    later = time.time() + datetime.timedelta(hours=1, seconds=5).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert api(client, key).status_code == 403
    assert client.get("/preview/", {"token": key}).status_code == 403


def test_the_editor_is_sent_to_the_website(techniek, settings):
    request = RequestFactory().get("/admin/")
    for page, path in [(techniek, "/preview/"), (programme.in_english(techniek), "/en/preview/")]:
        answer = page.serve_preview(request, "")
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{path}?content_type=cms.sectorpage&token=")
    settings.PREVIEW_CLIENTS = ("https://voorkant.example",)
    settings.WAGTAIL_HEADLESS_PREVIEW = {
        **settings.WAGTAIL_HEADLESS_PREVIEW,
        "CLIENT_URLS": {"default": "https://voorkant.example/preview/"},
    }
    assert techniek.serve_preview(request, "")["Location"].startswith("https://voorkant.example/preview/?content_type=")
