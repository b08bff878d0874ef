"""Faces in the media library: found while a photo waits for an answer, shown from the original, blurred on an editor's word."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from media_pipeline.errors import ToolMissing
from media_pipeline.faces import net
from tests import media
from tests.media_pipeline.faces.conftest import centerface  # noqa: F401
from tests.media_pipeline.faces.scenes import sphere_with
from tests.vr_rooms.conftest import packaged
from tests.vr_rooms.test_library import collection, person
from vr_rooms.models import MediaAsset
from vr_rooms.services import faces, ingest

pytestmark = pytest.mark.django_db

HEADS = [(30.0, 5.0, 24.0), (-120.0, 0.0, 30.0)]
ROWS = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "form-MIN_NUM_FORMS": 0, "form-MAX_NUM_FORMS": 60}


@pytest.fixture(scope="module")
def with_heads() -> bytes:
    return media.encoded(sphere_with(HEADS, 512))


@pytest.fixture
def photo(make_asset, with_heads) -> MediaAsset:
    """A packaged photo with two people in it, about whom nobody has said anything."""
    return packaged(make_asset(with_heads, title="Lashal", collection=collection("Techniek")))


@pytest.fixture
def editor(client, photo):
    user = person("editor", photo.collection, "add", "change", "choose")
    client.force_login(user)
    return client


def told(asset: MediaAsset, yaw: float) -> str:
    """The find near a yaw, as the form gives it back."""
    (face,) = [face for face in faces.found(asset) or [] if abs(face.yaw - yaw) < 5]
    return faces.written(face)


@pytest.mark.usefixtures("centerface")
def test_found_shown_chosen_and_blurred(editor, photo):
    assert len(faces.found(photo)) == 2
    url = reverse("mediaasset:faces", args=[photo.pk])
    assert url in editor.get(reverse("mediaasset:edit", args=[photo.pk])).content.decode()
    page = editor.get(url).content.decode()
    assert page.count('type="checkbox" name="blur"') == 2
    picture = editor.get(reverse("mediaasset:face_crops", args=[photo.pk]))
    assert media.pixels(picture.content).shape == (faces.CROP, 2 * faces.CROP, 3)
    assert "private" in picture["Cache-Control"]

    before, kept = photo.packaged, told(photo, -120)
    pointed = {"form-0-yaw": "100", "form-0-pitch": "-10", "form-0-size": "12"}
    answer = editor.post(url, {**ROWS, **pointed, "blur": [told(photo, 30)], "people": "blurred"})
    assert answer.status_code == 302, answer.context["form"].errors
    photo.refresh_from_db()
    assert (photo.people, photo.state) == ("blurred", "uploaded")
    assert photo.blur == f"{told(photo, 30)};100,-10,12"
    assert ingest.package_asset(photo.pk) == "ready"
    photo.refresh_from_db()
    assert photo.packaged != before
    # what was found is about the original: the choice can be changed later
    assert len(faces.found(photo)) == 2
    page = editor.get(url).content.decode()
    assert page.count("checked") == 2  # one face and the answer
    assert 'value="100.0"' in page and kept in page


@pytest.mark.usefixtures("centerface")
def test_a_changed_mind(editor, photo):
    """Everyone has agreed after all: the photo as it was comes back."""
    before, url = photo.packaged, reverse("mediaasset:faces", args=[photo.pk])
    for blur, people in (([told(photo, 30)], "blurred"), ([], "consented")):
        assert editor.post(url, {**ROWS, "blur": blur, "people": people}).status_code == 302
        assert ingest.package_asset(photo.pk) == "ready"
    photo.refresh_from_db()
    assert (photo.packaged, photo.blur, photo.people) == (before, "", "consented")


@pytest.mark.usefixtures("centerface")
def test_another_photo_needs_another_answer(editor, photo, panorama_bytes):
    editor.post(reverse("mediaasset:faces", args=[photo.pk]), {**ROWS, "blur": [told(photo, 30)], "people": "blurred"})
    photo.refresh_from_db()
    photo.original.save("nieuw.jpg", ContentFile(panorama_bytes), save=False)
    photo.save()
    photo.refresh_from_db()
    assert (photo.blur, photo.people) == ("", "")
    assert faces.found(photo) is None


@pytest.mark.usefixtures("centerface")
def test_who_has_answered_waits_for_no_search(make_asset, panorama_bytes):
    asset = packaged(make_asset(panorama_bytes, people="none"))
    assert faces.found(asset) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": ""},
        {"people": "blurred", "blur": ["1,2,3"]},
        {"people": "blurred", "form-0-yaw": "400", "form-0-pitch": "0", "form-0-size": "4"},
        {"people": "blurred", "form-0-yaw": "40", "form-0-pitch": "0", "form-0-size": "0"},
        {"people": "blurred", "form-0-yaw": "40"},
    ],
)
def test_a_wrong_answer_changes_nothing(editor, photo, wrong):
    answer = editor.post(reverse("mediaasset:faces", args=[photo.pk]), {**ROWS, **wrong})
    assert answer.status_code == 422
    assert "is aangegeven" in answer.content.decode(), "what is marked may stand below the screen"
    photo.refresh_from_db()
    assert (photo.people, photo.blur, photo.state) == ("", "", "ready")


def test_without_the_extra_the_editor_answers_by_eye(monkeypatch, client, make_asset, with_heads):
    def missing() -> Path:
        raise ToolMissing("not here")

    monkeypatch.setattr(net, "weights", missing)
    photo = packaged(make_asset(with_heads, title="Lashal", collection=collection("Techniek")))
    assert faces.found(photo) is None
    client.force_login(person("editor", photo.collection, "add", "change", "choose"))
    url = reverse("mediaasset:faces", args=[photo.pk])
    with translation.override("nl"):
        assert client.get(url).status_code == 200
    pointed = {"form-0-yaw": "30", "form-0-pitch": "5", "form-0-size": "24"}
    assert client.post(url, {**ROWS, **pointed, "people": "blurred"}).status_code == 302
    assert ingest.package_asset(photo.pk) == "ready"


def test_only_for_who_may_change_the_photo(client, photo):
    client.force_login(person("chooser", photo.collection, "choose"))
    for name in ("faces", "face_crops"):
        assert client.get(reverse(f"mediaasset:{name}", args=[photo.pk])).status_code in (302, 403)
    assert client.post(reverse("mediaasset:faces", args=[photo.pk]), {**ROWS, "people": "none"}).status_code in (302, 403)
    photo.refresh_from_db()
    assert photo.people == ""


def test_only_for_photos_of_all_around(client, make_asset, picture_bytes):
    place = collection("Techniek")
    picture = packaged(make_asset(picture_bytes, "logo.jpg", collection=place))
    client.force_login(person("editor", place, "add", "change", "choose"))
    assert client.get(reverse("mediaasset:faces", args=[picture.pk])).status_code == 404


def test_in_dutch(editor, photo):
    with translation.override("nl"):
        editor.cookies["django_language"] = "nl"
        page = editor.get(reverse("mediaasset:faces", args=[photo.pk]), headers={"accept-language": "nl"}).content.decode()
    assert "Gezichten in deze foto" in page
    assert "Gezichten die je zelf aanwijst" in page
