"""Starts the child that encodes a film's pictures, and feeds it through pipes from the one that decodes them."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from types import TracebackType

from media_pipeline.processes import Aside, module, run
from media_pipeline.recipes import LIMITS
from media_pipeline.videos import pieces
from media_pipeline.videos.ffmpeg import PER_SECOND_S, START_S, failure
from media_pipeline.videos.pieces import BUFFER, READY, Pieces
from media_pipeline.videos.source import VideoSource


class Encoders:
    """While this lasts, raw pictures that are written to each job's pipe are encoded. Leaving it waits for the last of them.

    The pipes are held open here until the writer has ended: so neither side waits for the other to open them, and none that
    dies leaves the other waiting. Raises what went wrong in the child rather than what that did to the writer.
    """

    def __init__(self, jobs: list[Pieces], source: VideoSource, seconds: float, cwd: Path) -> None:
        self._jobs, self._source, self._seconds, self._cwd = jobs, source, seconds, cwd
        self._ready = threading.Event()
        self._held: list[int] = []
        self._lock = threading.Lock()
        self._aside = Aside(self._run, "encoders")

    def __enter__(self) -> Encoders:
        for job in self._jobs:
            os.mkfifo(self._cwd / job.pictures, 0o600)
            held = os.open(self._cwd / job.pictures, os.O_RDWR)
            self._held.append(held)
            if hasattr(fcntl, "F_SETPIPE_SZ"):  # the usual 64 kB would have both sides take turns many times a picture
                with contextlib.suppress(OSError):
                    fcntl.fcntl(held, fcntl.F_SETPIPE_SZ, BUFFER)
        self._aside.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        if problem is not None:
            self._aside.stop()
        self._ready.wait()
        self._let_go()
        self._aside.__exit__(kind, problem, trace)

    def _run(self) -> None:
        """In a thread: the child from its start to its end."""
        job = json.dumps([asdict(job) for job in self._jobs])
        try:
            finished = run(
                module(pieces.__name__, job),
                cwd=self._cwd,
                timeout_s=START_S + PER_SECOND_S * self._seconds,
                memory_bytes=LIMITS.child_memory_bytes,
                on_line=lambda line: self._ready.set() if line == READY else None,
            )
        finally:
            self._ready.set()
            self._let_go()
        if finished.returncode != 0:
            raise failure(finished, self._source)

    def _let_go(self) -> None:
        with self._lock:
            for held in self._held:
                with contextlib.suppress(OSError):
                    os.close(held)
            self._held = []
