"""Making releases, with a catalog of one sector, and going back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from media_pipeline.digests import blob_path
from media_pipeline.errors import MissingBlob
from media_pipeline.release.verify import verify_store
from media_pipeline.store import put_document, read
from tests.vr_rooms.conftest import scene, to_scene
from vr_rooms.errors import NotReleasable
from vr_rooms.format.catalog import Catalog, CatalogSector, Generator, SectorDocument
from vr_rooms.models import Release, RoomRecord
from vr_rooms.services import locks, releases
from vr_rooms.services.stores import content_store
from vr_rooms.signals import release_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalog(sector):
    """A catalog that puts all rooms into one sector."""

    def build(rooms, store) -> Catalog:
        common = {
            "id": sector.translation_key,
            "slug": sector.slug,
            "title": {"nl": sector.title, "en": "Technology"},
            "summary": {"nl": sector.summary},
            "colour": sector.colour,
            "icon": sector.icon,
        }
        document = put_document(store, SectorDocument(**common, rooms=tuple(rooms.values())))
        return Catalog(
            release=0,
            released_at="2026-01-01T00:00:00Z",
            languages=("nl",),
            generator=Generator(name="test", version="1"),
            sectors=(CatalogSector(**common, order=1, document=document),),
        )

    return build


def in_the_release() -> dict[str, str]:
    return {room.title.nl: room.manifest.sha256 for room, _sectors in releases.released_rooms()}


def test_what_is_live_is_released(make_room, panorama, catalog):
    heard = []
    release_published.connect(lambda number, **kwargs: heard.append(number), weak=False, dispatch_uid="heard")
    page = make_room("Lashal", [scene(1, panorama, to_scene(1, 2)), scene(2, panorama, to_scene(2, 1))])
    try:
        outcome = releases.make(catalog)
        assert (outcome.number, outcome.made, outcome.rooms, dict(outcome.problems)) == (1, True, 1, {})
        assert verify_store(content_store()) == []
        manifest = releases.released_manifest(page.room_id)
        assert json.loads(read(content_store(), manifest.path))["id"] == page.room_id
        ((room, sectors),) = releases.released_rooms()
        assert (room.title.nl, [one.en for one in sectors]) == ("Lashal", ["Technology"])
        again = releases.make(catalog)
        assert (again.number, again.made, Release.objects.count(), heard) == (1, False, 1, [1])
    finally:
        release_published.disconnect(dispatch_uid="heard")


def test_an_unpublished_room_leaves_with_the_next_release(make_room, panorama, catalog):
    page = make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    page.unpublish()
    assert releases.released_manifest(page.room_id) is not None
    assert releases.make(catalog).number == 2
    assert releases.released_manifest(page.room_id) is None and releases.released_rooms() == []


def test_a_bad_room_keeps_its_last_good_manifest_and_blocks_no_other(make_room, panorama, catalog):
    bad, good = make_room("Lashal", [scene(1, panorama)]), make_room("Zaal", [scene(1, panorama)])
    never = make_room("Nooit", [scene(1, panorama, alt="")])
    releases.make(catalog)
    before = in_the_release()
    assert set(before) == {"Lashal", "Zaal"}
    bad.title, bad.scenes = "Lashal nieuw", [{"type": "scene", **scene(1, panorama, alt="")}]
    bad.save()
    good.title = "Zaal nieuw"
    good.save()
    outcome = releases.make(catalog)
    after = in_the_release()
    assert after["Lashal"] == before["Lashal"] and "Zaal nieuw" in after
    assert {key: [one.code for one in found] for key, found in outcome.problems.items()} == {
        bad.room_id: ["no_alt"],
        never.room_id: ["no_alt"],
    }
    assert {(one["room"], one["code"]) for one in Release.objects.first().problems} == {
        ("Lashal nieuw", "no_alt"),
        ("Nooit", "no_alt"),
    }
    assert RoomRecord.objects.get(room_id=bad.room_id).problems[0]["code"] == "no_alt"


def test_a_room_that_we_fail_to_build_blocks_no_other(make_room, panorama, catalog, monkeypatch, caplog):
    bad, _good = make_room("Lashal", [scene(1, panorama)]), make_room("Zaal", [scene(1, panorama)])
    releases.make(catalog)
    before = in_the_release()
    real = releases.manifests.build

    def failing(page, *args, **kwargs):
        return 1 / 0 if page.pk == bad.pk else real(page, *args, **kwargs)

    monkeypatch.setattr(releases.manifests, "build", failing)
    outcome = releases.make(catalog)
    assert in_the_release() == before and "ZeroDivisionError" in caplog.text
    assert [one.code for one in outcome.problems[bad.room_id]] == ["broken"]


def test_a_missing_blob_stops_the_release_and_is_named(make_room, panorama, catalog, settings):
    make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    before = read(content_store(), "metadata/timestamp.json")
    make_room("Zaal", [scene(1, panorama)])
    index = json.loads(read(content_store(), panorama.packaged["tiles"]["index"]["path"]))
    tile = blob_path(index["eyes"][0]["levels"][0]["faces"]["f"][0][0], "jpg")
    Path(settings.CONTENT_STORE, tile).unlink()
    with pytest.raises(MissingBlob, match=tile):
        releases.make(catalog)
    assert read(content_store(), "metadata/timestamp.json") == before
    assert Release.objects.count() == 1 and set(in_the_release()) == {"Lashal"}


def test_a_missing_index_is_named_too(make_room, panorama, catalog, settings):
    make_room("Lashal", [scene(1, panorama)])
    index = panorama.packaged["tiles"]["index"]["path"]
    Path(settings.CONTENT_STORE, index).unlink()
    with pytest.raises(MissingBlob, match=index):
        releases.make(catalog)


def test_rollback_is_a_new_number_with_the_old_content_and_holds(make_room, panorama, catalog):
    page = make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    first = in_the_release()
    page.title = "Lashal twee"
    page.save()
    releases.make(catalog)
    outcome = releases.rollback(1)
    assert (outcome.number, outcome.made, in_the_release()) == (3, True, first)
    assert Release.objects.first().rollback_of == 1
    assert verify_store(content_store()) == []
    waiting = releases.make(catalog, automatic=True)
    assert (waiting.held, waiting.made, waiting.number) == (True, False, 3)
    assert releases.make(catalog).number == 4
    assert not releases.held() and set(in_the_release()) == {"Lashal twee"}
    assert releases.make(catalog, automatic=True).held is False


def test_asking_for_a_release_ends_the_hold_even_when_nothing_changes(make_room, panorama, catalog):
    make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    releases.rollback(1)
    assert releases.held()
    assert releases.make(catalog).made is False
    assert not releases.held()


def test_rollback_to_nothing_is_refused(db):
    with pytest.raises(NotReleasable, match="There is no release 7"):
        releases.rollback(7)


def test_a_dry_run_leaves_nothing(make_room, panorama, catalog, settings):
    make_room("Lashal", [scene(1, panorama)])
    before = sorted(content_store().keys())
    outcome = releases.make(catalog, dry_run=True)
    assert (outcome.number, outcome.made, outcome.rooms) == (None, True, 1)
    assert sorted(content_store().keys()) == before and not Path(settings.TUF_KEYS).exists()
    assert not Release.objects.exists() and not RoomRecord.objects.exists()


def test_numbers_rise_from_the_higher_of_database_and_store(make_room, panorama, catalog):
    page = make_room("Lashal", [scene(1, panorama)])
    assert releases.make(catalog, above=41).number == 42
    Release.objects.all().delete()  # the database came from a backup
    page.title = "Anders"
    page.save()
    assert releases.make(catalog).number == 43
    Release.objects.create(number=60, released_at="2026-01-01T00:00:00Z", catalog={}, content_digest="")  # the store did
    assert releases.make(catalog).number == 61


def test_a_row_that_a_killed_process_did_not_write_is_written_next_time(make_room, panorama, catalog):
    make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    Release.objects.all().delete()
    RoomRecord.objects.update(released=None)
    outcome = releases.make(catalog)
    assert (outcome.number, outcome.made, Release.objects.get().number) == (1, False, 1)
    assert set(in_the_release()) == {"Lashal"}


def test_the_schemas_come_along(make_room, panorama, catalog, settings, tmp_path, monkeypatch):
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "catalog.json").write_text("{}")
    monkeypatch.setattr(releases.schemas, "folder", lambda: folder)
    make_room("Lashal", [scene(1, panorama)])
    releases.make(catalog)
    assert read(content_store(), "schemas/catalog.json") == b"{}"


def test_the_lock_is_taken(make_room, panorama, catalog):
    make_room("Lashal", [scene(1, panorama)])

    def looking(rooms, store):
        assert not locks.is_free(releases.LOCK)
        return catalog(rooms, store)

    assert releases.make(looking).made and locks.is_free(releases.LOCK)
