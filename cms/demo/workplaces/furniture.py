"""Furniture of wards and practices: chairs, a desk's screen, a trolley, a wash basin, rails."""

from __future__ import annotations

import numpy as np

from cms.demo.modelling import pictures
from cms.demo.modelling.scene import Placed
from cms.demo.modelling.shapes import ball, box, cylinder, lathe, quad, rod, tube

from .care import castor

WHITE, STEEL, DARK, BEECH = "#f0f2f1", "#c3c9cd", "#3a4046", "#d9b68a"


def wheelchair(place: Placed) -> None:
    for x in (-0.29, 0.29):
        wheel = [(x, 0.3 * np.cos(a), 0.3 + 0.3 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 25)[:-1]]
        place.add(tube(wheel + wheel[:1], 0.018, n=10, bend=2), "#26292c", finish="satin")
        rim = [(x * 1.1, 0.26 * np.cos(a), 0.3 + 0.26 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 25)[:-1]]
        place.add(tube(rim + rim[:1], 0.008, n=8, bend=2), STEEL, finish="metal")
        for k in range(8):
            a = np.pi * k / 8
            place.add(
                rod((x, 0.29 * np.cos(a), 0.3 + 0.29 * np.sin(a)), (x, -0.29 * np.cos(a), 0.3 - 0.29 * np.sin(a)), 0.003, n=6),
                STEEL,
                finish="metal",
            )
        place.add(cylinder(0.08, 0.03, n=18).turned(90, "y").moved(x * 0.9 - 0.015, -0.4, 0.08), "#26292c")
        side = x * 0.85
        place.add(
            tube([(side, 0.36, 0.92), (side, 0.24, 0.92), (side, 0.22, 0.5), (side, 0.2, 0.22)], 0.013, bend=5),
            "#2d6f9f",
            finish="satin",
        )
        place.add(
            tube([(side, 0.2, 0.48), (side, -0.22, 0.48), (side, -0.34, 0.42), (side, -0.42, 0.16)], 0.013, bend=5),
            "#2d6f9f",
            finish="satin",
        )
        place.add(box(0.06, 0.32, 0.035, 0.012).moved(side, -0.02, 0.7), DARK, finish="satin")
        place.add(rod((side, -0.14, 0.48), (side, -0.14, 0.7), 0.012), "#2d6f9f", finish="satin")
        place.add(box(0.14, 0.2, 0.02, 0.006).moved(x * 0.45, -0.5, 0.13), DARK, finish="satin")
    place.add(box(0.46, 0.42, 0.05, 0.02).moved(0, 0, 0.46), "#23415a", finish="satin")
    place.add(box(0.46, 0.045, 0.42, 0.02).turned(6, "x").moved(0, 0.22, 0.5), "#23415a", finish="satin")


def chair(place: Placed, colour: str = "#c9743a", arms: bool = True) -> None:
    """An easy chair for visitors; one sits facing local -y."""
    place.add(box(0.56, 0.54, 0.12, 0.04).moved(z=0.36), colour)
    place.add(box(0.56, 0.12, 0.6, 0.045).turned(10, "x").moved(0, 0.26, 0.4), colour)
    for x in (-0.29, 0.29):
        for y in (-0.24, 0.26):
            place.add(rod((x, y, 0), (x, y, 0.62 if arms else 0.4), 0.02), BEECH, finish="satin")
        if arms:
            place.add(box(0.06, 0.58, 0.035, 0.014).moved(x, 0.0, 0.61), BEECH, finish="satin")


def office_chair(place: Placed, colour: str = "#3d6f8f") -> None:
    for k in range(5):
        a = np.radians(72 * k + 20)
        place.add(rod((0, 0, 0.1), (0.28 * np.cos(a), 0.28 * np.sin(a), 0.07), 0.02), DARK, finish="satin")
        place.add(ball(0.032, 12).moved(0.28 * np.cos(a), 0.28 * np.sin(a), 0.034), "#222222")
    place.add(rod((0, 0, 0.1), (0, 0, 0.46), 0.026), STEEL, finish="metal")
    place.add(box(0.48, 0.48, 0.09, 0.04).moved(z=0.46), colour)
    place.add(box(0.44, 0.08, 0.5, 0.035).turned(8, "x").moved(0, 0.24, 0.6), colour)
    place.add(rod((0, 0.2, 0.5), (0, 0.28, 0.75), 0.02), DARK, finish="satin")


