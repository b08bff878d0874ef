"""Six pictures of a cube, seen from its middle, become one equirectangular picture.

Each face is drawn with some pixels beyond its edge, so that interpolation finds real neighbours there and no seam shows. The
four sides share one set of coordinates and the two caps another. Source of the formulas: docs/formats.md, Coordinates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from numpy.typing import NDArray

from media_pipeline.records import Face
from media_pipeline.rendering.sky import sky

Pixels = NDArray[np.uint8]
Maps = tuple[NDArray[np.int16], NDArray[np.uint16]]

MARGIN = 4
"""Pixels of a face beyond each of its edges."""
SIDES: tuple[Face, ...] = ("f", "r", "b", "l")
_STRIP = 128  # rows at a time: coordinates and pixels stay in the cache
_THREADS = 2


def face_pixels(width: int) -> int:
    """Side of a face, without margin, whose middle is as fine as a panorama of ``width`` is on its equator; even."""
    return 2 * math.ceil(width / math.pi / 2)


def view_angle(inner: int) -> float:
    """Degrees that a face covers from edge to edge, its margin counted."""
    return 2 * math.degrees(math.atan((inner + 2 * MARGIN) / inner))


def assembled(faces: Mapping[Face, Pixels], width: int) -> Pixels:
    """(width / 2, width, 3) from faces (n, n, 4) with premultiplied alpha, b down; what is transparent shows the sky.

    ``width`` is a multiple of 8, so that each side begins at a column's edge.
    """
    height, quarter = width // 2, width // 4
    out = np.empty((height, width, 4), np.uint8)
    behind = sky(height)
    inner = faces["f"].shape[0] - 2 * MARGIN

    def side_rows(top: int) -> None:
        bottom = min(top + _STRIP, height)
        maps = _side_maps(width, inner, top, bottom)
        for number, face in enumerate(SIDES):
            part = cv2.remap(faces[face], *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
            left = width * 3 // 8 + number * quarter
            if left + quarter <= width:
                out[top:bottom, left : left + quarter] = part
            elif left >= width:
                out[top:bottom, left - width : left - width + quarter] = part
            else:  # the back is cut in two by the picture's edge
                out[top:bottom, left:] = part[:, : width - left]
                out[top:bottom, : left + quarter - width] = part[:, width - left :]

    def cap_rows(top: int) -> None:
        bottom = min(top + _STRIP, reach)
        maps, beyond = _cap_maps(width, inner, top, bottom)
        caps: tuple[tuple[Face, slice], ...] = (("u", slice(top, bottom)), ("d", slice(height - bottom, height - top)))
        for face, rows in caps:
            part = cv2.remap(_upright(faces, face), *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
            part = part if face == "u" else part[::-1]
            belongs = beyond if face == "u" else beyond[::-1]
            np.copyto(out[rows], part, where=belongs[..., None])

    def finish(top: int) -> None:
        part = out[top : top + _STRIP]
        if part[..., 3].min() < 255:
            missing = (255 - part[..., 3:].astype(np.uint16)) * behind[top : top + _STRIP, None, :]
            part[..., :3] = np.minimum(part[..., :3] + (missing + 127) // 255, 255)

    # No point of a cap lies lower than a cube's corner, atan(1 / sqrt(2)) above the horizon.
    reach = math.ceil(height * (0.5 - math.atan(math.sqrt(0.5)) / math.pi)) + 1
    with ThreadPoolExecutor(_THREADS) as pool:
        # Above 45 degrees there are caps only.
        for work, first, last in ((side_rows, height // 4, height - height // 4), (cap_rows, 0, reach), (finish, 0, height)):
            list(pool.map(work, range(first, last, _STRIP)))
    return np.ascontiguousarray(out[..., :3])


def _upright(faces: Mapping[Face, Pixels], face: Face) -> Pixels:
    # Seen from the middle the floor is the ceiling upside down: the same coordinates, b counted the other way.
    return faces["u"] if face == "u" else faces["d"][::-1]


def _side_maps(width: int, inner: int, top: int, bottom: int) -> Maps:
    """Where the pixels of these rows lie in a side, for its quarter of the columns."""
    around = ((np.arange(width // 4) + 0.5) / (width // 4) - 0.5) * (math.pi / 2)
    up = (0.5 - (np.arange(top, bottom) + 0.5) / (width // 2)) * math.pi
    a = np.broadcast_to(np.tan(around), (bottom - top, width // 4))
    b = np.clip(-np.tan(up)[:, None] / np.cos(around), -2.0, 2.0)  # beyond 1 a cap covers it
    return _fixed(a, b, inner)


def _cap_maps(width: int, inner: int, top: int, bottom: int) -> tuple[Maps, NDArray[np.bool_]]:
    """Where the pixels of these rows lie in the upper cap, and which of them belong to it."""
    around = ((np.arange(width) + 0.5) / width - 0.5) * (2 * math.pi)
    up = (0.5 - (np.arange(top, bottom) + 0.5) / (width // 2)) * math.pi
    flat = 1 / np.tan(up)[:, None]
    a, b = np.sin(around) * flat, np.cos(around) * flat
    return _fixed(np.clip(a, -2.0, 2.0), np.clip(b, -2.0, 2.0), inner), (np.abs(a) <= 1) & (np.abs(b) <= 1)


def _fixed(a: NDArray[np.float64], b: NDArray[np.float64], inner: int) -> Maps:
    x, y = (((one + 1) * inner / 2 - 0.5 + MARGIN).astype(np.float32) for one in (a, b))
    places, fractions = cv2.convertMaps(x, y, cv2.CV_16SC2)
    return np.asarray(places, np.int16), np.asarray(fractions, np.uint16)
