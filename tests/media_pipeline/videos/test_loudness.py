"""Sound: as loud as asked, as long as the picture, with all that was said in it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.media_pipeline.videos.films import COLOURS, Film, colour_at, is_close, pictures
from tests.media_pipeline.videos.played import Packaged, loudness, package, played, sound_ends


def test_sound_is_as_long_as_the_picture_and_as_loud_as_asked(packaged: Packaged, tmp_path: Path) -> None:
    path = played(packaged, tmp_path)
    assert sound_ends(path) == pytest.approx(9.32, abs=0.03)
    assert loudness(path) == pytest.approx(-16, abs=0.5)


def test_soft_and_uneven_sound_is_as_loud_as_asked_without_clipping(tmp_path: Path) -> None:
    film = Film(seconds=8, width=64, height=64, rate=Fraction(5), channels=2, amplitude=0.01, swells=True)
    path = played(package(film.write(tmp_path / "soft.mp4")), tmp_path)
    assert loudness(path) == pytest.approx(-16, abs=0.5)
    with av.open(str(path)) as container:
        peak = max(float(np.abs(frame.to_ndarray()).max()) for frame in container.decode(audio=0))
    assert peak < 1


def test_silence_51_and_sound_that_lasts_longer(tmp_path: Path) -> None:
    small = Film(seconds=2, width=160, height=90)
    _, video = package(replace(small, channels=0).write(tmp_path / "silent.mp4"))
    assert not video.has_audio
    assert video.hls[0].variants[0].codecs.startswith("avc1.6400")
    assert "mp4a" not in video.hls[0].variants[0].codecs

    surround = played(package(replace(small, channels=6).write(tmp_path / "51.mp4")), tmp_path)
    assert loudness(surround) == pytest.approx(-16, abs=0.5)

    quiet = package(replace(small, amplitude=0.0).write(tmp_path / "quiet.mp4"))  # nothing to measure: left as it is
    assert quiet[1].has_audio

    shorter = played(package(replace(small, sound_seconds=0.5).write(tmp_path / "shorter.mp4")), tmp_path)
    assert sound_ends(shorter) == pytest.approx(2, abs=0.03)

    longer = package(replace(small, seconds=1, sound_seconds=2.5).write(tmp_path / "longer.mp4"))
    assert longer[1].duration_ms == pytest.approx(2500, abs=50)
    time, last = pictures(played(longer, tmp_path))[-1]
    assert time > 2.4
    assert is_close(colour_at(last, 0.7, 0.7), COLOURS[0])
