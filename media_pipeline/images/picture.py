"""A flat picture becomes tiers by width: upright, sRGB, without transparency and without metadata."""

from __future__ import annotations

from pathlib import Path

import pyvips

from media_pipeline.errors import Refused
from media_pipeline.images import reader
from media_pipeline.images.headers import read_header
from media_pipeline.images.panorama import tier_sizes
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
    header = read_header(source)
    progress("reading", 0, 1)
    try:
        turned = reader.orientation(source, header) != 1
        image = reader.load(source, header, access="random" if turned else "sequential")
        image = reader.upright(reader.to_srgb(image)) if turned else reader.to_srgb(image)
        sizes = tier_sizes(image.width, image.height, recipe.tier_widths)
        image = _to(image, *sizes[-1]).copy_memory()
    except pyvips.Error as problem:
        raise Refused("damaged_picture", name=source.name) from problem
    tiers = []
    for number, (width, height) in enumerate(reversed(sizes)):
        progress("tiers", number, len(sizes))
        tier = _to(image, width, height)
        data = tier.jpegsave_buffer(Q=recipe.quality, optimize_coding=True, keep="none", subsample_mode="on")
        tiers.append(Tier(image=put_blob(store, data, "jpg"), width=width, height=height))
    progress("tiers", len(sizes), len(sizes))
    return Image(tiers=tuple(reversed(tiers)))


def _to(image: pyvips.Image, width: int, height: int) -> pyvips.Image:
    if (image.width, image.height) == (width, height):
        return image
    return image.resize(width / image.width, vscale=height / image.height)
