"""Shapes as triangles with normals: boxes, turned bodies, tubes and sheets, fine enough to carry baked light.

All lengths in metres, z up. A shape stands on z = 0, centred on x = y = 0, unless its docstring says otherwise.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
AXES = {"x": 0, "y": 1, "z": 2}


@dataclass(frozen=True)
class Shape:
    """points, normals (n, 3); faces (m, 3) indices; uv (n, 2) texture coordinates, v upwards."""

    points: Floats
    normals: Floats
    faces: NDArray[np.int64]
    uv: Floats

    def moved(self, x: float = 0, y: float = 0, z: float = 0) -> Shape:
        return replace(self, points=self.points + np.array([x, y, z], float))

    def turned(self, degrees: float, axis: str = "z") -> Shape:
        """Turned about the axis through the origin, counter-clockwise seen against it."""
        matrix = turning(degrees, axis)
        return replace(self, points=self.points @ matrix.T, normals=self.normals @ matrix.T)

    def scaled(self, x: float, y: float, z: float) -> Shape:
        factors = np.array([x, y, z], float)
        normals = self.normals / factors
        return replace(self, points=self.points * factors, normals=normals / np.linalg.norm(normals, axis=1, keepdims=True))

    def carried(self, matrix: Floats) -> Shape:
        """Carried by a 4x4 matrix of a turn and a move."""
        turn, move = matrix[:3, :3], matrix[:3, 3]
        return replace(self, points=self.points @ turn.T + move, normals=self.normals @ turn.T)

    def tiled(self, u: float, v: float) -> Shape:
        """With its picture repeated u by v times."""
        return replace(self, uv=self.uv * (u, v))


def turning(degrees: float, axis: str = "z") -> Floats:
    """3x3 matrix of a turn about a coordinate axis."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    i = AXES[axis]
    j, k = (i + 1) % 3, (i + 2) % 3
    matrix = np.eye(3)
    matrix[j, j] = matrix[k, k] = c
    matrix[j, k], matrix[k, j] = -s, s
    return matrix


def join(shapes: Iterable[Shape]) -> Shape:
    parts = list(shapes)
    starts = np.cumsum([0] + [len(p.points) for p in parts[:-1]])
    return Shape(
        np.concatenate([p.points for p in parts]),
        np.concatenate([p.normals for p in parts]),
        np.concatenate([p.faces + s for p, s in zip(parts, starts, strict=True)]),
        np.concatenate([p.uv for p in parts]),
    )


def surface(function: Callable[[Floats, Floats], ArrayLike], nu: int, nv: int, flip: bool = False) -> Shape:
    """A smooth sheet: function(u, v in [0, 1]) gives (..., 3); normals from neighbouring points."""
    u, v = np.meshgrid(np.linspace(0, 1, nu + 1), np.linspace(0, 1, nv + 1), indexing="ij")
    points = np.asarray(function(u, v), float)
    e = 1e-4
    du = np.asarray(function(u + e, v), float) - np.asarray(function(u - e, v), float)
    dv = np.asarray(function(u, v + e), float) - np.asarray(function(u, v - e), float)
    normals = np.cross(du, dv) * (-1 if flip else 1)
    length = np.linalg.norm(normals, axis=-1, keepdims=True)
    normals = np.where(length > 1e-12, normals / np.maximum(length, 1e-12), (0.0, 0.0, 1.0))
    a = np.arange((nu + 1) * (nv + 1)).reshape(nu + 1, nv + 1)
    corners = [a[:-1, :-1], a[1:, :-1], a[1:, 1:], a[:-1, 1:]]
    faces = np.concatenate([np.stack([corners[i].ravel() for i in t], 1) for t in ((0, 1, 2), (0, 2, 3))])
    return Shape(
        points.reshape(-1, 3), normals.reshape(-1, 3), faces[:, ::-1] if flip else faces, np.stack([u.ravel(), v.ravel()], 1)
    )


def quad(a: ArrayLike, b: ArrayLike, d: ArrayLike, step: float = 0.1) -> Shape:
    """A flat parallelogram with corners a, b (along u) and d (along v), cut so that no edge is longer than step."""
    a, b, d = (np.asarray(p, float) for p in (a, b, d))
    nu = max(1, int(np.ceil(np.linalg.norm(b - a) / step)))
    nv = max(1, int(np.ceil(np.linalg.norm(d - a) / step)))
    return surface(lambda u, v: a + u[..., None] * (b - a) + v[..., None] * (d - a), nu, nv)


