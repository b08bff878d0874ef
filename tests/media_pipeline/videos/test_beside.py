"""What lies beside a film and doesn't fit it: what begins after its end is said, a film serves as a further sound."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline import films
from media_pipeline.cli import main
from media_pipeline.errors import Refused
from media_pipeline.package import package
from media_pipeline.records import Video
from media_pipeline.store.memory import MemoryStore
from media_pipeline.warned import hearing
from tests import media
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film, whole_file
from tests.media_pipeline.videos.played import loudness, sound_ends

FILM = Film(seconds=1.0, width=160, height=90)
TIMES = ("00:00.000 --> 00:00.900", "00:01.000 --> 00:02.000", "00:08.000 --> 00:09.000")
CUES = "WEBVTT\n\n" + "\n".join(f"{time}\nLassen\n" for time in TIMES)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return FILM.write(tmp_path / "film.mp4")


def test_what_begins_after_the_end_is_said(film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("woorden.vtt", "delen.vtt"):
        (tmp_path / name).write_text(CUES)
    beside = ["--captions", f"nl={tmp_path / 'woorden.vtt'}", "--chapters", str(tmp_path / "delen.vtt"), "--poster-at", "90"]
    expected = [
        "woorden.vtt: Captions that begin after the end, at 1.0 s: 2, the first in line 6; is this the right file?",
        "delen.vtt: Chapters that begin after the end, at 1.0 s: 2; they are left out.",
        "film.mp4: It ends at 1.0 s, before the poster's time of 90 s; its last picture is taken.",
    ]
    for _ in ("packaged", "recognised"):
        assert main(["package", str(film), "--store", str(tmp_path / "store"), *beside]) == 0
        assert capsys.readouterr().err.splitlines() == expected


def test_what_lies_within_is_not_said(film: Path, tmp_path: Path) -> None:
    (tmp_path / "woorden.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:09.000\nLassen\n")
    with hearing() as heard:
        package(film, MemoryStore(), captions=[("nl", tmp_path / "woorden.vtt")], poster_at=1.0)
    assert heard == []


def test_captions_of_a_sound_are_held_against_its_length(tmp_path: Path) -> None:
    sound = tmp_path / "stem.wav"
    sound.write_bytes(Sound(seconds=1.0).wav())
    (tmp_path / "woorden.vtt").write_text(CUES)
    with hearing() as heard:
        package(sound, MemoryStore(), captions=[("nl", tmp_path / "woorden.vtt")])
    assert heard == ["woorden.vtt: Captions that begin after the end, at 1.0 s: 2, the first in line 6; is this the right file?"]


def test_a_film_serves_as_a_further_sound(film: Path, tmp_path: Path) -> None:
    english, store = replace(FILM, width=320, height=180, amplitude=0.3).write(tmp_path / "english.mp4"), MemoryStore()
    video = package(film, store, audio=[("en", "main", english)])
    assert isinstance(video, Video)
    assert [(one.language, one.role) for one in video.hls] == [("nl", "main"), ("en", "main")]
    played = whole_file(store, video.hls[1].variants[0], tmp_path / "played.mp4")
    assert sound_ends(played) == pytest.approx(1, abs=0.03)
    assert loudness(played) == pytest.approx(-16, abs=0.5)
    assert video.hls[1].variants[0].width == 160  # the film's own pictures


@pytest.mark.parametrize("name", ["stil.mp4", "hal.jpg", "woorden.vtt"])
def test_what_holds_no_sound_is_refused_as_such(name: str, film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace(FILM, channels=0).write(tmp_path / "stil.mp4")
    media.photo(tmp_path, "hal.jpg", width=512)
    (tmp_path / "woorden.vtt").write_text(CUES)
    monkeypatch.setattr(films, "package_video", lambda *_, **__: pytest.fail("encoded"))
    with pytest.raises(Refused) as refused:
        package(film, MemoryStore(), audio=[("en", "main", tmp_path / name)])
    assert str(refused.value) == f"{name} holds no sound that can be played; export it as WAV, MP3 or M4A."
