"""What kind of picture a JPEG or PNG is: a 360° photo, a stereo one, or a flat picture, and how sure that is.

Metadata first; then the ratio, whether left and right edge fit together, whether the outermost rows are one colour (each is
one point of the sphere), and whether the halves are alike. Dimensions alone lie: a banner may be 2:1, a stereo 360° photo 1:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.images import gpano, reader
from media_pipeline.images.headers import read_header
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import Coverage, MediaInfo, Stereo

Sketch = npt.NDArray[np.float32]
"""(height, width, 3), a small version of the picture."""

_SUSPECT = "The file is damaged in places; look closely at the result."


@dataclass(frozen=True)
class Layout:
    """``stereo`` None: a flat picture."""

    stereo: Stereo | None
    confidence: float
    coverage: Coverage | None = None


def probe_picture(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a JPEG or PNG is. Reads the file to its end, so that one that is cut off is Refused here."""
    header = read_header(source, limits)
    small, suspect = reader.sketch(source, header)
    width, height = header.shown
    sphere = gpano.read(header.xmp)
    layout = of(width, height, sphere, small.astype(np.float32))
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
        warnings=(_SUSPECT,) if suspect else (),
    )


def of(width: int, height: int, sphere: gpano.PhotoSphere | None, small: Sketch) -> Layout:
    """The layout of a picture of this size with this metadata and this small version."""
    if sphere and sphere.projection == "equirectangular" and _fits(sphere, width, height):
        coverage = Coverage() if sphere.whole else _coverage(sphere)
        return Layout("mono", 1.0, coverage)
    if is_ratio(width, height, 2):
        return _two_to_one(small)
    if is_ratio(width, height, 1) and width >= 1024 and _stereo(small[: len(small) // 2], small[len(small) // 2 :]):
        return Layout("top-bottom", 0.8, Coverage())
    middle = small.shape[1] // 2
    if is_ratio(width, height, 4) and width >= 2048 and _stereo(small[:, :middle], small[:, middle:]):
        return Layout("left-right", 0.8, Coverage())
    return Layout(None, 0.95)


def is_ratio(width: int, height: int, ratio: int) -> bool:
    """Whether width : height is ratio : 1, to one percent (stitchers cut off a row or two)."""
    return abs(width - ratio * height) <= 0.01 * width


def _two_to_one(small: Sketch) -> Layout:
    if _framed(small):
        return Layout(None, 0.6)
    seam, poles = _closed(small), _poles(small)
    if seam and poles:
        return Layout("mono", 0.95, Coverage())
    if seam:
        return Layout("mono", 0.6, Coverage())
    return Layout(None, 0.6 if poles else 0.9)


def _closed(small: Sketch) -> bool:
    """Whether the right edge goes on where the left one begins: no greater step there than columns have inside.

    Measured against the 90th percentile of the steps inside: real 360° photos 0.4 to 0.8 times it (one edge may lie on the
    edge of a thing), flat pictures 1.4 to 70 times.
    """
    inside = np.abs(np.diff(small, axis=1)).mean(axis=(0, 2))
    seam = np.abs(small[:, 0] - small[:, -1]).mean()
    return bool(seam <= 1.1 * np.quantile(inside, 0.9) + 1.0)


def _poles(small: Sketch) -> bool:
    """Whether the first or the last row is nearly one colour, seen against the middle of the picture."""
    height = len(small)
    steps = np.abs(np.diff(small, axis=1)).mean(axis=(1, 2))
    middle = steps[height // 3 : -(height // 3) or None].mean()
    return bool(min(steps[0], steps[-1]) <= 0.3 * middle + 0.3)


def _framed(small: Sketch) -> bool:
    """Whether all four edges are one colour: a drawing or logo on a plain ground, not a sphere."""
    rim = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    return bool(rim.std(axis=0).max() < 1.0)


def _stereo(one: Sketch, other: Sketch) -> bool:
    """Whether two halves are the two eyes' views of one sphere: alike, and each closed."""
    other = other[: len(one), : one.shape[1]]
    one = one[: len(other), : other.shape[1]]
    if one.std() < 1.0 or other.std() < 1.0:
        return False
    alike = float(np.corrcoef(one.ravel(), other.ravel())[0, 1])
    return alike > 0.8 and _closed(one) and _closed(other) and _poles(one) and _poles(other)


def _fits(sphere: gpano.PhotoSphere, width: int, height: int) -> bool:
    """Whether the metadata can be about this very picture, which may have been cut or scaled after it was written."""
    if sphere.cropped is None or sphere.full is None:
        return is_ratio(width, height, 2)
    (part, part_height), (whole, whole_height) = sphere.cropped, sphere.full
    if min(part, part_height, whole, whole_height) < 1 or part > whole * 1.01 or part_height > whole_height * 1.01:
        return False
    return abs(part / part_height - width / height) <= 0.02 * width / height


def _coverage(sphere: gpano.PhotoSphere) -> Coverage:
    assert sphere.full and sphere.cropped  # noqa: S101  (whole is true without them)
    (width, height), (left, top) = sphere.full, sphere.crop_at
    right, bottom = left + sphere.cropped[0], top + sphere.cropped[1]
    return Coverage(
        yaw=(left / width * 360 - 180, right / width * 360 - 180),
        pitch=(90 - bottom / height * 180, 90 - top / height * 180),
    )
