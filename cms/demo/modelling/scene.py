"""A modelled workplace: coloured parts, lamps, viewpoints, and the named points that a visitor may look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .shapes import Floats, Shape, join, quad, turning

Picture = NDArray[np.uint8]
Point = tuple[float, float, float]


@dataclass(frozen=True)
class Finish:
    """How a surface answers light: specular share and sharpness, opacity, and whether it shines by itself."""

    specular: float = 0.0
    power: float = 20.0
    opacity: float = 1.0
    glows: bool = False
    mirrors: bool = False


FINISHES = {
    "matte": Finish(),
    "satin": Finish(0.12, 18),
    "gloss": Finish(0.35, 45),
    "metal": Finish(0.45, 22),
    "glow": Finish(glows=True),
    "glass": Finish(0.5, 80, 0.16, glows=True),
    "film": Finish(0.25, 30, 0.5),
    "floor": Finish(mirrors=True),
}


@dataclass
class Part:
    shape: Shape
    colour: Floats  # sRGB 0..1, (3,)
    finish: str
    picture: str | None
    group: str | None  # parts of one group move together in a film


@dataclass(frozen=True)
class Lamp:
    """A flat shining rectangle: middle, half sides u and v, looking along u x v; power is radiant flux per channel."""

    middle: Floats
    u: Floats
    v: Floats
    power: Floats
    samples: tuple[int, int]


@dataclass(frozen=True)
class Words:
    nl: str
    en: str


@dataclass(frozen=True)
class Interest:
    """A named thing: where it is, and what one sees there."""

    at: Point
    label: Words
    about: Words


@dataclass(frozen=True)
class Viewpoint:
    """Where the camera stands; heading = compass degrees (0 = +y, clockwise) of the picture's centre column."""

    at: Point
    heading: float
    title: Words
    alt: Words
    shows: tuple[str, ...] = ()

    def direction(self, target: Point) -> tuple[float, float]:
        """(yaw, pitch) in degrees of a point, as formats.md counts them, rounded to 3 decimals."""
        x, y, z = np.subtract(target, self.at)
        yaw = (np.degrees(np.arctan2(x, y)) - self.heading + 180) % 360 - 180
        pitch = np.degrees(np.arctan2(z, np.hypot(x, y)))
        return round(float(yaw), 3) + 0.0, round(float(pitch), 3) + 0.0


@dataclass
class Scene:
    parts: list[Part] = field(default_factory=list)
    lamps: list[Lamp] = field(default_factory=list)
    pictures: dict[str, Picture] = field(default_factory=dict)
    interests: dict[str, Interest] = field(default_factory=dict)
    viewpoints: dict[str, Viewpoint] = field(default_factory=dict)
    exposure: float = 1.0

    def add(
        self,
        shape: Shape | Iterable[Shape],
        colour: str = "#ffffff",
        at: Point = (0, 0, 0),
        turn: float = 0,
        finish: str = "matte",
        picture: str | None = None,
        group: str | None = None,
    ) -> None:
        """Place a shape (or several as one): turned about its own z, then moved."""
        if not isinstance(shape, Shape):
            shape = join(shape)
        placed = (shape.turned(turn) if turn else shape).moved(*at)
        self.parts.append(Part(placed, rgb(colour), finish, picture, group))

    def board(
        self,
        name: str,
        picture: Picture,
        width: float,
        at: Point,
        facing: float,
        glow: bool = False,
        group: str | None = None,
        tilt: float = 0,
    ) -> None:
        """A picture on a flat board, middle at `at`, facing the compass direction `facing`, leaning back by `tilt` degrees."""
        height = width * picture.shape[0] / picture.shape[1]
        self.pictures[name] = picture
        sheet = quad((-width / 2, 0, -height / 2), (width / 2, 0, -height / 2), (-width / 2, 0, height / 2), 0.15)
        if tilt:
            sheet = sheet.turned(-tilt, "x")
        self.add(sheet.turned(180 - facing), at=at, finish="glow" if glow else "matte", picture=name, group=group)

    def lamp(
        self, middle: Point, u: Point, v: Point, power: float, tint: str = "#ffffff", samples: tuple[int, int] = (2, 2)
    ) -> None:
        self.lamps.append(Lamp(*(np.asarray(p, float) for p in (middle, u, v)), power * rgb(tint) ** 2.2, samples))

    def interest(self, key: str, at: Point, label: tuple[str, str], about: tuple[str, str]) -> None:
        self.interests[key] = Interest(at, Words(*label), Words(*about))


class Placed:
    """A view on a scene in local coordinates, so that furniture can be written once and stood anywhere."""

    def __init__(self, scene: Scene, at: Point, turn: float = 0, group: str | None = None) -> None:
        self.scene, self.at, self.angle, self.group = scene, np.asarray(at, float), turn, group
        self.matrix = turning(turn)

    def point(self, x: float, y: float, z: float) -> Point:
        a, b, c = self.matrix @ (x, y, z) + self.at
        return float(a), float(b), float(c)

    def add(
        self,
        shape: Shape | Iterable[Shape],
        colour: str = "#ffffff",
        at: Point = (0, 0, 0),
        turn: float = 0,
        finish: str = "matte",
        picture: str | None = None,
    ) -> None:
        self.scene.add(shape, colour, self.point(*at), turn + self.angle, finish, picture, self.group)

    def board(
        self, name: str, picture: Picture, width: float, at: Point, facing: float, glow: bool = False, tilt: float = 0
    ) -> None:
        self.scene.board(name, picture, width, self.point(*at), facing - self.angle, glow, self.group, tilt)


def rgb(colour: str) -> Floats:
    """'#rrggbb' to sRGB 0..1."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
