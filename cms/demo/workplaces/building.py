"""Shells of rooms: floor, walls with openings, ceiling, windows, doors, strip lights, and things found in any building."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from cms.demo.modelling import pictures
from cms.demo.modelling.scene import Picture, Placed, Point, Scene
from cms.demo.modelling.shapes import Shape, box, cylinder, lathe, quad, rod, surface, tube

WALLS = {"n": 0.0, "e": 90.0, "s": 180.0, "w": 270.0}  # compass direction in which each wall lies


@dataclass(frozen=True)
class Room:
    """A rectangular room: x and y ranges, height."""

    x0: float
    x1: float
    y0: float
    y1: float
    height: float

    def on_wall(self, scene: Scene, wall: str, along: float, group: str | None = None) -> Placed:
        """A place on a wall: local x runs along it to the right as seen from inside, local -y comes into the room.

        `along` = the x (walls n, s) or y (walls e, w) of its middle.
        """
        at: dict[str, Point] = {
            "n": (along, self.y1, 0),
            "s": (along, self.y0, 0),
            "e": (self.x1, along, 0),
            "w": (self.x0, along, 0),
        }
        return Placed(scene, at[wall], -WALLS[wall], group)

    def floor(
        self, scene: Scene, picture: Picture, metres: float, name: str = "floor", finish: str = "floor", step: float = 0.07
    ) -> None:
        scene.pictures[name] = picture
        w, d = self.x1 - self.x0, self.y1 - self.y0
        sheet = quad((self.x0, self.y0, 0), (self.x1, self.y0, 0), (self.x0, self.y1, 0), step).tiled(w / metres, d / metres)
        scene.add(sheet, finish=finish, picture=name)

    def ceiling(self, scene: Scene, colour: str, picture: Picture | None = None, metres: float = 1.2) -> None:
        w, d = self.x1 - self.x0, self.y1 - self.y0
        sheet = quad((self.x0, self.y1, self.height), (self.x1, self.y1, self.height), (self.x0, self.y0, self.height), 0.12)
        if picture is not None:
            scene.pictures["ceiling"] = picture
            sheet = sheet.tiled(w / metres, d / metres)
        scene.add(sheet, colour, picture=None if picture is None else "ceiling")

    def wall(
        self,
        scene: Scene,
        wall: str,
        colour: str,
        dado: tuple[float, str] | None = None,
        openings: tuple[tuple[float, float, float, float], ...] = (),
        picture: str | None = None,
        metres: tuple[float, float] = (2.0, 1.5),
    ) -> None:
        """A wall, painted up to `dado` (height, colour) in another colour; openings = (from, to, below, above) along it."""
        length = self.x1 - self.x0 if wall in "ns" else self.y1 - self.y0
        middle = (self.x0 + self.x1) / 2 if wall in "ns" else (self.y0 + self.y1) / 2
        place = self.on_wall(scene, wall, middle)
        sign = 1 if wall in "nw" else -1  # local x against the room's x or y
        holes = []
        for a, b, low, high in openings:
            a, b = sorted((sign * (a - middle), sign * (b - middle)))
            holes.append((a, b, low, high))
        xs = sorted({-length / 2, length / 2, *(h[0] for h in holes), *(h[1] for h in holes)})
        zs = sorted({0.0, self.height, *([dado[0]] if dado else []), *(h[2] for h in holes), *(h[3] for h in holes)})
        for a, b in itertools.pairwise(xs):
            for low, high in itertools.pairwise(zs):
                if any(h[0] <= a and b <= h[1] and h[2] <= low and high <= h[3] for h in holes):
                    continue
                sheet = quad((a, 0, low), (b, 0, low), (a, 0, high), 0.1)
                paint = dado[1] if dado and high <= dado[0] + 1e-9 else colour
                if picture:
                    u = (sheet.points[:, 0] + length / 2) / metres[0]
                    sheet = Shape(sheet.points, sheet.normals, sheet.faces, np.stack([u, sheet.points[:, 2] / metres[1]], 1))
                place.add(sheet, paint, picture=picture)
        ends = [-length / 2, *(x for h in sorted(holes) if h[2] <= 0 for x in h[:2]), length / 2]
        for a, b in zip(ends[::2], ends[1::2], strict=True):  # a skirting board, not across doorways
            place.add(box(b - a, 0.025, 0.1, 0.004).moved((a + b) / 2, -0.0125), "#5d666c" if not dado else dado[1])


def window(
    place: Placed, width: float, low: float, high: float, view: str, panes: int = 2, power: float = 30, depth: float = 0.22
) -> None:
    """A window in an opening of that size, with reveal, sill and frame; the view glows, and daylight comes in."""
    scene, w, h = place.scene, width / 2, high - low
    white = "#f1f3f3"
    glass = quad((-w, depth, low), (w, depth, low), (-w, depth, high), 0.2)
    place.add(glass, finish="glow", picture=view)
    place.add(quad((-w, 0, low), (-w, depth, low), (-w, 0, high)), white)
    place.add(quad((w, depth, low), (w, 0, low), (w, depth, high)), white)
    place.add(quad((-w, depth, high), (w, depth, high), (-w, 0, high)), white)
    place.add(quad((-w, 0, low), (w, 0, low), (-w, depth, low)), white)
    place.add(box(width + 0.16, 0.26, 0.04).moved(0, -0.02, low - 0.04), white, finish="satin")
    for k in range(panes + 1):
        place.add(box(0.06, 0.06, h).moved(-w + k * width / panes, depth - 0.05, low), "#e4e8ea", finish="satin")
    for z in (low, high - 0.06):
        place.add(box(width, 0.06, 0.06).moved(0, depth - 0.05, z), "#e4e8ea", finish="satin")
    into = np.subtract(place.point(0, -1, 0), place.point(0, 0, 0))
    u = np.subtract(place.point(w * 0.9, 0, 0), place.point(0, 0, 0))
    v = np.cross(into, u)  # so that u x v looks into the room
    v = v / np.linalg.norm(v) * h * 0.42
    middle = place.point(0, 0.02, (low + high) / 2)
    scene.lamp(middle, tuple(u), tuple(v), power * width * h, "#f2f7ff", (max(2, round(width * 1.2)), 2))


def strip_light(
    scene: Scene, x: float, y: float, z: float, length: float, along: str = "x", power: float = 60, width: float = 0.28
) -> None:
    """A fluorescent fitting with two tubes of light, hanging at height z."""
    turn = 0 if along == "x" else 90
    scene.add(box(length + 0.08, width, 0.07, 0.01), "#e9ecec", (x, y, z), turn)
    scene.add(box(length, width - 0.06, 0.03, 0.008), "#ffffff", (x, y, z - 0.02), turn, finish="glow")
    half: Point = (length / 2, 0, 0) if along == "x" else (0, length / 2, 0)
    side: Point = (0, -width / 2, 0) if along == "x" else (width / 2, 0, 0)
    scene.lamp((x, y, z - 0.05), half, side, power * length, "#fffaf0", (max(2, round(length * 1.5)), 1))


def panel_light(scene: Scene, x: float, y: float, z: float, size: float, power: float) -> None:
    """A square lit panel in the ceiling, its underside at height z."""
    scene.add(box(size + 0.06, size + 0.06, 0.03, 0.01).moved(x, y, z), "#dfe3e3")
    scene.add(
        quad(
            (x - size / 2, y + size / 2, z - 0.003),
            (x + size / 2, y + size / 2, z - 0.003),
            (x - size / 2, y - size / 2, z - 0.003),
        ),
        "#ffffff",
        finish="glow",
    )
    scene.lamp((x, y, z - 0.02), (size / 2, 0, 0), (0, -size / 2, 0), power, "#fff8ea", (2, 2))


def door(place: Placed, colour: str = "#4f7f9d", width: float = 1.0, height: float = 2.15, pane: bool = True) -> None:
    place.add(box(width + 0.16, 0.06, height + 0.08).moved(y=-0.01), "#dfe3e4", finish="satin")
    place.add(box(width, 0.05, height, 0.01).moved(y=-0.035, z=0.005), colour, finish="satin")
    if pane:
        place.add(box(0.22, 0.02, 0.9).moved(width * 0.22, -0.062, height - 1.1), "#bcd4de", finish="gloss")
    place.add(
        [
            rod((-width * 0.4, -0.1, 1.05), (-width * 0.4 + 0.13, -0.1, 1.05), 0.012),
            rod((-width * 0.4, -0.05, 1.05), (-width * 0.4, -0.105, 1.05), 0.012),
        ],
        "#c4c9cc",
        finish="metal",
    )
    place.add(box(width, 0.008, 0.2).moved(0, -0.064, 0.02), "#aab2b6", finish="metal")


def exit_sign(place: Placed, z: float = 2.45) -> None:
    place.add(box(0.5, 0.06, 0.27).moved(0, -0.03, z - 0.135), "#dfe3e4")
    place.board("exit", pictures.pictogram("exit", "#1b9c57").repeat(2, 1)[128:384, :], 0.46, (0, -0.063, z), 180, glow=True)


def extinguisher(place: Placed) -> None:
    red = "#c8231e"
    body = [(0, 0), (0.075, 0), (0.08, 0.02), (0.08, 0.4), (0.06, 0.47), (0.025, 0.5), (0.025, 0.54), (0, 0.54)]
    place.add(lathe(body).moved(0, -0.12, 0.75), red, finish="gloss")
    place.add(box(0.05, 0.12, 0.04).moved(0, -0.12, 1.29), "#222222", finish="satin")
    place.add(tube([(0.02, -0.14, 1.3), (0.12, -0.16, 1.2), (0.11, -0.16, 0.95), (0.09, -0.15, 0.85)], 0.012), "#222222")
    place.board("blusser", pictures.sign(["BRAND-", "BLUSSER"], 256, 256, red, "#ffffff"), 0.25, (0, -0.01, 1.75), 180)


def clock(place: Placed, z: float = 2.6, hour: float = 10.15) -> None:
    face = cylinder(0.19, 0.04, n=40).turned(90, "x").moved(0, 0, z)
    place.add(face, "#30363b", finish="satin")
    place.add(cylinder(0.17, 0.045, n=40).turned(90, "x").moved(0, 0, z), "#fbfbf8")
    for k in range(12):
        a = np.radians(30 * k)
        place.add(
            box(0.012, 0.006, 0.03, 0).turned(-30 * k, "y").moved(0.145 * np.sin(a), -0.047, z + 0.145 * np.cos(a) - 0.0),
            "#222222",
        )
    for turn, length, width in ((hour * 30, 0.09, 0.014), (hour % 1 * 360, 0.14, 0.01)):
        a = np.radians(turn)
        place.add(rod((0, -0.05, z), (length * np.sin(a), -0.05, z + length * np.cos(a)), width / 2), "#15191c")


def plant(place: Placed, height: float = 1.2, seed: int = 1) -> None:
    """A pot plant with arching leaves."""
    rng = np.random.default_rng(seed)
    place.add(
        lathe([(0, 0), (0.15, 0), (0.2, 0.36), (0.21, 0.38), (0.17, 0.38), (0.16, 0.33), (0, 0.33)]), "#e7e3da", finish="satin"
    )
    place.add(lathe([(0, 0.335), (0.165, 0.335)]), "#4a3a2c")
    for k in range(34):
        angle, lean, length = k * 2.399963, rng.uniform(0.25, 0.95), height * rng.uniform(0.6, 1.0)
        wide = 0.045 * rng.uniform(0.8, 1.3)

        def leaf(
            u: np.ndarray, v: np.ndarray, angle: float = angle, lean: float = lean, length: float = length, wide: float = wide
        ) -> np.ndarray:
            out = lean * v * length * 0.55
            up = 0.33 + length * 0.75 * (v - 0.45 * lean * np.maximum(v, 0) ** 2.2)
            side = (u - 0.5) * 2 * wide * np.sin(np.pi * np.clip(v, 0, 1) ** 0.7)
            c, s = np.cos(angle), np.sin(angle)
            return np.stack([out * c - side * s, out * s + side * c, up - 0.3 * wide * np.abs(u - 0.5)], -1)

        sheet = surface(leaf, 2, 8)
        green = ("#3f7d3a", "#568f43", "#2f6b36", "#6aa04c")[k % 4]
        if np.mean(sheet.normals[:, 2]) < 0:
            sheet = surface(leaf, 2, 8, flip=True)
        place.add(sheet, green, finish="satin")


def bin_(place: Placed, colour: str = "#3c6e8f", height: float = 0.6) -> None:
    place.add(
        lathe(
            [
                (0, 0),
                (0.16, 0),
                (0.21, height),
                (0.22, height),
                (0.22, height + 0.02),
                (0.2, height + 0.02),
                (0.15, 0.03),
                (0, 0.03),
            ]
        ),
        colour,
        finish="satin",
    )


def duct(scene: Scene, start: Point, end: Point, radius: float = 0.22, colour: str = "#b9c0c4") -> None:
    """A round air duct with its joints."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    scene.add(tube(np.linspace(a, b, max(2, int(np.linalg.norm(b - a) / 0.3))), radius, n=24, bend=1), colour, finish="satin")
    for t in np.linspace(0, 1, max(2, int(np.linalg.norm(b - a) / 1.2) + 1)):
        middle, way = a + t * (b - a), (b - a) / np.linalg.norm(b - a)
        scene.add(rod(middle - 0.025 * way, middle + 0.025 * way, radius + 0.014, n=24), colour, finish="satin")


def shelf_rack(place: Placed, width: float, height: float, levels: int, depth: float = 0.5, colour: str = "#3f6fa3") -> None:
    """Uprights with shelves; what lies on them is the caller's."""
    for x in (-width / 2, width / 2):
        for y in (-depth + 0.02, -0.02):
            place.add(box(0.05, 0.04, height).moved(x, y), colour, finish="satin")
    for k in range(levels):
        place.add(
            box(width, depth, 0.03).moved(0, -depth / 2, 0.12 + k * (height - 0.2) / max(levels - 1, 1)),
            "#c9ced1",
            finish="satin",
        )
