"""Tells from metadata and pictures how a film is to be shown: flat, or how it lies on the sphere, and how sure that is. Pure.

Metadata first; without any, the shape of the frame, the seam and the halves of a few pictures.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from media_pipeline.errors import DETAILS, Refused
from media_pipeline.records import Coverage, MediaInfo, Stereo
from media_pipeline.remarks import Remark, remark
from media_pipeline.videos.marks import Pose
from media_pipeline.videos.sphere_boxes import SphereBoxes
from media_pipeline.videos.sphere_xml import sensible

if TYPE_CHECKING:
    from media_pipeline.videos.seams import Grey

Projection = Literal["flat", "equirectangular", "cubemap"]
Doubt = Literal["mesh", "fisheye"]

GUESSED_FROM_WIDTH = 1280
GUESSED_FROM_SIDE = 960
"""A 2:1 frame at least this wide, others with sides at least this long, are looked at: real 360° films lack metadata."""

_HALF = Coverage(yaw=(-90.0, 90.0))
# libavutil's numbers (spherical.h, stereo3d.h)
_PROJECTIONS = {0: "equirectangular", 1: "cubemap", 2: "equirectangular", 3: "half", 5: "fisheye", 6: "mesh"}
_STEREO: dict[int, Stereo] = {0: "mono", 1: "left-right", 2: "top-bottom"}


@dataclass(frozen=True)
class Shape:
    """How a video is to be shown, and how sure that is (0-1). With a ``doubt``, only a person can say."""

    projection: Projection
    stereo: Stereo
    coverage: Coverage | None
    confidence: float
    warning: Remark | None = None
    pose: Pose = (0.0, 0.0, 0.0)
    doubt: Doubt | None = None


@dataclass(frozen=True)
class Frame:
    """What counts of the first frame: size as shown, ``turned`` by a display matrix, as phones write it, and the structures of
    libavutil that came with it, as bytes."""

    width: int
    height: int
    turned: bool = False
    square_pixels: bool = True
    spherical: bytes | None = None
    stereo3d: bytes | None = None


def shape(frame: Frame, said: SphereBoxes, pictures: Callable[[], Sequence[Grey]]) -> Shape:
    """``said`` are the file's own boxes, ``pictures`` gives a few grey pictures of the film, and is asked only where nothing
    else tells."""
    stereo: Stereo | None = None
    if frame.stereo3d and len(frame.stereo3d) >= 4:
        stereo = _STEREO.get(struct.unpack_from("<i", frame.stereo3d)[0], "mono")
    found = "mesh" if said.mesh is not None else _projection(frame.spherical)
    if said.mesh is not None:
        from media_pipeline.videos.mesh_projection import equirectangular  # NumPy, which few films need

        across, down = {"left-right": (2, 1), "top-bottom": (1, 2)}.get(stereo or "mono", (1, 1))
        covered = equirectangular(said.mesh, frame.width // across, frame.height // down)
        if covered is not None:
            return Shape("equirectangular", stereo or "mono", covered, 1.0, pose=said.pose)
    if found in ("mesh", "fisheye"):
        coverage = said.xml.coverage if said.xml is not None else _HALF
        doubt: Doubt = "mesh" if found == "mesh" else "fisheye"
        return Shape("equirectangular", stereo or "mono", coverage, 0.5, remark("doubted"), doubt=doubt)
    if found == "cubemap":
        return Shape("cubemap", stereo or "mono", Coverage(), 1.0)
    if found is not None and frame.spherical is not None:
        if said.xml is not None:  # V1 has no pose; libav takes the first view for it
            return Shape("equirectangular", said.xml.stereo or stereo or "mono", said.xml.coverage, 1.0)
        coverage = _HALF if found == "half" else _coverage(frame.spherical)
        return Shape("equirectangular", stereo or "mono", coverage, 1.0, pose=_pose(frame.spherical))
    if frame.turned or not frame.square_pixels or stereo not in (None, "mono"):
        return Shape("flat", stereo or "mono", None, 1.0)
    return _guess(frame.width, frame.height, pictures)


def refuse_unshowable(info: MediaInfo, doubt: Doubt | None) -> None:
    """Refused where nobody has said how a film is to be shown, or where it is to be shown in a way that is not made."""
    if doubt is not None and info.confidence < 1:
        raise Refused("sphere_unknown", name=info.name, detail=DETAILS[doubt])
    if info.projection == "cubemap":
        raise Refused("video_cubemap", name=info.name)
    if info.projection != "equirectangular" and info.stereo not in (None, "mono"):
        raise Refused("video_3d", name=info.name)


def _guess(width: int, height: int, pictures: Callable[[], Sequence[Grey]]) -> Shape:
    flat = Shape("flat", "mono", None, 1.0)
    twice_as_wide = width == 2 * height
    looked_at = (
        width >= GUESSED_FROM_WIDTH
        if twice_as_wide
        else min(width, height) >= GUESSED_FROM_SIDE and (width == height or 9 * width == 16 * height)
    )
    if not looked_at:
        return flat
    from media_pipeline.videos import seams  # OpenCV is half of the start of a probe, and few films need it

    shown = pictures()
    stereo, edges = seams.eyes(shown), seams.wrap(shown)
    if stereo != "mono":
        eye = seams.wrap(seams.left_eye(shown, stereo))
        if eye == "meets":
            return Shape("equirectangular", stereo, Coverage(), 0.7, remark("by_eyes"))
        if eye == "apart" and twice_as_wide and stereo == "left-right":
            return Shape("equirectangular", stereo, _HALF, 0.6, remark("by_halves"))
    if twice_as_wide:
        if edges == "apart":
            return Shape("flat", "mono", None, 0.8, remark("wide"))
        return Shape("equirectangular", "mono", Coverage(), 0.9 if edges == "meets" else 0.7, remark("by_frame"))
    if edges == "meets" and width > height and seams.poles(shown):
        return Shape("equirectangular", "mono", Coverage(), 0.6, remark("by_seam"))
    return flat


def _projection(spherical: bytes | None) -> str | None:
    if spherical is None or len(spherical) < 4:
        return None
    return _PROJECTIONS.get(struct.unpack_from("<i", spherical)[0])


def _pose(spherical: bytes) -> Pose:
    """Yaw, pitch, roll, in parts of 2**16."""
    if len(spherical) < 16:
        return 0.0, 0.0, 0.0
    yaw, pitch, roll = (angle / 2**16 for angle in struct.unpack_from("<3i", spherical, 4))
    return yaw, pitch, roll


def _coverage(spherical: bytes) -> Coverage:
    """From a cropped sphere's bounds: what is missing left, top, right, bottom, in parts of 2**32 (libavutil, spherical.h)."""
    if len(spherical) < 32 or struct.unpack_from("<i", spherical)[0] != 2:
        return Coverage()
    left, top, right, bottom = (bound / 2**32 for bound in struct.unpack_from("<4I", spherical, 16))
    return sensible(Coverage(yaw=(-180 + 360 * left, 180 - 360 * right), pitch=(-90 + 180 * bottom, 90 - 180 * top)))
