"""Is a face that was painted over still found? Looked at from near, at every size at which somebody may see it."""

from __future__ import annotations

from media_pipeline.faces.disc import Disc, between, merged
from media_pipeline.faces.finder import looked
from media_pipeline.faces.views import Round, Source, View
from media_pipeline.images.planes import Planes
from media_pipeline.records import Coverage

THRESHOLD = 0.2
"""Lower than the finder's: tiers and tiles are encoded and scaled once more, and there the net may be a little surer."""
_HEIGHTS = (20, 32, 56, 100, 180)  # of the face, in pixels of the view
_AROUND = 3.0  # how much more than the face is in the view


_BESIDE = 0.7  # of a disc's diameter: how far beside it a face may lie that was meant; a neighbour's is further away


def still_found(planes: Planes, coverage: Coverage, discs: tuple[Disc, ...]) -> list[Disc]:
    """Those of the discs in which the net sees a face, at whatever size."""
    return [disc for disc, finds in _finds(planes, coverage, discs) if any(_fills(find, disc) for find in finds)]


def meant(planes: Planes, coverage: Coverage, discs: tuple[Disc, ...]) -> tuple[Disc, ...]:
    """The faces that a person meant who pointed at these discs: a hand is not exact, and a near face lies elsewhere in the other
    eye. The discs themselves are not among them."""
    return merged(
        find
        for disc, finds in _finds(planes, coverage, discs)
        for find in finds
        if between(find.centre, disc.centre) < _BESIDE * disc.size and disc.size / 2 < find.size < 2 * disc.size
    )


def _finds(planes: Planes, coverage: Coverage, discs: tuple[Disc, ...]) -> list[tuple[Disc, list[Disc]]]:
    """Each disc with what the net sees around it."""
    source = Source(planes, coverage)
    todo = [(disc, view) for disc in discs for view in _near(disc, source.density)]
    seen: dict[Disc, list[Disc]] = {disc: [] for disc in discs}
    for (disc, _), finds in zip(todo, looked(source, [view for _, view in todo], THRESHOLD), strict=True):
        seen[disc] += finds
    return list(seen.items())


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
