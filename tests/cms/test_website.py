"""The reference website: what it shows, in which language, with which headers; what it says when there is nothing."""

from __future__ import annotations

import re

import pytest
from django.test import override_settings

from tests.cms import programme
from vr_rooms.models import RoomRecord

pytestmark = pytest.mark.django_db


def words(client, path, status=200, **query):
    answer = client.get(path, query)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_from_home_to_sector_to_room(client, techniek):
    room = programme.room(techniek)
    assert 'href="/sectoren/techniek/"' in words(client, "/")
    assert f'href="/kamers/{room.room_id}/"' in words(client, "/sectoren/techniek/")
    page = words(client, f"/kamers/{room.room_id}/")
    assert "De kantine" in page
    assert f"/play/{room.room_id}/" not in page, "the player can't show what was not released"
    RoomRecord.objects.create(room_id=room.room_id, released={"manifest": programme.reference("m", "json")})
    assert f'href="/play/{room.room_id}/"' in words(client, f"/kamers/{room.room_id}/")


@pytest.mark.parametrize(("title", "shown"), [("Kijkkamer", "Kijkkamer"), ("Kijk binnen", "Kijk binnen · Kijkkamer")])
def test_home_names_the_platform_once(client, db, title, shown):
    programme.home(title)
    assert f"<title>{shown}</title>" in words(client, "/")


def test_a_sector_shows_its_films_as_embeds_and_its_activities(client, techniek):
    video = programme.video(techniek)
    activity = programme.activity(programme.organisation(), techniek)
    page = words(client, "/sectoren/techniek/")
    assert f'<iframe src="/embed/video/{video.translation_key}/?lang=nl"' in page
    assert f'href="/activiteiten/{activity.translation_key}/"' in page
    film = words(client, f"/videos/{video.translation_key}/")
    assert "<p>Hallo.</p>" in film
    assert re.search(r'<track kind="captions" srclang="nl" label="Nederlands" src="/content/blobs/\w\w/\w+\.vtt">', film)
    assert "Bel of mail." in words(client, f"/activiteiten/{activity.translation_key}/")


def test_activities_are_filtered_on_both_pages(client, techniek):
    offered_by = programme.organisation()
    programme.activity(offered_by, techniek, title="Gastles lassen")
    programme.activity(offered_by, techniek, title="Meeloopdag", levels=["mbo"], region="West")
    for path in ("/activiteiten/", "/sectoren/techniek/"):
        found = words(client, path, level="mbo", region="West")
        assert "Meeloopdag" in found
        assert "Gastles lassen" not in found
        assert "Gastles lassen" in words(client, path, level="geen-niveau"), "a wrong word in the address chooses nothing"
        assert "Meeloopdag" not in words(client, path, level="vwo")
        assert "Gastles lassen" in words(client, path, region="a\x00b", page="9" * 30)


def test_pages_of_activities(client, techniek):
    offered_by = programme.organisation()
    for number in range(25):
        programme.activity(offered_by, techniek, title=f"Les {number:02}")
    first = words(client, "/activiteiten/")
    assert "Les 23" in first
    assert "Les 24" not in first
    assert "?page=2" in first
    assert "Les 24" in words(client, "/activiteiten/", page="2")
    assert "Les 00" in words(client, "/activiteiten/", page="x")


def test_english_below_en_with_a_switch_to_the_same_page(client, techniek):
    programme.in_english(techniek, title="Engineering", summary="Making.")
    programme.room(techniek)
    page = words(client, "/en/sectors/techniek/")
    assert '<html lang="en">' in page
    assert "Engineering" in page
    assert 'href="/sectoren/techniek/"' in page
    assert '<link rel="alternate" hreflang="nl" href="http://testserver/sectoren/techniek/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/sectors/techniek/">' in page
    assert '<li class="card s-' in page
    assert ' lang="nl"' in page, "a room that is not translated says that it is in Dutch"


def test_the_page_of_a_model_is_the_page_of_the_website(client, techniek):
    video = programme.video(techniek)
    english = programme.in_english(techniek)
    for page, path in [
        (techniek.get_parent().specific, "/"),
        (techniek, "/sectoren/techniek/"),
        (english, "/en/sectors/techniek/"),
        (video, f"/videos/{video.translation_key}/"),
    ]:
        assert page.get_url() == path
        assert client.get(path).status_code == 200


