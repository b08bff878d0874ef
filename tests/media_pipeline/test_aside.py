"""Work beside other work: it is waited for, its mistakes come up, and nothing of it goes on after a mistake elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from media_pipeline.errors import Cancelled
from media_pipeline.processes import Aside, heartbeat, run

MARK = "sleeps aside"
LONG = 600
"""Seconds: longer than a test may last, so that what waits for them instead of stopping them fails."""


def sleeping(cwd: Path, seconds: float) -> None:
    code = f"import time; time.sleep({seconds})  # {MARK}"
    run([sys.executable, "-c", code], cwd=cwd, timeout_s=LONG, memory_bytes=1 << 30)


def children() -> list[psutil.Process]:
    """Those that sleep; a server that other tests share may be a child of this process too."""
    return [one for one in psutil.Process().children(recursive=True) if MARK in " ".join(one.cmdline())]


def test_leaving_waits_for_the_end(tmp_path: Path) -> None:
    done: list[str] = []
    leaving = threading.Event()

    def work() -> None:
        leaving.wait()
        sleeping(tmp_path, 0.5)
        done.append("aside")

    with Aside(work, "aside"):  # going in does not wait: then nobody would ever say
        leaving.set()
    assert done == ["aside"]


def test_its_mistake_comes_up_rather_than_what_that_did_to_others() -> None:
    began = threading.Event()

    def work() -> None:
        began.set()
        raise ValueError("the cause")

    with pytest.raises(ValueError, match="the cause"), Aside(work, "aside"):
        began.wait()
    with pytest.raises(ValueError, match="the cause"), Aside(work, "aside"):
        raise OSError("its reader is gone")
    with pytest.raises(Cancelled), Aside(work, "aside"):
        raise Cancelled("stop")


def test_a_mistake_elsewhere_stops_its_child(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="elsewhere"), Aside(lambda: sleeping(tmp_path, LONG), "aside"):
        while not children():
            time.sleep(0.05)
        raise OSError("elsewhere")
    assert not children()


def test_who_waits_beats_and_may_stop_it(tmp_path: Path) -> None:
    """A wish to cancel is heard by the thread that waits, not by the one that works."""
    beats: list[int] = []

    def listen() -> None:
        beats.append(len(beats))
        if len(beats) > 3:
            raise Cancelled("stop")

    with pytest.raises(Cancelled), heartbeat(listen), Aside(lambda: sleeping(tmp_path, LONG), "aside") as aside:
        aside.wait(lambda: None)
    assert beats == [0, 1, 2, 3]
    assert not children()
