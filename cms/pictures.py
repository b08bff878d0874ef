"""Sized-down pictures of the picture library: made when something is published, so that a list only has to look them up."""

from __future__ import annotations

from typing import Any

from wagtail.images.models import Filter

POSTER = "fill-1280x720|format-jpeg|jpegquality-82"
LOGO = "max-480x240|format-png"


def ready(image: Any, spec: str) -> Any | None:
    """The rendition of a picture that was loaded with ``prefetch_renditions``; None when it has not been made. No query."""
    if image is None:
        return None
    key = Filter(spec).get_cache_key(image)  # another focal point is another rendition
    for rendition in getattr(image, "prefetched_renditions", None) or ():
        if rendition.filter_spec == spec and rendition.focal_point_key == key:
            return rendition
    return None


def make(image: Any, spec: str) -> Any | None:
    """Make the rendition if it is not there yet; None where there is no picture or its original can't be read."""
    if image is None:
        return None
    try:
        return image.get_rendition(spec)
    except (OSError, ValueError):
        # A page must not fail to publish because a picture's original was lost; the video's own frame is shown instead.
        return None
