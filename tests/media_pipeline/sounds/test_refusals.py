"""Sound files that can't be packaged: each with a file, a code and a sentence."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline.errors import Refused
from media_pipeline.package import package
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo
from media_pipeline.sounds.probe import probe_sound, probe_sound_or
from media_pipeline.sounds.signature import demuxer_of, demuxer_of_container
from media_pipeline.store import MemoryStore
from tests.media_pipeline.seeds.audio import SEEDS
from tests.media_pipeline.sounds.tones import Sound, with_id3
from tests.media_pipeline.videos.films import BT601, Film


def _halved(kind: str) -> Callable[[], bytes]:
    def make() -> bytes:
        data = Sound(seconds=10).encoded("ipod", "aac") if kind == "m4a" else Sound(seconds=10).wav()
        return data[: len(data) // 2]

    return make


def _rewritten(kind: str, old: bytes, new: bytes) -> Callable[[], bytes]:
    def make() -> bytes:
        data = SEEDS[kind]()
        assert old in data
        return data.replace(old, new)

    return make


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "cut off WAV": (_halved("wav"), "cut_off", "holds only 5.0 of its 10.0 s"),
    "cut off M4A": (_halved("m4a"), "damaged", "is damaged or cut off"),
    "WAV without samples": (lambda: Sound(seconds=0).wav(), "damaged", "no sound in it can be read"),
    "a blink": (lambda: Sound(seconds=0.01).wav(), "no_sound", "holds no sound that can be played"),
    "five nameless channels": (lambda: Sound(channels=5).wav(), "channels", "has 5 channels"),
    "an unknown codec in WAV": (
        _rewritten("wav", struct.pack("<HH", 1, 2), struct.pack("<HH", 0x0011, 2)),
        "sound_codec",
        "holds sound in adpcm_ima_wav, which",
    ),
    "an Ogg of noise": (lambda: b"OggS" + bytes(range(256)) * 40, "damaged", "contents can't be read"),
    "an ID3 tag and nothing else": (lambda: with_id3(b"", "x", b"y"), "damaged", "can't be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str, tmp_path: Path) -> None:
    make, code, says = REFUSED[case]
    path = tmp_path / "geluid.bin"
    path.write_bytes(make())
    store = MemoryStore()
    with pytest.raises(Refused, match=f"^geluid.bin.*{says}") as refused:
        package(path, store)
    assert refused.value.code == code and store.files == {}


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "lang.wav"
    path.write_bytes(Sound(seconds=4).wav())
    with pytest.raises(Refused, match=r"^lang.wav lasts 4 s, the limit is 3 s; cut it into shorter sounds.$"):
        probe_sound(path, replace(LIMITS, duration_s=3))
    path.write_bytes(Sound(seconds=4).encoded("adts", "aac"))  # says nothing of its length
    with pytest.raises(Refused, match="lasts 4 s"):
        probe_sound(path, replace(LIMITS, duration_s=3))
    with pytest.raises(Refused, match=r"took longer than 0\.01 s"):
        probe_sound(path, replace(LIMITS, probe_s=0.01))  # type: ignore[arg-type]
    with pytest.raises(Refused, match="has 1 tracks, the limit is 0"):
        probe_sound(path, replace(LIMITS, streams=0))


def test_a_container_with_neither_keeps_the_films_sentence(tmp_path: Path) -> None:
    def no_film(source: Path, limits: Limits) -> MediaInfo:
        raise Refused("no_video", name=source.name)

    def damaged_film(source: Path, limits: Limits) -> MediaInfo:
        raise Refused("cut_off", name=source.name, found=1, said=2)

    path = tmp_path / "niets.mp4"
    path.write_bytes(Sound(seconds=0.01).wav())
    for film, code in ((no_film, "no_video"), (damaged_film, "cut_off")):
        with pytest.raises(Refused) as refused:
            probe_sound_or(film, path)
        assert refused.value.code == code
    path.write_bytes(SEEDS["wav"]())
    assert probe_sound_or(no_film, path).kind == "audio"


def test_a_film_is_no_sound(tmp_path: Path) -> None:
    path = Film(seconds=0.5, width=160, height=90, codec="libvpx", matrix=BT601).write(tmp_path / "film.webm")
    with pytest.raises(Refused, match="uses vp8, which") as refused:
        probe_sound(path)
    assert refused.value.code == "codec"


@pytest.mark.parametrize("kind", SEEDS)
def test_signatures(kind: str) -> None:
    head = SEEDS[kind]()[:4096]
    expected = {"m4a": "mov", "opus": "ogg", "webm": "matroska"}.get(kind, kind.partition("-")[0])
    assert demuxer_of_container(head) == expected
    assert demuxer_of(head) == (None if kind == "webm" else expected)


@pytest.mark.parametrize("head", [b"", b"\xff", b"\xff\xfe\0a", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0AVI ", b"ID", b"GIF89a"])
def test_what_is_no_sound(head: bytes) -> None:
    assert demuxer_of(head) is None


def test_a_tag_before_another_stream_is_looked_behind() -> None:
    assert demuxer_of(with_id3(SEEDS["aac"](), "x", b"y")[:4096]) == "aac"
    assert demuxer_of(with_id3(SEEDS["flac"](), "x", b"y")[:4096]) == "flac"
    assert demuxer_of(with_id3(SEEDS["flac"](), "x", bytes(9000))[:4096]) == "mp3", "what can't be seen is taken for the usual"
