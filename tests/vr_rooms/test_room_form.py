"""A room in the admin: drafts save as they are, publishing needs what a release needs."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.vr_rooms.conftest import scene_id
from vr_rooms.models import RoomPage

pytestmark = pytest.mark.django_db


def form(asset, **changes):
    value = {"title": "Plek 1", "alt": "Een hal.", "asset": str(asset.pk), "yaw": "0", "pitch": "0", "fov": "90", "north": ""}
    value |= {"hotspots": streamfield([]), **changes.pop("scene", {})}
    data = nested_form_data(
        {
            "title": "Lashal",
            "slug": "lashal",
            "summary": "Kijk rond.",
            "scenes": streamfield([("scene", value)]),
            "min_age": "10",
            "minutes": "10",
            "comfort": "comfortable",
            "lesson_goals": "null",
            "lesson_before": "null",
            "lesson_after": "null",
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
        }
    )
    return {**data, "levels": ["vmbo"], "scenes-0-id": scene_id(1), **changes}


@pytest.fixture
def add(client, admin_user, sector):
    client.force_login(admin_user)
    url = reverse("wagtailadmin_pages:add", args=["vr_rooms", "roompage", sector.pk])
    return lambda **data: client.post(url, data)


def test_a_whole_room_is_published(add, panorama):
    answer = add(**form(panorama), **{"action-publish": "x"})
    assert answer.status_code == 302, answer.context["form"].errors
    page = RoomPage.objects.get()
    assert (page.live, page.levels, page.scenes[0].id) == (True, ["vmbo"], scene_id(1))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"people": ""}, "herkenbaar"),
        ({"packaged": None, "state": "packaging"}, "nog niet klaar (wordt verwerkt)"),
    ],
)
def test_what_is_not_ready_saves_as_a_draft_and_does_not_publish(add, panorama, wrong, sentence):
    type(panorama).objects.filter(pk=panorama.pk).update(**wrong)
    answer = add(**form(panorama), **{"action-publish": "x"})
    assert answer.status_code == 200 and not RoomPage.objects.exists()
    assert sentence in html.unescape(answer.content.decode())
    assert add(**form(panorama)).status_code == 302
    assert RoomPage.objects.get().live is False


def test_an_empty_description_saves_as_a_draft_and_does_not_publish(add, panorama):
    assert add(**form(panorama, scene={"alt": ""}), **{"action-publish": "x"}).status_code == 200
    assert add(**form(panorama, scene={"alt": ""})).status_code == 302


def test_a_room_without_levels_does_not_publish(add, panorama):
    data = form(panorama)
    del data["levels"]
    assert add(**data, **{"action-publish": "x"}).status_code == 200
    assert add(**data).status_code == 302


def test_the_form_opens_again(client, add, panorama):
    add(**form(panorama))
    page = RoomPage.objects.get()
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 200 and "vr_rooms/library.js" in answer.content.decode()


def test_a_page_that_was_never_saved_can_be_previewed(client, admin_user, sector, panorama):
    client.force_login(admin_user)
    url = reverse("wagtailadmin_pages:preview_on_add", args=["vr_rooms", "roompage", sector.pk])
    answer = client.post(url, form(panorama))
    assert answer.json()["is_valid"] is True
    shown = client.get(url)
    assert shown.status_code == 302 and shown["Location"].startswith("/play/preview/")
    assert "player-config" in client.get(shown["Location"]).content.decode()
    assert not RoomPage.objects.exists()
