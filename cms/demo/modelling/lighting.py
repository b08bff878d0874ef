"""Light for a scene, computed once per vertex: area lamps, soft shadows and one bounce of coloured light.

Instant radiosity (A. Keller, SIGGRAPH 1997): each lamp is many small lights; each of those places further small lights
where it hits a wall or a machine. Shadows come from a depth picture drawn from each small light. Because the result
belongs to the surface and not to a picture, all viewpoints, films and cube faces agree, and seams can't show.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .drawing import Canvas, polydata
from .scene import FINISHES, Lamp, Scene
from .shapes import Floats, join

HALF_ANGLE = 75.0  # degrees that a small light's depth picture reaches off its axis; cosine has left little beyond
SIZE = 384  # pixels of a depth picture
NEAR, FAR = 0.03, 60.0
LIFT = 0.025  # metres that a vertex is lifted off its surface before asking for shadow
NEAREST = 0.8  # metres: closer small lights shine no brighter, or each would leave a spot


@dataclass(frozen=True)
class SmallLight:
    at: Floats
    normal: Floats
    power: Floats

    def frame(self) -> tuple[Floats, Floats]:
        """(right, up) that make a right-handed frame with the normal."""
        up = np.array((0.0, 0.0, 1.0)) if abs(self.normal[2]) < 0.9 else np.array((0.0, 1.0, 0.0))
        right = np.cross(self.normal, up)
        right /= np.linalg.norm(right)
        return right, np.cross(right, self.normal)


def small_lights(lamp: Lamp) -> list[SmallLight]:
    normal = np.cross(lamp.u, lamp.v)
    normal = normal / np.linalg.norm(normal)
    n, m = lamp.samples
    steps = [((i + 0.5) / n * 2 - 1, (j + 0.5) / m * 2 - 1) for i in range(n) for j in range(m)]
    return [SmallLight(lamp.middle + a * lamp.u + b * lamp.v + 0.02 * normal, normal, lamp.power / (n * m)) for a, b in steps]


def bake(scene: Scene, bounces: int = 3, seed: int = 1) -> list[NDArray[np.uint8]]:
    """For each part of the scene its vertex colours (n, 3), lit; parts that glow keep their own colour."""
    rng = np.random.default_rng(seed)
    points = np.concatenate([p.shape.points for p in scene.parts]).astype(np.float32)
    normals = np.concatenate([p.shape.normals for p in scene.parts]).astype(np.float32)
    canvas = Canvas((SIZE, SIZE), samples=0)
    solid = [p for p in scene.parts if not FINISHES[p.finish].glows and FINISHES[p.finish].opacity == 1]
    flat = [p.colour if p.picture is None else p.colour * scene.pictures[p.picture].mean((0, 1)) / 255 for p in solid]
    colours = [np.tile((c * 255).astype(np.uint8), (len(p.shape.points), 1)) for p, c in zip(solid, flat, strict=True)]
    canvas.add(polydata(join(p.shape for p in solid), np.concatenate(colours)), FINISHES["matte"])
    total = np.zeros_like(points)
    openness = np.zeros((len(points), 2), np.float32)
    bounced: list[SmallLight] = []
    for light in [s for lamp in scene.lamps for s in small_lights(lamp)]:
        depth, picture = _look(canvas, light)
        total += _shine(light, depth, points, normals, openness)
        bounced += _bounce(light, depth, picture, bounces, rng)
    indirect = np.zeros_like(points)
    for light in bounced:
        depth, _ = _look(canvas, light)
        indirect += _shine(light, depth, points, normals, openness)
    canvas.close()
    # Light of the third and later bounces is nearly even; it only fails to reach corners.
    ambient = 0.8 * indirect.mean(0) * (0.35 + 0.65 * openness[:, :1] / np.maximum(openness[:, 1:], 1e-6))
    total = total + indirect + ambient
    lit = _expose(total, scene.exposure)
    out, start = [], 0
    for part in scene.parts:
        end = start + len(part.shape.points)
        shade = np.ones((end - start, 3)) if FINISHES[part.finish].glows else lit[start:end]
        out.append((np.clip(part.colour * shade, 0, 1) * 255 + 0.5).astype(np.uint8))
        start = end
    return out


def _look(canvas: Canvas, light: SmallLight) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    _, up = light.frame()
    canvas.aim(light.at, light.normal, up, 2 * HALF_ANGLE, (NEAR, FAR))
    picture, z = canvas.shot_with_depth()
    return (NEAR * FAR / (FAR - z * (FAR - NEAR))).astype(np.float32), picture


def _shine(
    light: SmallLight,
    depth: NDArray[np.float32],
    points: NDArray[np.float32],
    normals: NDArray[np.float32],
    openness: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Irradiance (n, 3) by one Lambertian small light; adds to openness the weight that could and that does arrive."""
    right, up = (v.astype(np.float32) for v in light.frame())
    ray = points - light.at.astype(np.float32)
    facing = -np.einsum("ij,ij->i", ray, normals)
    ahead = ray @ light.normal.astype(np.float32)
    some = np.flatnonzero((ahead > 0) & (facing > 0))
    ray = ray[some] + LIFT * normals[some]
    ahead, facing = ahead[some], facing[some]
    distance2 = np.einsum("ij,ij->i", ray, ray) + 1e-6
    distance = np.sqrt(distance2)
    weight = ahead * facing / (distance2 * np.pi * np.maximum(distance2, NEAREST**2))
    reach = np.float32(SIZE / 2 / np.tan(np.radians(HALF_ANGLE)))
    safe = np.maximum(ray @ light.normal.astype(np.float32), 1e-3)
    column = (ray @ right) / safe * reach + SIZE / 2 - 0.5
    row = (ray @ up) / safe * reach + SIZE / 2 - 0.5
    inside = (np.abs(column - SIZE / 2) < SIZE / 2 - 1) & (np.abs(row - SIZE / 2) < SIZE / 2 - 1)
    seen = np.ones(len(some), np.float32)
    # A pixel of the depth picture spans more depth the more a surface leans away: allow for that, or it shades itself.
    lean = np.minimum(distance / np.maximum(facing, 1e-6), 6.0)
    margin = 0.015 + 0.008 * distance * lean
    c, r, a = column[inside], row[inside], (safe - margin)[inside]
    c0, r0 = c.astype(np.int32), r.astype(np.int32)
    fc, fr = c - c0, r - r0
    lit = [(depth[r0 + i, c0 + j] > a) for i in (0, 1) for j in (0, 1)]  # percentage-closer filtering, 2 x 2
    seen[inside] = (lit[0] * (1 - fc) + lit[1] * fc) * (1 - fr) + (lit[2] * (1 - fc) + lit[3] * fc) * fr
    openness[some, 0] += weight * seen
    openness[some, 1] += weight
    shine = np.zeros_like(points)
    shine[some] = (weight * seen)[:, None] * light.power.astype(np.float32)
    return shine


