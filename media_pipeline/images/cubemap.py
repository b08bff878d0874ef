"""Cube tiles from an equirectangular picture: every face, every level, each tile encoded once.

The fast way, measured against Pannellum's generator by ``python -m tests.bench.bench_tiles``: the planes of the JPEG are
resampled one by one (no RGB), in strips, by cubic interpolation with coordinates that faces share; coarser levels are exact
2 x 2 means of the finer one. First the four side faces, then the two caps, so that four faces at most are in memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

import numpy as np

from media_pipeline.images.planes import Planes, encode
from media_pipeline.images.pyramid import face_sizes, spans
from media_pipeline.images.resample import CAPS, SIDES, Cap, Side, cap_maps, side_maps
from media_pipeline.records import FACES, Face, TileEntry, TileEye, TileLevel

Put = Callable[[bytes], TileEntry]
"""Stores a tile's bytes and gives back (digest, size); called from several threads."""
Advance = Callable[[int, int], None]
"""Told (tiles done, tiles in all); may raise to stop the work."""

_STRIP = 256  # rows of a face at a time: small enough for the coordinates to stay in the cache
_PUTS = 16  # putting waits for disk or network, so more of them than cores


def cores() -> int:
    """How many threads may compute."""
    return max(1, min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1))


def make_tiles(
    planes: Planes, put: Put, advance: Advance, *, tile_size: int, quality: int, threads: int | None = None
) -> TileEye:
    """One eye's tile pyramid. The same picture gives the same tiles at any number of threads."""
    sizes = face_sizes(planes.width, tile_size)
    counts = [len(spans(size, tile_size)) for size in sizes]
    total = len(FACES) * sum(count * count for count in counts)
    tiles: dict[tuple[Face, int], list[TileEntry]] = {}
    with ThreadPoolExecutor(threads or cores()) as pool, ThreadPoolExecutor(_PUTS) as puts:

        def encode_row(level: Planes, top: int, bottom: int) -> list[Future[TileEntry]]:
            cuts = (level.cut(left, top, right, bottom) for left, right in spans(level.width, tile_size))
            return [puts.submit(put, encode(cut, quality)) for cut in cuts]

        def encode_group(group: tuple[Face, ...], before: int) -> int:
            """Tiles of some faces; a function of its own, so that these faces are gone before the next are made."""
            rows = {
                pool.submit(encode_row, level, top, bottom): (face, size, top)
                for face, size, level in _levels(pool, _faces(pool, planes, group, sizes[-1]), sizes)
                for top, bottom in spans(size, tile_size)
            }
            stored: dict[tuple[Face, int, int], list[TileEntry]] = {}
            for row in as_completed(rows):
                stored[rows[row]] = [entry.result() for entry in row.result()]
                before += len(stored[rows[row]])
                advance(before, total)
            for face, size, top in sorted(stored):
                tiles.setdefault((face, size), []).extend(stored[face, size, top])
            return before

        try:
            encode_group(CAPS, encode_group(SIDES, 0))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            puts.shutdown(cancel_futures=True)
            raise
    return TileEye(
        levels=tuple(
            TileLevel(face_size=size, columns=count, faces={face: tuple(tiles[face, size]) for face in FACES})
            for size, count in zip(sizes, counts, strict=True)
        )
    )


def _faces(pool: ThreadPoolExecutor, planes: Planes, group: tuple[Face, ...], size: int) -> dict[Face, Planes]:
    """The faces of a group at their finest size, filled strip by strip."""
    cap = group is CAPS
    kind = Cap if cap else Side
    sources = {face: list(pool.map(lambda plane, face=face: kind(plane, face), planes.all())) for face in group}
    faces = {face: empty(size) for face in group}

    def fill(top: int) -> None:
        for part, halves in ((0, 1), (1, 2), (2, 2)):
            whole = size // halves
            first, last = top // halves, min(top + _STRIP, size) // halves
            if part < 2:  # both colour planes have the same coordinates
                across, down = (cap_maps if cap else side_maps)(planes.all()[part].shape, whole, first, last)
            for face in group:
                rows = slice(whole - last, whole - first) if face == "d" else slice(first, last)
                sources[face][part].fill(faces[face].all()[part][rows], across, down)

    for _ in pool.map(fill, range(0, size, _STRIP)):
        pass
    return faces


def empty(size: int) -> Planes:
    """A face with nothing in it yet; ``size`` is even."""
    y, cb, cr = (np.empty((side, side), np.uint8) for side in (size, size // 2, size // 2))
    return Planes(y, cb, cr)


def _levels(pool: ThreadPoolExecutor, faces: dict[Face, Planes], sizes: tuple[int, ...]) -> Iterable[tuple[Face, int, Planes]]:
    """(face, size, planes) of every level, finest first, so that the long work is begun first."""

    def coarser(face: Face) -> list[Planes]:
        chain = [faces[face]]
        for size in reversed(sizes[:-1]):
            chain.append(chain[-1].reduced(size, size))
        return chain

    chains = dict(zip(faces, pool.map(coarser, faces), strict=True))
    for number, size in enumerate(reversed(sizes)):
        for face in faces:
            yield face, size, chains[face][number]
