"""A child looked at from its parent while it runs: what it says, how long it takes, how much it leaves on the disk."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from media_pipeline.processes.ended import DiskFilled, TimedOut

TAIL_BYTES = 64 * 1024
LINE_BYTES = 1024 * 1024
DISK_TICK_S = 1.0


class Lines:
    """One output pipe: cut into lines for a listener, its end kept as text."""

    def __init__(self, pipe: IO[bytes] | None, listener: Callable[[str], None] | None) -> None:
        if pipe is None:
            raise ValueError("the child was started without this pipe")
        self.pipe = pipe
        self.listener = listener
        self.kept = bytearray()
        self.open_line = bytearray()
        os.set_blocking(pipe.fileno(), False)

    def read(self) -> bool | None:
        """True: something came; None: nothing now; False: the end."""
        try:
            data = os.read(self.pipe.fileno(), 65536)
        except BlockingIOError:
            return None
        self.kept += data
        del self.kept[:-TAIL_BYTES]
        if self.listener is not None:
            self.open_line += data
            *whole, rest = self.open_line.split(b"\n")
            if len(rest) > LINE_BYTES or (not data and rest):  # a flood without an end of line may not fill the memory
                whole, rest = [*whole, rest], bytearray()
            self.open_line = bytearray(rest)
            for line in whole:
                self.listener(line.decode(errors="replace").rstrip("\r"))
        return bool(data)

    def tail(self) -> str:
        return self.kept.decode(errors="replace")


@dataclass
class Watch:
    """Whether a child is still within its time and its place on the disk."""

    program: str
    folder: Path
    timeout_s: float
    stall_s: float | None
    disk_bytes: int

    def __post_init__(self) -> None:
        self.started = self.heard = self.looked = time.monotonic()

    def hear(self) -> None:
        self.heard = time.monotonic()

    def look(self) -> None:
        """TimedOut or DiskFilled where the child has to be stopped."""
        now = time.monotonic()
        if now - self.started > self.timeout_s:
            raise TimedOut(self.program, self.timeout_s)
        if self.stall_s is not None and now - self.heard > self.stall_s:
            raise TimedOut(self.program, self.stall_s, silent=True)
        if now - self.looked > DISK_TICK_S:
            self.looked = now
            if _size(self.folder) > self.disk_bytes:
                raise DiskFilled(self.program, self.disk_bytes)


def _size(folder: Path) -> int:
    """Bytes on the disk below a folder; files come and go meanwhile."""
    total = 0
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                total += status.st_blocks * 512 + (_size(Path(entry.path)) if entry.is_dir(follow_symlinks=False) else 0)
    return total
