"""Shows a run on a terminal: bytes, rate and time left on one line, sentences on lines of their own."""

from __future__ import annotations

import threading
import time
from typing import TextIO


def duration(seconds: float) -> str:
    """Seconds as a person says them: 45 s, 3 min, 2 h 5 min."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


class Terminal:
    """A reporter that writes to ``out``; the line is drawn at most five times a second, and only on a terminal."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._draws = out.isatty()
        self._lock = threading.Lock()
        self._total = self._done = 0
        self._began = self._drawn = 0.0
        self._width = 0

    def say(self, sentence: str) -> None:
        """A sentence on a line of its own."""
        with self._lock:
            self._clear()
            print(sentence, file=self._out, flush=True)

    def total(self, size: int) -> None:
        """So many bytes are to come."""
        self._total, self._began = size, time.monotonic()

    def came(self, size: int) -> None:
        """So many bytes came in."""
        with self._lock:
            self._done += size
            now = time.monotonic()
            if self._draws and self._total and (now - self._drawn > 0.2 or self._done >= self._total):
                self._drawn = now
                self._draw(line(self._done, self._total, now - self._began))

    def end(self) -> None:
        """Leave the terminal clean."""
        with self._lock:
            self._clear()

    def _draw(self, text: str) -> None:
        self._out.write("\r" + text.ljust(self._width))
        self._out.flush()
        self._width = len(text)

    def _clear(self) -> None:
        if self._width:
            self._out.write("\r" + " " * self._width + "\r")
            self._out.flush()
            self._width = 0


def line(done: int, total: int, seconds: float) -> str:
    """Bytes, rate and time left: ``12.3 of 48.0 MB, 2.1 MB/s, 17 s left``."""
    rate = done / seconds if seconds > 0 else 0.0
    text = f"{done / 1e6:.1f} of {total / 1e6:.1f} MB"
    if rate <= 0:
        return text
    return f"{text}, {rate / 1e6:.1f} MB/s, {duration(max(0, total - done) / rate)} left"
