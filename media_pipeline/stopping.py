"""What a program that is told to stop does: it tidies up and says one sentence. Imports nothing heavy, to work from the start."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType

STOPPED = "Stopped; nothing but unnamed blobs is left."
FAILED = 1
_TOLD = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Ctrl-C, a supervisor or shutdown, a terminal that is closed."""


def end_at_once() -> None:
    """From now on a signal ends the program with the sentence: right while it only imports and has made nothing."""
    _handle(_end)


def interrupt_work() -> None:
    """From now on the first signal raises KeyboardInterrupt, so that children are stopped and work folders removed.

    Others are then passed over, or they would break off that tidying; a second Ctrl-C ends the program where it is.
    """
    _handle(_interrupt)


def _handle(handler: signal._HANDLER) -> None:
    for number in _TOLD:
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup, or a shell's background job: whoever started us wants it so
            signal.signal(number, handler)


def _end(_number: int, _frame: FrameType | None) -> None:
    # No exception: half of an import may take it for something else. Nothing is open yet that would have to be written out.
    with suppress(OSError):  # a full disk below standard error
        os.write(2, f"{STOPPED}\n".encode())
    os._exit(FAILED)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)
    raise KeyboardInterrupt
