"""Is a face that was painted over still found? Looked at from near, at every size at which somebody may see it."""

from __future__ import annotations

from media_pipeline.faces.disc import Disc, between
from media_pipeline.faces.finder import looked
from media_pipeline.faces.views import Round, Source, View
from media_pipeline.images.planes import Planes
from media_pipeline.records import Coverage

THRESHOLD = 0.2
"""Lower than the finder's: tiers and tiles are encoded and scaled once more, and there the net may be a little surer."""
_HEIGHTS = (20, 32, 56, 100, 180)  # of the face, in pixels of the view
_AROUND = 3.0  # how much more than the face is in the view


def still_found(planes: Planes, coverage: Coverage, discs: tuple[Disc, ...]) -> list[Disc]:
    """Those of the discs in which the net sees a face, at whatever size."""
    source = Source(planes, coverage)
    todo = [(disc, view) for disc in discs for view in _near(disc, source.density)]
    found = looked(source, [view for _, view in todo], THRESHOLD)
    seen = {disc for (disc, _), finds in zip(todo, found, strict=True) if any(_fills(find, disc) for find in finds)}
    return [disc for disc in discs if disc in seen]


def _near(disc: Disc, density: float) -> list[View]:
    """Views with the disc in the middle, from the size where a face could be seen up to the picture's own."""
    own = min(max(disc.size * density, _HEIGHTS[0]), _HEIGHTS[-1])
    out: list[View] = []
    for height in (*(height for height in _HEIGHTS if height < own), own):
        side = 32 * max(2, round(_AROUND * height / 32))
        out.append(Round(disc.yaw, disc.pitch, side, side, height / disc.size))
    return out


def _fills(find: Disc, disc: Disc) -> bool:
    """Whether a find is what was painted over, and no neighbour of it or something of which it is a part."""
    return between(find.centre, disc.centre) < disc.size / 2 and find.size < 2 * disc.size