def test_nothing_there_yet(client, db):
    programme.locale("nl")
    assert "Zodra de eerste sector" in words(client, "/")
    programme.sector(programme.home())
    page = words(client, "/sectoren/techniek/")
    assert "nog geen 360°-kamers" in page
    assert "nog geen activiteiten" in page
    assert "nog geen activiteiten" in words(client, "/activiteiten/")


def test_a_sector_may_have_letters_of_any_language_in_its_address(client, home):
    sector = programme.sector(home, "café-énergie")
    assert client.get(sector.get_url()).status_code == 200


@pytest.mark.parametrize(
    "path", ["/geen/", "/sectoren/geen/", "/sectoren/a%00b/", "/kamers/00000000-0000-4000-8000-000000000000/", "/en/nothing/"]
)
def test_what_is_not_there_says_so(client, home, path):
    page = words(client, path, status=404)
    assert ("This page is not here" if path.startswith("/en") else "Deze pagina is er niet") in page


def addresses(techniek):
    room, video = programme.room(techniek), programme.video(techniek)
    activity = programme.activity(programme.organisation(), techniek)
    return [
        "/",
        "/en/",
        "/sectoren/techniek/",
        f"/kamers/{room.room_id}/",
        f"/videos/{video.translation_key}/",
        "/activiteiten/",
        f"/activiteiten/{activity.translation_key}/",
        f"/embed/video/{video.translation_key}/",
    ]


def test_every_page_keeps_to_this_host_without_inline_scripts_or_cookies(client, techniek):
    for path in addresses(techniek):
        answer = client.get(path)
        page = answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';"), path
        assert "unsafe" not in policy
        assert not answer.cookies
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), path
        assert not re.search(r'\son\w+="|\sstyle="', page), path
        fetched = re.findall(r'<(?:script|img|iframe|video|track|source|use)[^>]*?(?:src|poster|href)="([^"]+)"', page)
        fetched += re.findall(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"', page)
        assert fetched
        assert all(address.startswith(("/", "data:")) for address in fetched), (path, fetched)


def test_the_style_of_a_page_is_the_one_its_policy_names(client, techniek):
    import base64
    import hashlib

    answer = client.get("/sectoren/techniek/")
    style = re.search(r"<style>(.*?)</style>", answer.content.decode(), re.S)[1]
    assert f".s-{techniek.translation_key}{{--accent:#0b5394}}" in style
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in answer["Content-Security-Policy"]


def test_an_embed_may_be_framed_as_the_setting_says(client, techniek):
    video = programme.video(techniek)
    address = f"/embed/video/{video.translation_key}/"
    answer = client.get(address)
    assert answer["Content-Security-Policy"].endswith("frame-ancestors *")
    assert "X-Frame-Options" not in answer
    with override_settings(EMBED_ALLOWED=("https://school.example", "https://gemeente.example")):
        policy = client.get(address)["Content-Security-Policy"]
    assert policy.endswith("frame-ancestors 'self' https://school.example https://gemeente.example")
    assert client.get("/")["X-Frame-Options"] == "SAMEORIGIN"


def test_an_embed_speaks_the_language_that_was_asked_for(client, techniek):
    video = programme.video(techniek)
    programme.in_english(video, title="A day at work", transcript="Hello.")
    address = f"/embed/video/{video.translation_key}/"
    assert "A day at work" in words(client, address, lang="en")
    assert "A day at work" not in words(client, address)
    assert 'preload="none"' in words(client, address)
    assert words(client, "/embed/video/00000000-0000-4000-8000-000000000000/", status=404)


def test_replacing_the_file_keeps_the_address_of_an_embed(client, techniek):
    video = programme.video(techniek)
    address = f"/embed/video/{video.translation_key}/"
    before = words(client, address)
    type(video.asset).objects.filter(pk=video.asset_id).update(packaged=programme.video_record("nieuw"))
    after = words(client, address)
    assert before != after
    assert programme.reference("nieuw-master", "m3u8")["path"] in after
