"""A published programme behind an http origin, and a client that is not patient."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from media_pipeline.release.keys import Keys, load
from media_pipeline.release.repository import publish
from media_pipeline.release.state import Release
from media_pipeline.store import DiskStore
from tests.content import Programme
from tests.origin import Origin
from vr_rooms.client.choice import Choice
from vr_rooms.client.limits import Limits
from vr_rooms.client.origin import HttpOrigin
from vr_rooms.client.sync import Synced, sync

IMPATIENT = Limits(
    connect_s=2, read_s=0.3, slow_window_s=0.3, slow_bytes_per_s=1024, attempts=3, backoff_s=0.001, backoff_max_s=0.01
)

# A busy machine is no bad origin: only tests of silence and slowness wait this shortly.
PATIENT = replace(IMPATIENT, connect_s=20, read_s=20, slow_window_s=20)


class Published:
    """A programme, its origin, and what a client does with them."""

    def __init__(self, folder: Path, origin: Origin, keys: Keys, programme: Programme) -> None:
        self.folder = folder
        self.origin = origin
        self.keys = keys
        self.programme = programme

    def publish(self, now: datetime | None = None, **words: str) -> Release:
        """Release the programme with some rooms' texts changed."""
        self.programme.words |= {slug.replace("_", "-"): text for slug, text in words.items()}
        return publish(self.programme.store, self.programme.catalog(), self.keys, now=now or datetime.now(UTC))

    def sync(self, choice: Choice | None = None, *, limits: Limits = PATIENT, **more: object) -> Synced:
        """One run from the origin into ``folder``; the origin's log starts anew."""
        self.origin.log.clear()
        origin = HttpOrigin(self.origin.url, limits=limits)
        return sync(origin, self.folder, choice or Choice(), limits=limits, **more)  # type: ignore[arg-type]


Make = Callable[..., Published]


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody cuts the power here, and waiting for the disk would be most of the time."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(DiskStore, "barrier", lambda self: None)


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Published]:
    """Two sectors with three rooms in all, released once; the folder is empty."""
    programme = Programme(DiskStore(tmp_path / "content"), size=3000)
    with Origin(tmp_path / "content") as origin:
        made = Published(tmp_path / "synced", origin, load(tmp_path / "keys"), programme)
        made.publish()
        yield made
