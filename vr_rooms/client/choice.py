"""What a device wants of a release, and which blobs that means. Pure: documents are read by a callable that is handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from media_pipeline.canonical import dumps
from media_pipeline.digests import sha256
from media_pipeline.records import Asset, Reference
from vr_rooms.client.errors import WrongUsage
from vr_rooms.format.catalog import Catalog, CatalogSector, SectorDocument, SectorRoom, read_sector
from vr_rooms.format.manifest import ProfileName, read_manifest
from vr_rooms.format.profiles import Blobs, asset_blobs, blobs_of, indexes_of, load_indexes, sector_blobs


@dataclass(frozen=True)
class Choice:
    """A profile, and which sectors (slugs) and rooms (ids) of a release; none of either means all. Both given: the sectors whole,
    and the rooms as well."""

    profile: ProfileName = "headset"
    sectors: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    videos: bool = False

    def key(self, catalog_sha256: str) -> str:
        """A short name for this choice of this catalog."""
        parts = {"catalog": catalog_sha256, "profile": self.profile, "videos": self.videos}
        return sha256(dumps({**parts, "sectors": sorted(set(self.sectors)), "rooms": sorted(set(self.rooms))}))[:32]


Ensure = Callable[[Blobs], None]
"""Called with documents that will be read next, so that they can be fetched side by side."""

Read = Callable[[str], bytes]


def wanted(catalog: Catalog, choice: Choice, ensure: Ensure, read: Read) -> Blobs:
    """All blobs that a choice needs of a catalog, documents included.

    Raises WrongUsage where a sector or room is not in the catalog, Damaged where a document can't be read.
    """
    entries = _sectors(catalog, choice)
    blobs: Blobs = {}

    def documents(references: Sequence[Reference]) -> None:
        named = {one.path: one.size for one in references}
        ensure(named)
        blobs.update(named)

    ensure({entry.document.path: entry.document.size for entry in entries})
    read_documents = [
        (entry, read_sector(read(entry.document.path), f"the document of sector {entry.slug}")) for entry in entries
    ]
    chosen = [(entry, document, _rooms(entry, document, choice)) for entry, document in read_documents]
    _all_found(choice, [room for _, _, rooms in chosen for room in rooms])
    # A sector that was only read to look for a room is not kept.
    chosen = [one for one in chosen if one[2] or _whole(one[0], choice)]
    blobs.update({entry.document.path: entry.document.size for entry, _, _ in chosen})
    rooms = [room for _, _, found in chosen for room in found]
    documents([room.manifest for room in rooms])
    manifests = [read_manifest(read(room.manifest.path), f"the manifest of room {room.slug}") for room in rooms]
    assets: list[Asset] = [asset for manifest in manifests for asset in manifest.assets.values()]
    videos: list[Asset] = [one.video for _, document, _ in chosen for one in document.videos] if choice.videos else []
    documents([reference for reference, _ in indexes_of(choice.profile, [*assets, *videos])])
    indexes = load_indexes(read, [*assets, *videos], [choice.profile])
    for _, document, _ in chosen:
        blobs.update(sector_blobs(document))
    blobs.update({room.poster.path: room.poster.size for room in rooms})
    for manifest in manifests:
        blobs.update(blobs_of(choice.profile, manifest, indexes))
    for video in videos:
        blobs.update(asset_blobs(choice.profile, video, indexes))
    return blobs


def _whole(entry: CatalogSector, choice: Choice) -> bool:
    return entry.slug in choice.sectors or not (choice.sectors or choice.rooms)


def _sectors(catalog: Catalog, choice: Choice) -> list[CatalogSector]:
    slugs = [entry.slug for entry in catalog.sectors]
    for slug in choice.sectors:
        if slug not in slugs:
            raise WrongUsage(f"There is no sector {slug} in release {catalog.release}; there are: {', '.join(slugs) or 'none'}.")
    if choice.rooms:
        return list(catalog.sectors)  # any of them may hold the room
    return [entry for entry in catalog.sectors if _whole(entry, choice)]


def _rooms(entry: CatalogSector, document: SectorDocument, choice: Choice) -> list[SectorRoom]:
    return [room for room in document.rooms if _whole(entry, choice) or room.id in choice.rooms]


def _all_found(choice: Choice, rooms: Sequence[SectorRoom]) -> None:
    found = {room.id for room in rooms}
    for one in choice.rooms:
        if one not in found:
            raise WrongUsage(f"There is no room {one} in this release; its id is the last part of the address that plays it.")
