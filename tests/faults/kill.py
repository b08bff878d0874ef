"""Runs something in a child process that is killed with signal 9 at its nth touch of the file system.

A touch is what Python's audit hooks tell of: a file opened for writing, a rename, a removal, a folder made. The hook lives in the
child only; nothing in the product knows of it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable

_TOUCHES = ("os.rename", "os.remove", "os.mkdir", "os.link", "open")


def _is_touch(event: str, args: tuple[object, ...]) -> bool:
    if event not in _TOUCHES:
        return False
    if event != "open":
        return True
    mode, flags = args[1], args[2]
    return (isinstance(mode, str) and mode[:1] in "wax") or (isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR)))


def killed_at(touch: int, work: Callable[[], object]) -> bool:
    """Run ``work`` in a forked child and kill it just before its ``touch``-th touch (from 1). False where it ended before that.

    An AssertionError says that the child ended with an error of its own.
    """
    child = os.fork()
    if child == 0:
        left = [touch]
        lock = threading.Lock()

        def hook(event: str, args: tuple[object, ...]) -> None:
            if _is_touch(event, args):
                with lock:
                    left[0] -= 1
                    if left[0] == 0:
                        os.kill(os.getpid(), signal.SIGKILL)

        status = 1
        try:
            sys.addaudithook(hook)
            work()
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        assert os.WTERMSIG(ended) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(ended) == 0, "the child ended with an error"
    return False
