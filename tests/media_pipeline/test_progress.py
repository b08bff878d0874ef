"""A rate and the time left follow from what was told and when."""

from __future__ import annotations

from media_pipeline.progress import Pace, Report


def test_rate_and_time_left() -> None:
    pace = Pace()
    assert pace.at(10.0, "tiles", 0, 300) == Report("tiles", 0, 300)
    assert pace.at(14.0, "tiles", 100, 300) == Report("tiles", 100, 300, rate=25.0, left_s=8.0)
    assert pace.at(22.0, "tiles", 300, 300).left_s == 0.0


def test_too_early_to_say() -> None:
    pace = Pace()
    pace.at(0.0, "tiles", 0, 300)
    assert pace.at(0.1, "tiles", 100, 300).rate is None
    assert pace.at(9.0, "tiers", 3, 3).rate is None  # the first event of the next stage


def test_a_stage_taken_up_again_counts_only_its_own_run() -> None:
    pace = Pace()
    pace.at(0.0, "encode", 900, 1000)
    assert pace.at(1.0, "encode", 950, 1000) == Report("encode", 950, 1000, rate=50.0, left_s=1.0)


def test_a_stage_that_begins_again() -> None:
    pace = Pace()
    pace.at(0.0, "store", 5, 10)
    pace.at(1.0, "store", 0, 10)
    assert pace.at(2.0, "store", 2, 10).rate == 2.0
