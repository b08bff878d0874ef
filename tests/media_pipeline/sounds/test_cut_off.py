"""Sounds that were cut off by too little to be refused: what they promise and do not hold is told in seconds."""

from __future__ import annotations

import subprocess
from pathlib import Path

import av
import pytest

from media_pipeline.cli import main
from media_pipeline.sounds.probe import probe_source
from media_pipeline.videos.ffmpeg import program
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.test_odd import remade

SOUND = Sound(seconds=6, channels=1)
FRAGMENTED = ("-c", "copy", "-movflags", "+empty_moov+default_base_moof", "-frag_duration", "2000000")
KINDS = {
    ".wav": ("-c:a", "pcm_s16le"),
    ".flac": ("-c:a", "flac"),
    ".m4a": ("-c", "copy", "-movflags", "+faststart"),
    ".mp4": FRAGMENTED,
    ".webm": ("-c:a", "libopus"),
}


def written(kind: str, folder: Path) -> Path:
    made = folder / "made.m4a"
    made.write_bytes(SOUND.encoded("ipod", "aac"))
    return remade(folder / f"toon{kind}", "-i", str(made), *KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_sound_promises_and_does_not_hold(kind: str, tmp_path: Path) -> None:
    path = written(kind, tmp_path)
    assert probe_source(path).lacks_s == 0
    with av.open(str(path)) as container:
        begin = next(one.pos for one in container.demux(audio=0) if one.size and one.pts * one.time_base >= 5)
    path.write_bytes(path.read_bytes()[:begin])
    assert probe_source(path).lacks_s == pytest.approx(1, abs=0.15)


def test_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "toon.wav"
    path.write_bytes(SOUND.wav()[: 44 + 2 * 5 * 48000])
    assert main(["package", str(path), "--store", str(tmp_path / "store")]) == 0
    told = "toon.wav: Of its sound about 1.0 of 6.0 s are missing or can't be read; listen closely to the result."
    assert capsys.readouterr().err.splitlines() == [told]


@pytest.mark.parametrize("container", ["wav", "flac", "matroska", "adts", "mp3", "ogg"])
def test_what_was_written_without_going_back_lacks_nothing(container: str, tmp_path: Path) -> None:
    """Through a pipe: its header does not know how long it became."""
    path = tmp_path / "toon"
    made = tmp_path / "made.wav"
    made.write_bytes(SOUND.wav())
    path.write_bytes(subprocess.run(
        [program(), "-v", "error", "-i", str(made), "-f", container, "-"], capture_output=True, check=True
    ).stdout)  # fmt: skip
    assert probe_source(path).lacks_s == 0
