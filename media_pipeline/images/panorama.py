"""A mono equirectangular 360° photo becomes a panorama: cube tiles, whole-image tiers, a poster and a tiny preview."""

from __future__ import annotations

import base64
import math
from pathlib import Path

import cv2
import numpy as np
import pyvips

from media_pipeline.images import gpano, reader
from media_pipeline.images.cubemap import make_tiles
from media_pipeline.images.headers import read_header
from media_pipeline.images.planes import Plane, Planes, encode, shrunk
from media_pipeline.progress import Progress
from media_pipeline.recipes import PanoramaRecipe
from media_pipeline.records import Coverage, MediaInfo, Panorama, Reference, Tier, TileEntry, TileIndex, Tiles
from media_pipeline.stages import UNREMEMBERED, Stages
from media_pipeline.store import Store, put_blob, put_document

_POSTER_VIEW = 100.0  # degrees from left to right: wide enough to show a room, narrow enough not to stretch its corners


def package_panorama(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: PanoramaRecipe,
    progress: Progress,
    *,
    stages: Stages = UNREMEMBERED,
) -> Panorama:
    """Tiles, tiers, poster and preview of a photo that :func:`layout.probe_picture` has looked at; blobs are in the store.

    The same photo and recipe give the same bytes. Memory: 1.5 bytes a pixel for the picture, about as much again for faces
    and tiers in work.
    """
    header = read_header(source)
    sphere = gpano.read(header.xmp)
    progress("reading", 0, 1)
    planes = reader.read_planes(source, header)
    progress("reading", 1, 1)

    def put(data: bytes) -> TileEntry:
        reference = put_blob(store, data, "jpg")
        return reference.sha256, reference.size

    eye = make_tiles(
        planes,
        put,
        lambda done, total: progress("tiles", done, total),
        tile_size=recipe.tile_size,
        quality=recipe.tile_quality,
    )
    index = put_document(store, TileIndex(eyes=(eye,)))
    tiers, sizes = [], tier_sizes(planes.width, planes.height, recipe.tier_widths)
    tier = poster_from = planes
    for number, (width, height) in enumerate(reversed(sizes)):  # each from the next larger one: a mean of means
        progress("tiers", number, len(sizes))
        tier = tier.reduced(width, height)
        data = gpano.mark(encode(tier, recipe.tier_quality), width, height, sphere)
        tiers.append(Tier(image=put_blob(store, data, "jpg"), width=width, height=height))
        if width >= 4096:
            poster_from = tier
    progress("tiers", len(sizes), len(sizes))
    poster = put_poster(store, poster_from, recipe)
    return Panorama(
        coverage=info.coverage or Coverage(),
        width=planes.width,
        height=planes.height,
        tiers=tuple(reversed(tiers)),
        tiles=Tiles(tile_size=recipe.tile_size, face_size=eye.levels[-1].face_size, levels=len(eye.levels), index=index),
        poster=poster,
        preview=preview(tier, recipe),
    )


def tier_sizes(width: int, height: int, widths: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """(width, height) of each tier, smallest first: never larger than the picture; one of its own size where it is narrower
    than the smallest."""
    fitting = [size for size in widths if size <= width] or [width]
    return tuple((size, max(1, round(height * size / width))) for size in fitting)


def put_poster(store: Store, planes: Planes, recipe: PanoramaRecipe) -> Reference:
    """The view straight ahead as a flat 3:2 picture, never sharper than the photo."""
    widest = 2 * math.tan(math.radians(_POSTER_VIEW / 2)) * planes.width / (2 * math.pi)
    width = min(recipe.poster_width, max(2, 2 * round(widest / 2)))
    view = look(planes, width=width, height=max(2, 2 * round(width / 3)), fov=_POSTER_VIEW)
    return put_blob(store, encode(view, recipe.poster_quality), "jpg")


def look(planes: Planes, *, width: int, height: int, fov: float, yaw: float = 0.0, pitch: float = 0.0) -> Planes:
    """A flat (rectilinear) view into an equirectangular picture; ``fov`` horizontal, all angles in degrees. Sizes even.

    Looked up at twice the size and averaged, so that fine patterns don't flicker.
    """
    planes_out = [
        shrunk(_looked_up(plane, 2 * width // part, 2 * height // part, fov, yaw, pitch), width // part, height // part)
        for plane, part in zip(planes.all(), (1, 2, 2), strict=True)
    ]
    return Planes(*planes_out)


def _looked_up(plane: Plane, width: int, height: int, fov: float, yaw: float, pitch: float) -> Plane:
    reach = math.tan(math.radians(fov / 2))
    a = ((np.arange(width) + 0.5) * 2 / width - 1) * reach
    b = ((np.arange(height) + 0.5) * 2 / height - 1)[:, None] * reach * height / width
    sine, cosine = math.sin(math.radians(pitch)), math.cos(math.radians(pitch))
    up, ahead = -b * cosine + sine, cosine + b * sine  # turned about the x axis; ahead is -z
    around = np.arctan2(a + 0 * ahead, ahead + 0 * a) + math.radians(yaw)
    above = np.arctan2(up + 0 * a, np.hypot(a + 0 * ahead, ahead + 0 * a))
    rows, columns = plane.shape
    margin = 4
    wide = np.take(plane, np.arange(-margin, columns + margin), axis=1, mode="wrap")
    x = (around / (2 * math.pi) + 0.5) % 1.0 * columns - 0.5 + margin
    y = (0.5 - above / math.pi) * rows - 0.5
    looked = cv2.remap(wide, x.astype(np.float32), y.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(looked, dtype=np.uint8)


def preview(planes: Planes, recipe: PanoramaRecipe) -> str:
    """The whole picture as a JPEG in a data URL of at most ``preview_bytes``, to show while the rest loads."""
    width = min(recipe.preview_width, planes.width)
    small = planes.reduced(max(8, planes.width // 4), max(4, planes.height // 4)) if planes.width > 1024 else planes
    rgb = small.reduced(width, max(1, width // 2)).rgb()
    image = pyvips.Image.new_from_memory(rgb.tobytes(), rgb.shape[1], rgb.shape[0], 3, "uchar")
    image = image.copy(interpretation="srgb")
    for quality in range(75, 0, -5):
        data = image.jpegsave_buffer(Q=quality, optimize_coding=True, keep="none", subsample_mode="on")
        url = "data:image/jpeg;base64," + base64.b64encode(data).decode()
        if len(url) <= recipe.preview_bytes:
            break
    return url
