"""The storyboard: which frames it shows, where each stands, and that the picture and its text belong together."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.store.base import read
from media_pipeline.videos.storyboard import MOST_CELLS, board
from tests.media_pipeline.videos.films import COLOURS, Film, colour_at, is_close
from tests.media_pipeline.videos.played import package, picture

CUE = re.compile(r"(\S+) --> (\S+)\n\.\./(\S+\.jpg)#xywh=(\d+),(\d+),(\d+),(\d+)")


def seconds(text: str) -> float:
    hours, minutes, rest = text.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(rest)


def test_every_cell_shows_the_middle_of_its_time(tmp_path: Path) -> None:
    film = Film(seconds=25, width=160, height=90, rate=Fraction(5), channels=0).write(tmp_path / "film.mp4")
    packaged = package(film)
    store, video = packaged
    assert video.storyboard is not None
    image = picture(packaged, video.storyboard.image.path)
    cues = CUE.findall(read(store, video.storyboard.vtt.path).decode())
    assert len(cues) == 11
    end = 0.0
    for start, stop, path, *place in cues:
        assert video.storyboard.image.path.endswith(path)
        x, y, width, height = map(int, place)
        assert x + width <= image.shape[1]
        assert y + height <= image.shape[0]
        cell = image[y : y + height, x : x + width]
        middle = (seconds(start) + seconds(stop)) / 2
        near = {COLOURS[int(middle + off) % len(COLOURS)] for off in (-0.6, 0, 0.3)}
        assert any(is_close(colour_at(cell, 0.7, 0.7), colour, 10) for colour in near), start
        assert is_close(colour_at(cell, 0.1, 0.1), (255, 255, 255), 10)
        assert seconds(start) == pytest.approx(end)
        end = seconds(stop)
    assert end == pytest.approx(25)


@given(st.integers(1, 200_000), st.sampled_from([Fraction(5), Fraction(24), Fraction(30000, 1001), Fraction(30)]))
def test_any_length(frames: int, rate: Fraction) -> None:
    plan = board(frames, rate, 2.0)
    assert 1 <= plan.cells <= MOST_CELLS
    last = plan.first + (plan.cells - 1) * plan.step
    assert 0 <= plan.first <= last < frames
    assert last + plan.step >= frames  # no cell is missing at the end
    assert plan.columns * plan.rows >= plan.cells > plan.columns * (plan.rows - 1)


def test_a_portrait_film_and_one_of_a_single_frame(tmp_path: Path) -> None:
    packaged = package(Film(seconds=0.2, width=90, height=160, rate=Fraction(5), channels=0).write(tmp_path / "film.mp4"))
    assert packaged[1].storyboard is not None
    assert picture(packaged, packaged[1].storyboard.image.path).shape == (160, 90, 3)
