"""The typed lists: what they hold, in which language, at what cost."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cms import programme

pytestmark = pytest.mark.django_db


def get(client, path, **query):
    answer = client.get(f"/api/v3/{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_sector_holds_its_rooms_videos_and_activities(client, techniek, zorg):
    room = programme.room(techniek)
    video = programme.video(techniek)
    activity = programme.activity(programme.organisation(), techniek)
    answer = get(client, "sectors/techniek/")
    assert [item["id"] for item in answer["rooms"]] == [str(room.translation_key)]
    assert [item["id"] for item in answer["videos"]] == [str(video.translation_key)]
    assert [item["id"] for item in answer["activities"]] == [str(activity.translation_key)]
    assert answer["counts"] == {"rooms": 1, "videos": 1, "activities": 1}
    empty = get(client, "sectors/zorg/")
    assert (empty["rooms"], empty["videos"], empty["activities"]) == ([], [], [])
    assert [item["slug"] for item in get(client, "sectors/")["items"]] == ["techniek", "zorg"]


def test_a_room_says_what_a_website_needs(client, techniek):
    room = programme.room(techniek)
    item = get(client, "rooms/")["items"][0]
    assert item["audience"] == {
        "levels": ["vmbo", "mbo"],
        "min_age": 10,
        "minutes": 10,
        "comfort": "comfortable",
        "flashing": False,
    }
    assert item["scenes"] == 2
    assert item["released"] is False
    assert item["play_url"] == f"http://testserver/play/{room.translation_key}/"
    assert item["poster"]["url"].startswith("http://testserver/content/blobs/")
    assert item["poster"]["alt"] == "Je staat in De werkplaats."
    detail = get(client, f"rooms/{room.translation_key}/")
    assert [scene["title"] for scene in detail["viewpoints"]] == ["De werkplaats", "De kantine"]


def test_an_alias_puts_the_same_room_in_another_sector(client, techniek, zorg):
    room = programme.room(techniek)
    room.create_alias(parent=zorg)
    listed = get(client, "rooms/")
    assert (listed["count"], len(listed["items"])) == (1, 1)
    assert [sector["slug"] for sector in listed["items"][0]["sectors"]] == ["techniek", "zorg"]
    assert get(client, "rooms/", sector="zorg")["items"][0]["id"] == str(room.translation_key)
    assert get(client, "sectors/zorg/")["rooms"][0]["id"] == str(room.translation_key)


def test_english_where_it_is_translated_and_dutch_where_not(client, techniek):
    translated, other = programme.room(techniek, "lasplaats"), programme.room(techniek, "magazijn")
    english = programme.in_english(translated, title="Welding shop", summary="Look around.")
    scenes = [dict(child) for child in english.scenes.raw_data]
    scenes[0]["value"]["alt"] = "You are in the workshop."
    english.scenes = scenes
    english.save()
    items = {item["id"]: item for item in get(client, "rooms/", locale="en")["items"]}
    assert items[str(translated.translation_key)]["title"] == "Welding shop"
    assert items[str(translated.translation_key)]["language"] == "en"
    assert items[str(translated.translation_key)]["poster"]["alt"] == "You are in the workshop."
    assert items[str(other.translation_key)]["title"] == "Magazijn"
    assert items[str(other.translation_key)]["language"] == "nl"
    assert get(client, "rooms/", locale="fr")["items"][0]["language"] == "nl"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"level": "mbo"}, 2),
        ({"level": "vwo"}, 0),
        ({"search": "magazijn"}, 1),
        ({"search": "LAS rond"}, 1),
        ({"sector": "zorg"}, 0),
    ],
)
def test_rooms_are_filtered(client, techniek, query, found):
    programme.room(techniek, "lasplaats")
    programme.room(techniek, "magazijn")
    assert get(client, "rooms/", **query)["count"] == found


def test_search_looks_in_the_translation_too(client, techniek):
    room = programme.room(techniek)
    programme.in_english(room, title="Welding shop")
    assert get(client, "rooms/", search="welding", locale="en")["count"] == 1
    assert get(client, "rooms/", search="welding")["count"] == 0


def test_activities_are_filtered_by_level_region_kind_and_words(client, techniek):
    offered_by = programme.organisation()
    programme.activity(offered_by, techniek, title="Gastles lassen")
    programme.activity(offered_by, techniek, title="Stage", kind="stage", levels=["mbo"], region="West")
    for query, titles in [
        ({"level": "mbo"}, ["Stage"]),
        ({"region": "oost"}, ["Gastles lassen"]),
        ({"kind": "stage"}, ["Stage"]),
        ({"search": "vonk gastles"}, ["Gastles lassen"]),
        ({}, ["Gastles lassen", "Stage"]),
    ]:
        assert [item["title"] for item in get(client, "activities/", **query)["items"]] == titles


def test_an_activity_that_is_over_is_not_listed(client, techniek):
    programme.activity(programme.organisation(), techniek, valid_until=timezone.now() - datetime.timedelta(minutes=1))
    assert get(client, "activities/")["count"] == 0


def test_the_contact_of_an_organisation_stays_inside(client, techniek):
    programme.activity(programme.organisation(contact_email="iemand@devonk.example", kvk="12345678"), techniek)
    text = client.get("/api/v3/activities/").content.decode()
    assert "iemand@" not in text
    assert "12345678" not in text


def test_a_video_lists_checked_captions_only(client, techniek):
    video = programme.video(techniek)
    programme.caption(video.asset, "en", reviewed=False)
    answer = get(client, f"videos/{video.translation_key}/")
    assert [track["language"] for track in answer["captions"]] == ["nl"]
    assert answer["captions"][0]["label"] == "Nederlands"
    assert answer["sources"][0]["url"].endswith(".m3u8")
    assert answer["transcript"] == "Hallo.\n\nDag."


def test_pages_of_a_list(client, techniek):
    for number in range(3):
        programme.room(techniek, f"kamer-{number}")
    answer = get(client, "rooms/", limit=1, offset=1)
    assert (answer["count"], [item["slug"] for item in answer["items"]]) == (3, ["kamer-1"])


LISTS = ("sectors/", "sectors/techniek/", "rooms/", "videos/", "activities/")


def test_lists_cost_the_same_number_of_queries_for_one_item_and_for_twenty(client, home, techniek):
    offered_by = programme.organisation()

    def add(number):
        programme.in_english(programme.room(techniek, f"kamer-{number}"))
        programme.in_english(programme.video(techniek, f"video-{number}"))
        programme.in_english(programme.activity(offered_by, techniek, title=f"Les {number}"))
        if number:
            programme.in_english(programme.sector(home, f"sector-{number}"))

    def costs():
        return {(path, language): _queries(client, path, language) for path in LISTS for language in ("nl", "en")}

    add(0)
    costs()  # content types and site roots are looked up once a process
    for_one = costs()
    for number in range(1, 20):
        add(number)
    assert get(client, "rooms/")["count"] == get(client, "sectors/")["count"] == 20
    assert costs() == for_one
    assert max(for_one.values()) <= 20


def _queries(client, path, language):
    with CaptureQueriesContext(connection) as seen:
        get(client, path, locale=language, limit=50)
    return len(seen)
