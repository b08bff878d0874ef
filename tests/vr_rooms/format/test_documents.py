"""Wire documents: strict for who writes, forgiving for who reads, the same bytes for the same content."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from media_pipeline.canonical import dumps
from media_pipeline.errors import Damaged
from media_pipeline.store import MemoryStore, read
from tests.content import Programme, manifest, name, text
from vr_rooms.format.catalog import Catalog, Generator, read_catalog, read_sector
from vr_rooms.format.manifest import ActivityHotspot, At, InitialView, LinkHotspot, RoomManifest, Scene, read_manifest

EXAMPLE = Path(__file__).resolve().parents[4] / "shared" / "contract" / "example-root"


@pytest.fixture(scope="module")
def room() -> RoomManifest:
    return manifest(MemoryStore(), "lasserij")


def test_what_is_written_reads_back_to_the_same_bytes(room: RoomManifest) -> None:
    data = dumps(room)
    assert dumps(read_manifest(data)) == data
    programme = Programme(MemoryStore())
    catalog = programme.catalog()
    assert dumps(read_catalog(dumps(catalog))) == dumps(catalog)
    sector = read(programme.store, catalog.sectors[0].document.path)
    assert dumps(read_sector(sector)) == sector


@pytest.mark.skipif(not EXAMPLE.is_dir(), reason="../shared/contract is not here")
def test_a_root_that_others_made_is_read() -> None:
    documents = [path.read_bytes() for path in [*EXAMPLE.glob("blobs/*/*.json"), *EXAMPLE.glob("targets/*")]]
    assert [read_manifest(data).slug for data in documents if b'"scenes"' in data] == ["lasserij"]
    assert [read_sector(data).slug for data in documents if b'"organisations"' in data] == ["techniek"]
    assert [read_catalog(data).release for data in documents if b'"generator"' in data] == [1]


def test_a_reader_leaves_out_what_it_does_not_know(room: RoomManifest) -> None:
    later = json.loads(dumps(room))
    later |= {"schema_version": "1.7", "weather": "sunny"}
    later["scenes"][0]["smell"] = "oil"
    later["scenes"][0]["hotspots"][0]["blinks"] = True
    later["scenes"][0]["hotspots"].append({"kind": "teleport", "id": "x"})
    later["assets"][name("hologram")] = {"kind": "hologram", "rays": 3}
    assert read_manifest(json.dumps(later).encode()) == room.model_copy(update={"schema_version": "1.7"})


def test_a_writer_may_not_invent_fields(room: RoomManifest) -> None:
    for place in ([], ["scenes", 0], ["scenes", 0, "hotspots", 0], ["scenes", 0, "hotspots", 0, "at"], ["audience"]):
        plain = json.loads(dumps(room))
        part = plain
        for step in place:
            part = part[step]
        part["weather"] = "sunny"
        with pytest.raises(ValidationError, match="has no field weather"):
            RoomManifest.model_validate(plain)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"start_scene": name("nergens")}, "is no scene of this room"),
        ({"assets": {}}, "is no panorama or video of this room"),
        ({"scenes": []}, "at least 1"),
        ({"schema_version": "2.0"}, "pattern"),
        ({"title": {"nl": " "}}, "the Dutch text is empty"),
        ({"id": "1"}, "pattern"),
    ],
)
def test_a_writer_is_told_what_hangs_loose(room: RoomManifest, change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        RoomManifest.model_validate({**json.loads(dumps(room)), **change})


def test_links_and_assets_of_hotspots_must_be_there(room: RoomManifest) -> None:
    plain = json.loads(dumps(room))
    spots = plain["scenes"][0]["hotspots"]
    spots[0]["scene"] = name("nergens")
    spots[1]["image"] = name("lasserij photo 0")
    spots[1]["id"] = plain["scenes"][1]["id"]
    with pytest.raises(ValidationError) as error:
        RoomManifest.model_validate(plain)
    said = str(error.value)
    assert "leads to scene" in said
    assert "is no image of this room" in said
    assert "is used twice" in said
    read_manifest(json.dumps(plain).encode())  # a reader shows what there is


def test_an_activity_hotspot_has_one_of_both() -> None:
    base = {"id": name("x"), "at": At(yaw=0.0, pitch=0.0), "label": text("Kom"), "order": 1}
    assert ActivityHotspot(**base, query={"levels": ["vmbo"]}).query is not None
    for wrong in ({}, {"activity": name("a"), "query": {}}):
        with pytest.raises(ValidationError, match="either an activity or a query"):
            ActivityHotspot(**base, **wrong)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x", "/pad", "https://"])
def test_a_link_leads_to_the_web_only(url: str) -> None:
    with pytest.raises(ValidationError):
        LinkHotspot(id=name("x"), at=At(yaw=0.0, pitch=0.0), label=text("Meer"), order=1, url=url)


@pytest.mark.parametrize(
    ("given_yaw", "yaw"),
    [
        (180, -180.0),
        (-180, -180.0),
        (270, -90.0),
        (179.9996, -180.0),
        (-0.0, 0.0),
        (59.99, 59.99),
        (-0.0001, 0.0),
        (12.34567, 12.346),
    ],
)
def test_yaw_lies_in_its_range(given_yaw: float, yaw: float) -> None:
    at = At(yaw=given_yaw, pitch=0)
    assert (at.yaw, str(at.yaw), str(at.pitch)) == (yaw, str(yaw), "0.0")


@given(st.floats(-1000, 1000), st.floats(-90, 90))
def test_angles_are_in_range_rounded_and_stay_when_read_again(yaw: float, pitch: float) -> None:
    at = At(yaw=yaw, pitch=pitch)
    assert -180 <= at.yaw < 180
    assert -90 <= at.pitch <= 90
    assert dumps(At.read(json.loads(dumps(at)))) == dumps(at)
    assert b"-0.0}" not in dumps(at)
    turned = abs(at.yaw - yaw) % 360
    assert min(turned, 360 - turned) <= 0.0005001


@pytest.mark.parametrize(("field", "value"), [("pitch", 90.1), ("pitch", float("nan")), ("yaw", "links")])
def test_angles_that_are_none_are_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError):
        At.model_validate({"yaw": 0.0, "pitch": 0.0, field: value})


def test_moments_are_utc_to_the_second() -> None:
    amsterdam = timezone(timedelta(hours=1))
    generator = Generator(name="x", version="1")
    catalog = Catalog(
        release=1,
        released_at=datetime(2026, 11, 22, 13, 0, 0, 5, tzinfo=amsterdam),  # type: ignore[arg-type]
        languages=("nl",),
        generator=generator,
        sectors=(),
    )
    assert catalog.released_at == "2026-11-22T12:00:00Z"
    with pytest.raises(ValidationError, match="time zone"):
        Catalog(release=1, released_at=datetime(2026, 1, 1), languages=(), generator=generator, sectors=())  # type: ignore[arg-type]


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"\xff", b'{"release":"x"}', b"<html>", b"[" * 100_000])
def test_what_is_no_document_gives_one_sentence(data: bytes) -> None:
    with pytest.raises(Damaged, match=r"^catalog\.json is no") as error:
        read_catalog(data)
    assert "\n" not in str(error.value)


def test_defaults_are_written_out(room: RoomManifest) -> None:
    scene = json.loads(dumps(room))["scenes"][0]
    assert scene["pose"] == {"yaw": 0.0, "pitch": 0.0, "roll": 0.0}
    assert scene["initial_view"] == json.loads(dumps(InitialView()))
    assert "north" not in scene
    assert Scene.model_fields["alt"].is_required()
