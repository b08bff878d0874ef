"""A lod's surfaces quantised and compressed by the mesh program, and held against what they were made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from media_pipeline.errors import Damaged
from media_pipeline.meshes.crunch import Answer, Tick, crunch
from media_pipeline.meshes.pieces import Piece
from media_pipeline.meshes.streams import Stream, stream, target_stream


@dataclass(frozen=True)
class Packed:
    """Rows of ``size`` bytes, compressed and as a reader gets them."""

    packed: NDArray[np.uint8]
    plain: NDArray[np.uint8]
    size: int


@dataclass(frozen=True)
class PackedStream(Packed):
    """The numbers of one accessor."""

    stream: Stream


@dataclass(frozen=True)
class PackedPiece:
    """A piece that can be written: its triangles, and its points' attributes and morph targets by name."""

    piece: Piece
    count: int
    indices: Packed
    attributes: dict[str, PackedStream]
    targets: tuple[dict[str, PackedStream], ...]


def pack_all(lods: Sequence[Sequence[Piece]], work: Path, tick: Tick) -> list[list[PackedPiece]]:
    """As pack(), for several lods at once: starting the program takes longer than compressing a small one."""
    packed = iter(pack([piece for pieces in lods for piece in pieces], work, tick))
    return [[next(packed) for _ in pieces] for pieces in lods]


def pack(pieces: Sequence[Piece], work: Path, tick: Tick) -> list[PackedPiece]:
    """Compress and check. Damaged where what comes back is further off than it may be: then nothing may be stored."""
    streams = [list(_streams(piece)) for piece in pieces]
    job = {
        "surfaces": [
            {
                "vertices": len(piece.world),
                "indices": len(piece.indices),
                "streams": [{"filter": one.filter, "width": one.width, "bits": one.bits} for *_, one in own],
            }
            for piece, own in zip(pieces, streams, strict=True)
        ]
    }
    answer = crunch("encode", job, _numbers(pieces, streams), work, tick)
    surfaces = answer.said["surfaces"]
    return [_checked(piece, own, said, answer) for piece, own, said in zip(pieces, streams, surfaces, strict=True)]


def _streams(piece: Piece) -> Iterator[tuple[int, str, Stream]]:
    """(number of the morph target or -1, name, stream)."""
    for name, values in piece.attributes.items():
        yield -1, name, stream(name, values)
    for number, target in enumerate(piece.targets):
        for name, values in target.items():
            yield number, name, target_stream(values)


def _numbers(pieces: Sequence[Piece], streams: Sequence[list[tuple[int, str, Stream]]]) -> Iterator[NDArray[Any]]:
    for piece, own in zip(pieces, streams, strict=True):
        yield piece.indices.astype("<u4")
        for *_, one in own:
            yield one.rows


def _checked(piece: Piece, streams: list[tuple[int, str, Stream]], said: dict[str, Any], answer: Answer) -> PackedPiece:
    order = answer.numbers(said["order"], "<u4")
    indices = _packed(answer, said, said["size"])
    _same_triangles(piece, order, indices)
    attributes: dict[str, PackedStream] = {}
    targets: tuple[dict[str, PackedStream], ...] = tuple({} for _ in piece.targets)
    for (number, name, one), place in zip(streams, said["streams"], strict=True):
        packed = _packed(answer, place, place["size"])
        off = float(np.abs(one.read(packed.plain, packed.size) - one.meant[order]).max(initial=0))
        if not off <= one.error:
            raise Damaged(f"{name} came back from compression {off:g} off, at most {one.error:g} is allowed.")
        (attributes if number < 0 else targets[number])[name] = PackedStream(packed.packed, packed.plain, packed.size, one)
    return PackedPiece(piece, int(said["count"]), indices, attributes, targets)


def _packed(answer: Answer, said: dict[str, Any], size: int) -> Packed:
    return Packed(answer.numbers(said["packed"], np.uint8), answer.numbers(said["plain"], np.uint8), size)


def _same_triangles(piece: Piece, order: NDArray[np.uint32], indices: Packed) -> None:
    """The codec may begin a triangle at another corner and the order of triangles is for the graphics card; nothing else."""
    found = order[indices.plain.view(f"<u{indices.size}")].reshape(-1, 3)
    if not np.array_equal(_sorted(found), _sorted(piece.indices.reshape(-1, 3))):
        raise Damaged("Triangles came back from compression changed.")


def _sorted(triangles: NDArray[Any]) -> NDArray[Any]:
    triangles = triangles.astype(np.int64)
    first = triangles.argmin(axis=1)[:, None]
    turned = np.take_along_axis(triangles, (first + np.arange(3)) % 3, axis=1)
    return turned[np.lexsort(turned.T)]
