"""Cube tiles from an equirectangular picture or from six faces: every face, every level, each tile encoded once.

The fast way, measured against Pannellum's generator by ``python -m tests.bench.bench_tiles``: the planes of the JPEG are
resampled one by one (no RGB), tile by tile, with coordinates that faces share; coarser levels are exact 2 x 2 means of the
finer one. The finest faces never exist as a whole: a tile is encoded as soon as it is there, and only its half is kept.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from concurrent.futures import Future

import numpy as np

from media_pipeline.images.cap import smoothed
from media_pipeline.images.coverage import WHOLE, Grid
from media_pipeline.images.planes import Planes, shrunk
from media_pipeline.images.pyramid import LARGEST_TURN, face_sizes, halvings, spans
from media_pipeline.images.resample import YAW, Block, Source, Where, on_cap, on_sides
from media_pipeline.images.tiling import Advance, Put, Tiling
from media_pipeline.records import FACES, Coverage, Face, TileEye

_OUTSIDE = (0, 128, 128)  # black, where the picture covers nothing
_HALF_TURN: dict[Face, float] = {"u": 0.0, "d": 180.0}
"""The caps, and how far the lower one lies from the upper one in the picture turned upside down, degrees of yaw."""


def make_tiles(
    planes: Planes,
    put: Put,
    advance: Advance,
    *,
    tile_size: int,
    quality: int,
    coverage: Coverage = WHOLE,
    threads: int | None = None,
) -> TileEye:
    """One eye's tile pyramid. The same picture gives the same tiles at any number of threads."""
    planes = _at_most(planes, coverage)
    grid = Grid(planes.width, planes.height, coverage)
    sizes = face_sizes(grid.turn, tile_size)
    with Tiling(sizes, put, tile_size=tile_size, quality=quality, threads=threads) as tiling:
        _Caps(planes, grid, tiling).begin()
        _Sides(planes, grid, tiling).begin()
        return tiling.finish(advance)


def tiles_of_faces(
    faces: Mapping[Face, Planes],
    put: Put,
    advance: Advance,
    *,
    tile_size: int,
    quality: int,
    threads: int | None = None,
) -> TileEye:
    """The tile pyramid of a cubemap: its faces, of the same size, are cut as they are."""
    sizes = halvings(faces["f"].width, tile_size)
    with Tiling(sizes, put, tile_size=tile_size, quality=quality, threads=threads) as tiling:
        for face in FACES:
            tiling.submit(lambda face=face: tiling.coarser(face, faces[face]))  # type: ignore[misc]
        return tiling.finish(advance)


def _at_most(planes: Planes, coverage: Coverage) -> Planes:
    """The picture, made smaller where it has more pixels a degree than any whole sphere can have."""
    turn = Grid(planes.width, planes.height, coverage).turn
    if turn <= LARGEST_TURN:
        return planes
    factor = LARGEST_TURN / turn
    return planes.reduced(max(2, int(planes.width * factor / 2) * 2), max(2, int(planes.height * factor / 2) * 2))


def empty(size: int) -> Planes:
    """A face with nothing in it yet; ``size`` is even."""
    y, cb, cr = (np.empty((side, side), np.uint8) for side in (size, size // 2, size // 2))
    return Planes(y, cb, cr)


class _Faces:
    """Faces whose blocks are made together. ``coarse`` gathers the halves of what was made, for the coarser levels."""

    def __init__(self, tiling: Tiling, faces: tuple[Face, ...]) -> None:
        self.tiling, self.faces = tiling, faces
        self.size = tiling.sizes[-1]
        self.coarse = {face: empty(tiling.sizes[-2]) for face in faces} if len(tiling.sizes) > 1 else {}
        self.blocks = [
            Block(self.size, left, top, right, bottom)
            for top, bottom in spans(self.size, tiling.tile_size)
            for left, right in spans(self.size, tiling.tile_size)
        ]
        self._left = len(self.blocks)
        self._lock = threading.Lock()

    def begin(self) -> None:
        for block in self.blocks:
            self.tiling.submit(lambda block=block: self._work(block))  # type: ignore[misc]

    def pictures(self, block: Block) -> dict[Face, Planes]:
        """The pixels of a block of each face."""
        raise NotImplementedError

    def _work(self, block: Block) -> None:
        for face, picture in self.pictures(block).items():
            self.tiling.tile(face, self.size, block.left, block.top, picture)
            if self.coarse:
                _put_half(self.coarse[face], picture, block)
        with self._lock:
            self._left -= 1
            last = self._left == 0
        if last:
            for face, planes in self.coarse.items():
                self.tiling.submit(lambda face=face, planes=planes: self.tiling.coarser(face, planes))  # type: ignore[misc]
            self.coarse = {}


class _Sides(_Faces):
    def __init__(self, planes: Planes, grid: Grid, tiling: Tiling) -> None:
        super().__init__(tiling, tuple(YAW))
        self._sources = tuple(
            Source(plane, grid.part(*plane.shape), outside) for plane, outside in zip(planes.all(), _OUTSIDE, strict=True)
        )

    def pictures(self, block: Block) -> dict[Face, Planes]:
        y, cb, cr = self._sources
        fine, half = on_sides(y.grid, block), on_sides(cb.grid, block.half())
        return {face: Planes(y.sample(fine, yaw), cb.sample(half, yaw), cr.sample(half, yaw)) for face, yaw in YAW.items()}


class _Caps(_Faces):
    def __init__(self, planes: Planes, grid: Grid, tiling: Tiling) -> None:
        super().__init__(tiling, tuple(_HALF_TURN))
        self._planes, self._grid = planes.all(), grid
        self._sources: dict[tuple[Face, int], Source] = {}
        self._ready: list[Future[None]] = []

    def begin(self) -> None:
        # Smoothing is work too, begun before the blocks that wait for it: first come, first served, so none waits in vain.
        places = [(face, number) for number in range(3) for face in self.faces]
        self._ready = [self.tiling.submit(lambda place=place: self._smooth(*place)) for place in places]  # type: ignore[misc]
        super().begin()

    def _smooth(self, face: Face, number: int) -> None:
        plane, size = self._planes[number], self.size if number == 0 else self.size // 2
        grid = self._grid.part(*plane.shape)
        if face == "d":
            plane, grid = plane[::-1, ::-1], grid.upside_down()
        self._sources[face, number] = smoothed(plane, grid, size, _OUTSIDE[number])

    def pictures(self, block: Block) -> dict[Face, Planes]:
        for ready in self._ready:
            ready.result()
        made: dict[Face, Planes] = {}
        where: dict[tuple[Block, Grid], Where] = {}
        for face, turn in _HALF_TURN.items():
            parts = []
            for number, part in enumerate((block, block.half(), block.half())):
                source = self._sources[face, number]
                place = part, source.grid
                where[place] = where[place] if place in where else on_cap(source.grid, part)
                parts.append(source.sample(where[place], where[place].middle + turn))
            made[face] = Planes(*parts)
        return made


def _put_half(coarse: Planes, picture: Planes, block: Block) -> None:
    """The exact 2 x 2 means of a block into its place of the next level."""
    left, top, right, bottom = block.left // 2, block.top // 2, block.right // 2, block.bottom // 2
    into = coarse.cut(left, top, right, bottom)
    for plane, finer in zip(into.all(), picture.all(), strict=True):
        plane[:] = shrunk(finer, plane.shape[1], plane.shape[0])
