"""A 360° photo of any layout becomes a panorama: cube tiles, whole-image tiers, a poster and a tiny preview."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from media_pipeline.canonical import Document
from media_pipeline.images.coverage import WHOLE
from media_pipeline.images.cubemap import make_tiles, tiles_of_faces
from media_pipeline.images.photo import Photo, read_photo
from media_pipeline.images.planes import Planes, encode
from media_pipeline.images.tiers import make_tiers
from media_pipeline.images.view import poster, preview
from media_pipeline.progress import Progress
from media_pipeline.recipes import PanoramaRecipe
from media_pipeline.records import MediaInfo, Panorama, Reference, Tier, TileEntry, TileEye, TileIndex, Tiles
from media_pipeline.stages import UNREMEMBERED, Stages
from media_pipeline.store import Store, put_blob, put_document

Edit = Callable[[Planes], Planes]
"""Changes one eye's equirectangular picture before anything is made of it; called for the left eye, then for the right one."""


class _Tiers(Document):
    tiers: tuple[Tier, ...]


class _Still(Document):
    poster: Reference
    preview: str


def package_panorama(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: PanoramaRecipe,
    progress: Progress,
    *,
    stages: Stages = UNREMEMBERED,
    edit: Edit | None = None,
) -> Panorama:
    """Tiles, tiers, poster and preview of a photo that was probed (a folder for a cubemap); blobs are in the store.

    The same photo, recipe and edit give the same bytes. Memory: 1.5 bytes a pixel for the picture, less than half as much
    again for faces and tiers in work.
    """
    stereo, coverage = info.stereo or "mono", info.coverage or WHOLE
    progress("reading", 0, 1)
    photo = read_photo(source, info)
    if edit is not None:
        photo = photo.edited(edit)
    progress("reading", 1, 1)
    tiles = stages.once("tiles", Tiles, lambda: _tiles(photo, store, recipe, progress))
    eyes = photo.eyes

    def tiers() -> _Tiers:
        return _Tiers(tiers=make_tiers(eyes, stereo, coverage, photo.sphere, store, recipe, progress))

    def still() -> _Still:
        picture = encode(poster(eyes[0], coverage, recipe.poster_width), recipe.poster_quality)
        tiny = preview(eyes[0], recipe.preview_width, recipe.preview_bytes)
        return _Still(poster=put_blob(store, picture, "jpg"), preview=tiny)

    made = stages.once("tiers", _Tiers, tiers)
    shown = stages.once("poster", _Still, still)
    return Panorama(
        projection="cubemap" if info.projection == "cubemap" else "equirectangular",
        stereo=stereo,
        coverage=coverage,
        width=eyes[0].width,
        height=eyes[0].height,
        tiers=made.tiers,
        tiles=tiles,
        poster=shown.poster,
        preview=shown.preview,
    )


def _tiles(photo: Photo, store: Store, recipe: PanoramaRecipe, progress: Progress) -> Tiles:
    def put(data: bytes) -> TileEntry:
        reference = put_blob(store, data, "jpg")
        return reference.sha256, reference.size

    made: list[TileEye] = []
    many = 1 if photo.faces else len(photo.eyes)

    def advance(done: int, total: int) -> None:
        progress("tiles", len(made) * total + done, many * total)

    if photo.faces:
        made.append(tiles_of_faces(photo.faces, put, advance, tile_size=recipe.tile_size, quality=recipe.tile_quality))
    else:
        for eye in photo.eyes:
            made.append(
                make_tiles(eye, put, advance, tile_size=recipe.tile_size, quality=recipe.tile_quality, coverage=photo.coverage)
            )
    levels = made[0].levels
    index = put_document(store, TileIndex(eyes=tuple(made)))
    return Tiles(tile_size=recipe.tile_size, face_size=levels[-1].face_size, levels=len(levels), index=index)
