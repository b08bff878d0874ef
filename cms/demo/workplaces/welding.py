"""Things that welders use: welding sets, gas bottles, fume arms, curtains, helmets, tables."""

from __future__ import annotations

import numpy as np

from cms.demo.modelling.scene import Placed
from cms.demo.modelling.shapes import ball, box, cylinder, lathe, rod, surface, tube

STEEL, DARK, WOOD = "#9aa2a8", "#2f3439", "#b3845a"


def gas_bottle(place: Placed, colour: str, shoulder: str, height: float = 1.5) -> None:
    r = 0.115
    place.add(lathe([(0, 0), (r - 0.01, 0), (r, 0.02), (r, height - 0.25)]), colour, finish="satin")
    place.add(
        lathe(
            [(r, height - 0.25), (r * 0.93, height - 0.17), (r * 0.7, height - 0.09), (0.035, height - 0.04), (0.035, height)],
            smooth=True,
        ),
        shoulder,
        finish="satin",
    )
    place.add(cylinder(0.03, 0.1).moved(z=height - 0.01), "#b08d4a", finish="metal")
    place.add(rod((-0.06, 0, height + 0.06), (0.06, 0, height + 0.06), 0.012), "#b08d4a", finish="metal")
    place.add(
        [
            cylinder(0.04, 0.03).turned(90, "x").moved(0.07, -0.02, height + 0.09),
            cylinder(0.04, 0.03).turned(90, "x").moved(0.07, -0.02, height + 0.0),
        ],
        "#e8e6df",
        finish="satin",
    )


def welding_set(place: Placed, colour: str = "#d8551e") -> None:
    """A welding power source on a trolley with its gas bottle, cable and torch; front towards local -y."""
    place.add(box(0.5, 0.95, 0.05).moved(z=0.14), DARK, finish="satin")
    for x in (-0.24, 0.24):
        place.add(cylinder(0.13, 0.05).turned(90, "y").moved(x - 0.025, 0.35, 0.13), "#1d1f21")
        place.add(cylinder(0.06, 0.04).turned(90, "y").moved(x - 0.02, -0.4, 0.06), "#1d1f21")
    place.add(box(0.42, 0.62, 0.6, 0.03).moved(0, -0.1, 0.19), colour, finish="satin")
    place.add(box(0.36, 0.02, 0.24, 0.01).moved(0, -0.415, 0.5), "#20262b", finish="satin")
    place.add(box(0.16, 0.012, 0.08).moved(-0.06, -0.428, 0.62), "#7de0c4", finish="glow")
    for x, z in ((0.1, 0.66), (0.1, 0.57), (-0.1, 0.55)):
        place.add(cylinder(0.025, 0.03).turned(90, "x").moved(x, -0.42, z), "#c9ced1", finish="metal")
    for k in range(5):
        place.add(box(0.3, 0.012, 0.012, 0.002).moved(0, -0.412, 0.24 + 0.03 * k), DARK)
    place.add(
        tube([(-0.16, -0.1, 0.79), (-0.16, -0.1, 0.9), (0.16, -0.1, 0.9), (0.16, -0.1, 0.79)], 0.016, bend=4),
        DARK,
        finish="satin",
    )
    inner = Placed(place.scene, place.point(0, 0.36, 0.19), place.angle)
    gas_bottle(inner, "#5b6b3a", "#4f8f4a", 1.25)
    place.add(
        tube(
            [
                (0.05, -0.43, 0.36),
                (0.1, -0.75, 0.1),
                (0.3, -0.85, 0.02),
                (0.6, -0.6, 0.02),
                (0.62, -0.2, 0.03),
                (0.3, -0.25, 0.6),
                (0.22, -0.2, 0.84),
            ],
            0.014,
        ),
        "#1c1e20",
    )
    place.add(
        tube([(0.22, -0.24, 0.83), (0.22, -0.12, 0.86), (0.22, -0.02, 0.84), (0.22, 0.06, 0.78)], 0.018),
        "#15171a",
        finish="satin",
    )
    place.add(rod((0.22, 0.05, 0.79), (0.22, 0.1, 0.71), 0.014), "#b8793e", finish="metal")


