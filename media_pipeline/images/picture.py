"""A flat picture becomes tiers by width: upright, sRGB, without transparency and without metadata."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.images import reader
from media_pipeline.images.headers import read_header
from media_pipeline.images.planes import encode
from media_pipeline.images.tiers import tier_sizes
from media_pipeline.progress import Progress
from media_pipeline.recipes import ImageRecipe
from media_pipeline.records import Image, MediaInfo, Tier
from media_pipeline.stages import UNREMEMBERED, Stages
from media_pipeline.store import Store, put_blob


def package_image(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: ImageRecipe,
    progress: Progress,
    *,
    stages: Stages = UNREMEMBERED,
) -> Image:
    """The tiers of a picture that :func:`layout.probe_picture` has looked at; blobs are in the store. Never upscaled."""
    progress("reading", 0, 1)
    planes = reader.read_planes(source, read_header(source))
    progress("reading", 1, 1)
    tiers, sizes = [], tier_sizes(planes.width, planes.height, recipe.tier_widths)
    for number, (width, height) in enumerate(sizes):
        progress("tiers", number, len(sizes))
        data = encode(planes.reduced(width, height), recipe.quality)
        tiers.append(Tier(image=put_blob(store, data, "jpg"), width=width, height=height))
    progress("tiers", len(sizes), len(sizes))
    return Image(tiers=tuple(tiers))
