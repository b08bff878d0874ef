"""The supervisor: starts again what ended, stops all, and takes its children along when it is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from cms.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parents[2]


def until(condition, seconds: float = 10.0) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def sleeper(mark: Path) -> Program:
    code = f"import os, pathlib, time; pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(60)"
    return Program("sleeper", ("-c", code))


def started(mark: Path) -> int:
    assert until(lambda: mark.exists() and mark.read_text()), "the program was not started"
    return int(mark.read_text())


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_what_was_killed_is_started_again(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    supervisor = Supervisor([sleeper(mark)])
    supervisor.start()
    try:
        first = started(mark)
        mark.unlink()
        os.kill(first, signal.SIGKILL)

        def again() -> bool:
            supervisor.tick()
            return mark.exists()

        assert until(again)
        assert started(mark) != first
    finally:
        supervisor.stop()
    assert gone(started(mark))


def test_a_program_that_ignores_being_asked_is_made_to_stop(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("cms.supervisor.GRACE_S", 0.3)
    mark = tmp_path / "pid"
    code = (
        "import os, pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"pathlib.Path({str(mark)!r}).write_text(str(os.getpid())); time.sleep(60)"
    )
    supervisor = Supervisor([Program("stubborn", ("-c", code))])
    supervisor.start()
    pid = started(mark)
    supervisor.stop()
    assert gone(pid)


def test_children_end_with_a_killed_supervisor(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    code = (
        "from pathlib import Path; from tests.cms.test_supervisor import sleeper; from cms.supervisor import Supervisor; "
        f"s = Supervisor([sleeper(Path({str(mark)!r}))]); s.start(); s.run()"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    pid = started(mark)
    parent.kill()
    parent.wait()
    assert until(lambda: gone(pid)), "the child outlived its supervisor"
