"""The catalog and its sector documents: what stands in them, in which languages, at what cost."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model

from cms.catalog import GENERATOR, build_catalog
from media_pipeline.store import read
from media_pipeline.store.memory import MemoryStore
from tests import media
from tests.cms import programme
from vr_rooms.format.catalog import SectorRoom, read_sector

pytestmark = pytest.mark.django_db


def entry(page):
    """A room as the floor below would hand it over."""
    size = {"bytes": 1, "blobs": 1}
    return SectorRoom(
        id=page.room_id,
        slug=page.slug,
        title={"nl": page.title},
        summary={"nl": page.summary},
        audience={"levels": page.levels, "min_age": 10, "minutes": 10, "comfort": "comfortable"},
        poster=programme.reference("poster"),
        manifest=programme.reference("manifest", "json", "application/json"),
        profiles={"web": size, "headset": size, "headset-hq": size},
    )


def build(*pages, store=None):
    """The catalog and slug -> sector document."""
    store = store or MemoryStore()
    catalog = build_catalog({page.room_id: entry(page) for page in pages}, store)
    return catalog, {sector.slug: read_sector(read(store, sector.document.path)) for sector in catalog.sectors}


def test_a_sector_document_holds_what_is_live_below_it(techniek, zorg):
    room, video = programme.room(techniek), programme.video(techniek)
    activity = programme.activity(programme.organisation(), techniek, zorg)
    catalog, documents = build(room)
    assert [sector.slug for sector in catalog.sectors] == ["techniek", "zorg"]
    assert catalog.languages == ("nl", "en")
    document = documents["techniek"]
    assert [one.id for one in document.rooms] == [room.room_id]
    assert document.videos[0].id == str(video.translation_key)
    assert document.videos[0].embed_path == f"/embed/video/{video.translation_key}/"
    assert [captions.language for captions in document.videos[0].video.captions] == ["nl"]
    for one in documents.values():
        assert [offer.id for offer in one.activities] == [str(activity.translation_key)]
        assert one.activities[0].sectors == (str(techniek.translation_key), str(zorg.translation_key))
        assert [organisation.name for organisation in one.organisations] == ["Lasbedrijf De Vonk"]
    assert (documents["zorg"].rooms, documents["zorg"].videos) == ((), ())


def test_a_room_that_can_not_be_released_is_left_out(techniek):
    programme.room(techniek)
    assert build()[1]["techniek"].rooms == ()


def test_an_alias_puts_a_room_and_a_video_in_another_sector(techniek, zorg):
    room, video = programme.room(techniek), programme.video(techniek)
    room.create_alias(parent=zorg)
    video.create_alias(parent=zorg)
    documents = build(room)[1]
    assert [one.id for one in documents["zorg"].rooms] == [room.room_id]
    assert [one.id for one in documents["zorg"].videos] == [str(video.translation_key)]


def test_texts_in_all_languages_that_are_live(techniek):
    programme.in_english(techniek, title="Engineering", summary="  ")
    offer = programme.activity(programme.organisation(), techniek)
    programme.in_english(offer, title="Guest lesson", occupations=["welder"])
    hidden = programme.in_english(programme.video(techniek), title="Secret")
    hidden.live = False
    hidden.save(clean=False)
    catalog, documents = build()
    assert json.loads(catalog.sectors[0].title.model_dump_json()) == {"nl": "Techniek", "en": "Engineering"}
    assert catalog.sectors[0].summary.en is None
    assert documents["techniek"].activities[0].title.en == "Guest lesson"
    assert documents["techniek"].activities[0].occupations[0].en == "welder"
    assert documents["techniek"].videos[0].title.en is None


def test_what_is_over_or_not_public_stays_out(techniek, zorg):
    past = timezone.now() - datetime.timedelta(seconds=1)
    programme.activity(programme.organisation(), techniek, valid_until=past)
    zorg.unpublish()
    catalog, documents = build()
    assert [sector.slug for sector in catalog.sectors] == ["techniek"]
    assert (documents["techniek"].activities, documents["techniek"].organisations) == ((), ())


# Wagtail leaves the temporary file of a new rendition to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_logo_becomes_a_blob_and_the_contact_stays_inside(techniek, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    path = tmp_path / "logo.jpg"
    path.write_bytes(media.encoded(media.stripes()))
    with path.open("rb") as file:
        logo = get_image_model().objects.create(title="Logo", file=ImageFile(file, name="logo.jpg"))
    offered_by = programme.organisation(logo=logo, contact_email="iemand@devonk.example", kvk="12345678")
    programme.activity(offered_by, techniek)
    store = MemoryStore()
    reference = build(store=store)[1]["techniek"].organisations[0].logo
    assert reference.media_type == "image/png"
    assert read(store, reference.path).startswith(b"\x89PNG")
    assert not any(b"iemand@" in data or b"12345678" in data for data in store.files.values())


def test_the_same_content_gives_the_same_bytes(techniek, zorg):
    room = programme.room(techniek)
    programme.video(techniek)
    programme.activity(programme.organisation(), techniek, zorg)
    first, second = MemoryStore(), MemoryStore()
    build(room, store=first)
    build(room, store=second)
    assert first.files == second.files


def test_it_costs_the_same_number_of_queries_for_one_sector_and_for_ten(home):
    offered_by = programme.organisation()
    rooms = []

    def add(number):
        sector = programme.sector(home, f"sector-{number}")
        rooms.append(programme.room(sector, f"kamer-{number}"))
        programme.video(sector, f"video-{number}")
        programme.activity(offered_by, sector, title=f"Les {number}")

    def cost():
        with CaptureQueriesContext(connection) as seen:
            build(*rooms)
        return len(seen)

    add(0)
    cost()
    for_one = cost()
    for number in range(1, 10):
        add(number)
    assert cost() == for_one <= 20


def test_the_generator_is_this_version():
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert (GENERATOR.name, GENERATOR.version) == (project["name"], project["version"])
