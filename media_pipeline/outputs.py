"""Standard output, which carries the answer, and standard error, which carries sentences: closed, full, or read by nobody."""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress

from media_pipeline.errors import PipelineError

READER_GONE = 128 + signal.SIGPIPE
"""What a shell makes of a program that SIGPIPE ended, as it ends cat, grep and most others whose reader has gone."""


class Unanswered(PipelineError):
    """Standard output takes nothing: the disk below it is full, or it is no longer there."""


def open_closed() -> None:
    """Started with closed outputs (``>&-``), the first files that we open would be written to as if they were these.

    What is said to nobody is lost; an answer is not: what stands in for standard output can't be written, and answer() tells.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if number == 1 else os.O_RDWR)  # the lowest number that is free
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def say(text: str, end: str = "\n") -> None:
    """Write to standard error; BrokenPipeError where its reader has gone.

    Else what can't be written is lost, for it is no part of the work: a full disk below a log changes no exit status.
    """
    try:
        sys.stderr.write(text + end)
        sys.stderr.flush()
    except BrokenPipeError:
        raise
    except OSError:
        pass


def answer(text: str) -> None:
    """Write a line to standard output; BrokenPipeError where its reader has gone, Unanswered where it can't be written."""
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as problem:
        why = "it is closed" if problem.errno == errno.EBADF else problem.strerror or problem
        raise Unanswered(
            f"The answer can't be written to standard output ({why}); send it elsewhere and run this again."
        ) from None


def let_go() -> None:
    """Forget what could not be written: Python tries again when it ends, complains, and changes the exit status."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
