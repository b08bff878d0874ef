"""Where a direction lies in a picture: degrees, unit vectors, equirectangular (u, v) and cube faces (face, a, b).

Source of every formula: docs/formats.md, Coordinates. Right-handed, +Y up, -Z forward, yaw positive to the right, pitch
positive upwards. Pure: numbers in, numbers out.
"""

from __future__ import annotations

import math

from media_pipeline.records import Face

Vector = tuple[float, float, float]


def direction(yaw: float, pitch: float) -> Vector:
    """Unit vector (x, y, z) of a direction in degrees."""
    around, up = math.radians(yaw), math.radians(pitch)
    return math.sin(around) * math.cos(up), math.sin(up), -math.cos(around) * math.cos(up)


def angles(vector: Vector) -> tuple[float, float]:
    """(yaw in [-180, 180), pitch in [-90, 90]) in degrees of a vector of any length but 0; yaw is 0 at the poles."""
    x, y, z = vector
    flat = math.hypot(x, z)
    yaw = math.degrees(math.atan2(x, -z)) if flat > 0 else 0.0
    return wrapped(yaw), math.degrees(math.atan2(y, flat))


def wrapped(yaw: float) -> float:
    """The same yaw in [-180, 180)."""
    return (yaw + 180.0) % 360.0 - 180.0


def to_uv(yaw: float, pitch: float) -> tuple[float, float]:
    """(u, v) in an equirectangular picture: u in [0, 1) from left to right, v in [0, 1] from top to bottom."""
    u = (yaw / 360.0 + 0.5) % 1.0
    return (0.0 if u == 1.0 else u), 0.5 - pitch / 180.0  # a tiny negative u is rounded up to 1.0 by the modulo


def from_uv(u: float, v: float) -> tuple[float, float]:
    """(yaw, pitch) in degrees of a place in an equirectangular picture."""
    return wrapped((u - 0.5) * 360.0), (0.5 - v) * 180.0


def on_face(face: Face, a: float, b: float) -> Vector:
    """Vector (not normalised) of a place on a cube face seen from inside; a to the right, b down, both in [-1, 1]."""
    match face:
        case "f":
            return a, -b, -1.0
        case "r":
            return 1.0, -b, a
        case "b":
            return -a, -b, 1.0
        case "l":
            return -1.0, -b, -a
        case "u":
            return a, 1.0, -b
        case "d":
            return a, -1.0, b


def to_face(vector: Vector) -> tuple[Face, float, float]:
    """(face, a, b) that a vector points at. On an edge or corner the earlier of f r b l u d wins."""
    x, y, z = vector
    size = max(abs(x), abs(y), abs(z))
    # 1e-12: an edge computed with sines and cosines is off by a rounding error and would fall on either face
    edge = size * (1.0 - 1e-12)
    if -z >= edge:
        return "f", x / -z, y / z
    if x >= edge:
        return "r", z / x, -y / x
    if z >= edge:
        return "b", -x / z, -y / z
    if -x >= edge:
        return "l", z / x, y / x
    if y >= edge:
        return "u", x / y, -z / y
    return "d", x / -y, z / -y
