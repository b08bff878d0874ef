"""Lods: a scene's pieces with fewer triangles, spent where they are seen most."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from media_pipeline.meshes.accessors import Numbers
from media_pipeline.meshes.crunch import Answer, Tick, crunch
from media_pipeline.meshes.pieces import Piece, to_local, to_world

WEIGHTS = {"NORMAL": (0.25,) * 3, "TEXCOORD_0": (0.25,) * 2, "COLOR_0": (0.1,) * 3}
"""What a difference of 1 in an attribute counts against the size of the whole scene: enough that a texture doesn't swim, little
enough that the shape decides."""
_TURNABLE = 1e6
"""A matrix whose longest axis is more times its shortest has no use as one to be turned back."""
_SMALLEST = 1e-20
"""Nor has one that shrinks so much: turned back, its numbers overflow."""


@dataclass(frozen=True)
class Detail:
    """One lod's pieces; ``error`` is a part of the scene's size, ``how`` the way in which the budget was reached."""

    pieces: tuple[Piece, ...]
    error: float = 0.0
    how: str = "whole"

    @property
    def triangles(self) -> int:
        """Triangles as drawn."""
        return sum(piece.triangles * piece.uses for piece in self.pieces)


def how_many(triangles: int, budgets: Sequence[int]) -> int:
    """How many lods a scene of so many triangles gets."""
    return min(sum(budget < triangles for budget in budgets) + 1, len(budgets))


def details(pieces: Sequence[Piece], budgets: Sequence[int], work: Path, tick: Tick) -> list[Detail]:
    """A lod for each budget (falling), finest first. What is below a budget is kept whole, and no lod is another's copy."""
    whole = Detail(tuple(pieces))
    below = [budget for budget in budgets if budget < whole.triangles]
    kept = [whole] if len(below) < len(budgets) else []
    return kept + (_simplified(pieces, below, work, tick) if below else [])


def _simplified(pieces: Sequence[Piece], budgets: Sequence[int], work: Path, tick: Tick) -> list[Detail]:
    names = [name for name in WEIGHTS if any(name in piece.attributes for piece in pieces)]
    starts = np.cumsum([0, *(len(piece.world) for piece in pieces)])
    move = all(not piece.targets and _turnable(piece) for piece in pieces)
    job = {
        "vertices": int(starts[-1]),
        "indices": sum(len(piece.indices) for piece in pieces),
        "weights": [weight for name in names for weight in WEIGHTS[name]],
        "starts": starts[:-1].tolist(),
        "uses": [piece.uses for piece in pieces],
        "budgets": list(budgets),
        "move": move,
        "place": sum(len(WEIGHTS[name]) for name in names[: names.index("TEXCOORD_0")]) if "TEXCOORD_0" in names else -1,
    }
    answer = crunch("simplify", job, _numbers(pieces, starts, names), work, tick)
    made = [_detail(pieces, starts, names if move else None, answer, number) for number in range(len(budgets))]
    for budget, detail in zip(budgets, made, strict=True):
        logging.getLogger(__name__).info("%d of %d triangles: %s, error %g", detail.triangles, budget, detail.how, detail.error)
    return made


def _turnable(piece: Piece) -> bool:
    if piece.matrix is None:
        return False
    sizes = np.linalg.svd(piece.matrix[:3, :3], compute_uv=False)
    return bool(sizes[-1] > _SMALLEST and sizes[0] / sizes[-1] < _TURNABLE)


def _numbers(pieces: Sequence[Piece], starts: NDArray[np.int64], names: Sequence[str]) -> Iterator[Numbers]:
    for piece, start in zip(pieces, starts[:-1], strict=True):
        yield (piece.indices + np.uint32(start)).astype("<u4")
    for piece in pieces:
        yield piece.world.astype("<f4")
    for piece in pieces:
        yield np.hstack([_attribute(piece, name) for name in names] or [np.zeros((len(piece.world), 0))]).astype("<f4")


def _attribute(piece: Piece, name: str) -> Numbers:
    """An attribute as it counts for simplifying; zeros where the piece has none."""
    width = len(WEIGHTS[name])
    if name not in piece.attributes:
        return np.zeros((len(piece.world), width), np.float32)
    values = piece.attributes[name][:, :width]
    return to_world(piece, values) if name == "NORMAL" else values


def _detail(
    pieces: Sequence[Piece], starts: NDArray[np.int64], moved: Sequence[str] | None, answer: Answer, number: int
) -> Detail:
    lod = answer.said["lods"][number]
    origin = answer.numbers(lod["origin"], "<u4").astype(np.int64)
    corners = answer.numbers(lod["indices"], "<u4").reshape(-1, 3)
    points = answer.numbers(lod["positions"], "<f4", 3)
    width = sum(len(WEIGHTS[name]) for name in moved or ())
    attributes = answer.numbers(lod["attributes"], "<f4").reshape(len(origin), -1) if width else np.zeros((len(origin), 0))
    bounds = np.searchsorted(origin, starts)  # compacting keeps the order of points, so a piece's stand together
    of_piece = np.searchsorted(starts, origin[corners[:, 0]], side="right") - 1
    found = []
    for at, piece in enumerate(pieces):
        first, last = int(bounds[at]), int(bounds[at + 1])
        own = corners[of_piece == at]
        if len(own) == 0:
            continue
        chosen = origin[first:last] - starts[at]
        kept = replace(
            piece,
            indices=(own - np.uint32(first)).reshape(-1),
            attributes={name: values[chosen] for name, values in piece.attributes.items()},
            targets=tuple({name: values[chosen] for name, values in target.items()} for target in piece.targets),
            world=points[first:last],
        )
        found.append(kept if moved is None else _moved(kept, moved, attributes[first:last]))
    return Detail(tuple(found), float(lod["error"]), str(lod["how"]))


def _moved(piece: Piece, names: Sequence[str], values: Numbers) -> Piece:
    """A piece with the points and attributes that simplifying has moved."""
    attributes = dict(piece.attributes)
    at = 0
    normals = None
    for name in names:
        width = len(WEIGHTS[name])
        if name in attributes:
            own = values[:, at : at + width]
            if name == "NORMAL":
                normals = own
            else:
                changed = attributes[name].copy()
                changed[:, :width] = np.clip(own, 0, 1) if name == "COLOR_0" else own
                attributes[name] = changed
        at += width
    points, turned = to_local(piece, piece.world.astype(np.float64), None if normals is None else normals.astype(np.float64))
    attributes["POSITION"] = points.astype(np.float32)
    if turned is not None:
        # a normal that came out as nothing keeps its old direction
        whole = np.linalg.norm(turned, axis=1, keepdims=True) > 0
        attributes["NORMAL"] = np.where(whole, turned, attributes["NORMAL"]).astype(np.float32)
    return replace(piece, attributes=attributes)
