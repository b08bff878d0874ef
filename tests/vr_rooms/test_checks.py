"""What blocks a room and what is only worth a look: a table of rooms with one thing changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from vr_rooms import checks
from vr_rooms.checks import AssetFacts, HotspotFacts, RoomFacts, SceneFacts

PHOTO = AssetFacts("p", "foto.jpg", "panorama", people="none")
PICTURE = AssetFacts("i", "helm.jpg", "image")
FILM = AssetFacts("v", "film.mp4", "video", flat=True, has_audio=True, reviewed=frozenset({"nl"}))
ROUND_FILM = AssetFacts("r", "rond.mp4", "video", people="consented")
SHEET = AssetFacts("d", "lesblad.pdf", "document")
GOING = HotspotFacts("h1", "scene", "Naar binnen", scene="s2")
FIRST = SceneFacts("s1", "Buiten", "De deur van de hal.", PHOTO, (GOING,))
SECOND = SceneFacts("s2", "Binnen", "De hal.", PHOTO)
ROOM = RoomFacts("Lashal", ("vmbo",), (FIRST, SECOND))


def room(**changes):
    return replace(ROOM, **changes)


def first(**changes):
    return room(scenes=(replace(FIRST, **changes), SECOND))


def spot(kind, **facts):
    return first(hotspots=(GOING, HotspotFacts("h2", kind, facts.pop("label", "Punt"), **facts)))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ROOM, []),
        (room(scenes=()), ["no_scenes"]),
        (room(levels=()), ["no_levels"]),
        (room(start_scene="s2"), ["unreachable"]),
        (room(start_scene="weg"), ["no_start_scene"]),
        (room(sheet=SHEET), []),
        (room(sheet=PICTURE), ["wrong_kind"]),
        (room(sheet=replace(SHEET, kind="", state="wacht")), ["asset_not_ready"]),
        (first(title=" "), ["no_scene_title"]),
        (first(alt=""), ["no_alt"]),
        (first(asset=None), ["no_asset"]),
        (first(asset=replace(PHOTO, kind="", state="wacht")), ["asset_not_ready"]),
        (first(asset=PICTURE), ["wrong_kind"]),
        (first(asset=FILM), ["wrong_kind"]),
        (first(asset=ROUND_FILM), []),
        (first(asset=replace(ROUND_FILM, has_audio=True)), ["captions"]),
        (first(asset=replace(PHOTO, people="")), ["people"]),
        (first(hotspots=()), ["unreachable"]),
        (first(hotspots=(replace(GOING, label=""),)), ["no_label"]),
        (first(hotspots=(GOING, replace(GOING, id="h2", scene="weg"))), ["dead_scene"]),
        (spot("room", room="live"), []),
        (spot("room", room="gone"), ["dead_room"]),
        (spot("room", room="not live"), ["room_not_live"]),
        (spot("image", asset=PICTURE, alt="Een helm"), []),
        (spot("image", asset=PICTURE), ["no_image_alt"]),
        (spot("image"), ["asset_gone"]),
        (spot("image", asset=PHOTO, alt="x"), ["wrong_kind"]),
        (spot("info"), []),
        (spot("info", asset=PICTURE), ["no_image_alt"]),
        (spot("video", asset=FILM), []),
        (spot("video", asset=replace(FILM, reviewed=frozenset({"en"}))), ["captions"]),
        (spot("video", asset=replace(FILM, reviewed=frozenset(), has_audio=False)), []),
        (spot("video", asset=ROUND_FILM), ["wrong_kind"]),
        (spot("mesh", asset=replace(PICTURE, kind="mesh")), []),
        (spot("mesh", asset=PICTURE), ["wrong_kind"]),
        (spot("mesh"), ["asset_gone"]),
        (spot("activity", activity="shown"), []),
        (spot("activity", activity="query"), []),
        (spot("activity", activity="gone"), ["dead_activity"]),
    ],
)
def test_table(facts, expected):
    assert [problem.code for problem in checks.room(facts)] == expected


def test_warnings_do_not_block():
    found = checks.room(room(start_scene="s2"))
    assert found and checks.blocking(found) == []
    assert checks.blocking(checks.room(first(alt="")))


@pytest.mark.parametrize(
    ("size", "expected"), [(300_000_000, []), (300_000_001, [("warning", "heavy")]), (1_000_000_001, [("error", "too_heavy")])]
)
def test_weight(size, expected):
    assert [(problem.level, problem.code) for problem in checks.weight(size)] == expected


def test_one_file_that_is_used_twice_is_named_once():
    waiting = replace(PHOTO, kind="", state="wacht")
    twice = room(scenes=(replace(FIRST, asset=waiting), replace(SECOND, asset=waiting)))
    assert [problem.code for problem in checks.room(twice)] == ["asset_not_ready", "asset_not_ready"]
    assert len({problem.sentence for problem in checks.room(twice)}) == 1


def test_sentences_name_what_and_where():
    with translation.override("en"):
        (problem,) = checks.room(first(asset=PICTURE))
        assert problem.sentence == "“helm.jpg” is not a 360° photo or video; choose another file."
        assert (problem.field, problem.block) == ("scenes", "s1")
        (problem,) = checks.room(first(hotspots=(GOING, replace(GOING, id="h2", scene="weg"))))
        assert (
            problem.sentence
            == "Hotspot “Naar binnen” in scene “Buiten” leads to a scene that is not in this room; choose another."
        )
