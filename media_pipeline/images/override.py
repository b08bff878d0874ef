"""What a person says about a photo's layout, made whole: with other eyes it covers another part of the sphere.

The same rule as without a person: an eye twice as wide as high is the whole sphere, a square one its front half. So a 2:1
picture declared left-right is two eyes of 180° each, one declared top-bottom two whole spheres squeezed to half their height.
"""

from __future__ import annotations

from media_pipeline.errors import Refused
from media_pipeline.images.coverage import by_shape, eye_size
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo


def settled(found: MediaInfo, wanted: MediaInfo, limits: Limits = LIMITS) -> MediaInfo:
    """The layout to package a picture by: as ``wanted``, which a person may have changed from what was ``found``.

    What was found out about the coverage counts as long as the eyes are those that were found. Refused where a cubemap is
    wished to be something else or the other way round, where no sphere can have this shape, and where the photo is too small.
    """
    if (found.projection == "cubemap") != (wanted.projection == "cubemap") or (
        wanted.projection == "cubemap" and (wanted.kind, wanted.stereo) != ("panorama", "mono")
    ):
        raise Refused("cubemap_wish", name=wanted.name)
    if wanted.kind != "panorama" or wanted.projection == "cubemap":
        return wanted
    width, height = wanted.width or 0, wanted.height or 0
    same = (found.kind, found.stereo) == (wanted.kind, wanted.stereo)
    coverage = (found.coverage if same else None) or by_shape(width, height, wanted.stereo)
    if coverage is None:
        raise Refused("not_a_sphere", name=wanted.name, width=width, height=height)
    if eye_size(width, height, wanted.stereo)[0] < limits.panorama_width:
        raise Refused("too_small", name=wanted.name, width=width, height=height)
    return wanted.model_copy(update={"coverage": coverage})
