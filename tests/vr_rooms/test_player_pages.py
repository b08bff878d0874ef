"""The player's pages: what is released, what is not, and drafts for the holder of a token."""

from __future__ import annotations

import datetime
import json
import re
import uuid

import pytest
from django.urls import reverse
from wagtail_headless_preview.models import PagePreview

from media_pipeline.store import read
from tests.vr_rooms.conftest import hotspot, scene
from tests.vr_rooms.test_releases import catalog as catalog_fixture
from vr_rooms.models import RoomPage
from vr_rooms.services import previews, releases
from vr_rooms.services.stores import content_store

pytestmark = pytest.mark.django_db
catalog = catalog_fixture


def config_of(page) -> dict:
    found = re.search(r'<script id="player-config" type="application/json">(.*?)</script>', page.content.decode(), re.DOTALL)
    return json.loads(found[1])


@pytest.fixture
def released(make_room, panorama, catalog):
    page = make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    return page


def test_a_released_room(client, released, settings):
    assert released.url == f"/play/{released.room_id}/"
    answer = client.get(released.url)
    config = config_of(answer)
    assert (config["content_url"], config["locale"], config["release"]) == (settings.CONTENT_URL, "nl", 1)
    assert json.loads(read(content_store(), config["manifest"]["path"]))["id"] == released.room_id
    assert config["play_url"] == "/play/{id}/" and config["index_url"] == "/play/"
    assert config["poster"]["media_type"] == "image/jpeg"


def test_the_policy_is_strict(client, released):
    strange = "/play/?content=https://example.org/"
    for url in (
        "/play/",
        released.url,
        f"/play/{uuid.uuid4()}/",
        "/play/preview/?token=x",
        "/play/kept/",
        strange,
        "/play/worker.js",
    ):
        answer = client.get(url)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'self'" in policy
        assert (answer["X-Frame-Options"], answer["Referrer-Policy"]) == ("SAMEORIGIN", "no-referrer")


def test_the_policy_knows_another_host_of_the_content(client, released, settings):
    settings.CONTENT_URL = "https://cdn.example.org/root/"
    policy = client.get(released.url)["Content-Security-Policy"]
    for part in ("img-src", "media-src", "connect-src"):
        assert f"{part} 'self' https://cdn.example.org" in policy
    assert "script-src 'self';" in policy


def test_the_policy_and_the_player_know_the_other_content_roots(client, released, settings):
    settings.CONTENT_URL = "https://cdn.example.org/root/"
    settings.PLAYER_ORIGINS = ("https://other.example.org", "https://cdn.example.org")
    answer = client.get("/play/?content=https://other.example.org/content/")
    policy = answer["Content-Security-Policy"]
    for part in ("img-src", "media-src", "connect-src"):
        assert f"{part} 'self' https://cdn.example.org https://other.example.org" in policy
    assert config_of(answer)["origins"] == ["https://other.example.org", "https://cdn.example.org"]
    assert config_of(answer)["manifest"] is None  # the player itself reads the address, and refuses what is not in the list


@pytest.mark.parametrize("query", ["content=https://example.org/", "manifest=blobs/aa/x.json", "room=x"])
def test_the_list_makes_way_for_what_the_address_names(client, released, query):
    answer = client.get(f"/play/?{query}")
    assert config_of(answer)["manifest"] is None and config_of(answer)["content_url"]


def test_what_is_kept_has_a_page_that_knows_no_room(client, released):
    config = config_of(client.get("/play/kept/?locale=en"))
    assert (config["manifest"], config["kept_url"], config["locale"]) == (None, "/play/kept/", "en")
    assert config["worker"] == {"script": "/play/worker.js", "scope": "/play/"}
    assert '"/play/kept/"' in client.get("/play/").content.decode()


def test_the_worker_is_told_where_its_page_and_files_are(client, released, settings, monkeypatch, tmp_path):
    built = tmp_path / "worker.js"
    built.write_text("// built")
    monkeypatch.setattr("vr_rooms.player.views.finders.find", lambda name: str(built) if name == "vr_rooms/worker.js" else None)

    def told() -> dict:
        return json.loads(re.match(r"self\.kijkkamer = (.*);\n// built", client.get("/play/worker.js").content.decode())[1])

    answer = client.get("/play/worker.js")
    assert answer["Content-Type"].startswith("text/javascript") and answer["Cache-Control"] == "no-cache"
    first = told()
    assert (first["page"], first["files"]) == ("/play/kept/", "/static/vr_rooms/")
    assert told() == first
    settings.PLAYER_ORIGINS = ("https://other.example.org",)
    assert told()["version"] != first["version"]  # the kept page would forbid what the new one allows
    monkeypatch.setattr("vr_rooms.player.views.finders.find", lambda name: None)
    assert client.get("/play/worker.js").status_code == 404


def test_a_draft_is_never_kept(client, make_room, panorama, admin_user):
    page = make_room("Lashal", [scene(1, panorama)])
    assert "worker" not in config_of(client.get(preview_of(page, client, admin_user)))


