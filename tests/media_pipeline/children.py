"""Programs that a test starts itself, outside the sandbox; and whether a process is still there."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from media_pipeline.processes import Finished


def run_freely(args: Sequence[str], cwd: Path, timeout_s: float) -> Finished:
    """A tool of the test's own: a player that needs the network, a program that makes or reads its media."""
    done = subprocess.run(args, cwd=cwd, timeout=timeout_s, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return Finished(done.returncode, done.stderr, done.stdout)


def is_gone(pid: int, within_s: float = 5.0) -> bool:
    """Whether a process has ended (or is a zombie that nobody waits for) before the time is over. Linux."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state in "ZX":
            return True
        threading.Event().wait(0.02)
    return False
