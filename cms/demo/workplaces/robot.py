"""A jointed robot arm of our own design: its links as coloured shapes, and where they are for given joint angles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cms.demo.modelling.scene import Scene
from cms.demo.modelling.shapes import Floats, Shape, box, cylinder, join, lathe, rod, tube, turning

Piece = tuple[Shape, str, str]  # shape, colour, finish
DARK, STEEL = "#3a3f45", "#a9b0b6"


def step(turn: float = 0, axis: str = "z", move: tuple[float, float, float] = (0, 0, 0)) -> Floats:
    """4x4 matrix: first turn (degrees) about the axis, then move (metres)."""
    matrix = np.eye(4)
    matrix[:3, :3] = turning(turn, axis)
    matrix[:3, 3] = move
    return matrix


def poses(angles: Sequence[float], scale: float = 1.0) -> list[Floats]:
    """4x4 matrices of the five links (base, turret, upper arm, forearm, wrist) for four joint angles in degrees."""
    q1, q2, q3, q5 = angles
    base = np.eye(4)
    turret = base @ step(q1)
    upper = turret @ step(q2, "y", (0.15 * scale, 0, 0.75 * scale))
    fore = upper @ step(q3, "y", (0, 0, 0.95 * scale))
    wrist = fore @ step(q5, "y", (0.92 * scale, 0, 0.1 * scale))
    return [base, turret, upper, fore, wrist]


def _barrel(radius: float, width: float) -> Shape:
    """A cylinder lying along y, centred."""
    return cylinder(radius, width, n=28, bevel=0.015).moved(z=-width / 2).turned(90, "x")


def links(colour: str, tool: str = "torch") -> list[list[Piece]]:
    """The pieces of each link in its own frame, at scale 1 (reach about 2.2 m)."""
    base: list[Piece] = [
        (lathe([(0, 0), (0.42, 0), (0.42, 0.06), (0.33, 0.08), (0.3, 0.3), (0, 0.3)], n=36), DARK, "satin"),
        (box(0.3, 0.24, 0.2, 0.02).moved(-0.36, 0, 0.04), DARK, "satin"),
    ]
    for a in range(0, 360, 60):
        bolt = (0.375 * np.cos(np.radians(a)), 0.375 * np.sin(np.radians(a)))
        base.append((cylinder(0.02, 0.03, n=6).moved(*bolt, 0.06), STEEL, "metal"))
    turret: list[Piece] = [
        (lathe([(0, 0.3), (0.29, 0.3), (0.31, 0.34), (0.31, 0.46), (0.26, 0.52), (0, 0.52)], n=36), colour, "satin"),
        (box(0.4, 0.12, 0.42, 0.03).moved(0.12, 0.17, 0.46), colour, "satin"),
        (box(0.4, 0.12, 0.42, 0.03).moved(0.12, -0.17, 0.46), colour, "satin"),
        (_barrel(0.15, 0.16).moved(0.15, 0.3, 0.75), DARK, "satin"),
        (cylinder(0.1, 0.3, bevel=0.02).moved(-0.14, 0, 0.5), DARK, "satin"),
    ]
    upper: list[Piece] = [
        (_barrel(0.2, 0.22), colour, "satin"),
        (_barrel(0.16, 0.24).moved(z=0.95), colour, "satin"),
        (_taper(0.17, 0.12, 0.18, 0.95), colour, "satin"),
        (_barrel(0.12, 0.1).moved(0, -0.16, 0.95), DARK, "satin"),
        (tube([(-0.1, 0.13, 0.0), (-0.2, 0.14, 0.35), (-0.18, 0.14, 0.7), (-0.05, 0.14, 1.0)], 0.025), "#26292d", "satin"),
    ]
    fore: list[Piece] = [
        (box(0.34, 0.24, 0.28, 0.04).moved(0.02, 0, -0.04), colour, "satin"),
        (_barrel(0.09, 0.3).turned(90).moved(-0.28, 0, 0.1), DARK, "satin"),
        (
            lathe([(0, 0), (0.125, 0), (0.085, 0.62), (0.085, 0.66), (0, 0.66)], n=28).turned(90, "y").moved(0.18, 0, 0.1),
            colour,
            "satin",
        ),
        (lathe([(0.088, 0), (0.088, 0.05)], n=28).turned(90, "y").moved(0.72, 0, 0.1), DARK, "satin"),
        (tube([(-0.3, 0.1, 0.22), (0.1, 0.12, 0.36), (0.55, 0.08, 0.3), (0.9, 0.0, 0.16)], 0.028), "#26292d", "satin"),
    ]
    wrist: list[Piece] = [
        (_barrel(0.085, 0.19), colour, "satin"),
        (cylinder(0.06, 0.14).turned(90, "y").moved(0.02), DARK, "satin"),
        (cylinder(0.08, 0.03).turned(90, "y").moved(0.16), STEEL, "metal"),
    ]
    if tool == "torch":
        wrist += [
            (rod((0.18, 0, 0), (0.36, 0, 0), 0.03), "#24272a", "satin"),
            (tube([(0.34, 0, 0), (0.44, 0, -0.01), (0.52, 0, -0.08), (0.56, 0, -0.17)], 0.02), "#c9a54a", "metal"),
            (
                lathe([(0, 0), (0.012, 0), (0.026, 0.05), (0.026, 0.12), (0, 0.12)], n=16).turned(-25, "y").moved(0.62, 0, -0.3),
                "#b8793e",
                "metal",
            ),
        ]
    else:
        wrist += [
            (box(0.06, 0.3, 0.1, 0.01).moved(0.22, 0, -0.05), STEEL, "metal"),
            (box(0.2, 0.025, 0.06, 0.005).moved(0.34, 0.11, -0.03), DARK, "satin"),
            (box(0.2, 0.025, 0.06, 0.005).moved(0.34, -0.11, -0.03), DARK, "satin"),
        ]
    return [base, turret, upper, fore, wrist]


def _taper(low: float, high: float, depth: float, length: float) -> Shape:
    """A bar along z with half width `low` below and `high` above."""
    bar = box(2 * low, depth, length, 0.03, 0.1)
    points = bar.points.copy()
    points[:, 0] *= 1 + (high / low - 1) * points[:, 2] / length
    return Shape(points, bar.normals, bar.faces, bar.uv)


def stand(
    scene: Scene,
    at: tuple[float, float, float],
    angles: Sequence[float],
    turn: float = 0,
    scale: float = 1.0,
    colour: str = "#e8731c",
    tool: str = "torch",
    group: str | None = None,
) -> tuple[float, float, float]:
    """Put a robot into the scene; with `group`, its links are the groups group0..group4. Returns the tool's tip."""
    place = step(turn, move=at)
    for i, (matrix, pieces) in enumerate(zip(poses(angles, scale), links(colour, tool), strict=True)):
        for shape, paint, finish in pieces:
            scene.add(
                shape.scaled(scale, scale, scale).carried(place @ matrix),
                paint,
                finish=finish,
                group=f"{group}{i}" if group else None,
            )
    x, y, z, _ = (
        place
        @ poses(angles, scale)[4]
        @ ((0.62 if tool == "torch" else 0.4) * scale, 0, -0.3 * scale if tool == "torch" else 0, 1)
    )
    return float(x), float(y), float(z)


def motion(
    at: tuple[float, float, float], turn: float, scale: float, rest: Sequence[float], angles: Sequence[float]
) -> list[Floats]:
    """4x4 matrices that carry each link from where it was modelled (rest) to the given angles."""
    place = step(turn, move=at)
    return [place @ new @ np.linalg.inv(place @ old) for old, new in zip(poses(rest, scale), poses(angles, scale), strict=True)]


def mesh_pieces(angles: Sequence[float], colour: str = "#e8731c") -> list[Piece]:
    """The whole robot as pieces in one frame, for a mesh file."""
    out = []
    for matrix, pieces in zip(poses(angles), links(colour), strict=True):
        out += [(shape.carried(matrix), paint, finish) for shape, paint, finish in pieces]
    kinds = sorted({(paint, finish) for _, paint, finish in out})
    return [(join(s for s, p, f in out if (p, f) == kind), *kind) for kind in kinds]
