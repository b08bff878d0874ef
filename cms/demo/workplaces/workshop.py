"""Things that stand in workshops: benches, welding sets, gas bottles, tools on a wall, racks of steel."""

from __future__ import annotations

import numpy as np

from cms.demo.modelling.scene import Placed
from cms.demo.modelling.shapes import ball, box, cylinder, lathe, prism, quad, rod, tube

STEEL, DARK, WOOD = "#9aa2a8", "#2f3439", "#b3845a"


def bench(place: Placed, width: float = 2.0, colour: str = "#3d6f9e") -> None:
    """A workbench with drawers and a vice."""
    place.add(box(width, 0.75, 0.06).moved(z=0.86), WOOD, finish="satin")
    for x in (-width / 2 + 0.08, width / 2 - 0.08):
        for y in (-0.3, 0.3):
            place.add(box(0.07, 0.07, 0.86).moved(x, y), DARK, finish="satin")
    place.add(box(0.6, 0.65, 0.62).moved(width / 2 - 0.42, 0, 0.22), colour, finish="satin")
    for k in range(4):
        place.add(box(0.56, 0.02, 0.13).moved(width / 2 - 0.42, -0.33, 0.25 + k * 0.145), "#4d82b3", finish="satin")
        place.add(
            rod((width / 2 - 0.55, -0.36, 0.33 + k * 0.145), (width / 2 - 0.29, -0.36, 0.33 + k * 0.145), 0.008),
            STEEL,
            finish="metal",
        )
    place.add(box(width - 0.9, 0.6, 0.03).moved(-0.35, 0, 0.25), STEEL, finish="satin")
    vice = "#2a5d8c"
    place.add(box(0.16, 0.26, 0.1, 0.02).moved(-width / 2 + 0.35, -0.15, 0.92), vice, finish="satin")
    place.add(
        [
            box(0.18, 0.06, 0.14, 0.015).moved(-width / 2 + 0.35, -0.18, 0.98),
            box(0.18, 0.06, 0.14, 0.015).moved(-width / 2 + 0.35, -0.3, 0.98),
        ],
        vice,
        finish="satin",
    )
    place.add(
        [
            rod((-width / 2 + 0.35, -0.5, 1.02), (-width / 2 + 0.35, -0.2, 1.02), 0.018),
            rod((-width / 2 + 0.22, -0.49, 1.02), (-width / 2 + 0.48, -0.49, 1.02), 0.009),
        ],
        STEEL,
        finish="metal",
    )


def tool_wall(place: Placed, width: float = 2.4, height: float = 1.2) -> None:
    """A perforated board with hanging tools; origin at the board's bottom middle."""
    place.add(box(width, 0.03, height).moved(y=-0.02), "#2f4554", finish="satin")
    for x in np.arange(-width / 2 + 0.12, width / 2 - 0.05, 0.12):
        for z in np.arange(0.1, height - 0.05, 0.12):
            place.add(
                quad((x - 0.008, -0.037, z - 0.008), (x + 0.008, -0.037, z - 0.008), (x - 0.008, -0.037, z + 0.008), 1), "#18242c"
            )
    y = -0.06
    x = -width / 2 + 0.14
    for k in range(7):  # open-ended spanners by size
        long = 0.16 + 0.03 * k
        head = 0.02 + 0.003 * k
        place.add(
            [
                box(head, 0.012, long, 0.003).moved(x, y, 0.75 - long / 2 + 0.12),
                cylinder(head * 1.15, 0.014, n=14).turned(90, "x").moved(x, y + 0.007, 0.75 + long / 2 + 0.12),
                cylinder(head * 1.15, 0.014, n=14).turned(90, "x").moved(x, y + 0.007, 0.75 - long / 2 + 0.12),
            ],
            "#c2c8cc",
            finish="metal",
        )
        x += 0.1
    for k, colour in enumerate(("#d23b2b", "#e0b01e", "#2f78b7", "#2c9a59")):  # screwdrivers
        at = -width / 2 + 0.95 + k * 0.09
        place.add(
            lathe([(0, 0), (0.018, 0.005), (0.016, 0.05), (0.02, 0.1), (0, 0.11)], n=14).moved(at, y, 0.92),
            colour,
            finish="gloss",
        )
        place.add(rod((at, y, 0.92), (at, y, 0.74), 0.005), "#cfd4d7", finish="metal")
    for k in range(3):  # hammers
        at = -width / 2 + 1.45 + k * 0.17
        place.add(rod((at, y, 0.62), (at, y, 0.95), 0.014), WOOD)
        place.add(box(0.13 + 0.02 * k, 0.035, 0.04, 0.006).moved(at, y, 0.94), STEEL, finish="metal")
    for k in range(3):  # clamps
        at = -width / 2 + 1.98 + k * 0.15
        place.add(
            [
                box(0.016, 0.02, 0.42, 0.002).moved(at, y, 0.55),
                box(0.09, 0.02, 0.02, 0.002).moved(at + 0.04, y, 0.95),
                box(0.09, 0.02, 0.02, 0.002).moved(at + 0.04, y, 0.68),
            ],
            "#c2c8cc",
            finish="metal",
        )
        place.add(rod((at + 0.08, y, 0.55), (at + 0.08, y, 0.69), 0.014), "#d23b2b", finish="satin")
    place.add(
        lathe([(0.11, -0.004), (0.12, 0), (0.12, 0.006), (0.03, 0.008), (0, 0.008)], n=32)
        .turned(90, "x")
        .moved(-width / 2 + 0.25, y, 0.32),
        "#7c6a52",
        finish="satin",
    )
    place.add(
        lathe([(0, 0), (0.09, 0), (0.09, 0.008), (0, 0.008)], n=32).turned(90, "x").moved(-width / 2 + 0.55, y, 0.3),
        "#8c3b2c",
        finish="satin",
    )
    place.add(box(0.5, 0.1, 0.14).moved(0.1, -0.09, 0.22), "#d23b2b", finish="satin")
    place.add(box(0.5, 0.1, 0.14).moved(0.7, -0.09, 0.22), "#2f78b7", finish="satin")


