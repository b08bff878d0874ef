"""Keeps a few processes of this project running together, and stops all of them cleanly.

Each one is tied to this process (media_pipeline.processes.tied): when this one is killed with -9, they end too.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from media_pipeline.processes import tied

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
POLL_S = 0.2
GRACE_S = 5.0
"""How long a process may finish what it does before it is asked again, and then made to stop."""
LONGEST_PAUSE_S = 30.0


@dataclass(frozen=True)
class Program:
    """A process to keep running: a name for the log, and its arguments after ``python``."""

    name: str
    args: tuple[str, ...]


def manage(name: str, *args: str) -> Program:
    """A management command as a program."""
    return Program(name, (str(ROOT / "manage.py"), *args))


def workers() -> list[Program]:
    """What ``manage.py work`` runs: queue ``default``, queue ``media``, the clock."""
    return [
        manage(f"worker {queue}", "db_worker", "--queue-name", queue, "--interval", "0.5", "--no-startup-delay", "--no-reload")
        for queue in ("default", "media")
    ] + [manage("clock", "clock")]


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    not_before: float = 0.0
    started: float = 0.0


@dataclass
class Supervisor:
    """Starts programs, starts them again when they end, stops them. Used from one thread only."""

    programs: Sequence[Program]
    _running: list[_Running] = field(default_factory=list)
    _asked_to_stop: bool = False

    def start(self) -> None:
        """Start all programs."""
        self._running = [_Running(program) for program in self.programs]
        self.tick()

    def add(self, program: Program) -> None:
        """Start one more."""
        self._running.append(_Running(program))
        self.tick()

    def tick(self) -> None:
        """Start what has ended, after a pause that doubles with each quick failure."""
        now = time.monotonic()
        for one in self._running:
            if one.process is not None and one.process.poll() is not None:
                quick = now - one.started < 60
                one.failures = one.failures + 1 if quick else 1
                pause = min(LONGEST_PAUSE_S, 0.5 * 2**one.failures)
                logger.warning(
                    "%s ended with status %s; starting again in %.0f s", one.program.name, one.process.returncode, pause
                )
                one.process, one.not_before = None, now + pause
            if one.process is None and now >= one.not_before:
                one.process, one.started = _start(one.program), now

    def run(self, ready: Callable[[], None] | None = None) -> None:
        """Keep everything running until this process is asked to stop (SIGINT, SIGTERM), then stop all. ``ready`` is called
        first, when being asked is heard already: whoever reads "stop with Ctrl-C" may do so at once."""
        before = {number: signal.signal(number, self._stop_asked) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            if ready is not None:
                ready()
            while not self._asked_to_stop:
                self.tick()
                time.sleep(POLL_S)
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop_asked(self, number: int, frame: object) -> None:
        self._asked_to_stop = True

    def stop(self) -> None:
        """Ask all to stop, ask again (a worker in the middle of a long task gives it up then), and kill what is left."""
        alive = [one.process for one in self._running if one.process is not None]
        for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
            alive = [process for process in alive if process.poll() is None]
            for process in alive:
                with contextlib.suppress(ProcessLookupError):
                    process.send_signal(number)
            until = time.monotonic() + GRACE_S
            for process in alive:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, until - time.monotonic()))
        self._running = []


def _start(program: Program) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own commands
        tied([sys.executable, *program.args]),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C in a terminal reaches this process only, which then stops them in order
    )
