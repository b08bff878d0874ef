"""The release panel: who sees it, and what its buttons ask a worker to do."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django_tasks import default_task_backend

from media_pipeline.errors import MissingBlob
from tests.vr_rooms.conftest import scene
from tests.vr_rooms.test_releases import catalog as catalog_fixture
from vr_rooms import tasks
from vr_rooms.models import Release, ReleaseTrouble
from vr_rooms.services import releases

pytestmark = pytest.mark.django_db
catalog = catalog_fixture
INDEX, MAKE = "/admin/releases/", "/admin/releases/make/"


@pytest.fixture
def people(db):
    made = {}
    for name, codenames in (("publisher", ["make_release"]), ("looker", ["view_release"]), ("editor", [])):
        made[name] = User.objects.create_user(name)
        made[name].user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    return made


def asked() -> list[tuple[str, list[int]]]:
    return [
        (one.task.name, one.args) for one in default_task_backend.results if one.task.name in ("release_by_hand", "roll_back")
    ]


def test_who_sees_and_who_makes(client, people, make_room, panorama, catalog):
    make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    default_task_backend.clear()
    back = reverse("vr_releases:back", args=[1])
    for name, sees, makes in (("publisher", True, True), ("looker", True, False), ("editor", False, False)):
        client.force_login(people[name])
        page = client.get(INDEX)
        assert (page.status_code == 200) == sees
        assert (b"releases/make/" in page.content) == makes
        for url in (MAKE, back):
            before = len(asked())
            client.post(url)
            assert (len(asked()) > before) == makes, f"{name} {url}"
    publisher = people["publisher"].pk
    assert asked() == [("release_by_hand", [publisher]), ("roll_back", [1, publisher])]
    assert Release.objects.count() == 1, "nothing is released in the request itself"


def test_a_release_needs_a_post(client, people):
    client.force_login(people["publisher"])
    assert client.get(MAKE).status_code == 405


def test_the_tasks_do_what_was_asked(settings, people, make_room, panorama, catalog, monkeypatch):
    monkeypatch.setattr(tasks, "_catalog", lambda: catalog)
    page = make_room("Lashal", [scene(1, panorama)])
    assert tasks.release_by_hand.call(people["publisher"].pk) == 1
    assert Release.objects.get().made_by == people["publisher"]
    page.title = "Anders"
    page.save()
    tasks.release_by_hand.call(people["publisher"].pk)
    assert tasks.roll_back.call(1, people["publisher"].pk) == 3
    assert releases.held()


def test_the_catalog_is_handed_down_by_the_floor_above(make_room, panorama, people):
    make_room("Lashal", [scene(1, panorama)])
    assert tasks.release_by_hand.call(people["publisher"].pk) == 1
    assert [room.title.nl for room, _sectors in releases.released_rooms()] == ["Lashal"]


def test_problems_and_a_failed_try_are_read_on_the_panel(client, people, make_room, panorama, catalog):
    make_room("Lashal", [scene(1, panorama), scene(2, panorama)])
    releases.make(catalog)
    client.force_login(people["looker"])
    text = client.get(INDEX).content.decode()
    assert "Geen hotspot gaat naar plek “Plek 2”" in text and "Apparaten hebben uitgave 1" in text

    def broken(rooms, store):
        raise MissingBlob("The catalog names blobs/x, which is not in the store.")

    with pytest.raises(MissingBlob):
        releases.make(broken)
    assert "blobs/x" in client.get(INDEX).content.decode()
    releases.make(catalog)
    assert not ReleaseTrouble.objects.exists()


def test_a_hold_is_read_on_the_panel(client, people, make_room, panorama, catalog):
    make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    releases.rollback(1)
    client.force_login(people["looker"])
    assert "teruggegaan naar een eerdere uitgave" in client.get(INDEX).content.decode()
