"""Puts that go on in the background, with a ceiling on the memory they hold and no failure that gets lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


class Uploads:
    """Runs up to ``threads`` uploads side by side and holds at most ``ceiling`` bytes of waiting data (one item may exceed it).

    Each thread that uses it hears of a failure once, from whatever it calls next. Not once in all: two jobs that share a store
    would otherwise take each other's failure away, and the one whose blob is missing would go on to name it in a release.
    """

    def __init__(self, threads: int, ceiling: int) -> None:
        self._threads = threads
        self._ceiling = ceiling
        self._changed = threading.Condition()
        self._pool: ThreadPoolExecutor | None = None
        self._waiting: set[str] = set()  # paths under way
        self._bytes = 0
        self._failures = 0
        self._last: BaseException | None = None
        self._heard = threading.local()

    def start(self, path: str, size: int, work: Callable[[], None]) -> None:
        """Begin ``work``, which uploads ``size`` bytes to ``path``; waits while too much is under way. Raises earlier failures.

        Nothing to begin where the same path is already under way: the digest is in the name, and servers answer two writers of
        one object with errors (the black tiles of a cropped photo are all one blob).
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._bytes or self._bytes + size <= self._ceiling)
            self._raise_unheard()
            if path in self._waiting:
                return
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="upload")
            self._waiting.add(path)
            self._bytes += size
            pool = self._pool
        pool.submit(self._run, path, size, work)

    def wait(self, path: str | None = None) -> None:
        """Return when the uploads of one path, or all of them, have ended. Raises a failure this thread has not heard of."""
        with self._changed:
            self._changed.wait_for(lambda: path not in self._waiting if path else not self._waiting)
            self._raise_unheard()

    def close(self) -> None:
        """End the threads after what is under way."""
        with self._changed:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown()

    def _run(self, path: str, size: int, work: Callable[[], None]) -> None:
        failure: BaseException | None = None
        try:
            work()
        except BaseException as error:
            failure = error
        with self._changed:
            self._waiting.remove(path)
            self._bytes -= size
            if failure is not None:
                self._failures += 1
                self._last = failure
            self._changed.notify_all()

    def _raise_unheard(self) -> None:
        heard: int = getattr(self._heard, "failures", 0)
        if self._last is not None and self._failures > heard:
            self._heard.failures = self._failures
            raise self._last
