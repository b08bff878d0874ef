"""A flat view into a photo, for posters and for looking; and the tiny preview of the whole."""

from __future__ import annotations

import base64
import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyvips

from media_pipeline.images.coverage import WHOLE, Grid
from media_pipeline.images.planes import Plane, Planes, shrunk
from media_pipeline.images.resample import Source, Where
from media_pipeline.records import Coverage

Floats = npt.NDArray[np.float64]

_WIDEST = 100.0  # degrees from left to right: wide enough to show a room, narrow enough not to stretch its corners
_NARROWEST = 20.0
_STEP = 5.0
_ROUND = 1e-6
_ROWS = 64  # of a view at a time: where they look takes ten times the memory of what they see
_SHAPE = 1.5  # a poster is 3:2


@dataclass(frozen=True)
class Aim:
    """Where a view looks, and its width; degrees."""

    yaw: float
    pitch: float
    fov: float


def straight_ahead(coverage: Coverage) -> Aim:
    """The 3:2 view nearest to straight ahead that lies within the coverage; narrower than usual where that is small."""
    (left, right), (bottom, top) = coverage.yaw, coverage.pitch
    for fov in np.arange(min(_WIDEST, right - left), _NARROWEST, -_STEP):
        high = _high(fov)
        for inward in (0.0, 2.5, 5.0, 7.5, 10.0):  # a view up or down reaches farther in its corners than along its edges
            yaw = _nearest(left + fov / 2 + inward, right - fov / 2 - inward)
            aim = Aim(yaw, _nearest(bottom + high / 2 + inward, top - high / 2 - inward), float(fov))
            if _all_covered(aim, coverage):
                return aim
    return Aim((left + right) / 2, (bottom + top) / 2, _NARROWEST)


def _all_covered(aim: Aim, coverage: Coverage) -> bool:
    """Whether the rim of a 3:2 view lies within the coverage."""
    places = np.linspace(-1, 1, 33)
    a = np.concatenate([places, places, np.full(33, -1.0), np.full(33, 1.0)]) * math.tan(math.radians(aim.fov / 2))
    b = np.concatenate([np.full(33, -1.0), np.full(33, 1.0), places, places]) * math.tan(math.radians(aim.fov / 2)) / _SHAPE
    return bool(_covers(coverage, *_directions(a, b, aim)).all())


def _nearest(first: float, last: float) -> float:
    """The number from first to last that is nearest to 0; the middle where there is none between them."""
    return min(max(0.0, first), last) if first <= last else (first + last) / 2


def _high(fov: float) -> float:
    """The height in degrees of a 3:2 view that is ``fov`` wide."""
    return math.degrees(2 * math.atan(math.tan(math.radians(fov / 2)) / _SHAPE))


def poster(planes: Planes, coverage: Coverage, widest: int) -> Planes:
    """The view straight ahead of one eye as a flat 3:2 picture at most ``widest`` pixels wide, never sharper than the photo."""
    aim = straight_ahead(coverage)
    grid = Grid(planes.width, planes.height, coverage)
    sharp = 2 * math.tan(math.radians(aim.fov / 2)) * grid.columns_per_radian
    width = min(widest, max(2, 2 * round(sharp / 2)))
    # a view that is much coarser than the photo would flicker: it looks into a smaller one
    factor = max(1, int(sharp / (2 * width)))
    planes = planes.reduced(planes.width // factor, planes.height // factor)
    height = max(2, 2 * round(width / _SHAPE / 2))
    return look(planes, width=width, height=height, fov=aim.fov, yaw=aim.yaw, pitch=aim.pitch, coverage=coverage)


def look(
    planes: Planes,
    *,
    width: int,
    height: int,
    fov: float,
    yaw: float = 0.0,
    pitch: float = 0.0,
    coverage: Coverage = WHOLE,
) -> Planes:
    """A flat (rectilinear) view into an equirectangular picture; ``fov`` horizontal, all angles in degrees. Sizes even. Black
    where the picture covers nothing.

    Looked up at twice the size and averaged, so that fine patterns don't flicker.
    """
    aim = Aim(yaw, pitch, fov)
    planes_out = []
    for plane, part, outside in zip(planes.all(), (1, 2, 2), (0, 128, 128), strict=True):
        source = Source(plane, Grid(plane.shape[1], plane.shape[0], coverage), outside)
        big = _looked_up(source, 2 * width // part, 2 * height // part, aim)
        planes_out.append(shrunk(big, width // part, height // part))
    return Planes(*planes_out)


def _looked_up(source: Source, width: int, height: int, aim: Aim) -> Plane:
    reach = math.tan(math.radians(aim.fov / 2))
    a = ((np.arange(width) + 0.5) * 2 / width - 1)[None] * reach
    b = ((np.arange(height) + 0.5) * 2 / height - 1)[:, None] * reach * height / width
    out = np.empty((height, width), np.uint8)
    for top in range(0, height, _ROWS):
        strip = slice(top, top + _ROWS)
        yaw, pitch = _directions(a + 0 * b[strip], b[strip] + 0 * a, replace(aim, yaw=0.0))
        x = np.radians(yaw) * source.grid.columns_per_radian
        y = np.radians(source.grid.coverage.pitch[1] - pitch) * source.grid.rows_per_radian - 0.5
        out[strip] = source.sample(Where(x.astype(np.float32), y.astype(np.float32)), aim.yaw)
    return out


def _directions(a: Floats, b: Floats, aim: Aim) -> tuple[Floats, Floats]:
    """(yaw, pitch) in degrees of places in a view: ``a`` to the right and ``b`` down, 1 at 45 degrees from its middle."""
    sine, cosine = math.sin(math.radians(aim.pitch)), math.cos(math.radians(aim.pitch))
    up, ahead = -b * cosine + sine, cosine + b * sine  # turned about the x axis; ahead is -z
    return np.degrees(np.arctan2(a, ahead)) + aim.yaw, np.degrees(np.arctan2(up, np.hypot(a, ahead)))


def _covers(coverage: Coverage, yaw: Floats, pitch: Floats) -> npt.NDArray[np.bool_]:
    (left, right), (bottom, top) = coverage.yaw, coverage.pitch
    within = (pitch <= top + _ROUND) & (pitch >= bottom - _ROUND) & ((yaw - left + _ROUND) % 360.0 <= right - left + 2 * _ROUND)
    return np.asarray(within)


def preview(planes: Planes, widest: int, most_bytes: int) -> str:
    """The whole picture as a JPEG in a data URL of at most ``most_bytes``, to show while the rest loads."""
    planes = planes.reduced(max(8, planes.width // 4), max(4, planes.height // 4)) if planes.width > 1024 else planes
    scale = min(1.0, widest / max(planes.width, planes.height))
    rgb = planes.reduced(max(1, round(planes.width * scale)), max(1, round(planes.height * scale))).rgb()
    image = pyvips.Image.new_from_memory(rgb.tobytes(), rgb.shape[1], rgb.shape[0], 3, "uchar")
    image = image.copy(interpretation="srgb")
    for quality in range(75, 0, -5):
        data = image.jpegsave_buffer(Q=quality, optimize_coding=True, keep="none", subsample_mode="on")
        url = "data:image/jpeg;base64," + base64.b64encode(data).decode()
        if len(url) <= most_bytes:
            break
    return url
