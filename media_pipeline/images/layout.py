"""What kind of picture a file is: a 360° or 180° photo for one eye or two, or a flat picture, and how sure that is.

Metadata first; then the ratio, whether left and right edge fit together, whether the outermost rows are one colour (each is
one point of the sphere), and whether the halves are alike. Dimensions alone lie: a banner may be 2:1, a stereo 360° photo 1:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images import gpano, reader
from media_pipeline.images.coverage import HALF, WHOLE, is_ratio
from media_pipeline.images.headers import Header, read_header
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import Coverage, MediaInfo, Stereo
from media_pipeline.remarks import Remark, remark

Sketch = npt.NDArray[np.float32]
"""(height, width, 3), a small version of the picture."""

SUSPECT, SEVERAL, SECOND_EYE, BRIGHT = map(remark, ("suspect", "several", "second_eye", "bright"))

_LEAST_SIDE = 1024  # smaller square and oblong pictures are never taken for photos of a sphere
_ALIKE = 0.6


@dataclass(frozen=True)
class Layout:
    """``stereo`` None: a flat picture."""

    stereo: Stereo | None
    confidence: float
    coverage: Coverage | None = None


def probe_picture(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a picture file is. Reads the file to its end, so that one that is cut off is Refused here."""
    header = read_header(source, limits)
    small, suspect = reader.sketch(source, header)
    width, height = header.shown
    sphere = gpano.read(header.xmp)
    layout = of(width, height, sphere, small.astype(np.float32), latlong=header.environment == "latlong")
    return MediaInfo(
        name=source.name,
        kind="image" if layout.stereo is None else "panorama",
        format=header.format,
        size=source.stat().st_size,
        width=width,
        height=height,
        projection="flat" if layout.stereo is None else "equirectangular",
        stereo=layout.stereo,
        coverage=layout.coverage,
        confidence=layout.confidence,
        heading=sphere.heading if sphere and layout.stereo else None,
        warnings=_warnings(header, suspect),
    )


def _warnings(header: Header, suspect: bool) -> tuple[Remark, ...]:
    second_eye = gpano.has_second_eye(header.xmp)
    found = {
        SUSPECT: suspect,
        SECOND_EYE: second_eye,
        SEVERAL: header.pictures > 1 and not second_eye,
        BRIGHT: header.linear,
    }
    return tuple(sentence for sentence, holds in found.items() if holds)


def of(width: int, height: int, sphere: gpano.PhotoSphere | None, small: Sketch, *, latlong: bool = False) -> Layout:
    """The layout of a picture of this size with this metadata and this small version. ``latlong``: it says that it is
    equirectangular, without saying more."""
    if sphere and sphere.projection == "equirectangular":
        told = _told(sphere, width, height)
        if told:
            return told
        latlong = latlong or sphere.whole
    if is_ratio(width, height, 2):
        seen = _two_to_one(width, small)
        return Layout("mono", 1.0, WHOLE) if latlong and seen.stereo is None else seen
    if width < _LEAST_SIDE:
        return Layout(None, 0.95)
    if is_ratio(width, height, 1):
        return _square(small)
    if is_ratio(2 * width, height, 1) and _alike(*_above(small)) and not _framed(small):
        return Layout("top-bottom", 0.6, HALF)
    if is_ratio(width, height, 4) and width >= 2 * _LEAST_SIDE and _spheres(*_beside(small)):
        return Layout("left-right", 0.8, WHOLE)
    return Layout(None, 0.95)


