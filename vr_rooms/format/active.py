"""active.json: which release of a synced folder is whole and verified, and the one before (docs/formats.md, The content root)."""

from __future__ import annotations

from pydantic import Field

from vr_rooms.format.manifest import ProfileName
from vr_rooms.format.wire import SCHEMA_VERSION, Moment, WireDocument, read_as


class SyncedCatalog(WireDocument):
    """The catalog of a synced release; ``size`` in bytes, ``path`` below the content root."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)
    path: str


class SyncedRelease(WireDocument):
    """One release in a synced folder and what was chosen of it.

    Empty ``sectors`` and ``rooms`` mean all. ``blobs`` files with ``bytes`` in all lie below blobs/. ``expires`` is when its
    signature ends: then it is played on, but not believed anew.
    """

    release: int
    released_at: Moment
    catalog: SyncedCatalog
    profile: ProfileName
    sectors: tuple[str, ...] = ()
    rooms: tuple[str, ...] = ()
    videos: bool = False
    origin: str
    synced_at: Moment
    expires: Moment
    blobs: int
    bytes: int


class ActiveRecord(WireDocument):
    """The one file that tells what a synced folder plays; replaced last."""

    schema_version: str = Field(default=SCHEMA_VERSION, pattern=r"^1\.\d+$")
    active: SyncedRelease
    previous: SyncedRelease | None = None


def read_active(data: bytes, name: str = "active.json") -> ActiveRecord:
    """An active record from its bytes; Damaged where it is none."""
    return read_as(ActiveRecord, data, name)
