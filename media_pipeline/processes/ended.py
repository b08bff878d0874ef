"""How a child ended: what it left to read, and the ends that are brought about from outside."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass

from media_pipeline.errors import PipelineError


class TimedOut(PipelineError):
    """A child took too long, or said nothing for too long, and was stopped."""

    def __init__(self, program: str, limit_s: float, silent: bool = False) -> None:
        self.limit_s = limit_s
        did = "showed no sign of life for" if silent else "was not ready within"
        super().__init__(f"{program} {did} {limit_s:g} s and was stopped; try again, or with a shorter or smaller file.")


class DiskFilled(PipelineError):
    """A child wrote more than its folder may hold, and was stopped."""

    def __init__(self, program: str, limit_bytes: int) -> None:
        super().__init__(
            f"{program} wrote more than {limit_bytes // 1024**2} MiB and was stopped; try a shorter or smaller file."
        )


# How the C library, C++, Python, ffmpeg, Node, the thread library and the loader say it.
_OUT_OF_MEMORY = re.compile(
    "(?i)MemoryError|std::bad_alloc|cannot allocate memory|malloc of size|memory alloc|out of memory|insufficient memory"
    "|resource temporarily unavailable|failed to map segment|can't start new thread|allocation failed|unable to allocate"
)


@dataclass(frozen=True)
class Finished:
    """How a child ended. ``returncode`` is negative for a signal; the tails are its last 64 kB as text."""

    returncode: int
    stderr: str
    stdout: str

    @property
    def out_of_memory(self) -> bool:
        """Whether it failed for want of memory: more than it may have, or than the machine has (then the kernel kills it)."""
        return self.returncode != 0 and (self.returncode == -signal.SIGKILL or bool(_OUT_OF_MEMORY.search(self.stderr)))