def _told(sphere: gpano.PhotoSphere, width: int, height: int) -> Layout | None:
    """What the metadata says, where it can be about this very picture."""
    stereo = sphere.stereo or "mono"
    eye = {"top-bottom": (width, height // 2), "left-right": (width // 2, height)}.get(stereo, (width, height))
    if not _fits(sphere, *eye):
        return None
    return Layout(stereo, 1.0, WHOLE if sphere.whole else _coverage(sphere))


def _two_to_one(width: int, small: Sketch) -> Layout:
    """Of a 2:1 picture: one whole sphere, two eyes' squeezed spheres above each other, two half spheres beside each other, or
    flat. Two squeezed spheres beside each other look like one sphere that repeats itself, and are taken for that."""
    if _framed(small):
        return Layout(None, 0.6)
    left, right = _beside(small)
    if width >= _LEAST_SIDE and _alike(left, right):
        if not _closed(small) and _cap(left) and _cap(right) and not _round(left):
            return Layout("left-right", 0.8, HALF)
        return Layout("mono" if _closed(small) else None, 0.6, WHOLE if _closed(small) else None)
    above, below = _above(small)
    if width >= _LEAST_SIDE and _spheres(above, below) and _cap(above) and _cap(below):
        return Layout("top-bottom", 0.7, WHOLE)
    seam, poles = _closed(small), _poles(small)
    if seam and poles:
        return Layout("mono", 0.95, WHOLE)
    if seam:
        return Layout("mono", 0.6, WHOLE)
    return Layout(None, 0.6 if poles else 0.9)


def _square(small: Sketch) -> Layout:
    """Of a square picture: two eyes' spheres one above the other, one half sphere, or flat."""
    if _framed(small):
        return Layout(None, 0.8)
    if _spheres(*_above(small)):
        return Layout("top-bottom", 0.9, WHOLE)
    if _cap(small, share=0.05) and not _round(small):
        return Layout("mono", 0.5, HALF)
    return Layout(None, 0.9)


def _beside(small: Sketch) -> tuple[Sketch, Sketch]:
    middle = small.shape[1] // 2
    return small[:, :middle], small[:, -middle:]


def _above(small: Sketch) -> tuple[Sketch, Sketch]:
    middle = len(small) // 2
    return small[:middle], small[-middle:]


def _closed(small: Sketch) -> bool:
    """Whether the right edge goes on where the left one begins: no greater step there than columns have inside.

    Measured against the 90th percentile of the steps inside: real 360° photos 0.4 to 0.8 times it (one edge may lie on the
    edge of a thing), flat pictures 1.4 to 70 times.
    """
    inside = np.abs(np.diff(small, axis=1)).mean(axis=(0, 2))
    seam = np.abs(small[:, 0] - small[:, -1]).mean()
    return bool(seam <= 1.1 * np.quantile(inside, 0.9) + 1.0)


def _unrest(small: Sketch) -> tuple[float, float, float]:
    """How much the colours change along the first row, along the last row, and along rows of the middle third."""
    steps = np.abs(np.diff(small, axis=1)).mean(axis=(1, 2))
    third = len(small) // 3
    return float(steps[0]), float(steps[-1]), float(steps[third : -third or None].mean())


def _poles(small: Sketch) -> bool:
    """Whether the first or the last row is nearly one colour, seen against the middle of the picture."""
    first, last, middle = _unrest(small)
    return min(first, last) <= 0.3 * middle + 0.3


def _cap(small: Sketch, share: float = 0.3) -> bool:
    """Whether first and last row are both nearly one colour, as in a half sphere, while left and right edge are not."""
    first, last, middle = _unrest(small)
    sides = np.abs(np.diff(small[:, [0, -1]], axis=0)).mean()
    return max(first, last) <= share * middle + 0.3 and middle > 1.0 and bool(sides > 0.3 * middle)


def _framed(small: Sketch) -> bool:
    """Whether all four edges are one colour: a drawing or logo on a plain ground, not a sphere."""
    rim = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    return bool(rim.std(axis=0).max() < 1.0)


def _round(small: Sketch) -> bool:
    """Whether the corners are black beside a bright middle: a fisheye lens's circle, which is no equirectangular picture."""
    height, width = small.shape[0] // 12 + 1, small.shape[1] // 12 + 1
    ends = (small[:height], small[-height:])
    corners = [part for end in ends for part in (end[:, :width], end[:, -width:])]
    return max(float(corner.max()) for corner in corners) < 16 and float(small.mean()) > 32


def _spheres(one: Sketch, other: Sketch) -> bool:
    """Whether two halves are the two eyes' views of one sphere: alike, closed, with poles. A thing's edge may lie just on one
    eye's seam."""
    return _alike(one, other) and (_closed(one) or _closed(other)) and _poles(one) and _poles(other)


def _alike(one: Sketch, other: Sketch) -> bool:
    """Whether two pictures show the same things, up to a small shift to the side.

    Only what is fine is compared: sky above and floor below are alike in any two directions. Two eyes of real photos reach
    0.8 to 0.95, a photo's own two halves at most 0.3.
    """
    fine, other_fine = _fine(one), _fine(other)
    margin = max(1, fine.shape[1] // 16)
    template = fine[:, margin:-margin]
    if template.std() < 0.5 or other_fine.std() < 0.5:
        return False
    return float(cv2.matchTemplate(other_fine, template, cv2.TM_CCOEFF_NORMED).max()) > _ALIKE


def _fine(small: Sketch) -> npt.NDArray[np.float32]:
    """Brightness without what changes slowly."""
    grey = small.mean(axis=2)
    slow = cv2.blur(grey, (max(3, grey.shape[1] // 16) | 1, max(3, grey.shape[0] // 16) | 1), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(grey - slow, dtype=np.float32)


def _fits(sphere: gpano.PhotoSphere, width: int, height: int) -> bool:
    """Whether the metadata can be about this very picture, which may have been cut or scaled after it was written."""
    if sphere.cropped is None or sphere.full is None:
        return is_ratio(width, height, 2)
    (part, part_height), (whole, whole_height) = sphere.cropped, sphere.full
    left, top = sphere.crop_at
    if min(part, part_height, whole, whole_height) < 1 or min(left, top) < 0:
        return False
    if part > whole * 1.01 or left >= whole or top + part_height > whole_height * 1.01:  # across the seam it may go on
        return False
    return abs(part / part_height - width / height) <= 0.02 * width / height


def _coverage(sphere: gpano.PhotoSphere) -> Coverage:
    assert sphere.full and sphere.cropped  # noqa: S101  (whole is true without them)
    (width, height), (left, top) = sphere.full, sphere.crop_at
    right, bottom = left + min(width, sphere.cropped[0]), top + sphere.cropped[1]
    return Coverage(
        yaw=(left / width * 360 - 180, right / width * 360 - 180),
        pitch=(max(-90.0, 90 - bottom / height * 180), 90 - top / height * 180),
    )
