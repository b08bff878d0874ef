"""Every public address against every state in which something is not for the public."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from tests.cms import programme

pytestmark = pytest.mark.django_db
SECRET = "Geheimtaal"


def _never_published(page):
    type(page).objects.filter(pk=page.pk).update(live=False)


def _unpublished(page):
    page.save_revision().publish()
    page.refresh_from_db()
    page.unpublish()


def _expired(page):
    type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now() - datetime.timedelta(seconds=1))


def _private(page):
    PageViewRestriction.objects.get_or_create(page=page, restriction_type=PageViewRestriction.LOGIN)


def _below_a_draft(page):
    _never_published(page.get_parent())


def _below_a_private_page(page):
    _private(page.get_parent())


STATES = [_never_published, _unpublished, _expired, _private, _below_a_draft, _below_a_private_page]


PARTS = ("sectors", "rooms", "videos", "activities")
LISTS = [
    *(f"/api/v3/{part}/?limit=100" for part in PARTS),
    *(f"/api/v3/{part}/?locale=en&limit=100&search={SECRET}" for part in PARTS),
    *("/api/v3/home/", "/api/v3/home/?locale=en", "/api/v3/sectors/techniek/", f"/api/v3/sectors/{SECRET.lower()}/"),
    *("/", "/en/", "/sectoren/techniek/", f"/sectoren/{SECRET.lower()}/", "/activiteiten/", "/en/activities/"),
]
PAGES = [
    *(f"/api/v3/{part}/{{}}/" for part in PARTS[1:]),
    *("/kamers/{}/", "/videos/{}/", "/activiteiten/{}/", "/en/rooms/{}/", "/en/videos/{}/", "/embed/video/{}/"),
]


def assert_nothing_shows(client, *ids):
    for address in [*LISTS, *(page.format(one) for page in PAGES for one in ids)]:
        answer = client.get(address)
        assert answer.status_code in (200, 404), address
        assert SECRET not in answer.content.decode(), address


@pytest.mark.parametrize("state", STATES)
def test_no_address_shows_it(client, techniek, state):
    pages = [
        programme.room(techniek, "kamer", title=SECRET, summary=SECRET),
        programme.video(techniek, "film", title=SECRET, summary=SECRET),
        programme.sector(techniek.get_parent().specific, SECRET.lower(), title=SECRET, summary=SECRET),
    ]
    shown = client.get("/api/v3/sectors/techniek/").json()
    assert [shown[part][0]["title"] for part in ("rooms", "videos")] == [SECRET, SECRET], "the test would prove nothing"
    assert SECRET in client.get("/api/v3/sectors/").content.decode()
    for page in pages:
        page.refresh_from_db()
        state(page)
    assert_nothing_shows(client, *(page.translation_key for page in pages))


def test_an_unsaved_change_of_a_live_page_stays_inside(client, techniek):
    room = programme.room(techniek)
    room.title = room.summary = SECRET
    room.save_revision()
    assert_nothing_shows(client, room.translation_key)


def test_a_draft_translation_stays_inside(client, techniek):
    room = programme.room(techniek)
    english = programme.in_english(room, title=SECRET)
    english.live = False
    english.save(clean=False)
    assert_nothing_shows(client, room.translation_key)


@pytest.mark.parametrize("field", ["live", "valid_until"])
def test_an_activity_that_is_not_open_stays_inside(client, techniek, field):
    value = False if field == "live" else timezone.now() - datetime.timedelta(seconds=1)
    activity = programme.activity(programme.organisation(), techniek, title=SECRET, **{field: value})
    assert_nothing_shows(client, activity.translation_key)


@pytest.mark.parametrize("what", ["unchecked captions", "no captions", "no transcript", "not packaged", "a 360° video"])
def test_a_video_that_may_not_be_published_stays_inside(client, techniek, what):
    record = programme.video_record("film")
    if what == "a 360° video":
        record["projection"] = "equirectangular"
    film = programme.asset("film", None if what == "not packaged" else record)
    if what != "no captions":
        programme.caption(film, reviewed=what != "unchecked captions")
    transcript = "  \n " if what == "no transcript" else "Hallo."
    page = programme.video(techniek, SECRET.lower(), film, title=SECRET, transcript=transcript)
    assert_nothing_shows(client, page.translation_key)


def test_a_silent_video_needs_no_captions(client, techniek):
    film = programme.asset("stil", programme.video_record("stil", has_audio=False))
    programme.video(techniek, "stil", film)
    assert client.get("/api/v3/videos/").json()["count"] == 1
