"""Whether a process is still there."""

from __future__ import annotations

import threading
import time
from pathlib import Path


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
