"""The encoder's command: short vectors for large frames, one thread a variant, nothing but the one file opened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from media_pipeline.recipes import VIDEO, VIDEO360
from media_pipeline.records import Coverage
from media_pipeline.videos.encode import CELLS, folders, picture_command, sound_command, x264
from media_pipeline.videos.ffmpeg import INPUT, Watch
from media_pipeline.videos.plan import Plan, plan
from media_pipeline.videos.probe import probe_source
from tests.media_pipeline.children import run_freely


def asked_for(film: Path, width: int, height: int, **info: object) -> Plan:
    source = probe_source(film).model_copy(update={"width": width, "height": height})
    shown = source.info.model_copy(update=info)
    return plan(source, shown, VIDEO360 if info else VIDEO)


def test_only_frames_beyond_level_52_have_their_vectors_shortened(film: Path) -> None:
    two_eyes = {"projection": "equirectangular", "stereo": "top-bottom", "coverage": Coverage()}
    round_ = asked_for(film, 3840, 3840, **two_eyes)
    assert ["mvrange=511" in x264(round_, step)["x264-params"] for step in round_.steps] == [True, False]
    flat = asked_for(film, 3840, 2160)
    assert not any("mvrange" in x264(flat, step)["x264-params"] for step in flat.steps)


def test_one_input_one_demuxer_no_network(film: Path) -> None:
    asked = asked_for(film, 848, 480)
    assert asked.sound is not None
    for args in (picture_command(asked), sound_command(asked, asked.sound, 0.0)):
        assert args.count("-i") == 1
        for option, value in (("-protocol_whitelist", "file"), ("-format_whitelist", "mov"), ("-f", "mov")):
            assert args[args.index(option) + 1] == value


def test_sound_is_encoded_once_for_each_bitrate(film: Path) -> None:
    asked = asked_for(film, 1920, 1080)
    assert asked.sound is not None
    assert [step.audio_bitrate for step in asked.steps] == [128_000, 128_000, 96_000]
    assert [word for word in sound_command(asked, asked.sound, 0.0) if word.endswith(".m4a")] == ["96000.m4a", "128000.m4a"]


def test_the_second_word_about_the_eyes_is_taken_out(film: Path) -> None:
    source = probe_source(film)
    assert "-bsf:v" not in picture_command(plan(source, source.info, VIDEO))
    twice = picture_command(plan(source.model_copy(update={"layout_twice": True}), source.info, VIDEO))
    assert twice[twice.index("-bsf:v") + 1] == "filter_units=remove_types=6"
    assert twice.index("-bsf:v") < twice.index("-i")


def test_a_recipe_that_does_not_fit_is_a_mistake_of_ours(film: Path) -> None:
    source = probe_source(film)
    with pytest.raises(ValueError, match="recipe"):
        plan(source, source.info, VIDEO360)


def test_progress_is_told_from_the_first_frame_on(film: Path, tmp_path: Path) -> None:
    """An output that begins late (a poster, a storyboard) would keep ffmpeg silent until then: it would seem stuck."""
    source = probe_source(film)
    asked = plan(source, source.info, VIDEO, poster_at_ms=9_200)
    folders(asked.steps, tmp_path)
    (tmp_path / CELLS).mkdir()
    args = picture_command(asked)
    args[args.index(INPUT)] = str(film)
    told = run_freely([args[0], "-stats_period", "0.02", *args[1:]], cwd=tmp_path, timeout_s=60)
    assert told.returncode == 0, told.stderr
    frames = [int(value) for value in re.findall(r"^frame=(\d+)", told.stdout, re.MULTILINE)]
    assert frames[0] < frames[-1] == 233


def test_frames_or_the_time_tell_how_far_it_is() -> None:
    seen: list[tuple[str, int, int]] = []
    by_time, by_frame = (
        Watch("a", 1000, lambda *one: seen.append(one)),
        Watch("b", 1000, lambda *one: seen.append(one), None, 25.0),
    )
    for watch in (by_time, by_frame):
        for line in ("frame=5", "out_time_us=N/A", "out_time_us=500000", "out_time_us=400000", "frame=50"):
            watch.line(line)
    assert seen == [("a", 500, 1000), ("a", 500, 1000), ("b", 200, 1000), ("b", 1000, 1000)]
