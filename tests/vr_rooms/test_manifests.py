"""From a room page to its manifest."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from media_pipeline.store import read
from tests.vr_rooms.conftest import hotspot, packaged, scene, scene_id, to_scene
from vr_rooms.format.manifest import read_manifest
from vr_rooms.services import live, manifests
from vr_rooms.services.stores import content_store

pytestmark = pytest.mark.django_db


def built(page):
    rooms = live.rooms()
    room = rooms[page.room_id]
    result = manifests.build(room.page, room.translations, sectors=room.sectors, rooms=rooms.keys(), store=content_store())
    return result, read_manifest(read(content_store(), result.entry.manifest.path))


def test_a_room_of_two_scenes(make_room, panorama, sector, make_asset, picture_bytes):
    picture = packaged(make_asset(picture_bytes, "helm.jpg"))
    page = make_room(
        "Lashal",
        [
            scene(1, panorama, to_scene(1, 2), hotspot(2, "info", body="<p>Vonken.</p>", image=picture.pk, image_alt="Een helm")),
            scene(2, panorama, to_scene(3, 1), hotspot(4, "link", url="https://example.org/"), north=12.5),
        ],
        lesson_goals="Je weet wat een lasser doet.",
        start_scene=scene_id(2),
    )
    result, manifest = built(page)
    assert manifest.id == str(page.translation_key)
    assert manifest.sectors == (str(sector.translation_key),)
    assert manifest.start_scene == scene_id(2)
    assert [one.north for one in manifest.scenes] == [None, 12.5]
    info = manifest.scenes[0].hotspots[1]
    assert (info.kind, info.order, info.at.yaw, info.body.nl, info.image) == ("info", 2, 20.0, "Vonken.", str(picture.uuid))
    assert manifest.assets[str(picture.uuid)].alt.nl == "Een helm"
    assert set(manifest.assets) == {str(panorama.uuid), str(picture.uuid)}
    assert manifest.lesson.goals.nl == "Je weet wat een lasser doet." and manifest.lesson.sheet is None
    assert result.entry.poster.path == panorama.poster_path
    assert result.entry.profiles == manifest.profiles and manifest.profiles["headset"].bytes > result.entry.manifest.size
    assert result.problems == []


def test_words_of_another_language_are_found_by_block_id(make_room, panorama):
    page = make_room("Lashal", [scene(1, panorama, to_scene(1, 2)), scene(2, panorama, to_scene(2, 1))])
    page.get_parent().specific.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    data = english.scenes.raw_data
    english.scenes = [
        {**data[1], "value": {**data[1]["value"], "title": "Second place", "alt": ""}},
        {**data[0], "value": {**data[0]["value"], "title": "First place", "yaw": 170.0}},
    ]
    english.title = "Welding hall"
    english.save_revision().publish()
    _result, manifest = built(page)
    assert manifest.languages == ("nl", "en")
    assert (manifest.title.nl, manifest.title.en) == ("Lashal", "Welding hall")
    assert [one.title.en for one in manifest.scenes] == ["First place", "Second place"]
    assert manifest.scenes[0].initial_view.yaw == 10.0, "geometry comes from the Dutch page"
    assert manifest.scenes[1].alt.en is None, "an empty translation falls back to Dutch"
    assert page.room_id == english.room_id


def test_an_alias_is_the_same_room_in_another_sector(make_room, panorama, sector):
    from cms.models import SectorPage
    from tests.vr_rooms.conftest import add_sector

    page = make_room("Lashal", [scene(1, panorama)])
    care = add_sector(sector.get_parent().specific, SectorPage, "Zorg")
    alias = page.create_alias(parent=care)
    assert alias.room_id == page.room_id
    rooms = live.rooms()
    assert list(rooms) == [page.room_id]
    assert rooms[page.room_id].sectors == {str(sector.translation_key), str(care.translation_key)}
    sector.unpublish()
    assert live.rooms()[page.room_id].sectors == {str(care.translation_key)}


def test_rooms_behind_a_password_are_not_live(make_room, panorama):
    from wagtail.models import PageViewRestriction

    page = make_room("Lashal", [scene(1, panorama)])
    assert page.room_id in live.rooms()
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="password", password="x")
    assert live.rooms() == {}


def test_a_link_to_a_room_that_is_not_published_is_left_out(make_room, panorama):
    other = make_room("Zaal", [scene(1, panorama)])
    page = make_room("Lashal", [scene(1, panorama, hotspot(1, "room", room=other.pk, arrive="same"))])
    _result, manifest = built(page)
    assert (manifest.scenes[0].hotspots[0].room, manifest.scenes[0].hotspots[0].arrive) == (other.room_id, "same")
    other.unpublish()
    result, manifest = built(page)
    assert manifest.scenes[0].hotspots == ()
    assert [problem.code for problem in result.problems] == ["room_not_live"]


def test_a_room_with_errors_is_not_built(make_room, panorama):
    page = make_room("Lashal", [scene(1, panorama, to_scene(1, 9), alt="")])
    with pytest.raises(manifests.RoomProblems) as refused:
        built(page)
    assert [problem.code for problem in refused.value.problems] == ["no_alt", "dead_scene"]


def test_a_draft_shows_what_is_ready(make_room, panorama, make_asset, panorama_bytes):
    waiting = make_asset(panorama_bytes + b"\0")
    page = make_room("Lashal", [scene(1, panorama, to_scene(1, 2), to_scene(2, 1)), scene(2, waiting), scene(3, None)])
    page.title = ""
    manifest = read_manifest(read(content_store(), manifests.draft(page).path))
    assert [one.id for one in manifest.scenes] == [scene_id(1)]
    assert [spot.scene for spot in manifest.scenes[0].hotspots] == [scene_id(1)]
    page.scenes = []
    assert manifests.draft(page) is None
