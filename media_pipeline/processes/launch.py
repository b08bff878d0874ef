"""Runs inside a child, before the program that it becomes: ties the child's life and memory to its parent, then execs.

Started by media_pipeline.processes as a file of its own (``python -I -S launch.py PARENT MEMORY PROGRAM …``), so it imports
nothing of this project. Done here and not in a ``preexec_fn``, which may deadlock in a process with threads.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
CANNOT_START = 127


def main(parent: int, memory_bytes: int, command: list[str]) -> int:
    """Become ``command``; returns (with CANNOT_START) only where that is impossible. ``memory_bytes`` 0: no limit."""
    if sys.platform.startswith("linux"):
        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
            sys.stderr.write("the kernel refuses to tie this child to its parent\n")
            return CANNOT_START
        if os.getppid() != parent:  # it died before the line above: no signal will come any more
            return CANNOT_START
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory_bytes and sys.platform.startswith("linux"):  # macOS takes the call and does not keep to it, or refuses it
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    try:
        os.execvp(command[0], command)  # noqa: S606 - a list, never a shell
    except OSError as error:
        sys.stderr.write(f"{command[0]} can't be started: {error.strerror}\n")
    return CANNOT_START


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]))
