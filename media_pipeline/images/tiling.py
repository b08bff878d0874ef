"""Tiles of one eye in work: encoded by a few threads, stored by more, counted, and listed in their order at the end."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType

from media_pipeline.images.planes import Planes, encode
from media_pipeline.images.pyramid import columns, spans
from media_pipeline.records import FACES, Face, TileEntry, TileEye, TileLevel

Put = Callable[[bytes], TileEntry]
"""Stores a tile's bytes and gives back (digest, size); called from several threads."""
Advance = Callable[[int, int], None]
"""Told (tiles done, tiles in all); may raise to stop the work."""
Spot = tuple[Face, int, int, int]
"""(face, face size, row, column) of a tile."""

_PUTS = 16  # putting waits for disk or network, so more of them than cores


def cores() -> int:
    """How many threads may compute."""
    return max(1, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


class Tiling:
    """The tiles of all faces at ``sizes`` pixels, coarsest first.

    Work is begun with :meth:`submit`; it makes tiles with :meth:`tile` and may begin more work. :meth:`finish` waits for all of
    it. Used with ``with``; when that is left by an error, what has not begun yet never begins.
    """

    def __init__(self, sizes: tuple[int, ...], put: Put, *, tile_size: int, quality: int, threads: int | None = None) -> None:
        self.sizes = sizes
        self.tile_size = tile_size
        self.total = sum(len(FACES) * columns(size, tile_size) ** 2 for size in sizes)
        self._put, self._quality = put, quality
        self._pool = ThreadPoolExecutor(threads or cores())
        self._puts = ThreadPoolExecutor(_PUTS)
        self._lock = threading.Lock()
        self._open: set[Future[None]] = set()
        self._tiles: dict[Spot, Future[TileEntry]] = {}

    def __enter__(self) -> Tiling:
        return self

    def __exit__(self, kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None) -> None:
        for pool in (self._pool, self._puts):
            pool.shutdown(cancel_futures=kind is not None)

    def submit(self, work: Callable[[], None]) -> Future[None]:
        """Begin work when a thread is free; first come, first served."""
        with self._lock:
            future = self._pool.submit(work)
            self._open.add(future)
        return future

    def tile(self, face: Face, size: int, left: int, top: int, planes: Planes) -> None:
        """Encode one tile whose first pixel lies at (left, top) of the face, and begin to store it."""
        data = encode(planes, self._quality)
        with self._lock:
            self._tiles[face, size, top // self.tile_size, left // self.tile_size] = self._puts.submit(self._put, data)

    def level(self, face: Face, planes: Planes) -> None:
        """Encode all tiles of one level of a face."""
        for top, bottom in spans(planes.height, self.tile_size):
            for left, right in spans(planes.width, self.tile_size):
                self.tile(face, planes.width, left, top, planes.cut(left, top, right, bottom))

    def coarser(self, face: Face, planes: Planes) -> None:
        """Encode a level of a face and all coarser ones, each made of the one before."""
        for size in reversed(self.sizes[: self.sizes.index(planes.width) + 1]):
            planes = planes.reduced(size, size)
            self.level(face, planes)

    def finish(self, advance: Advance, before: int = 0, total: int | None = None) -> TileEye:
        """Wait for all work; ``before`` tiles of ``total`` were done by others."""
        whole = self.total if total is None else total
        while True:
            with self._lock:
                waiting = set(self._open)
            if not waiting:
                break
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            with self._lock:
                self._open -= done
                made = len(self._tiles)
            for future in done:
                future.result()
            if made:
                advance(before + made, whole)
        entries = {spot: future.result() for spot, future in self._tiles.items()}
        return TileEye(levels=tuple(self._level(size, entries) for size in self.sizes))

    def _level(self, size: int, entries: dict[Spot, TileEntry]) -> TileLevel:
        count = columns(size, self.tile_size)
        places = [(row, column) for row in range(count) for column in range(count)]
        return TileLevel(
            face_size=size,
            columns=count,
            faces={face: tuple(entries[face, size, row, column] for row, column in places) for face in FACES},
        )
