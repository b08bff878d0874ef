"""Things that stand in a physiotherapy practice: bars, stairs, balls, machines, a couch, a model of the spine."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from cms.demo.modelling.pictures import font
from cms.demo.modelling.scene import Picture, Placed
from cms.demo.modelling.shapes import ball, box, cylinder, lathe, rod, surface, tube

from .care import BEECH, DARK, STEEL


def walking_bars(place: Placed, length: float = 3.4) -> None:
    """Parallel bars along local x, on a floor plate with steps marked."""
    place.add(box(length + 0.2, 0.9, 0.03, 0.01, 0.1), "#5c7f93")
    for k in range(6):
        x = -length / 2 + 0.4 + k * (length - 0.8) / 5
        place.add(box(0.24, 0.09, 0.002, 0).moved(x, 0.11 * (-1) ** k, 0.03), "#f2f4f1")
    for y in (-0.32, 0.32):
        place.add(rod((-length / 2, y, 0.92), (length / 2, y, 0.92), 0.022), BEECH, finish="gloss")
        for x in (-length / 2 + 0.25, 0, length / 2 - 0.25):
            place.add([rod((x, y, 0.03), (x, y, 0.91), 0.02), box(0.12, 0.12, 0.015).moved(x, y, 0.03)], STEEL, finish="metal")


def stairs(place: Placed) -> None:
    """Practice stairs up and down along local x, with rails."""
    for k, (x, z) in enumerate(((-0.75, 0.16), (-0.45, 0.32), (0.0, 0.48), (0.45, 0.32), (0.75, 0.16))):
        wide = 0.6 if k == 2 else 0.3
        place.add(box(wide, 0.75, z, 0.008).moved(x), BEECH, finish="satin")
        place.add(box(wide - 0.02, 0.7, 0.008, 0.002).moved(x, 0, z), "#4a5a63")
    for y in (-0.4, 0.4):
        place.add(tube([(-0.9, y, 0.9), (-0.3, y, 1.38), (0.3, y, 1.38), (0.9, y, 0.9)], 0.022, bend=1), BEECH, finish="gloss")
        for x, z in ((-0.88, 0.9), (-0.28, 1.38), (0.28, 1.38), (0.88, 0.9)):
            place.add(rod((x, y, 0), (x, y, z), 0.02), STEEL, finish="metal")


def wall_bars(place: Placed, width: float = 0.95, height: float = 2.5) -> None:
    for x in (-width / 2, width / 2):
        place.add(box(0.05, 0.14, height).moved(x, -0.09), BEECH, finish="satin")
    for z in np.arange(0.25, height - 0.05, 0.165):
        place.add(rod((-width / 2, -0.14, z), (width / 2, -0.14, z), 0.019), "#e3c398", finish="satin")


def treadmill(place: Placed) -> None:
    """Runner looks towards local +y."""
    place.add(box(0.8, 1.9, 0.18, 0.03), "#dfe3e4", finish="satin")
    place.add(box(0.52, 1.6, 0.01, 0.002).moved(0, -0.1, 0.18), "#23272b")
    for x in (-0.36, 0.36):
        place.add(tube([(x, 0.78, 0.16), (x, 0.86, 1.2), (x, 0.7, 1.28)], 0.03, bend=4), "#dfe3e4", finish="satin")
        place.add(tube([(x, 0.8, 0.98), (x, 0.2, 0.98), (x, 0.05, 0.9)], 0.02, bend=4), DARK, finish="satin")
    place.add(box(0.84, 0.1, 0.34, 0.03).turned(-20, "x").moved(0, 0.8, 1.14), "#2c3a44", finish="satin")
    place.add(box(0.34, 0.012, 0.16, 0.004).turned(-20, "x").moved(0, 0.77, 1.26), "#7de0c4", finish="glow")


def bicycle(place: Placed, colour: str = "#2f8f7a") -> None:
    """An exercise bicycle; rider looks towards local +y."""
    for y in (-0.5, 0.55):
        place.add(rod((-0.28, y, 0.04), (0.28, y, 0.04), 0.035), DARK, finish="satin")
    place.add(tube([(0, -0.5, 0.06), (0, 0.0, 0.14), (0, 0.55, 0.06)], 0.04), colour, finish="satin")
    place.add(cylinder(0.28, 0.12, n=36, bevel=0.02).turned(90, "y").moved(-0.06, 0.3, 0.4), colour, finish="satin")
    place.add(cylinder(0.2, 0.14, n=36).turned(90, "y").moved(-0.07, 0.3, 0.4), "#e7eaea", finish="satin")
    place.add(tube([(0, -0.02, 0.14), (0, -0.2, 0.6), (0, -0.26, 0.86)], 0.032, bend=3), STEEL, finish="metal")
    place.add(ball(0.15).scaled(0.85, 1.1, 0.4).moved(0, -0.27, 0.9), DARK, finish="satin")
    place.add(tube([(0, 0.25, 0.3), (0, 0.4, 0.85), (0, 0.42, 1.15)], 0.036, bend=3), colour, finish="satin")
    place.add(
        tube([(-0.24, 0.12, 1.12), (-0.24, 0.36, 1.14), (0, 0.42, 1.14), (0.24, 0.36, 1.14), (0.24, 0.12, 1.12)], 0.018, bend=5),
        DARK,
        finish="satin",
    )
    place.add(box(0.22, 0.05, 0.16, 0.02).turned(-25, "x").moved(0, 0.42, 1.17), "#2c3a44", finish="satin")
    for x, a in ((-0.12, 0.6), (0.12, 0.6 + np.pi)):
        y, z = 0.02 + 0.15 * np.cos(a), 0.32 + 0.15 * np.sin(a)
        place.add(rod((x, 0.02, 0.32), (x, y, z), 0.014), STEEL, finish="metal")
        place.add(box(0.1, 0.1, 0.025).moved(x * 1.5, y, z), DARK)


def gym_ball(place: Placed, radius: float, colour: str) -> None:
    place.add(ball(radius, 36).moved(z=radius), colour, finish="gloss")
    for k in range(-3, 4):  # rings moulded in
        a = np.radians(13 * k)
        place.add(
            lathe(
                [(radius * np.cos(a) + 0.002, -0.004), (radius * np.cos(a) + 0.005, 0), (radius * np.cos(a) + 0.002, 0.004)], n=36
            ).moved(z=radius + radius * np.sin(a)),
            colour,
            finish="gloss",
        )


def dumbbell_rack(place: Placed) -> None:
    for x in (-0.7, 0.7):
        place.add(box(0.06, 0.5, 0.95).moved(x, -0.28), DARK, finish="satin")
    for level in range(3):
        z = 0.25 + 0.3 * level
        place.add(box(1.4, 0.3, 0.03).turned(-14, "x").moved(0, -0.28, z), DARK, finish="satin")
        for k in range(6):
            x, r = -0.58 + 0.23 * k, 0.045 + 0.006 * (5 - k) + 0.006 * (2 - level)
            colour = ("#d9634f", "#e9c24a", "#4c9a6a", "#2f78b7", "#8a5fa8", "#5d666c")[k]
            place.add(
                [
                    cylinder(r, 0.07, n=6, bevel=0.01).turned(90, "x").moved(x, -0.15, z + 0.08),
                    cylinder(r, 0.07, n=6, bevel=0.01).turned(90, "x").moved(x, -0.33, z + 0.08),
                ],
                colour,
                finish="satin",
            )
            place.add(rod((x, -0.4, z + 0.08), (x, -0.16, z + 0.08), 0.014), STEEL, finish="metal")


def mat(place: Placed, colour: str, width: float = 0.8, length: float = 1.9) -> None:
    place.add(box(width, length, 0.04, 0.015, 0.1), colour)


def couch(place: Placed, colour: str = "#3f7f9d") -> None:
    """A treatment couch along local y with a face hole, a paper roll and a lifting frame."""
    place.add(
        [box(0.64, 1.25, 0.09, 0.035).moved(0, -0.35, 0.72), box(0.64, 0.62, 0.09, 0.035).turned(8, "x").moved(0, 0.62, 0.72)],
        colour,
        finish="satin",
    )
    place.add(
        lathe([(0.09, 0.0), (0.11, 0.012), (0.13, 0)], n=28).scaled(0.8, 1.2, 1).turned(8, "x").moved(0, 0.7, 0.825),
        "#2d627c",
        finish="satin",
    )
    place.add(lathe([(0.085, 0.0), (0, 0.001)], n=28).scaled(0.8, 1.2, 1).turned(8, "x").moved(0, 0.7, 0.828), "#1d2b33")
    place.add(box(0.5, 1.0, 0.008, 0.002).moved(0, -0.35, 0.811), "#fbfbf8")
    place.add(rod((-0.27, -1.02, 0.7), (0.27, -1.02, 0.7), 0.07), "#fdfdfb")
    for y in (-0.6, 0.45):
        place.add(
            [rod((-0.25, y, 0.1), (0.25, y + 0.15, 0.7), 0.022), rod((0.25, y, 0.1), (-0.25, y + 0.15, 0.7), 0.022)],
            "#e7eaea",
            finish="satin",
        )
    place.add(
        [
            box(0.07, 1.7, 0.07).moved(-0.26, -0.05, 0.06),
            box(0.07, 1.7, 0.07).moved(0.26, -0.05, 0.06),
            box(0.5, 0.07, 0.06).moved(0, -0.8, 0.06),
            box(0.5, 0.07, 0.06).moved(0, 0.7, 0.06),
        ],
        "#e7eaea",
        finish="satin",
    )
    towel = surface(
        lambda u, v: np.stack([(u - 0.5) * 0.3, -0.75 + 0.2 * v, 0.83 + 0.035 * np.abs(np.sin(np.pi * v)) ** 0.6], -1), 8, 10
    )
    place.add(towel, "#e9b98a")


def spine(place: Placed) -> None:
    """A model of the spine with pelvis, hanging on a stand."""
    place.add([cylinder(0.2, 0.03), rod((0.16, 0, 0.02), (0.16, 0, 1.75), 0.012)], DARK, finish="satin")
    place.add(tube([(0.16, 0, 1.72), (0.14, 0, 1.8), (0.04, 0, 1.8), (0.0, 0, 1.74)], 0.012), DARK, finish="satin")
    bone, disc = "#efe4c8", "#8fb3d1"
    count = 24
    for k in range(count):
        t = k / (count - 1)
        size = 0.042 - 0.018 * t
        z, y = 0.88 + 0.8 * t, 0.045 * np.sin(2 * np.pi * (t * 1.05 + 0.1))
        place.add(
            lathe([(0, 0), (size, 0.002), (size * 0.88, 0.012), (size, 0.022), (0, 0.024)], n=18).moved(0, y, z),
            bone,
            finish="satin",
        )
        place.add(cylinder(size * 0.9, 0.009, n=18).moved(0, y, z + 0.0245), disc, finish="satin")
        place.add(box(0.012, size * 1.5, 0.014, 0.004).turned(-30, "x").moved(0, y + size * 1.4, z), bone, finish="satin")
        place.add(box(size * 2.9, 0.012, 0.012, 0.004).moved(0, y + size * 0.6, z + 0.006), bone, finish="satin")
    for side in (-1, 1):
        wing = [
            (0.03 * side, 0.03, 0.86),
            (0.12 * side, 0.02, 0.9),
            (0.15 * side, -0.04, 0.84),
            (0.1 * side, -0.08, 0.74),
            (0.05 * side, -0.06, 0.66),
            (0.02 * side, -0.07, 0.7),
        ]
        place.add(tube(wing, 0.024), bone, finish="satin")
        place.add(ball(0.035, 16).moved(0.13 * side, -0.06, 0.76), bone, finish="satin")
    place.add(
        lathe([(0, 0), (0.02, 0.02), (0.045, 0.12), (0.04, 0.14), (0, 0.14)], n=16).moved(0, 0.03, 0.73), bone, finish="satin"
    )


def back_chart(width: int = 560, height: int = 760) -> Picture:
    """A wall chart of the spine's three stretches."""
    image = Image.new("RGB", (width, height), "#fbfaf4")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 90), fill="#2f6f86")
    draw.text((28, 22), "De wervelkolom", font=font(44), fill="#ffffff")
    for k in range(24):
        t = k / 23
        x = 190 + 36 * np.sin(2 * np.pi * (t * 1.05 + 0.1))
        y, size = 130 + 540 * t, 22 + 22 * t
        colour = "#d9634f" if k < 7 else "#e9b44a" if k < 19 else "#4c9a6a"
        draw.rounded_rectangle((x - size, y, x + size, y + 17), 7, fill=colour)
        draw.rounded_rectangle((x + size - 4, y + 4, x + size + 26, y + 12), 4, fill=colour)
    draw.polygon([(170, 680), (250, 680), (225, 745), (205, 745)], fill="#5d7fb0")
    for y, number, word, colour in (
        (180, "7", "nekwervels", "#d9634f"),
        (390, "12", "borstwervels", "#c9922a"),
        (600, "5", "lendenwervels", "#4c9a6a"),
    ):
        draw.text((310, y), number, font=font(56), fill=colour)
        draw.text((310, y + 62), word, font=font(32), fill="#24404e")
    return np.asarray(image)