def trolley(place: Placed, colour: str = "#3f8fb5") -> None:
    """A medicine trolley with drawers, front towards local -y."""
    place.add(box(0.62, 0.5, 0.78, 0.015).moved(z=0.16), WHITE, finish="satin")
    for k, tall in enumerate((0.2, 0.2, 0.13, 0.13)):
        z = 0.19 + (0, 0.21, 0.42, 0.56)[k]
        place.add(box(0.57, 0.02, tall - 0.02).moved(0, -0.25, z), colour, finish="satin")
        place.add(rod((-0.14, -0.28, z + tall - 0.06), (0.14, -0.28, z + tall - 0.06), 0.009), STEEL, finish="metal")
    place.add(box(0.66, 0.54, 0.04, 0.015).moved(z=0.94), "#dfe5e7", finish="satin")
    for x in (-0.27, 0.27):
        for y in (-0.2, 0.2):
            castor(place, x, y, 0.06)
    place.add(
        tube([(0.33, -0.18, 0.86), (0.42, -0.18, 0.92), (0.42, 0.18, 0.92), (0.33, 0.18, 0.86)], 0.014, bend=4),
        STEEL,
        finish="metal",
    )
    for k, paint in enumerate(("#ffffff", "#e9c24a", "#d9634f", "#7fb3cf")):
        place.add(
            lathe([(0, 0), (0.03, 0), (0.03, 0.09), (0.02, 0.1), (0.022, 0.12), (0, 0.12)], n=16).moved(
                -0.22 + 0.09 * k, 0.12, 0.98
            ),
            paint,
            finish="satin",
        )
    place.add(box(0.22, 0.16, 0.06, 0.01).moved(0.16, -0.02, 0.98), "#c9dbe2", finish="satin")


def desk_screen(place: Placed, name: str, picture: pictures.Picture, width: float = 0.5) -> None:
    """A computer screen on its foot with keyboard and mouse; looks towards local -y."""
    height = width * picture.shape[0] / picture.shape[1]
    place.add([box(0.22, 0.16, 0.015), rod((0, 0.02, 0.01), (0, 0.02, 0.2), 0.02)], DARK, finish="satin")
    place.add(box(width + 0.03, 0.03, height + 0.03, 0.01).moved(0, 0, 0.15), DARK, finish="satin")
    place.board(name, picture, width, (0, -0.018, 0.165 + height / 2), 180, glow=True)
    place.add(box(0.42, 0.14, 0.018, 0.006).moved(0, -0.26, 0), "#e4e7e8", finish="satin")
    place.add(ball(0.03, 14).scaled(1, 1.5, 0.6).moved(0.3, -0.26, 0.01), "#e4e7e8", finish="satin")


def basin(place: Placed) -> None:
    """A wash basin with tap, mirror, soap and towels."""
    place.add(box(0.6, 0.42, 0.14, 0.05).moved(0, -0.23, 0.76), "#ffffff", finish="gloss")
    place.add(
        lathe([(0.2, 0.902), (0.15, 0.85), (0, 0.84)], smooth=True).scaled(1.15, 0.8, 1).moved(0, -0.25, 0.004),
        "#dfe6e8",
        finish="gloss",
    )
    place.add(lathe([(0.245, 0.903), (0, 0.9031)], n=32).scaled(1, 0.68, 1).moved(0, -0.25, 0), "#d3dcdf", finish="gloss")
    place.add(tube([(0, -0.06, 0.9), (0, -0.06, 1.06), (0, -0.12, 1.1), (0, -0.2, 1.04)], 0.014), STEEL, finish="metal")
    place.add(cylinder(0.045, 0.3).moved(0, -0.08, 0.45), "#e9eeee", finish="satin")
    place.add(box(0.62, 0.02, 0.85, 0.006).moved(0, -0.012, 1.25), "#b9cdd6", finish="gloss")
    dispenser(place, -0.48)
    place.add(box(0.28, 0.12, 0.36, 0.02).moved(0.52, -0.07, 1.2), WHITE, finish="satin")
    place.add(quad((0.42, -0.1, 1.08), (0.62, -0.1, 1.08), (0.42, -0.1, 1.2), 0.1), "#ffffff")


def dispenser(place: Placed, x: float = 0.0, z: float = 1.2) -> None:
    place.add(box(0.12, 0.1, 0.24, 0.02).moved(x, -0.06, z), "#f5f7f7", finish="satin")
    place.add(box(0.08, 0.02, 0.08, 0.008).moved(x, -0.11, z + 0.12), "#3f9fd0", finish="gloss")
    place.add(box(0.08, 0.08, 0.03, 0.008).moved(x, -0.09, z - 0.02), DARK, finish="satin")


def binders(place: Placed, count: int, seed: int = 1) -> None:
    """A row of binders along local x from x = 0."""
    rng = np.random.default_rng(seed)
    x = 0.0
    for _ in range(count):
        wide = float(rng.uniform(0.045, 0.08))
        place.add(
            box(wide, 0.26, 0.3, 0.004).moved(x + wide / 2, 0, 0),
            ("#2f78b7", "#d9634f", "#4c9a6a", "#e9c24a", "#5d666c")[int(rng.integers(5))],
            finish="satin",
        )
        place.add(box(wide * 0.6, 0.004, 0.12, 0).moved(x + wide / 2, -0.131, 0.12), "#ffffff")
        x += wide + 0.006


def handrail(place: Placed, start: float, end: float) -> None:
    """A wooden rail along a corridor wall, from local x start to end."""
    place.add(box(end - start, 0.05, 0.14, 0.02).moved((start + end) / 2, -0.075, 0.86), BEECH, finish="satin")
    for x in np.arange(start + 0.3, end, 1.2):
        place.add(box(0.05, 0.06, 0.06).moved(x, -0.03, 0.9), STEEL, finish="satin")
