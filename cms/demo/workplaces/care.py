"""Things that stand in a hospital ward: beds, curtains, drips, monitors, trolleys, a desk."""

from __future__ import annotations

import numpy as np

from cms.demo.modelling import pictures
from cms.demo.modelling.scene import Placed
from cms.demo.modelling.shapes import ball, box, cylinder, lathe, rod, surface, tube

WHITE, STEEL, DARK, BEECH = "#f0f2f1", "#c3c9cd", "#3a4046", "#d9b68a"


def castor(place: Placed, x: float, y: float, size: float = 0.06) -> None:
    place.add(cylinder(size, 0.03, n=18).turned(90, "y").moved(x - 0.015, y, size), "#2b2e31", finish="satin")
    place.add(box(0.05, 0.05, 0.05).moved(x, y, size * 1.6), "#8d959a", finish="satin")


def bed(place: Placed, blanket: str = "#8fb9c9", raised: float = 0.32) -> None:
    """A hospital bed, 0.95 x 2.1 m, head towards local +y, its back raised by about `raised` metres."""
    for x in (-0.38, 0.38):
        for y in (-0.85, 0.85):
            castor(place, x, y, 0.075)
    place.add(
        [box(0.8, 1.8, 0.06).moved(z=0.16), box(0.3, 0.5, 0.22).moved(0, -0.3, 0.2), box(0.3, 0.4, 0.22).moved(0, 0.45, 0.2)],
        "#aab3b8",
        finish="satin",
    )
    place.add(box(0.9, 2.0, 0.06, 0.02).moved(z=0.42), "#c9d0d3", finish="satin")

    def mattress(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        a = (u - 0.5) * 2
        lift = raised * np.clip((v - 0.58) / 0.42, 0, 1) ** 1.15
        edge = 1 - np.clip(np.abs(a) * 1.02, 0, 1) ** 8
        return np.stack([0.44 * a, (v - 0.5) * 1.94, 0.49 + 0.13 * edge**0.5 + lift], -1)

    place.add(surface(mattress, 24, 30), "#f6f7f5")
    for x in (-0.44, 0.44):  # the mattress's flanks

        def flank(u: np.ndarray, v: np.ndarray, x: float = x) -> np.ndarray:
            lift = raised * np.clip((u - 0.58) / 0.42, 0, 1) ** 1.15
            return np.stack([np.full_like(u, x), (u - 0.5) * 1.94, 0.47 + lift + 0.03 * v], -1)

        place.add(surface(flank, 20, 2, flip=x < 0), "#e9ecea")

    def cover(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        a = (u - 0.5) * 2
        fold = 0.008 * np.sin(9 * a + 7 * v) + 0.006 * np.sin(23 * v + 4 * a)
        side = np.clip((np.abs(a) - 0.8) / 0.2, 0, 1)
        legs = 0.05 * np.exp(-(((np.abs(a) - 0.25) / 0.14) ** 2)) * np.clip(v * 4, 0, 1)
        return np.stack([0.56 * a * (1 - 0.12 * side), -0.98 + v * 1.28, 0.645 + fold + legs * 0.6 - 0.24 * side**1.4], -1)

    place.add(surface(cover, 40, 30), blanket)
    place.add(
        surface(
            lambda u, v: np.stack([(u - 0.5) * 0.98, 0.28 + v * 0.16, 0.668 + 0.02 * np.sin(np.pi * v) + 0.08 * v * raised], -1),
            16,
            6,
        ),
        "#fbfbf9",
    )

    def pillow(u: np.ndarray, v: np.ndarray) -> np.ndarray:
        a, b = (u - 0.5) * 2, (v - 0.5) * 2
        puff = np.clip((1 - a**4) * (1 - b**4), 0, 1) ** 0.5
        y = 0.76 + 0.2 * b
        return np.stack([0.33 * a, y, 0.61 + raised * np.clip((y / 1.94 + 0.5 - 0.58) / 0.42, 0, 1) ** 1.15 + 0.11 * puff], -1)

    place.add(surface(pillow, 22, 18), "#ffffff")
    for y, tall in ((-1.04, 0.5), (1.04, 0.68)):
        place.add(box(0.92, 0.05, tall, 0.03).moved(0, y, 0.42), BEECH, finish="satin")
        place.add(box(0.7, 0.055, tall * 0.45, 0.03).moved(0, y, 0.42 + tall * 0.33), "#eef1f0", finish="satin")
    for x in (-0.5, 0.5):
        for z in (0.66, 0.76, 0.86):
            place.add(rod((x, 0.12, z), (x, 0.86, z), 0.014), STEEL, finish="metal")
        for y in (0.12, 0.49, 0.86):
            place.add(rod((x, y, 0.46), (x, y, 0.88), 0.014), STEEL, finish="metal")
    place.add(
        tube([(0.36, 1.08, 0.9), (0.36, 1.08, 1.9), (0.3, 0.95, 2.05), (0.12, 0.55, 2.1)], 0.018, bend=5), STEEL, finish="metal"
    )
    place.add(tube([(0.12, 0.56, 2.1), (0.12, 0.56, 1.78)], 0.006, bend=1), "#d8d0c0")
    place.add(tube([(0.02, 0.56, 1.64), (0.12, 0.56, 1.78), (0.22, 0.56, 1.64), (0.02, 0.56, 1.64)], 0.014, bend=1), "#eae6da")


def drip(place: Placed) -> None:
    """A drip stand with two bags and a pump."""
    for k in range(5):
        a = np.radians(72 * k)
        place.add(rod((0, 0, 0.1), (0.28 * np.cos(a), 0.28 * np.sin(a), 0.07), 0.014), STEEL, finish="metal")
        place.add(ball(0.032, 12).moved(0.28 * np.cos(a), 0.28 * np.sin(a), 0.034), "#2b2e31")
    place.add(rod((0, 0, 0.08), (0, 0, 2.05), 0.013), STEEL, finish="metal")
    place.add(
        [
            tube([(0, 0, 2.0), (0.14, 0, 2.06), (0.17, 0, 2.0)], 0.008),
            tube([(0, 0, 2.0), (-0.14, 0, 2.06), (-0.17, 0, 2.0)], 0.008),
        ],
        STEEL,
        finish="metal",
    )
    for x, colour in ((0.17, "#dfeef3"), (-0.17, "#f2e6c4")):
        place.add(box(0.13, 0.05, 0.24, 0.024).moved(x, 0, 1.74), colour, finish="gloss")
        place.add(box(0.09, 0.052, 0.1, 0.01).moved(x, 0, 1.8), "#ffffff")
        place.add(tube([(x, 0, 1.74), (x, 0, 1.5), (x * 0.6, -0.05, 1.36), (0.03, -0.1, 1.3)], 0.005), "#d7e4ea")
    place.add(box(0.16, 0.13, 0.24, 0.02).moved(0, -0.06, 1.12), "#dfe4e6", finish="satin")
    place.board("pomp", pictures.screen("Infuus", ["62 ml/u"], "#39c0a5", 256, 150), 0.12, (0, -0.127, 1.28), 180, glow=True)


def bedside_cabinet(place: Placed) -> None:
    place.add(box(0.46, 0.46, 0.72, 0.012).moved(z=0.1), WHITE, finish="satin")
    place.add(box(0.5, 0.5, 0.03).moved(z=0.82), BEECH, finish="satin")
    for z in (0.62, 0.38, 0.16):
        place.add(box(0.42, 0.02, 0.2).moved(0, -0.23, z - 0.04), BEECH, finish="satin")
        place.add(rod((-0.07, -0.255, z + 0.08), (0.07, -0.255, z + 0.08), 0.007), STEEL, finish="metal")
    for x in (-0.17, 0.17):
        for y in (-0.17, 0.17):
            castor(place, x, y, 0.04)
    place.add(
        lathe([(0, 0), (0.035, 0), (0.042, 0.11), (0.039, 0.11), (0.032, 0.005), (0, 0.005)], n=20).moved(-0.12, 0.05, 0.85),
        "#b7d9e4",
        finish="gloss",
    )
    vase = Placed(place.scene, place.point(0.1, 0.08, 0.85), place.angle)
    vase.add(
        lathe([(0, 0), (0.05, 0), (0.065, 0.06), (0.05, 0.14), (0.04, 0.18), (0.045, 0.2)], smooth=True),
        "#4e8fae",
        finish="gloss",
    )
    for k in range(9):
        a, r = k * 2.4, 0.035 + 0.09 * (k % 3) / 2
        top = (r * np.cos(a), r * np.sin(a), 0.36 + 0.05 * (k % 2) - r * 0.3)
        vase.add(tube([(0, 0, 0.16), (top[0] * 0.5, top[1] * 0.5, 0.28), top], 0.004), "#4f8a43")
        vase.add(ball(0.032, 12).scaled(1, 1, 0.75).moved(*top), ("#e5677d", "#f2b632", "#f4f0ea")[k % 3])


def overbed_table(place: Placed) -> None:
    place.add(box(0.85, 0.42, 0.03).moved(z=0.98), BEECH, finish="satin")
    place.add(box(0.06, 0.08, 0.85).moved(-0.38, 0, 0.13), STEEL, finish="metal")
    place.add(
        [
            box(0.7, 0.05, 0.05).moved(-0.06, -0.16, 0.07),
            box(0.7, 0.05, 0.05).moved(-0.06, 0.16, 0.07),
            box(0.06, 0.36, 0.05).moved(-0.38, 0, 0.07),
        ],
        STEEL,
        finish="satin",
    )
    place.add(
        lathe([(0, 0), (0.1, 0), (0.13, 0.015), (0.12, 0.018), (0, 0.01)], n=28).moved(0.1, 0, 1.01), "#ffffff", finish="gloss"
    )
    place.add(ball(0.04, 16).moved(0.08, 0.01, 1.05), "#d9473a", finish="satin")
    place.add(ball(0.038, 16).moved(0.14, -0.02, 1.05), "#e6a52c", finish="satin")
    place.add(box(0.16, 0.22, 0.02, 0.004).turned(15).moved(-0.2, 0, 1.01), "#3c6e8f")


def head_panel(place: Placed, width: float = 2.2) -> None:
    """The supply panel on the wall behind a bed: light, sockets, gas, call button."""
    place.add(box(width, 0.09, 0.3, 0.02).moved(0, -0.045, 1.35), "#e3e8e9", finish="satin")
    place.add(box(width - 0.1, 0.03, 0.04).moved(0, -0.08, 1.66), "#fff6dd", finish="glow")
    for k, colour in enumerate(("#ffffff", "#ffffff", "#2f78b7", "#f0c93a", "#ffffff", "#d23b2b")):
        x = -width / 2 + 0.3 + k * (width - 0.6) / 5
        place.add(cylinder(0.035, 0.02, n=20).turned(90, "x").moved(x, -0.085, 1.5), colour, finish="satin")
        place.add(cylinder(0.012, 0.022, n=12).turned(90, "x").moved(x, -0.087, 1.5), DARK)


def monitor(place: Placed, name: str, picture: pictures.Picture, width: float = 0.42, arm: float = 0.3, tilt: float = -8) -> None:
    """A screen on a wall arm; origin at the arm's wall plate."""
    height = width * picture.shape[0] / picture.shape[1]
    place.add(box(0.1, 0.03, 0.2).moved(0, -0.015, -0.1), STEEL, finish="satin")
    place.add(rod((0, 0, 0), (0, -arm, 0), 0.025), STEEL, finish="metal")
    place.add(
        box(width + 0.05, 0.06, height + 0.06, 0.02).moved(z=-height / 2 - 0.03).turned(-tilt, "x").moved(0, -arm, 0),
        "#eef0f0",
        finish="satin",
    )
    place.board(name, picture, width, (0, -arm - 0.034, -0.004), 180, glow=True, tilt=tilt)


def curtain(place: Placed, width: float, height: float, colour: str, drawn: float = 1.0, folds: int = 12) -> None:
    """A bed curtain along local x from x = 0, bunched to `drawn` of the rail's width."""
    place.add(rod((0, 0, height + 0.03), (width, 0, height + 0.03), 0.014), STEEL, finish="metal")
    depth = 0.05 + 0.04 * (1 - drawn)
    for flip in (False, True):  # seen from both sides, each with its own light

        def cloth(u: np.ndarray, v: np.ndarray, off: float = 0.003 if flip else -0.003) -> np.ndarray:
            wave = np.sin(u * folds * 2 * np.pi)
            return np.stack(
                [
                    u * width * drawn + 0.3 * depth * np.cos(u * folds * 4 * np.pi),
                    depth * wave * (1 - 0.3 * v) + off,
                    0.35 + v * (height - 0.35),
                ],
                -1,
            )

        place.add(surface(cloth, folds * 10, 14, flip=flip), colour)