def box(x: float, y: float, z: float, bevel: float = 0.008, step: float = 0.12) -> Shape:
    """A box with chamfered edges: they catch the light, which a sharp edge can't."""
    b = min(bevel, 0.45 * min(x, y, z))
    half = np.array([x, y, z]) / 2
    parts = []
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        for sign in (-1.0, 1.0):
            corner = np.zeros((4, 3))
            corner[:, i] = sign * half[i]
            for n, (sj, sk) in enumerate(((-1, -1), (1, -1), (1, 1), (-1, 1))):
                corner[n, j], corner[n, k] = sj * (half[j] - b), sk * (half[k] - b)
            parts.append(quad(corner[0], corner[1], corner[3], step) if sign > 0 else quad(corner[0], corner[3], corner[1], step))
        if b <= 0:
            continue
        for sj in (-1.0, 1.0):  # the four edges along axis i
            for sk in (-1.0, 1.0):
                p, q = np.zeros(3), np.zeros(3)
                p[j], p[k] = sj * half[j], sk * (half[k] - b)
                q[j], q[k] = sj * (half[j] - b), sk * half[k]
                ends = np.zeros(3)
                ends[i] = half[i] - b
                parts.append(_strip(p, q, ends, step))
    return join(parts).moved(z=z / 2)


def _strip(p: Floats, q: Floats, ends: Floats, step: float) -> Shape:
    """A bevel between two edges; its normal looks away from the box's middle."""
    strip = quad(p - ends, q - ends, p + ends, step)
    if np.dot(strip.normals[0], p + q) < 0:
        strip = replace(strip, normals=-strip.normals, faces=strip.faces[:, ::-1])
    return strip


def lathe(profile: Sequence[tuple[float, float]], smooth: bool = False, n: int = 28, step: float = 0.15) -> Shape:
    """A body turned about z from (radius, height) pairs, bottom to top; each stretch its own facet ring unless smooth."""
    rings = np.asarray(profile, float)
    if smooth:
        count = len(rings) - 1

        def body(u: Floats, v: Floats) -> Floats:
            t = np.clip(v, 0, 1) * count
            radius, height = np.interp(t, np.arange(count + 1), rings[:, 0]), np.interp(t, np.arange(count + 1), rings[:, 1])
            angle = 2 * np.pi * u
            return np.stack([radius * np.cos(angle), radius * np.sin(angle), height], -1)

        return surface(body, n, count)
    parts = []
    for (r0, z0), (r1, z1) in itertools.pairwise(rings):
        cuts = max(1, int(np.ceil(np.hypot(r1 - r0, z1 - z0) / step)))
        slope = np.array([z1 - z0, r0 - r1]) / max(np.hypot(r1 - r0, z1 - z0), 1e-9)

        def ring(u: Floats, v: Floats, r0: float = r0, r1: float = r1, z0: float = z0, z1: float = z1) -> Floats:
            angle = 2 * np.pi * u
            radius = r0 + v * (r1 - r0)
            return np.stack([radius * np.cos(angle), radius * np.sin(angle), z0 + v * (z1 - z0)], -1)

        part = surface(ring, n, cuts)
        angle = 2 * np.pi * part.uv[:, 0]
        normals = np.stack([slope[0] * np.cos(angle), slope[0] * np.sin(angle), np.full_like(angle, slope[1])], 1)
        parts.append(replace(part, normals=normals))
    return join(parts)


def cylinder(radius: float, height: float, n: int = 28, bevel: float = 0.006) -> Shape:
    b = min(bevel, radius / 3, height / 3)
    return lathe([(0, 0), (radius - b, 0), (radius, b), (radius, height - b), (radius - b, height), (0, height)], n=n)