def steel_rack(place: Placed, length: float = 3.2) -> None:
    """A cantilever rack with bars, tubes and angle steel lying along local x; its back at y = 0."""
    for x in (-length * 0.38, 0, length * 0.38):
        place.add(box(0.12, 0.1, 2.3).moved(x, -0.05), "#e0a21b", finish="satin")
        place.add(box(0.12, 0.8, 0.1).moved(x, -0.4), "#e0a21b", finish="satin")
        for z in (0.55, 1.1, 1.65, 2.15):
            place.add(box(0.08, 0.62, 0.07).moved(x, -0.36, z), "#e0a21b", finish="satin")
    rng = np.random.default_rng(5)
    for row, z in enumerate((0.62, 1.17, 1.72, 2.22)):
        for k in range(7):
            y, off = -0.14 - 0.075 * k, rng.uniform(-0.15, 0.15)
            tint = ("#8d959b", "#a3a9ad", "#77685a", "#6e767d")[int(rng.integers(4))]
            if row % 2:
                place.add(
                    rod((-length / 2 + off, y, z + 0.035), (length / 2 + off, y, z + 0.035), 0.032, n=14), tint, finish="metal"
                )
            else:
                place.add(box(length, 0.06, 0.06, 0.004, 0.3).moved(off, y, z), tint, finish="metal")


def stool(place: Placed, seat: str = "#2f3439") -> None:
    place.add(cylinder(0.18, 0.06, bevel=0.02).moved(z=0.56), seat, finish="satin")
    place.add(rod((0, 0, 0.1), (0, 0, 0.56), 0.025), STEEL, finish="metal")
    for k in range(5):
        a = np.radians(72 * k)
        place.add(rod((0, 0, 0.12), (0.26 * np.cos(a), 0.26 * np.sin(a), 0.06), 0.016), DARK, finish="satin")
        place.add(ball(0.03, 10).moved(0.26 * np.cos(a), 0.26 * np.sin(a), 0.03), "#1a1b1d")


def roller_door(place: Placed, width: float = 3.4, height: float = 3.2) -> None:
    for k in range(int(height / 0.16)):
        place.add(box(width, 0.05, 0.155, 0.012, 0.25).moved(0, 0.0, k * 0.16), ("#c4cbcf", "#bcc4c9")[k % 2], finish="satin")
    for x in (-width / 2 - 0.08, width / 2 + 0.08):
        place.add(box(0.16, 0.12, height + 0.1).moved(x, -0.04), "#f2c318", finish="satin", picture=None)
    place.add(box(width + 0.5, 0.5, 0.5).moved(0, -0.22, height), "#8b949a", finish="satin")
    for x in (-0.9, 0.0, 0.9):
        place.add(box(0.6, 0.02, 0.22).moved(x, -0.03, 1.62), "#dcebf3", finish="glow")


def pallet(place: Placed, load: str | None = None) -> None:
    for y in (-0.36, 0, 0.36):
        place.add(box(1.2, 0.1, 0.1).moved(0, y), WOOD)
    for x in np.linspace(-0.54, 0.54, 6):
        place.add(box(0.14, 0.82, 0.025).moved(x, 0, 0.1), "#c19465")
    if load:
        for x in (-0.3, 0.3):
            for z in range(2):
                place.add(box(0.54, 0.7, 0.36, 0.01).moved(x, 0, 0.125 + 0.37 * z), load)
                place.add(box(0.545, 0.06, 0.362, 0.004).moved(x, 0, 0.125 + 0.37 * z), "#d9c39a")


def crane(place: Placed, length: float, drop: float) -> None:
    """An overhead rail along local x with a hoist; origin at the rail's middle."""
    place.add(
        [box(length, 0.16, 0.03, step=0.3), box(length, 0.03, 0.26, step=0.3), box(length, 0.16, 0.03, step=0.3).moved(z=0.24)],
        "#f0b816",
        finish="satin",
    )
    place.add(box(0.5, 0.26, 0.3, 0.03).moved(0.4, 0, -0.32), "#d8551e", finish="satin")
    place.add(cylinder(0.12, 0.4).turned(90, "y").moved(0.6, 0, -0.17), "#3a3f45", finish="satin")
    place.add(rod((0.4, 0, -0.3), (0.4, 0, -drop), 0.008), "#2b2b2b")
    place.add(
        prism([(-0.07, -0.1), (0.07, -0.1), (0.07, 0.06), (-0.07, 0.06)], 0.06).moved(0.4, -0.03, -drop),
        "#f0b816",
        finish="satin",
    )
    hook = [(0.4 + 0.06 * np.sin(a), 0.0, -drop - 0.2 + 0.06 * np.cos(a)) for a in np.linspace(0, 4.2, 10)]
    place.add(tube([(0.4, 0, -drop - 0.08), *hook], 0.016, bend=3), STEEL, finish="metal")
