"""Runs that fail: one sentence for a person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from media_pipeline.errors import Refused
from media_pipeline.processes import Finished, TimedOut
from media_pipeline.progress import silent
from media_pipeline.recipes import VIDEO
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.ffmpeg import EncodingFailed
from media_pipeline.videos.loudness import Sound
from media_pipeline.videos.package import package_video
from media_pipeline.videos.probe import probe_source, probe_video


def test_too_long_and_too_much_are_one_sentence(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = probe_video(film)
    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "START_S", 0.05)
        patch.setattr(ffmpeg, "PER_SECOND_S", 0.0)
        with pytest.raises(TimedOut, match=r"ffmpeg.* was not ready within 0\.05 s"):
            package_video(film, info, MemoryStore(), VIDEO, silent)
    # So little that it crashes at once: with a little more some of its threads may find room and wait for the others.
    monkeypatch.setattr(ffmpeg, "LIMITS", replace(ffmpeg.LIMITS, child_memory_bytes=120 * 1024**2))
    with pytest.raises((EncodingFailed, Refused), match=r"^film\.mp4 [^\n]*; [^\n]*\.$"):  # ffmpeg may say so, or just crash
        package_video(film, info, MemoryStore(), VIDEO, silent)


@pytest.mark.parametrize(
    ("returncode", "stderr", "sentence"),
    [
        (244, "x\n[h264 @ 0x5] Cannot allocate memory\n", "film.mp4 needs more than 4 GiB of memory"),
        (228, "[out#0/hls @ 0x5] No space left on device\n", "no room left on the disk"),
        (-11, "", "made the converter crash"),
        (69, "[in#0 @ 0x55] Invalid data found when processing input\n", "film.mp4 is damaged or cut off (its contents"),
        (1, "[out#0 @ 0x55] Unknown error occurred\n", "film.mp4 can't be converted (Unknown error occurred)"),
        (1, "", "it ended with status 1"),
    ],
)
def test_a_failed_run_is_told_in_a_sentence(returncode: int, stderr: str, sentence: str, film: Path) -> None:
    error = ffmpeg.failure(Finished(returncode, stderr, ""), probe_source(film))
    assert sentence in str(error)
    assert "\n" not in str(error)


@pytest.mark.parametrize(("returncode", "sentence"), [
    (1, "toon.wav can't be converted (it ended with status 1); export it again with its sound in AAC."),
    (-11, "toon.wav made the converter crash; export it again with its sound in AAC."),
])  # fmt: skip
def test_the_advice_for_a_sound_is_no_film(returncode: int, sentence: str) -> None:
    sound = Sound("toon.wav", "wav", 0, 1.0)
    assert str(ffmpeg.failure(Finished(returncode, "", ""), sound, sound=True)) == sentence


def test_an_encoder_that_only_ticks_is_found_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(ffmpeg.time, "monotonic", lambda: now[0])
    watch = ffmpeg.Watch("encode", 1000, silent)
    for second in range(0, 200, 10):
        now[0] = float(second)
        watch.line(f"frame={second}")
    with pytest.raises(TimedOut, match="no sign of life"):
        for second in range(200, 400, 10):
            now[0] = float(second)
            watch.line("frame=190")
            watch.line("speed=0x")


def test_a_slow_store_is_not_taken_for_a_stuck_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(ffmpeg.time, "monotonic", lambda: now[0])

    def store_slowly() -> None:
        now[0] += 200

    watch = ffmpeg.Watch("encode", 1000, silent, store_slowly, 25.0)
    for line in ("total_size=N/A", "frame=1", "out_time_us=N/A", "total_size=N/A", "frame=2", "total_size=N/A"):
        watch.line(line)
