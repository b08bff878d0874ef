"""What the probe lets through, ffmpeg may decode: every coding of sound that is declared."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from media_pipeline.libav.decoders import AUDIO_DECODERS
from media_pipeline.sounds.probe import probe_source
from media_pipeline.videos.ffmpeg import opened, program
from tests.media_pipeline.sounds.test_sounds import loudness, packaged
from tests.media_pipeline.sounds.tones import Sound

ENCODERS = {
    "aac": ("ipod", "aac"),
    "mp3": ("mp3", "libmp3lame"),
    "opus": ("ogg", "libopus"),
    "vorbis": ("ogg", "vorbis"),
    "flac": ("flac", "flac"),
    "alac": ("ipod", "alac"),
    "ac3": ("mov", "ac3"),
    "eac3": ("mp4", "eac3"),
} | {name: ("mov" if name.endswith("be") else "wav", name) for name in AUDIO_DECODERS if name.startswith("pcm_")}
"""Coding -> the container and libav's encoder to make it with."""

OTHERS = {"aac_fixed", "mp3float", "libopus", "libvorbis"}
"""Other decoders of the same."""


def test_none_is_left_out() -> None:
    assert {*ENCODERS, *OTHERS} == {*AUDIO_DECODERS}


@pytest.mark.parametrize("coding", ENCODERS)
def test_what_the_probe_takes_ffmpeg_opens(coding: str, tmp_path: Path) -> None:
    path = tmp_path / "stem"
    path.write_bytes(Sound(seconds=0.5).encoded(*ENCODERS[coding]))
    found = probe_source(path)
    assert found.duration_s == pytest.approx(0.5, abs=0.1)
    command = [program(), "-v", "error", *opened(found.demuxer, str(path)), "-map", f"0:{found.track}", "-f", "null", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("coding", ["pcm_mulaw", "pcm_alaw", "pcm_f64le"])
def test_what_telephones_and_programs_for_measuring_write(coding: str, tmp_path: Path) -> None:
    asset, data = packaged(Sound(seconds=2, rate=8000, channels=1).encoded("wav", coding), tmp_path)
    assert asset.duration_ms == pytest.approx(2000, abs=50)
    assert loudness(data, tmp_path) == pytest.approx(-16, abs=0.5)
