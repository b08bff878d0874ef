"""Which blobs each profile fetches of a room (docs/formats.md, Profiles), and how many bytes that is. Index blobs are handed in.

A profile's size is what the manifest leads to plus the manifest itself. The manifest holds those sizes, so its own length
depends on them: ``with_profiles`` settles this at the smallest fixed point, by counting again with the length found until the
length stays. It always ends: more bytes never make fewer digits, and a number has few digits. The sector document copies the
manifest's profiles, so both say the same. What a sector document names by itself (posters in the list, logos) is not counted.

Where the table is silent: a picture's tiers, chapters and storyboards go to all profiles; every sound version of a video does,
so that a description for blind pupils is never left behind; an index blob goes along with what it lists, and only then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from media_pipeline.canonical import dumps
from media_pipeline.digests import blob_path
from media_pipeline.records import (
    Asset,
    Audio,
    Image,
    Mesh,
    Panorama,
    PdfDocument,
    Reference,
    TileIndex,
    Tiles,
    Variant,
    Video,
    VideoIndex,
)
from vr_rooms.format.catalog import SectorDocument
from vr_rooms.format.manifest import PROFILE_NAMES, ProfileName, Profiles, ProfileSize, RoomManifest
from vr_rooms.format.wire import read_as

Index = TileIndex | VideoIndex
Indexes = Mapping[str, Index]
"""sha256 of an index blob -> the index in it."""

Blobs = dict[str, int]
"""path below the content root -> size in bytes. The digest is in the path, so distinct paths are distinct digests."""

_TIER_WIDTHS: dict[ProfileName, tuple[int, ...]] = {"web": (2048,), "headset": (4096,), "headset-hq": (8192, 4096)}
_FLAT_SHORT_SIDE: dict[ProfileName, int] = {"headset": 720, "headset-hq": 1080}
_TRIANGLES: dict[ProfileName, int] = {"headset": 15_000, "headset-hq": 50_000}
_WIDEST_360 = 3840

Item = TypeVar("Item")


def at_most(items: Sequence[Item], size: Callable[[Item], int], limit: int) -> list[Item]:
    """The largest item of at most ``limit``, else the smallest there is; empty when there are none."""
    below = [item for item in items if size(item) <= limit]
    if below:
        return [max(below, key=size)]
    return [min(items, key=size)] if items else []


def chosen_variants(profile: ProfileName, video: Video, variants: Sequence[Variant]) -> list[Variant]:
    """The sizes of a video that a profile fetches."""
    if profile == "web":
        return list(variants)
    if video.projection == "equirectangular":
        return at_most(variants, lambda one: one.width, _WIDEST_360)
    return at_most(variants, lambda one: min(one.width, one.height), _FLAT_SHORT_SIDE[profile])


def indexes_of(profile: ProfileName, assets: Iterable[Asset]) -> list[tuple[Reference, type[Index]]]:
    """The index blobs that must be read before ``asset_blobs`` can tell the rest, each with what is in it."""
    found: list[tuple[Reference, type[Index]]] = []
    for asset in assets:
        if isinstance(asset, Panorama) and asset.tiles is not None and profile == "web":
            found.append((asset.tiles.index, TileIndex))
        if isinstance(asset, Video):
            for version in asset.hls:
                found += [(one.index, VideoIndex) for one in chosen_variants(profile, asset, version.variants)]
    return found


def asset_blobs(profile: ProfileName, asset: Asset, indexes: Indexes) -> Blobs:
    """Everything of one asset that a profile fetches, index blobs included. KeyError where an index was not handed in."""
    return dict(_of_asset(profile, asset, indexes))


def blobs_of(profile: ProfileName, manifest: RoomManifest, indexes: Indexes) -> Blobs:
    """Everything that a profile fetches below a manifest (the manifest itself is not in it)."""
    blobs: Blobs = {}
    for asset in manifest.assets.values():
        blobs.update(_of_asset(profile, asset, indexes))
    if manifest.lesson is not None and manifest.lesson.sheet is not None:
        blobs.update(_refs(manifest.lesson.sheet))
    return blobs


def sector_blobs(document: SectorDocument) -> Blobs:
    """What a sector document names by itself and every device shows: logos. Rooms and videos bring their own."""
    return dict(_refs(*(one.logo for one in document.organisations)))


def with_profiles(manifest: RoomManifest, indexes: Indexes) -> RoomManifest:
    """The same manifest with its profile sizes counted; whatever stood in ``profiles`` is replaced."""
    below = {name: blobs_of(name, manifest, indexes) for name in PROFILE_NAMES}
    length = 0
    while True:
        sizes = {name: ProfileSize(bytes=sum(blobs.values()) + length, blobs=len(blobs) + 1) for name, blobs in below.items()}
        counted = manifest.model_copy(
            update={"profiles": Profiles({"web": sizes["web"], "headset": sizes["headset"], "headset-hq": sizes["headset-hq"]})}
        )
        found = len(dumps(counted))
        if found == length:
            return counted
        length = found


def _refs(*references: Reference | None) -> Iterator[tuple[str, int]]:
    for reference in references:
        if reference is not None:
            yield reference.path, reference.size


def _of_asset(profile: ProfileName, asset: Asset, indexes: Indexes) -> Iterator[tuple[str, int]]:
    if isinstance(asset, Panorama):
        yield from _refs(asset.poster)
        for width in _TIER_WIDTHS[profile]:
            yield from _refs(*(tier.image for tier in at_most(asset.tiers, lambda tier: tier.width, width)))
        if asset.tiles is not None and profile == "web":
            yield from _tiles(asset.tiles, indexes)
    elif isinstance(asset, Image):
        yield from _refs(*(tier.image for tier in asset.tiers))
    elif isinstance(asset, Video):
        yield from _video(profile, asset, indexes)
    elif isinstance(asset, Mesh):
        lods = asset.lods if profile == "web" else at_most(asset.lods, lambda lod: lod.triangles, _TRIANGLES[profile])
        yield from _refs(asset.poster, *(lod.glb for lod in lods))
    elif isinstance(asset, Audio):
        yield from _refs(asset.audio, *(one.vtt for one in asset.captions))
    elif isinstance(asset, PdfDocument):
        yield from _refs(asset.file)


def _tiles(tiles: Tiles, indexes: Indexes) -> Iterator[tuple[str, int]]:
    yield from _refs(tiles.index)
    index = indexes[tiles.index.sha256]
    if not isinstance(index, TileIndex):
        raise TypeError(f"{tiles.index.path} was handed in as another kind of index")
    for eye in index.eyes:
        for level in eye.levels:
            for entries in level.faces.values():
                for digest, size in entries:
                    yield blob_path(digest, tiles.ext), size


def _video(profile: ProfileName, video: Video, indexes: Indexes) -> Iterator[tuple[str, int]]:
    yield from _refs(video.poster, video.chapters, *(one.vtt for one in video.captions))
    if video.storyboard is not None:
        yield from _refs(video.storyboard.image, video.storyboard.vtt)
    for version in video.hls:
        if profile == "web":  # the master names variants that other profiles do not have
            yield from _refs(version.master)
        for variant in chosen_variants(profile, video, version.variants):
            yield from _refs(variant.playlist, variant.index)
            index = indexes[variant.index.sha256]
            if not isinstance(index, VideoIndex):
                raise TypeError(f"{variant.index.path} was handed in as another kind of index")
            yield from _refs(index.init, index.sidx)
            for digest, size, _ in index.segments:
                yield blob_path(digest, "m4s"), size


def load_indexes(
    read: Callable[[str], bytes], assets: Iterable[Asset], profiles: Iterable[ProfileName] = PROFILE_NAMES
) -> dict[str, Index]:
    """The indexes that these profiles need of these assets. ``read`` gives the bytes at a path below the content root."""
    assets = list(assets)
    needed = {ref.sha256: (ref, model) for profile in profiles for ref, model in indexes_of(profile, assets)}
    return {digest: read_as(model, read(ref.path), ref.path) for digest, (ref, model) in needed.items()}
