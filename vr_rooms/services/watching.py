"""What a worker tells of its work and hears about it, once a second: how far it is, and whether it may go on."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from time import monotonic

from django.db import OperationalError

from media_pipeline.errors import Cancelled
from media_pipeline.processes import heartbeat
from media_pipeline.progress import Pace, Progress
from vr_rooms.models import MediaAsset

EVERY_S = 1.0
"""Each write costs SQLite a transaction that others wait for."""


class Watching:
    """The progress of one piece of packaging: written down at most once a second, with the time left; Cancelled is raised
    where somebody asked to stop, or where the asset has gone."""

    def __init__(self, asset_id: int) -> None:
        self._going_on = MediaAsset.objects.filter(pk=asset_id, cancel_wanted=False)
        self._pace = Pace()
        self._told = self._asked = monotonic()

    def progress(self, stage: str, done: int, total: int) -> None:
        """For media_pipeline: where the work is."""
        now = monotonic()
        report = self._pace.at(now, stage, done, total)
        if now - self._told >= EVERY_S:
            self._told = self._asked = now
            left_s = None if report.left_s is None else round(report.left_s)
            with _whatever_the_database_says():
                _stop_unless(self._going_on.update(stage=stage[:40], done=done, total=total, left_s=left_s) > 0)

    def beat(self) -> None:
        """For work that says nothing for long. It has a clock of its own: a beat must not take a report's turn."""
        now = monotonic()
        if now - self._asked >= EVERY_S:
            self._asked = now
            with _whatever_the_database_says():
                _stop_unless(self._going_on.exists())


@contextlib.contextmanager
def watching(asset_id: int) -> Iterator[Progress]:
    """The progress to hand to media_pipeline; children that run meanwhile are stopped when somebody cancels."""
    watch = Watching(asset_id)
    with heartbeat(watch.beat):
        yield watch.progress


def _stop_unless(going_on: bool) -> None:
    if not going_on:
        raise Cancelled("Somebody asked to stop.")


@contextlib.contextmanager
def _whatever_the_database_says() -> Iterator[None]:
    """A database that is busy for long is no reason to lose an hour of encoding: the next second asks again."""
    with contextlib.suppress(OperationalError):
        yield
