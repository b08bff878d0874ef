"""The media library in the admin: who sees and does what, uploading, progress."""

from __future__ import annotations

import contextlib
import json
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.users.models import UserProfile

from vr_rooms.admin.library import media_library
from vr_rooms.models import MediaAsset
from vr_rooms.services import ingest

pytestmark = pytest.mark.django_db


def collection(name: str) -> Collection:
    return Collection.get_first_root_node().add_child(name=name)


def person(name: str, place: Collection | None, *actions: str) -> User:
    """Somebody of the admin with these permissions on one collection."""
    user = User.objects.create_user(name, password="x")
    group = Group.objects.create(name=f"group of {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for action in actions:
        permission = Permission.objects.get(codename=f"{action}_mediaasset")
        GroupCollectionPermission.objects.create(group=group, collection=place, permission=permission)
    user.groups.add(group)
    return user


@pytest.fixture
def places():
    return {name: collection(name) for name in ("Techniek", "Zorg")}


@pytest.fixture
def assets(places, make_asset):
    return {name: make_asset(b"x", f"{name}.jpg", title=name, collection=place) for name, place in places.items()}


@pytest.fixture
def people(places, db):
    return {
        "techniek": person("techniek", places["Techniek"], "add", "change", "choose"),
        "uploader": person("uploader", places["Techniek"], "add", "choose"),
        "chooser": person("chooser", places["Techniek"], "choose"),
        "nobody": person("nobody", None),
        "boss": User.objects.create_superuser("boss", password="x"),
    }


VIEWS = {
    "edit": lambda asset: ("get", reverse("mediaasset:edit", args=[asset.pk])),
    "save": lambda asset: ("post", reverse("mediaasset:edit", args=[asset.pk])),
    "delete": lambda asset: ("post", reverse("mediaasset:delete", args=[asset.pk])),
    "history": lambda asset: ("get", reverse("mediaasset:history", args=[asset.pk])),
    "usage": lambda asset: ("get", reverse("mediaasset:usage", args=[asset.pk])),
    "again": lambda asset: ("post", reverse("mediaasset:again", args=[asset.pk])),
    "cancel": lambda asset: ("post", reverse("mediaasset:cancel", args=[asset.pk])),
    "chosen": lambda asset: ("get", reverse("asset_chooser:chosen", args=[asset.pk])),
}
CHANGING = {"edit", "save", "delete", "history", "usage", "again", "cancel"}
ALLOWED = {
    ("techniek", "Techniek"): {*CHANGING, "chosen"},
    ("techniek", "Zorg"): set(),
    ("uploader", "Techniek"): {"chosen"},
    ("uploader", "Zorg"): set(),
    ("chooser", "Techniek"): {"chosen"},
    ("chooser", "Zorg"): set(),
    ("nobody", "Techniek"): set(),
    ("nobody", "Zorg"): set(),
    ("boss", "Techniek"): {*CHANGING, "chosen"},
    ("boss", "Zorg"): {*CHANGING, "chosen"},
}


@pytest.mark.parametrize("view", VIEWS)
def test_matrix_of_role_and_file(client, people, assets, view):
    for (who, where), allowed in ALLOWED.items():
        client.force_login(people[who])
        method, url = VIEWS[view](assets[where])
        with contextlib.suppress(Undone), transaction.atomic():
            status = getattr(client, method)(url).status_code
            # Wagtail sends people without the permission back to the dashboard: 302, as after a successful delete
            done = status == 200 or (status == 302 and view in ("delete", "again", "cancel") and view in allowed)
            assert done == (view in allowed), f"{who} {view} {where}: {status}"
            if view == "delete":
                assert MediaAsset.objects.filter(pk=assets[where].pk).exists() == (view not in allowed), f"{who} {where}"
            raise Undone


class Undone(Exception):
    """Takes back what a request has changed."""


def test_lists_hold_only_what_one_may_use(client, people, assets):
    for who, expected in (("techniek", {"Techniek"}), ("chooser", {"Techniek"}), ("boss", {"Techniek", "Zorg"})):
        client.force_login(people[who])
        listed = {asset.title for asset in client.get(reverse("mediaasset:index")).context["object_list"]}
        chosen = {asset.title for asset in client.get(reverse("asset_chooser:choose_results")).context["results"]}
        assert listed == chosen == expected
    client.force_login(people["nobody"])
    assert client.get(reverse("mediaasset:index")).status_code == 302


def test_one_edits_what_one_uploaded(client, people, places, make_asset):
    own = make_asset(b"x", collection=places["Techniek"], uploaded_by_user=people["uploader"])
    client.force_login(people["uploader"])
    assert client.get(reverse("mediaasset:edit", args=[own.pk])).status_code == 200


def test_the_chooser_speaks_the_language_of_who_asks(client, people):
    client.force_login(people["boss"])
    for language, word in (("nl", "Zoeken"), ("en", "Search")):
        UserProfile.objects.update_or_create(user=people["boss"], defaults={"preferred_language": language})
        assert word in client.get(reverse("asset_chooser:choose")).json()["html"].split('role="tabpanel"')[0]


def test_the_chooser_offers_kinds(client, people, assets, panorama):
    client.force_login(people["boss"])
    url = reverse("asset_chooser:choose_results")
    titles = {asset.title for asset in client.get(url, {"kinds": "image"}).context["results"]}
    assert titles == {"Techniek", "Zorg"}, "what waits may be chosen, a panorama is no picture"
    assert "Lashal" in {asset.title for asset in client.get(url, {"kinds": "panorama,video"}).context["results"]}


def test_the_chooser_offers_nothing_that_cannot_be_shown(client, people, make_asset, panorama):
    refused = make_asset(b"geen foto", "tekst.jpg", title="Tekst")
    ingest.package_asset(refused.pk)
    waiting = make_asset(b"x", "wacht.jpg", title="Wacht")
    panorama.original = ContentFile(b"ook geen foto", "stuk.jpg")
    panorama.save()
    ingest.package_asset(panorama.pk)  # refused, but rooms go on using it as it was
    client.force_login(people["boss"])
    url = reverse("asset_chooser:choose_results")
    assert {asset.title for asset in client.get(url).context["results"]} == {"Lashal", "Wacht"}
    assert {asset.title for asset in client.get(url, {"kinds": "panorama"}).context["results"]} == {"Lashal", "Wacht"}
    assert client.get(reverse("asset_chooser:chosen", args=[refused.pk])).status_code in (302, 403)
    assert client.get(reverse("asset_chooser:chosen", args=[waiting.pk])).status_code == 200


def upload(client, name: str, data: bytes, **fields: object):
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return client.post(reverse("mediaasset:add"), {"original": file, **fields})


def test_upload(client, people, places, panorama_bytes, django_capture_on_commit_callbacks):
    client.force_login(people["uploader"])
    page = client.get(reverse("mediaasset:add"))
    assert page.status_code == 200 and "upload-drop" in page.content.decode()
    answer = upload(client, "Lashal 3.jpg", panorama_bytes)
    assert answer.status_code == 201, answer.content
    asset = MediaAsset.objects.get()
    assert answer.json()["edit_url"] == reverse("mediaasset:edit", args=[asset.pk])
    assert (asset.title, asset.original_name, asset.collection) == ("Lashal 3", "Lashal 3.jpg", places["Techniek"])
    assert asset.uploaded_by_user == people["uploader"] and asset.state == "uploaded"
    assert "Lashal" not in asset.original.name, "the name of a file never becomes a path"


def test_nobody_uploads_into_another_collection(client, people, places):
    Group.objects.get(name="group of uploader")
    own = people["techniek"].groups.get()
    add = Permission.objects.get(codename="add_mediaasset")
    other = collection("Techniek 2")
    GroupCollectionPermission.objects.create(group=own, collection=other, permission=add)
    client.force_login(people["techniek"])
    answer = upload(client, "x.jpg", b"x", collection=places["Zorg"].pk)
    assert answer.status_code == 400 and answer.json()["error"]
    assert upload(client, "x.jpg", b"x", collection=other.pk).status_code == 201
    client.force_login(people["chooser"])
    assert upload(client, "x.jpg", b"x").status_code in (302, 403)
    assert MediaAsset.objects.count() == 1


def test_an_upload_without_a_file_is_a_sentence(client, people, places):
    client.force_login(people["uploader"])
    answer = client.post(reverse("mediaasset:add"), {"title": "x"})
    assert answer.status_code == 400 and answer.json()["error"].endswith(".")


def test_progress_tells_only_of_visible_files(client, people, assets):
    MediaAsset.objects.filter(pk=assets["Techniek"].pk).update(state="packaging", done=1, total=4)
    client.force_login(people["chooser"])
    ids = ",".join(str(asset.pk) for asset in assets.values())
    (status,) = client.get(reverse("mediaasset:progress"), {"ids": f"{ids},x,-1"}).json()["assets"]
    assert (status["id"], status["per_cent"], status["final"]) == (assets["Techniek"].pk, 25, False)


def test_the_list_asks_a_constant_number_of_queries(client, people, places, make_asset, django_assert_max_num_queries):
    client.force_login(people["techniek"])
    url = reverse("mediaasset:index")

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(url)
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    make_asset(b"x", collection=places["Techniek"])
    few = queries()
    for _ in range(12):
        make_asset(b"x", collection=places["Techniek"])
    assert queries() == few


def test_a_refusal_is_read_in_dutch(client, people, places, make_asset):
    asset = make_asset(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", collection=places["Techniek"])
    ingest.package_asset(asset.pk)
    client.force_login(people["techniek"])
    (status,) = client.get(reverse("mediaasset:progress"), {"ids": asset.pk}, headers={"accept-language": "nl"}).json()["assets"]
    assert status["message"] == "logo.svg is een tekening in SVG; exporteer die als PNG of JPEG."
    assert status["message"] in client.get(reverse("mediaasset:edit", args=[asset.pk])).content.decode()


def test_one_file_shows_what_was_found_out(client, people, panorama):
    client.force_login(people["boss"])
    page = client.get(reverse("mediaasset:edit", args=[panorama.pk])).content.decode()
    assert "512 × 256" in page and panorama.poster_url in page
    assert panorama.original.name not in page, "the original has no address"


def test_editing_answers_the_question_about_people(client, people, panorama):
    client.force_login(people["boss"])
    form = {
        "title": "Lashal",
        "people": "blurred",
        "wanted_kind": "",
        "language": "nl",
        "tags": "staal",
        "captions-TOTAL_FORMS": 0,
        "captions-INITIAL_FORMS": 0,
        "captions-MIN_NUM_FORMS": 0,
        "captions-MAX_NUM_FORMS": 1000,
        "collection": Collection.get_first_root_node().pk,
    }
    answer = client.post(reverse("mediaasset:edit", args=[panorama.pk]), form)
    assert answer.status_code == 302, answer.context["form"].errors
    panorama.refresh_from_db()
    assert (panorama.people, panorama.state, [str(tag) for tag in panorama.tags.all()]) == ("blurred", "ready", ["staal"])


def send_captions(client, asset, data: bytes | None, *, name: str = "nl.vtt", reviewed: bool) -> list[str]:
    """Posts the page of a video with one captions file, None: as it is; gives back the sentences that the next page shows."""
    before = asset.captions.first()
    form = {
        "title": "Lashal",
        "language": "nl",
        "captions-TOTAL_FORMS": 1,
        "captions-INITIAL_FORMS": 1 if before else 0,
        "captions-MIN_NUM_FORMS": 0,
        "captions-MAX_NUM_FORMS": 1000,
        "captions-0-id": before.pk if before else "",
        "captions-0-language": "nl",
        "captions-0-role": "captions",
        **({"captions-0-reviewed": "on"} if reviewed else {}),
        **({"captions-0-file": SimpleUploadedFile(name, data)} if data else {}),
        "collection": Collection.get_first_root_node().pk,
    }
    answer = client.post(reverse("mediaasset:edit", args=[asset.pk]), form)
    assert answer.status_code == 302, answer.context["form"].formsets["captions"].errors
    ingest.package_asset(asset.pk)
    return [str(message) for message in get_messages(answer.wsgi_request)]


HELLO = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHallo\n"


def test_captions_are_added_on_the_page_of_the_video(client, people, panorama):
    client.force_login(people["boss"])
    send_captions(client, panorama, HELLO, reviewed=True)
    captions = panorama.captions.get()
    assert (captions.reviewed, captions.original_name, captions.packaged["media_type"]) == (True, "nl.vtt", "text/vtt")
    panorama.refresh_from_db()
    assert json.dumps(panorama.packaged)


def test_other_captions_have_to_be_checked_again(client, people, panorama):
    client.force_login(people["boss"])
    send_captions(client, panorama, HELLO, reviewed=True)
    assert not any("nl.vtt" in said for said in send_captions(client, panorama, None, reviewed=True))
    send_captions(client, panorama, HELLO, reviewed=True)
    assert panorama.captions.get().reviewed, "the same words once more"
    said = send_captions(client, panorama, HELLO.replace(b"Hallo", b"Dag"), name="anders.vtt", reviewed=True)
    assert any("anders.vtt" in sentence for sentence in said)
    assert not panorama.captions.get().reviewed, "the tick was for other words"
    send_captions(client, panorama, None, reviewed=True)
    assert panorama.captions.get().reviewed
    send_captions(client, panorama, HELLO, reviewed=False)
    send_captions(client, panorama, HELLO.replace(b"Hallo", b"Hoi"), reviewed=True)
    assert panorama.captions.get().reviewed, "ticked together with the file, where it was not before"


def test_uploading_in_the_chooser_obeys_collections_too(client, people, places, panorama_bytes):
    url = reverse("asset_chooser:create")

    def send(**fields: object):
        file = SimpleUploadedFile("hal.jpg", panorama_bytes, content_type="image/jpeg")
        return client.post(url, {"title": "Hal", "original": file, **fields})

    client.force_login(people["uploader"])
    answer = send(collection=places["Zorg"].pk)  # the only collection there is for this user is taken instead
    assert answer.json()["step"] == "chosen", answer.content
    asset = MediaAsset.objects.get()
    assert (asset.collection, asset.uploaded_by_user) == (places["Techniek"], people["uploader"])
    client.force_login(people["chooser"])
    assert send().status_code in (302, 403)
    assert MediaAsset.objects.count() == 1


def test_an_original_has_no_address_and_is_not_readable_by_all(panorama):
    with pytest.raises(ValueError, match="no address"):
        _ = panorama.original.url
    assert stat.S_IMODE(Path(panorama.original.path).stat().st_mode) == 0o640


def test_removing_a_file_removes_its_original_after_commit(client, people, panorama, django_capture_on_commit_callbacks):
    folder = Path(panorama.original.path).parent
    client.force_login(people["boss"])
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mediaasset:delete", args=[panorama.pk]))
    assert not folder.exists()


def test_a_3d_object_without_a_picture_may_be_packaged_again(client, people, make_asset, panorama):
    mesh = make_asset(b"x", "kubus.glb")
    MediaAsset.objects.filter(pk=mesh.pk).update(state="ready", kind="mesh", packaged={"kind": "mesh", "lods": []})
    again = reverse("mediaasset:again", args=[mesh.pk])
    client.force_login(people["boss"])
    assert f'action="{again}"' in client.get(reverse("mediaasset:edit", args=[mesh.pk])).content.decode()
    poster = {"path": "blobs/ab/abc.jpg"}
    MediaAsset.objects.filter(pk=mesh.pk).update(packaged={"kind": "mesh", "lods": [], "poster": poster})
    assert f'action="{again}"' not in client.get(reverse("mediaasset:edit", args=[mesh.pk])).content.decode()


def test_no_other_file_is_asked_for(client, people, panorama):
    client.force_login(people["boss"])
    form = client.get(reverse("mediaasset:edit", args=[panorama.pk])).context["form"]
    assert not form.fields["original"].required
    assert client.get(reverse("mediaasset:add")).context["form"].fields["original"].required


def test_the_menu_leads_to_the_library(client, people):
    client.force_login(people["boss"])
    assert media_library.menu_url == reverse(media_library.get_url_name("index"))
    assert "<html" in client.get(media_library.menu_url).content.decode()