def _bounce(
    light: SmallLight, depth: NDArray[np.float32], picture: NDArray[np.uint8], count: int, rng: np.random.Generator
) -> list[SmallLight]:
    """Further small lights where `count` cosine-weighted rays of this one arrive, coloured by what they hit."""
    right, up = light.frame()
    reach = SIZE / 2 / np.tan(np.radians(HALF_ANGLE))
    found = []
    for k in range(count):
        radius, angle = np.sqrt((k + rng.random()) / count) * 0.95, 2 * np.pi * rng.random()
        x, y = radius * np.cos(angle), radius * np.sin(angle)
        ahead = np.sqrt(max(1 - radius**2, 0.0))

        def place(column: int, row: int) -> Floats:
            d = float(depth[row, column])
            return light.at + d * (light.normal + (column + 0.5 - SIZE / 2) / reach * right + (row + 0.5 - SIZE / 2) / reach * up)

        column, row = (int(np.clip(v / ahead * reach + SIZE / 2, 1, SIZE - 2)) for v in (x, y))
        if depth[row, column] > FAR * 0.9:
            continue
        here = place(column, row)
        normal = np.cross(place(column + 1, row) - here, place(column, row + 1) - here)
        if np.linalg.norm(normal) < 1e-12:
            continue
        normal /= np.linalg.norm(normal)
        if np.dot(normal, here - light.at) > 0:
            normal = -normal
        albedo = (picture[row, column] / 255.0) ** 2.2
        albedo = 0.5 * albedo + 0.5 * albedo.mean()  # few rays: one that meets a red thing must not paint the ceiling red
        found.append(SmallLight(here + 0.03 * normal, normal, light.power * albedo / count))
    return found


def _expose(irradiance: NDArray[np.float32], exposure: float) -> Floats:
    """Irradiance to a factor on sRGB colours: auto exposure on the scene's upper middle, gamma, and a soft shoulder."""
    level = float(np.percentile(irradiance.mean(1), 70))
    value = (np.maximum(irradiance, 0) / level * 0.62 * exposure) ** (1 / 2.2)
    knee = 0.75
    return np.where(value > knee, knee + (1.08 - knee) * (1 - np.exp(-(value - knee) / (1.08 - knee))), value).astype(float)
