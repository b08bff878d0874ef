"""What is finished is not done again, and a cancelled or refused film leaves nothing that anybody names."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.errors import Cancelled
from media_pipeline.package import package
from media_pipeline.records import Video
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos import encode, voices
from media_pipeline.videos import package as packaging
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Film(seconds=1, width=160, height=90).write(tmp_path_factory.mktemp("small") / "film.mp4")


def stop_at(stage: str, seen: list[str]):
    def tell(name: str, done: int, total: int) -> None:
        seen.append(name)
        if name == stage and done:
            raise Cancelled("stop")

    return tell


def forbidden(*_: object) -> None:
    pytest.fail("done again")


def test_a_run_goes_on_where_the_one_before_stopped(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.wav").write_bytes(Sound(seconds=1).wav())
    wishes = {"audio": [("en", "main", tmp_path / "en.wav")]}
    store, seen = MemoryStore(), []
    with pytest.raises(Cancelled):
        package(small, store, progress=stop_at("encode", seen), **wishes)
    assert "loudness" in seen
    monkeypatch.setattr(packaging, "measure_gain", forbidden)
    with pytest.raises(Cancelled):
        package(small, store, progress=stop_at("store", seen), **wishes)
    monkeypatch.setattr(encode, "picture_command", forbidden)
    with pytest.raises(Cancelled):
        package(small, store, progress=stop_at("voice", seen), **wishes)
    kept = set(store.files)
    video = package(small, store, **wishes)
    assert isinstance(video, Video)
    assert len(video.hls) == 2
    assert {path for path in kept if path.startswith("blobs/")} <= set(store.files)
    names = sorted(path.rpartition("/")[2] for path in store.files if path.startswith("records/"))
    assert names == ["asset.json", "encode.json", "loudness.json"]  # the whole, and what another sound would need again
    monkeypatch.setattr(voices, "convert", forbidden)
    assert package(small, store, **wishes) == video


def test_another_poster_or_sound_encodes_nothing_again(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryStore()
    first = package(small, store)
    whole = package(small, MemoryStore(), poster_at=0.8)
    monkeypatch.setattr(packaging, "measure_gain", forbidden)
    monkeypatch.setattr(encode, "picture_command", forbidden)
    other = package(small, store, poster_at=0.8)
    assert isinstance(first, Video)
    assert isinstance(other, Video)
    assert other.poster != first.poster
    assert other == whole  # the same bytes as if it had been asked for at once
    (tmp_path / "en.wav").write_bytes(Sound(seconds=1).wav())
    spoken = package(small, store, poster_at=0.8, audio=[("en", "main", tmp_path / "en.wav")])
    assert isinstance(spoken, Video)
    assert spoken.hls[0] == first.hls[0]
    assert len(spoken.hls) == 2


def test_going_on_gives_the_same_as_never_stopping(small: Path) -> None:
    whole, halting = MemoryStore(), MemoryStore()
    for stage in ("loudness", "encode", "store"):
        with pytest.raises(Cancelled):
            package(small, halting, progress=stop_at(stage, []))
    assert package(small, halting) == package(small, whole)
    assert whole.files.items() <= halting.files.items()
