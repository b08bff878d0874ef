"""From a 3D scene and viewpoints to panoramas in the library, and from those to a draft room."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from media_pipeline.errors import Refused, ToolMissing
from media_pipeline.remarks import remark
from media_pipeline.warned import warn
from tests.vr_rooms.conftest import packaged
from tests.vr_rooms.test_library import collection, person
from vr_rooms.admin.library import found_out
from vr_rooms.models import MediaAsset, RoomPage, Viewpoint
from vr_rooms.services import drawing, ingest, reconcile, tours
from vr_rooms.services.drawing import View

pytestmark = pytest.mark.django_db

BOUNDS = {"min": [-4.0, 0.0, -3.0], "max": [4.0, 3.0, 5.0]}
VIEWS = [View("Deur", 0, 1.6, 0), View("Werkbank", 2, 1.6, -2), View("Hoek", -3, 1.6, -3)]


@pytest.fixture
def mesh(make_asset):
    """A packaged 3D scene."""
    asset = make_asset(b"glTF", "garage.glb", title="Garage", collection=collection("Techniek"))
    done = {"state": "ready", "kind": "mesh", "packaged": {"kind": "mesh", "bounds": BOUNDS}, "handled_request": asset.request}
    MediaAsset.objects.filter(pk=asset.pk).update(**done)
    asset.refresh_from_db()
    return asset


@pytest.fixture
def drawn(monkeypatch, panorama_bytes) -> list[tuple[Any, ...]]:
    """What was asked to be drawn; a small photo stands for the picture."""
    asked: list[tuple[Any, ...]] = []

    def pictures_of(scene: Path, places: list[Any], folder: Path, *, stereo: bool, name: str, progress: Any) -> list[Path]:
        asked.append((scene.name, [place.at for place in places], stereo, name))
        progress("render", 1, 7)
        (folder / "view-0.jpg").write_bytes(panorama_bytes)
        return [folder / "view-0.jpg"]

    monkeypatch.setattr(drawing, "pictures_of", pictures_of)
    return asked


def test_a_viewpoint_is_drawn_and_packaged(mesh, drawn, panorama_bytes):
    (asset,) = drawing.order(mesh, VIEWS[:1], stereo=False, user=None)
    assert (asset.state, asset.collection, asset.title, bool(asset.original)) == ("uploaded", mesh.collection, "Deur", False)
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    assert drawn == [(Path(mesh.original.name).name, [(0, 1.6, 0)], False, "garage.glb")]
    assert asset.packaged["kind"] == "panorama" and asset.packaged["stereo"] == "mono"
    assert Path(asset.original.path).read_bytes() == panorama_bytes
    assert (asset.original_name, asset.original_size, asset.attempts) == ("Deur.jpg", len(panorama_bytes), 0)
    with pytest.raises(ValueError, match="no address"):
        asset.original.url  # noqa: B018 - originals are never public
    assert ingest.package_asset(asset.pk) == "ready" and len(drawn) == 1, "drawn once"


def test_a_view_that_sees_nothing_says_so_on_its_page(mesh, drawn, monkeypatch):
    pictures_of = drawing.pictures_of

    def from_outside(scene, places, folder, *, name, **how):
        warn(remark("unseen", name=scene.name, place="0,1.6,0"))
        return pictures_of(scene, places, folder, name=name, **how)

    monkeypatch.setattr(drawing, "pictures_of", from_outside)
    (asset,) = drawing.order(mesh, VIEWS[:1], stereo=False, user=None)
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    with translation.override("nl"):
        assert "Van garage.glb is niets te zien vanaf 0,1.6,0; kijk naar de coördinaten." in [
            said for _, said in found_out(asset)
        ]


def test_a_killed_drawing_is_taken_up_again(mesh, drawn):
    (asset,) = drawing.order(mesh, VIEWS[:1], stereo=False, user=None)
    MediaAsset.objects.filter(pk=asset.pk).update(state="packaging", stage="render", attempts=1)  # as a killed worker leaves it
    assert asset.pk in reconcile.waiting()
    assert ingest.package_asset(asset.pk) == "ready"
    assert asset.pk not in reconcile.waiting()


def test_new_viewpoints_are_enqueued_after_commit(mesh, drawn, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        drawing.order(mesh, VIEWS, stereo=False, user=None)
    assert len(callbacks) == 3


@pytest.mark.parametrize(
    ("error", "state", "code"),
    [
        (Refused("too_many_triangles", name="x", triangles=9, limit=5), "refused", "too_many_triangles"),
        (ToolMissing("There is no renderer."), "failed", "tool_missing"),
    ],
)
def test_what_goes_wrong_is_said_about_the_scene(mesh, monkeypatch, error, state, code):
    (asset,) = drawing.order(mesh, VIEWS[:1], stereo=False, user=None)

    def fails(*args, **kwargs):
        raise error

    monkeypatch.setattr(drawing, "pictures_of", fails)
    assert ingest.package_asset(asset.pk) == state
    asset.refresh_from_db()
    assert asset.message_code == code and "garage.glb" in asset.message


def test_a_scene_that_is_gone_is_told(mesh, drawn):
    (asset,) = drawing.order(mesh, VIEWS[:1], stereo=False, user=None)
    mesh.delete()
    assert ingest.package_asset(asset.pk) == "failed"
    asset.refresh_from_db()
    with translation.override("en"):
        assert asset.message.startswith("The 3D scene garage.glb is no longer there")
    assert drawn == []


def test_what_an_editor_did_meanwhile_stays(mesh, drawn, panorama_bytes, monkeypatch):
    """A title typed while we draw stays; a file given in the meantime is not replaced by the drawn one."""
    one, other = drawing.order(mesh, VIEWS[:2], stereo=False, user=None)
    inner = drawing.pictures_of

    def meanwhile(*args, **kwargs):
        MediaAsset.objects.filter(pk=one.pk).update(title="Nieuwe naam")
        given = MediaAsset.objects.get(pk=other.pk)
        if not given.original:
            given.original = ContentFile(b"no picture", "eigen.jpg")
            given.save()
        return inner(*args, **kwargs)

    monkeypatch.setattr(drawing, "pictures_of", meanwhile)
    assert ingest.package_asset(one.pk) == "ready"
    one.refresh_from_db()
    assert one.title == "Nieuwe naam"
    other.refresh_from_db()
    assert ingest.package_asset(other.pk) == "refused"
    other.refresh_from_db()
    assert other.original_name == "eigen.jpg"


def test_the_page_makes_panoramas(client, mesh, drawn, django_capture_on_commit_callbacks):
    client.force_login(person("techniek", mesh.collection, "add", "change", "choose"))
    url = reverse("mediaasset:viewpoints", args=[mesh.pk])
    page = client.get(url)
    assert page.status_code == 200
    assert url in client.get(reverse("mediaasset:edit", args=[mesh.pk])).content.decode()
    assert page.context["formset"].forms[0].initial == {"title": "Garage", "x": 0.0, "y": 1.6, "z": 1.0}
    rows = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "1", "stereo": "on"}
    for number, view in enumerate(VIEWS[:2]):
        rows |= {f"form-{number}-{name}": str(value) for name, value in vars(view).items()}
    answer = client.post(url, rows)
    assert answer.status_code == 302, answer.context["formset"].errors
    made = list(Viewpoint.objects.order_by("pk"))
    assert [(one.asset.title, one.x, one.y, one.z, one.stereo) for one in made] == [
        ("Deur", 0, 1.6, 0, True),
        ("Werkbank", 2, 1.6, -2, True),
    ]
    assert made[0].asset.wanted_stereo == "top-bottom" and made[0].asset.uploaded_by_user.username == "techniek"
    shown = client.get(url).content.decode()
    assert "Werkbank" in shown and 'name="parent"' not in shown, "no room before the pictures are ready"


def test_a_row_that_makes_no_sense_is_marked(client, mesh):
    client.force_login(person("techniek", mesh.collection, "add", "change", "choose"))
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-title": "Deur", "form-0-x": "links", "form-0-y": "1"}
    answer = client.post(reverse("mediaasset:viewpoints", args=[mesh.pk]), rows)
    assert answer.status_code == 422
    assert "is aangegeven" in answer.content.decode(), "what is marked may stand below the screen"
    assert set(answer.context["formset"].forms[0].errors) == {"x", "z"}
    assert not Viewpoint.objects.exists()


def test_who_may_draw(client, mesh, panorama):
    elsewhere = collection("Zorg")
    people = {
        "editor": (person("editor", mesh.collection, "add", "change", "choose"), 200),
        "uploader": (person("uploader", mesh.collection, "add", "choose"), 200),
        "chooser": (person("chooser", mesh.collection, "choose"), 302),
        "other": (person("other", elsewhere, "add", "change", "choose"), 302),
    }
    for name, (user, wanted) in people.items():
        client.force_login(user)
        assert client.get(reverse("mediaasset:viewpoints", args=[mesh.pk])).status_code == wanted, name
        with transaction.atomic():
            made = client.post(reverse("mediaasset:make_room", args=[mesh.pk]), {})
            assert made.url == (
                reverse("mediaasset:viewpoints", args=[mesh.pk]) if wanted == 200 else reverse("wagtailadmin_home")
            )
    client.force_login(people["editor"][0])
    assert client.get(reverse("mediaasset:viewpoints", args=[panorama.pk])).status_code == 302, "a photo is no scene"


def test_a_room_of_views_leads_from_each_to_the_others(admin_client, mesh, drawn, sector):
    assets = drawing.order(mesh, VIEWS, stereo=False, user=None)
    for asset in assets:
        packaged(asset)
    page = admin_client.get(reverse("mediaasset:viewpoints", args=[mesh.pk]))
    assert page.context["offer_room"]
    given = {"title": "Garage", "parent": sector.pk, "views": [asset.pk for asset in assets]}
    answer = admin_client.post(reverse("mediaasset:make_room", args=[mesh.pk]), given)
    room = RoomPage.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[room.pk])
    assert not room.live and room.get_parent().pk == sector.pk and room.has_unpublished_changes
    scenes = list(room.get_latest_revision_as_object().scenes)
    assert [scene.value["title"] for scene in scenes] == ["Deur", "Werkbank", "Hoek"]
    assert [scene.value["asset"].pk for scene in scenes] == [asset.pk for asset in assets]
    spots = {spot.value["scene"]: spot.value for spot in scenes[0].value["hotspots"]}
    assert set(spots) == {scenes[1].id, scenes[2].id}
    assert (spots[scenes[1].id]["yaw"], spots[scenes[1].id]["pitch"]) == (45.0, 0.0)  # x 2, z -2: to the right, ahead
    assert spots[scenes[2].id]["yaw"] == -45.0
    assert admin_client.get(answer.url).status_code == 200


def test_of_two_places_in_line_only_the_nearer_one_is_shown(mesh):
    line = [View("A", 0, 1.6, 0), View("C", 0, 1.6, -4), View("B", 0.1, 1.6, -2), View("Zelfde", 0, 1.6, 0)]
    drawing.order(mesh, line, stereo=False, user=None)
    views = list(Viewpoint.objects.select_related("asset"))
    seen = {view.asset.title: [other.asset.title for other, _, _ in tours.seen_from(view, views)] for view in views}
    assert seen["A"] == ["B"] and seen["C"] == ["B"]
    assert seen["B"] == ["A", "C"]