def fume_arm(place: Placed, reach: float = 1.2, colour: str = "#d9dcdc") -> tuple[float, float, float]:
    """An extraction arm from a wall point (origin at its bracket), hood out at local -y; returns the hood's middle."""
    place.add(box(0.16, 0.06, 0.3).moved(0, -0.03, -0.15), DARK, finish="satin")
    elbow, end = (0.0, -reach * 0.55, 0.42), (0.05, -reach, -0.45)
    place.add(tube([(0, -0.05, 0), (0, -0.25, 0.16), elbow], 0.08, n=18), colour, finish="satin")
    place.add(ball(0.1).moved(*elbow), DARK, finish="satin")
    place.add(tube([elbow, (0.03, -reach * 0.85, 0.05), end], 0.08, n=18), colour, finish="satin")
    for t in np.linspace(0.15, 0.85, 4):
        knee = np.array(elbow) + t * (np.array((0.03, -reach * 0.85, 0.05)) - elbow)
        place.add(ball(0.083).scaled(1, 1, 0.25).moved(*knee), "#b9bdbe")
    hood = [(0.09, 0.0), (0.09, -0.08), (0.2, -0.26), (0.21, -0.29), (0.19, -0.29), (0.08, -0.08)]
    shape = lathe(list(reversed(hood)), n=28)
    place.add(shape.turned(18, "x").moved(end[0], end[1] - 0.02, end[2] + 0.04), "#e0662a", finish="satin")
    return place.point(end[0], end[1] - 0.08, end[2] - 0.2)


def strip_curtain(
    place: Placed, width: float, height: float, colour: str = "#c9621c", folds: int = 9, finish: str = "film"
) -> None:
    """A welding curtain of heavy see-through film, hanging from a rail along local x."""
    place.add(rod((-width / 2, 0, height + 0.05), (width / 2, 0, height + 0.05), 0.02), STEEL, finish="metal")

    wide = width / folds * 1.25  # neighbours overlap: those strips look darker
    for k in range(folds):
        middle = ((k + 0.5) / folds - 0.5) * width

        def hang(u: np.ndarray, v: np.ndarray, middle: float = middle, k: int = k) -> np.ndarray:
            bulge = 0.03 * np.cos((u - 0.5) * np.pi) + 0.015 * (k % 2)
            return np.stack([middle + (u - 0.5) * wide, bulge, 0.1 + v * (height - 0.1)], -1)

        place.add(surface(hang, 6, 12), colour, finish=finish)
    for k in range(folds + 1):
        place.add(
            lathe([(0.02, 0), (0.026, 0.01), (0.02, 0.02)], n=12)
            .turned(90, "y")
            .moved((k / folds - 0.5) * width, 0, height + 0.04),
            "#d5d9db",
        )


def helmet(place: Placed, colour: str = "#24292e") -> None:
    """A welding helmet, its window towards local -y."""

    def shell(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        a = (u - 0.5) * np.pi * 1.25
        r = 0.125 * (0.78 + 0.35 * np.sin(np.pi * np.clip(v, 0, 1) * 0.62 + 0.75))
        return np.stack(
            [r * np.sin(a) * 0.95, -r * np.cos(a) * 1.15 * (1 - 0.25 * v**4), 0.34 * v - 0.1 * v * (np.abs(a) / 2) ** 2], -1
        )

    place.add(surface(shell, 24, 12), colour, finish="gloss")
    place.add(ball(0.135).scaled(0.93, 1.0, 0.75).moved(0, 0.0, 0.26), colour, finish="gloss")
    place.add(box(0.13, 0.03, 0.11, 0.01).moved(0, -0.148, 0.15), "#111417", finish="satin")
    place.add(box(0.1, 0.008, 0.06, 0.003).moved(0, -0.166, 0.175), "#1f7a4d", finish="gloss")
    place.add(box(0.012, 0.05, 0.12, 0.003).moved(0.0, -0.09, 0.34), "#d8551e", finish="satin")


def welding_table(place: Placed, width: float = 1.6, depth: float = 1.0) -> None:
    """A steel table with rows of clamping holes and a frame being welded on it."""
    place.add(box(width, depth, 0.09).moved(z=0.78), "#6f777d", finish="satin")
    for x in np.arange(-width / 2 + 0.1, width / 2 - 0.05, 0.16):
        for y in np.arange(-depth / 2 + 0.1, depth / 2 - 0.05, 0.16):
            place.add(lathe([(0.018, 0.8715), (0, 0.8715)], n=10), "#23282c", (x, y, 0))
    for x in (-width / 2 + 0.1, width / 2 - 0.1):
        for y in (-depth / 2 + 0.1, depth / 2 - 0.1):
            place.add(box(0.1, 0.1, 0.78).moved(x, y), "#2c5f8d", finish="satin")
    place.add(box(width - 0.3, depth - 0.3, 0.03).moved(z=0.22), "#2c5f8d", finish="satin")


def workpiece(place: Placed) -> None:
    """A small gate-like frame of square tube, half welded."""
    paint = "#99a1a7"
    for y in (-0.25, 0.25):
        place.add(box(0.9, 0.05, 0.05, 0.004).moved(0, y), paint, finish="metal")
    for x in (-0.425, -0.14, 0.14, 0.425):
        place.add(box(0.05, 0.45, 0.05, 0.004).moved(x, 0), paint, finish="metal")
    for x in (-0.4, 0.4):
        place.add(rod((x - 0.03, -0.22, 0.052), (x + 0.03, -0.22, 0.052), 0.007), "#7b6b86", finish="metal")