def test_without_a_language_in_the_address_the_browsers_counts(client, released):
    for url in ("/play/", released.url, f"/play/{uuid.uuid4()}/", "/play/kept/", "/play/preview/?token=x"):
        answer = client.get(url, headers={"accept-language": "en-GB,en;q=0.8,nl;q=0.5"})
        assert '<html lang="en">' in answer.content.decode(), url
        assert answer["Content-Language"] == "en" and "Accept-Language" in answer["Vary"]
        for other in ("fr,de;q=0.5", "nl-BE,en;q=0.3", "*", "x" * 5000):
            assert '<html lang="nl">' in client.get(url, headers={"accept-language": other}).content.decode(), (url, other[:20])
    chosen = client.get("/play/?locale=nl", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="nl">' in chosen


def test_what_is_not_released_is_a_sentence(client, make_room, panorama, catalog):
    draft = make_room("Nieuw", [scene(1, panorama)])
    for room_id in (draft.room_id, uuid.uuid4()):
        answer = client.get(f"/play/{room_id}/")
        assert answer.status_code == 404 and "<h1>" in answer.content.decode()


def test_the_list(client, released, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        answer = client.get("/play/")
    text = answer.content.decode()
    assert released.url in text and "Lashal" in text and "Techniek" in text


def test_the_language_of_the_address_goes_along(client, released):
    english = client.get("/play/?locale=en")
    text = english.content.decode()
    assert '<html lang="en">' in text and english["Content-Language"] == "en"
    assert f'href="{released.url}?locale=en"' in text
    room = client.get(f"{released.url}?locale=en")
    assert config_of(room)["locale"] == "en" and 'href="/play/?locale=en"' in room.content.decode()
    absent = client.get(f"/play/{uuid.uuid4()}/?locale=en").content.decode()
    assert '<html lang="en">' in absent and 'href="/play/?locale=en"' in absent
    for unknown in ("", "?locale=xx", "?locale=%22%3E"):
        dutch = client.get(f"/play/{unknown}").content.decode()
        assert '<html lang="nl">' in dutch and f'href="{released.url}"' in dutch


def preview_of(page, client, admin) -> str:
    client.force_login(admin)
    request = type("Request", (), {"site": None})()
    row = page.create_page_preview()
    row.save()
    return page.get_preview_url(request, row.token)


def test_a_draft_is_shown_to_who_has_its_token(client, make_room, panorama, admin_user):
    page = make_room("Lashal", [scene(1, panorama)])
    page.title = "Nog niet bewaard"
    url = preview_of(page, client, admin_user)
    client.logout()
    answer = client.get(url)
    assert answer["Cache-Control"] == "no-store" and "noindex" in answer["X-Robots-Tag"]
    manifest = json.loads(read(content_store(), config_of(answer)["manifest"]["path"]))
    assert manifest["title"]["nl"] == "Nog niet bewaard"
    assert RoomPage.objects.get().title == "Lashal"


def test_the_preview_panel_leads_to_the_player(client, make_room, panorama, admin_user):
    page = make_room("Lashal", [scene(1, panorama)])
    client.force_login(admin_user)
    page.save_revision()
    answer = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert answer.status_code == 302 and answer["Location"].startswith("/play/preview/?token=")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "id=1:abc:def", "id=1"])
def test_a_forged_token_is_refused_in_a_sentence(client, token, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/play/preview/", {"token": token})
    assert answer.status_code == 403 and 'role="status"' in answer.content.decode()


def test_an_old_token_is_refused(client, make_room, panorama, admin_user, monkeypatch):
    url = preview_of(make_room("Lashal", [scene(1, panorama)]), client, admin_user)
    later = previews.MAX_AGE + datetime.timedelta(seconds=1)
    monkeypatch.setattr("django.core.signing.time.time", lambda: datetime.datetime.now().timestamp() + later.total_seconds())
    assert client.get(url).status_code == 403


def test_a_draft_without_anything_ready_is_a_sentence(client, make_room, make_asset, panorama_bytes, admin_user):
    url = preview_of(make_room("Lashal", [scene(1, make_asset(panorama_bytes))]), client, admin_user)
    answer = client.get(url)
    assert answer.status_code == 200 and "player-config" not in answer.content.decode()


def test_a_draft_that_makes_no_manifest_is_a_sentence(client, make_room, panorama, admin_user):
    page = make_room("Lashal", [scene(1, panorama, hotspot(1, "link", url="ftp://example.org/"))])
    answer = client.get(preview_of(page, client, admin_user))
    assert answer.status_code == 200 and "nog niet tonen" in answer.content.decode()


def test_previews_do_not_pile_up(make_room, panorama, rf):
    page, other = make_room("Lashal", [scene(1, panorama)]), make_room("Zaal", [scene(1, panorama)])
    other.create_page_preview()
    signer = RoomPage.get_preview_signer()
    for second in range(previews.KEEP + 5):
        page.update_page_preview(f"{signer.sign(f'id={page.pk}')[:-3]}{second:03}")
    previews.tidy(signer.sign(f"id={page.pk}"))
    assert PagePreview.objects.filter(token__startswith=f"id={page.pk}:").count() == previews.KEEP
    assert PagePreview.objects.filter(token__startswith=f"id={other.pk}:").count() == 1
