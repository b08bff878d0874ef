"""A child that wants more memory than it may have becomes a sentence about that, whoever started it."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from media_pipeline.errors import Refused
from media_pipeline.libav import looked_at
from media_pipeline.meshes import scene
from media_pipeline.processes import Finished
from media_pipeline.sounds import probe as sounds
from media_pipeline.videos import ffmpeg
from media_pipeline.videos import probe as videos
from tests.media_pipeline.seeds import all_seeds


@pytest.mark.parametrize(("reader", "kind"), [(videos, "videos/mp4"), (sounds, "audio/wav")])
def test_a_reader_that_gets_too_little_memory(
    reader: ModuleType, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "file"
    source.write_bytes(all_seeds()[kind]())
    reader.probe_source(source, name="good")
    monkeypatch.setattr(reader, "MEMORY_BYTES", 90 * 1024**2)
    with pytest.raises(Refused) as caught:
        reader.probe_source(source, name="heavy")
    assert caught.value.code == "too_heavy"


KILLED = Finished(-9, "", "")  # by the kernel, where the machine has no more


@pytest.mark.parametrize(("reader", "kind"), [(videos, "videos/mp4"), (sounds, "audio/wav")])
def test_a_reader_that_the_kernel_kills(reader: ModuleType, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: Any, **wishes: Any) -> Finished:
        return KILLED

    source = tmp_path / "file"
    source.write_bytes(all_seeds()[kind]())
    monkeypatch.setattr(looked_at, "run", killed)
    with pytest.raises(Refused) as caught:
        reader.probe_source(source, name="heavy")
    assert caught.value.code == "too_heavy"


def test_an_encoder_that_the_kernel_kills() -> None:
    class Film:
        name = "film.mp4"

    refused = ffmpeg.failure(KILLED, Film())
    assert isinstance(refused, Refused)
    assert refused.code == "too_heavy"


def test_a_mesh_reader_that_the_kernel_kills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "thing.stl"
    source.write_bytes(all_seeds()["meshes/stl-binary"]())
    monkeypatch.setattr(scene, "run", lambda *args, **wishes: KILLED)
    with pytest.raises(Refused) as caught:
        scene.open_scene(source, tmp_path)
    assert caught.value.code == "too_heavy"
