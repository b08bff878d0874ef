"""Whatever probe warns of, package says too, the second time as well, when the input is only recognised."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

from media_pipeline import package as entrance
from media_pipeline import remarks
from media_pipeline.cli import main
from media_pipeline.package import asked
from media_pipeline.records import MediaInfo
from media_pipeline.remarks import REMARKS, Remark, remark, taken_apart
from media_pipeline.store import DiskStore
from media_pipeline.store.base import read
from media_pipeline.warned import hearing, kept, repeat, warn
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film

AMBISONIC = (
    "ruimte.wav: It names no loudspeakers; it is taken for ambisonic sound, of which the omnidirectional channel is used.\n"
)
LATE = "WEBVTT\n\n00:00.000 --> 00:00.500\nLassen is het aan elkaar smelten van metaal.\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    path = tmp_path / "ruimte.wav"
    path.write_bytes(Sound(seconds=0.5, channels=4).wav())
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    shown = capsys.readouterr()
    json.loads(shown.out)
    return shown.err


def test_probe_and_package_say_the_same(room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "probe", room) == AMBISONIC
    assert said(capsys, "package", room, "--store", tmp_path / "store") == AMBISONIC


def test_a_recognised_input_is_warned_of_by_its_name_of_now(
    room: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "woorden.vtt"
    words.write_text(LATE)
    store = tmp_path / "store"
    first = said(capsys, "package", room, "--store", store, "--captions", f"nl={words}")
    assert "woorden.vtt: Captions faster than 17 characters a second: 1" in first
    monkeypatch.setattr(entrance, "probe", lambda *_: pytest.fail("it was looked at again"))
    other, others = room.rename(tmp_path / "zaal.wav"), words.rename(tmp_path / "zaal.vtt")
    again = said(capsys, "package", other, "--store", store, "--captions", f"nl={others}")
    assert again == first.replace("ruimte.wav", "zaal.wav").replace("woorden.vtt", "zaal.vtt")
    for path in DiskStore(store).keys("records/"):  # and no record names a file of this machine
        assert b"ruimte" not in read(DiskStore(store), path)


def test_a_mesh_says_its_unit_again_and_the_one_that_was_wished_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plaat.stl"
    facet = "facet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\n"
    path.write_text(f"solid plaat\n{facet}endsolid plaat\n")
    guessed = "plaat.stl does not tell its unit and which way is up: its numbers are taken as m, Z as up."
    for _ in range(2):
        assert said(capsys, "package", path, "--store", tmp_path / "store").splitlines()[0] == guessed
    told = said(capsys, "package", path, "--store", tmp_path / "store", "--unit", "mm", "--up", "z")
    assert told.splitlines()[0] == "plaat.stl is 0.001 m at its longest side; say in which unit it counts."


def test_a_guess_that_somebody_overrules_is_not_told() -> None:
    info = MediaInfo(name="film.mp4", kind="video", format="mp4", size=1, projection="flat", warnings=(remark("wide"),))
    assert asked(info, None, None, None).warnings == info.warnings
    assert asked(info, "video360", None, None).warnings == ()


def test_what_is_said_is_said_once_and_kept_without_names() -> None:
    with hearing() as heard:
        for sentence in ("a.mp4: dark", "a.mp4: dark", "a.mp4x is another file"):
            warn(Remark(sentence))
    assert heard == ["a.mp4: dark", "a.mp4x is another file"]
    known = kept(heard, ["film", "a.mp4"])
    assert [(one.about, one.says) for one in known.sentences] == [(1, ": dark"), (None, "a.mp4x is another file")]
    with hearing() as again:
        repeat(known, ["x", "b.mp4"])
    assert again == ["b.mp4: dark", "a.mp4x is another file"]
    warn(Remark("nobody keeps this"))
    assert len(heard) == 2


def test_a_clean_film_leaves_one_record_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = Film(seconds=0.4, width=160, height=90).write(tmp_path / "film.mp4")
    assert said(capsys, "package", film, "--store", tmp_path / "store") == ""
    assert [Path(path).name for path in DiskStore(tmp_path / "store").keys("records/") if "warn" in path] == []


PACKAGE = Path(remarks.__file__).parent
MACHINE = {"processes/child.py"}  # says what this machine lacks, to who runs it


def test_nothing_is_warned_of_but_sentences_that_have_a_translation() -> None:
    """Only remarks.py makes a Remark out of a text (and warned.py, of one that it kept); mypy sees that all others are given one.
    Nobody writes to the logger past warn()."""
    files = {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in PACKAGE.rglob("*.py")}
    assert {name for name, text in files.items() if re.search(r"\bRemark\(", text)} == {"remarks.py", "warned.py"}
    speakers = {name for name, text in files.items() if "media_pipeline.warnings" in text}
    assert speakers == {"warned.py", *MACHINE}
    for name, text in files.items():
        for call in ast.walk(ast.parse(text)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "warn":
                words = [one.value for one in ast.walk(call) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                assert not [word for word in words if " " in word], f"{name}:{call.lineno}"


@pytest.mark.parametrize("code", REMARKS)
def test_each_is_taken_apart_again(code: str) -> None:
    places = {name: f"<{name}>" for name in re.findall(r"{(\w+)}", REMARKS[code])}
    assert taken_apart(remark(code, **places)) == (REMARKS[code], places)