def ball(radius: float, n: int = 24) -> Shape:
    """A sphere about the origin."""
    angles = np.linspace(-np.pi / 2, np.pi / 2, n // 2 + 1)
    shape = lathe([(radius * np.cos(a), radius * np.sin(a)) for a in angles], smooth=True, n=n)
    return replace(shape, normals=shape.points / radius)


def tube(path: ArrayLike, radius: float, n: int = 10, bend: int = 6, closed: bool = False) -> Shape:
    """A hose or pipe along the path (k, 3), rounded by a Catmull-Rom spline; bend = pieces per stretch (1: straight)."""
    knots = np.asarray(path, float)
    line = knots if bend == 1 else _spline(knots, bend, closed)
    tangents = np.gradient(line, axis=0)
    tangents /= np.maximum(np.linalg.norm(tangents, axis=1, keepdims=True), 1e-9)
    side = np.cross(tangents[0], (0.0, 0.0, 1.0) if abs(tangents[0][2]) < 0.9 else (1.0, 0.0, 0.0))
    angle = np.linspace(0, 2 * np.pi, n + 1)
    points, normals = [], []
    for at, tangent in zip(line, tangents, strict=True):  # carry the side along, so that the tube does not twist
        side = side - tangent * np.dot(side, tangent)
        side = side / max(float(np.linalg.norm(side)), 1e-9)
        up = np.cross(tangent, side)
        normal = np.cos(angle)[:, None] * side + np.sin(angle)[:, None] * up
        points.append(at + radius * normal)
        normals.append(normal)
    k = len(line)
    a = np.arange(k * (n + 1)).reshape(k, n + 1)
    corners = [a[:-1, :-1], a[:-1, 1:], a[1:, 1:], a[1:, :-1]]
    faces = np.concatenate([np.stack([corners[i].ravel() for i in t], 1) for t in ((0, 1, 2), (0, 2, 3))])
    return Shape(np.concatenate(points), np.concatenate(normals), faces, np.zeros((k * (n + 1), 2)))


def _spline(knots: Floats, pieces: int, closed: bool) -> Floats:
    if closed:
        padded = np.vstack([knots[-1], knots, knots[0], knots[1]])
    else:
        padded = np.vstack([2 * knots[0] - knots[1], knots, 2 * knots[-1] - knots[-2]])
    t = np.linspace(0, 1, pieces, endpoint=False)[:, None]
    out = []
    for p0, p1, p2, p3 in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True):
        out.append(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3))
    out.append(padded[-2][None])
    return np.concatenate(out)


def rod(start: ArrayLike, end: ArrayLike, radius: float, n: int = 12) -> Shape:
    """A straight bar with capped ends."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    length = float(np.linalg.norm(b - a))
    bar = cylinder(radius, length, n=n, bevel=0.002)
    z = (b - a) / length
    x = np.cross((0.0, 1.0, 0.0) if abs(z[1]) < 0.9 else (1.0, 0.0, 0.0), z)
    x /= np.linalg.norm(x)
    matrix = np.stack([x, np.cross(z, x), z], 1)
    return replace(bar, points=bar.points @ matrix.T + a, normals=bar.normals @ matrix.T)


def prism(outline: Sequence[tuple[float, float]], depth: float) -> Shape:
    """A convex outline in (x, z) given counter-clockwise seen from -y, drawn out from y = 0 to y = depth."""
    flat = np.asarray(outline, float)
    n = len(flat)
    parts = []
    fan = np.array([(0, i, i + 1) for i in range(1, n - 1)])
    for y, sign in ((0.0, -1.0), (depth, 1.0)):
        points = np.stack([flat[:, 0], np.full(n, y), flat[:, 1]], 1)
        parts.append(Shape(points, np.tile((0.0, sign, 0.0), (n, 1)), fan if sign < 0 else fan[:, ::-1], np.zeros((n, 2))))
    for i in range(n):
        (x0, z0), (x1, z1) = flat[i], flat[(i + 1) % n]
        parts.append(quad((x0, 0, z0), (x0, depth, z0), (x1, 0, z1), 0.15))
        normal = np.array([z1 - z0, 0.0, x0 - x1])
        parts[-1] = replace(
            parts[-1], normals=np.tile(normal / max(float(np.linalg.norm(normal)), 1e-9), (len(parts[-1].points), 1))
        )
    return join(parts)


def letters(text: str, height: float, depth: float = 0.03) -> Shape:
    """Raised letters in the xz plane, readable from -y, centred on x = 0, standing on z = 0."""
    import pyvista

    solid = pyvista.Text3D(text, depth=depth).triangulate()
    points = np.asarray(solid.points, float)[np.asarray(solid.faces).reshape(-1, 4)[:, 1:]]
    low, high = points.min((0, 1)), points.max((0, 1))
    points = (points - ((low[0] + high[0]) / 2, low[1], low[2])) * (height / (high[1] - low[1]))
    points[..., 2] *= depth / max(float(points[..., 2].max()), 1e-9)
    points = np.stack([points[..., 0], -points[..., 2], points[..., 1]], -1)
    normals = np.cross(points[:, 1] - points[:, 0], points[:, 2] - points[:, 0])
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    count = len(points)
    return Shape(points.reshape(-1, 3), np.repeat(normals, 3, 0), np.arange(3 * count).reshape(-1, 3), np.zeros((3 * count, 2)))
