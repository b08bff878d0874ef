"""The ladder never scales up, stays even, keeps the shape; frame rates keep their frames."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_pipeline.recipes import VIDEO
from media_pipeline.videos.ladder import LONGEST_SIDE, constant_rate, frames_per_segment, ladder, poster_size

sides = st.integers(min_value=16, max_value=8192)


def sizes(width: int, height: int) -> list[tuple[int, int]]:
    return [(step.width, step.height) for step in ladder(width, height, VIDEO)]


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ((1920, 1080), [(1920, 1080), (1280, 720), (854, 480)]),
        ((3840, 2160), [(1920, 1080), (1280, 720), (854, 480)]),
        ((2160, 3840), [(1080, 1920), (720, 1280), (480, 854)]),
        ((1280, 720), [(1280, 720), (854, 480)]),
        ((1000, 1000), [(720, 720), (480, 480)]),
        ((640, 480), [(640, 480)]),
        ((854, 356), [(854, 356)]),
        ((321, 181), [(320, 180)]),
        ((16, 16), [(16, 16)]),
    ],
)
def test_known_ladders(source: tuple[int, int], wanted: list[tuple[int, int]]) -> None:
    assert sizes(*source) == wanted


@given(sides, sides)
def test_every_ladder(width: int, height: int) -> None:
    steps = ladder(width, height, VIDEO)
    assert steps
    for step in steps:
        assert step.width % 2 == step.height % 2 == 0
        assert 2 <= step.width <= width
        assert 2 <= step.height <= height
        assert max(step.width, step.height) <= LONGEST_SIDE
        # Portrait stays portrait, and the shape is kept to a pixel or two.
        scale = max(step.width, step.height) / max(width, height)
        assert abs(step.width - width * scale) <= 2
        assert abs(step.height - height * scale) <= 2
    assert len({(step.width, step.height) for step in steps}) == len(steps)
    assert [step.width * step.height for step in steps] == sorted((s.width * s.height for s in steps), reverse=True)
    assert sizes(width, height) == [(h, w) for w, h in sizes(height, width)]


@pytest.mark.parametrize(
    ("base", "average", "wanted"),
    [
        (Fraction(24), Fraction(24), Fraction(24)),
        (Fraction(30000, 1001), Fraction(547500, 19019), Fraction(30000, 1001)),  # a phone that lost frames
        (Fraction(60), Fraction(810000, 13487), Fraction(30)),
        (Fraction(60000, 1001), Fraction(60000, 1001), Fraction(30000, 1001)),
        (Fraction(50), Fraction(50), Fraction(25)),
        (Fraction(120), Fraction(120), Fraction(30)),
        *((Fraction(rate), Fraction(rate), Fraction(rate)) for rate in ("7.5", "10", "12", "12.5", "15", "18", "20", "30")),
        *((Fraction(rate, 1001), Fraction(rate, 1001), Fraction(rate, 1001)) for rate in (15000, 24000, 30000)),
        (Fraction(48), Fraction(48), Fraction(24)),
        (Fraction(40), Fraction(40), Fraction(20)),
        (Fraction("30.005"), Fraction("30.005"), Fraction(30)),  # an estimate of 30, not of twice 15
        (Fraction(90), Fraction(90), Fraction(30)),
        (Fraction(2), Fraction(2), Fraction(6)),  # each three times
        (Fraction(25, 2), Fraction(9), Fraction(10)),  # uneven: 12.5 could carry it, and is no usual rate
        (Fraction("13.3"), Fraction("13.3"), Fraction(15)),  # no whole frames in a segment
        (Fraction(90000), Fraction(750000, 71393), Fraction(12)),  # no base rate at all: the average, rounded up
        (Fraction(2500, 83), Fraction(2500, 83), Fraction(30)),  # 30.12
        (None, None, Fraction(25)),
        (None, Fraction(1, 10), Fraction(5)),
        (Fraction(1000), Fraction(1000), Fraction(30)),
    ],
)
def test_known_rates(base: Fraction | None, average: Fraction | None, wanted: Fraction) -> None:
    assert constant_rate(base, average) == wanted


@given(st.fractions(min_value=Fraction(1, 100), max_value=1000), st.fractions(min_value=Fraction(1, 100), max_value=1000))
def test_every_rate(base: Fraction, average: Fraction) -> None:
    rate = constant_rate(base, average)
    assert 5 <= rate <= 30
    length = frames_per_segment(rate, 4) / rate
    assert VIDEO.segment_s <= length <= VIDEO.segment_s * Fraction(1003, 1000)


@given(sides, sides)
def test_posters(width: int, height: int) -> None:
    wide, high = poster_size(width, height, 1280)
    assert 2 <= wide <= min(1280, width)
    assert 2 <= high <= min(1280, height)
    assert max(wide, high) == min(1280, max(width, height))
