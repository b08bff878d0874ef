"""A second sound: its own entry with language and role, the same pictures byte for byte, the same loudness."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import pytest

from media_pipeline import wishes
from media_pipeline.cli import main
from media_pipeline.errors import Refused
from media_pipeline.package import package as package_file
from media_pipeline.records import Coverage, Hls, Video
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos import encode, voices
from media_pipeline.videos.marks import marked
from media_pipeline.wishes import AudioRole
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film, whole_file
from tests.media_pipeline.videos.played import loudness, sound_ends

FILM = Film(seconds=9.0, width=160, height=90)


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("voices") / "english.wav"
    path.write_bytes(Sound(seconds=6.0).wav())
    return path


def coded(path: Path) -> list[tuple[int, int, bytes]]:
    """Every coded picture with its times."""
    with av.open(str(path)) as container:
        return [(packet.pts, packet.dts, bytes(packet)) for packet in container.demux(video=0) if packet.size]


def entries(video: Video) -> list[tuple[str, str]]:
    return [(one.language, one.role) for one in video.hls]


def test_further_sounds_are_entries_of_their_own(english: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film, store, long = FILM.write(tmp_path / "film.mp4"), MemoryStore(), tmp_path / "long.mp3"
    long.write_bytes(Sound(seconds=10.5, channels=1).encoded("mp3", "libmp3lame"))
    runs: list[list[str]] = []
    convert = voices.convert
    monkeypatch.setattr(voices, "convert", lambda args, *rest, **more: runs.append(args) or convert(args, *rest, **more))
    video = package_file(film, store, audio=[("en", "main", english), ("nl", "described", long)])
    assert isinstance(video, Video)
    assert entries(video) == [("nl", "main"), ("en", "main"), ("nl", "described")]
    assert len(runs) == 2
    for args in runs:  # no run encodes a picture
        assert "libx264" not in args
        assert args[args.index("-c:v") + 1] == "copy"

    def whole(hls: Hls) -> Path:
        return whole_file(store, hls.variants[0], tmp_path / f"{hls.language}-{hls.role}.mp4")

    main, other, described = map(whole, video.hls)
    assert coded(main) == coded(other) == coded(described)
    assert main.read_bytes() != other.read_bytes()
    for path in (other, described):
        assert sound_ends(path) == pytest.approx(9, abs=0.03)
        assert loudness(path) == pytest.approx(-16, abs=0.5)
    assert [one.width for one in video.hls[0].variants] == [one.width for one in video.hls[1].variants]
    for hls in video.hls:
        assert hls.variants[0].codecs.endswith("mp4a.40.2")


def test_a_silent_round_film_gets_a_voice_and_stays_round(english: Path, tmp_path: Path) -> None:
    film = replace(FILM, seconds=1, channels=0).write(tmp_path / "film.mp4")
    film.write_bytes(marked(film.read_bytes(), "mono", Coverage()))
    store = MemoryStore()
    silent, video = package_file(film, store), package_file(film, store, audio=[("en", "main", english)])
    assert isinstance(silent, Video) and isinstance(video, Video)
    assert "mp4a" not in silent.hls[0].variants[0].codecs
    played = whole_file(store, video.hls[0].variants[0], tmp_path / "played.mp4")
    assert played.read_bytes().count(b"sv3d") == 1
    assert coded(played) == coded(whole_file(store, silent.hls[0].variants[0], tmp_path / "silent.mp4"))
    assert sound_ends(played) == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize(("given", "heard"), [
    ([], [("nl", "main", False)]),
    ([("nl", "main")], [("nl", "main", True)]),
    ([("en", "main")], [("en", "main", True)]),
    ([("nl", "described"), ("en", "main"), ("NL", "main")],
     [("NL", "main", True), ("en", "main", True), ("nl", "described", True)]),
    ([("nl", "described")], [("nl", "main", False), ("nl", "described", True)]),
])  # fmt: skip
def test_a_film_without_sound_gets_one(
    given: list[tuple[str, AudioRole]], heard: list[tuple[str, str, bool]], english: Path, tmp_path: Path
) -> None:
    """Who opens it hears its voice, in the own language where that is there; a description is for who asks for it."""
    film = replace(FILM, seconds=1, channels=0).write(tmp_path / "film.mp4")
    video = package_file(film, MemoryStore(), audio=[(language, role, english) for language, role in given])
    assert isinstance(video, Video)
    assert [(one.language, one.role, "mp4a" in one.variants[0].codecs) for one in video.hls] == heard
    assert video.has_audio == bool(given), "the player has a button for it"


def test_a_record_made_before_voices_took_that_place_is_made_anew(
    english: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film, store = replace(FILM, seconds=1, channels=0).write(tmp_path / "film.mp4"), MemoryStore()
    with monkeypatch.context() as patch:
        patch.setattr(wishes, "_VOICES", 1)
        package_file(film, store, audio=[("nl", "main", english)])
    records = {key for key in store.keys("records/") if key.endswith("/asset.json")}
    monkeypatch.setattr(encode, "picture_command", lambda *_: pytest.fail("its pictures were encoded again"))
    package_file(film, store, audio=[("nl", "main", english)])
    assert len({key for key in store.keys("records/") if key.endswith("/asset.json")} - records) == 1


def test_lengths_that_differ_are_said(english: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    film = replace(FILM, seconds=1).write(tmp_path / "film.mp4")
    with caplog.at_level("WARNING", "media_pipeline.warnings"):
        package_file(film, MemoryStore(), audio=[("en", "main", english)])
    (said,) = (record.getMessage() for record in caplog.records)
    assert said.startswith("english.wav lasts 6.0 s and the film 1.0 s")


def test_a_mistake_in_what_lies_beside_is_found_before_the_encode(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = replace(FILM, seconds=1).write(tmp_path / "film.mp4")
    monkeypatch.setattr(encode, "picture_command", lambda *_: pytest.fail("encoded"))
    (tmp_path / "en.wav").write_bytes(b"RIFF____WAVE")
    with pytest.raises(Refused):
        package_file(film, MemoryStore(), audio=[("en", "main", tmp_path / "en.wav")])
    (tmp_path / "chapters.vtt").write_text("WEBVTT\n\n00:02.000 --> 00:01.000\nLassen\n")
    with pytest.raises(Refused) as refused:
        package_file(film, MemoryStore(), chapters=tmp_path / "chapters.vtt")
    assert refused.value.code == "chapters"


@pytest.mark.parametrize(
    "option",
    [["--audio", "film.wav"], ["--audio", "nl:loud=film.wav"], ["--audio", "nl="], ["--poster-at", "-1"], ["--poster-at", "x"]],
)
def test_options_that_make_no_sense(option: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["package", "film.mp4", "--store", str(tmp_path / "store"), *option])
    assert stopped.value.code == 2
    assert option[0] in capsys.readouterr().err


def test_only_a_film_has_them(english: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"--poster-at belongs to a video; english\.wav is a sound"):
        package_file(english, MemoryStore(), poster_at=1.0)
