"""Whole-image sizes of a panorama: equirectangular JPEGs of the covered part, both eyes in one picture as the source has them."""

from __future__ import annotations

from collections.abc import Sequence

from media_pipeline.images import gpano
from media_pipeline.images.gpano import PhotoSphere
from media_pipeline.images.planes import Planes, encode
from media_pipeline.images.stereo import joined
from media_pipeline.progress import Progress
from media_pipeline.recipes import PanoramaRecipe
from media_pipeline.records import Coverage, Stereo, Tier
from media_pipeline.store import Store, put_blob


def tier_sizes(width: int, height: int, widths: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """(width, height) of each tier, smallest first: never larger than the picture; one of its own size where it is narrower
    than the smallest."""
    fitting = [size for size in widths if size <= width] or [width]
    return tuple((size, max(1, round(height * size / width))) for size in fitting)


def make_tiers(
    eyes: Sequence[Planes],
    stereo: Stereo,
    coverage: Coverage,
    sphere: PhotoSphere | None,
    store: Store,
    recipe: PanoramaRecipe,
    progress: Progress,
) -> tuple[Tier, ...]:
    """The tiers, smallest first; sizes are those of one eye. Each is made from the next larger one: a mean of means."""
    tiers, sizes = [], tier_sizes(eyes[0].width, eyes[0].height, recipe.tier_widths)
    if stereo != "mono":  # colour has half the pixels, so eyes fit together only where sizes are even
        sizes = tuple((max(2, width // 2 * 2), max(2, height // 2 * 2)) for width, height in sizes)
    for number, (width, height) in enumerate(reversed(sizes)):
        progress("tiers", number, len(sizes))
        eyes = [eye.reduced(width, height) for eye in eyes]
        data = encode(joined(eyes, stereo), recipe.tier_quality)
        if stereo == "mono":  # GPano has no word for two eyes: a viewer would take both for one sphere
            data = gpano.mark(data, width, height, sphere, coverage)
        tiers.append(Tier(image=put_blob(store, data, "jpg"), width=width, height=height))
    progress("tiers", len(sizes), len(sizes))
    return tuple(reversed(tiers))
