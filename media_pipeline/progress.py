"""How long work tells where it is, and what follows from that: a rate and the time left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done and how much there is. May raise Cancelled to stop the work."""

SETTLED_S = 0.5
"""A rate from less time than this says more about the machine's moods than about the work."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody listens to."""


class Latest:
    """What work in another thread said last, for the thread that may tell: progress is written to databases, and may raise."""

    def __init__(self, stage: str) -> None:
        self._said = stage, 0, 1

    def hear(self, stage: str, done: int, total: int) -> None:
        """Progress for the other thread."""
        self._said = stage, done, total

    def tell(self, progress: Progress) -> None:
        """In this thread."""
        progress(*self._said)


@dataclass(frozen=True)
class Report:
    """Where a stage is. ``rate`` in units a second and ``left_s`` in seconds; None while that can't be said."""

    stage: str
    done: int
    total: int
    rate: float | None = None
    left_s: float | None = None


class Pace:
    """Turns (stage, done, total) at given times into reports; each stage has a pace of its own.

    The rate is that of the whole stage so far, from its first event on: steadier than that of the last moment, and a stage
    that goes on after a kill counts only what this run did.
    """

    def __init__(self) -> None:
        self._stage = ""
        self._from = (0, 0.0)  # (done, time) of the stage's first event

    def at(self, now: float, stage: str, done: int, total: int) -> Report:
        """The report for an event at ``now`` (seconds, of a clock that never goes back)."""
        if stage != self._stage or done < self._from[0]:
            self._stage, self._from = stage, (done, now)
        did, took = done - self._from[0], now - self._from[1]
        if took < SETTLED_S or did <= 0:
            return Report(stage, done, total)
        rate = did / took
        return Report(stage, done, total, rate, max(0.0, (total - done) / rate))
