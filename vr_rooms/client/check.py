"""Reads a synced folder back (verify) and tells what is in it (status)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from tuf.api.exceptions import ExpiredMetadataError

from media_pipeline.errors import PipelineError
from media_pipeline.release.references import Named
from media_pipeline.release.trusted import Untrusted, newest_root, read_release
from media_pipeline.release.verify import check_blob, verify_store
from media_pipeline.store import read
from vr_rooms.client.choice import wanted
from vr_rooms.client.errors import SyncFailed
from vr_rooms.client.folder import SyncedFolder, choice_of
from vr_rooms.format.active import ActiveRecord, SyncedRelease
from vr_rooms.format.catalog import read_catalog
from vr_rooms.format.profiles import Blobs


@dataclass
class Checked:
    """What is wrong (sentences) and what is only to be known. ``blobs`` were read, ``bad`` are those to fetch again."""

    release: int | None = None
    blobs: int = 0
    wrong: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    bad: Blobs = field(default_factory=dict)


def verify(root: Path) -> Checked:
    """Read every file of the active release back. A content root that was not synced is verified whole.

    Wrong blobs are noted in the folder, so that the next sync fetches them again.
    """
    folder = SyncedFolder(root)
    record = _record(folder)
    if record is None:
        if not folder.store.exists("metadata/timestamp.json"):
            raise SyncFailed(f"{root} is no synced folder and no content root; sync it first.")
        return Checked(wrong=verify_store(folder.store))
    checked = Checked(release=record.active.release)
    _check_signatures(folder, record.active, checked)
    _check_blobs(folder, record.active, checked)
    try:
        folder.note_damaged(checked.bad)
    except OSError as error:
        checked.warnings.append(f"What is wrong could not be noted for the next sync ({error.strerror}).")
    return checked


def _record(folder: SyncedFolder) -> ActiveRecord | None:
    if not folder.root.is_dir():
        raise SyncFailed(f"{folder.root} is not there; sync it first.")
    return folder.record()


def _check_signatures(folder: SyncedFolder, active: SyncedRelease, checked: Checked) -> None:
    root = newest_root(folder.trust()) or _first_root(folder)
    try:
        if root is None:
            checked.wrong.append("metadata/1.root.json is not there.")
            return
        trusted = read_release(lambda path: (read(folder.store, path),), bootstrap=root, state={})
        if trusted.catalog_sha256 != active.catalog.sha256:
            # A run was killed between the pointer and active.json: both releases are whole, the next sync ends it.
            checked.warnings.append("The metadata is already that of a newer release; sync again.")
    except Untrusted as error:
        if isinstance(error.__cause__, ExpiredMetadataError):
            checked.warnings.append(f"{error} It can still be played.")
        else:
            checked.wrong.append(str(error))


def _first_root(folder: SyncedFolder) -> bytes | None:
    try:
        return read(folder.store, "metadata/1.root.json")
    except FileNotFoundError:
        return None


def _check_blobs(folder: SyncedFolder, active: SyncedRelease, checked: Checked) -> None:
    try:
        catalog = read_catalog(folder.document(active.catalog.path))
        blobs = wanted(catalog, choice_of(active), lambda blobs: None, folder.document)
    except PipelineError as error:
        checked.wrong.append(str(error))
        # A document is wrong, so the list is taken from the notes; without them the next sync digests everything anyway.
        blobs = folder.blobs_of(active) or {}
    for path, size in sorted(blobs.items()):
        sentence, _ = check_blob(folder.store, Named(path, size, f"release {active.release}"))
        checked.blobs += 1
        if sentence:
            checked.bad[path] = size
            if not any(path in said for said in checked.wrong):
                checked.wrong.append(sentence)


@dataclass(frozen=True)
class Status:
    """What a folder plays, the one before, and what was begun. Sizes in bytes."""

    record: ActiveRecord
    expired: bool
    begun: int

    def lines(self) -> list[str]:
        """For a person."""
        now = self.record.active
        chosen = ", ".join([*now.sectors, *now.rooms]) or "all sectors"
        lines = [
            f"release {now.release} of {now.released_at}, from {now.origin}",
            f"profile {now.profile}, {chosen}{', with videos' if now.videos else ''}",
            f"{now.blobs} files, {now.bytes / 1e6:.1f} MB, synced {now.synced_at}",
            f"signature valid until {now.expires}" + (": over; it still plays, sync for a new one" if self.expired else ""),
        ]
        if self.record.previous is not None:
            lines.append(f"before: release {self.record.previous.release}")
        if self.begun:
            lines.append(f"{self.begun / 1e6:.1f} MB of a sync that was not finished; sync again to go on")
        return lines

    def as_json(self) -> str:
        """For a program."""
        plain = self.record.model_dump(mode="json", exclude_none=True)
        return json.dumps({**plain, "expired": self.expired, "begun_bytes": self.begun})


def status(root: Path, now: str) -> Status:
    """What is in a synced folder. ``now`` is a moment as in documents. SyncFailed where it was never synced."""
    folder = SyncedFolder(root)
    record = _record(folder)
    if record is None:
        raise SyncFailed(f"{root} has not been synced yet.")
    begun = sum(part.stat().st_size for part in folder.parts.glob("*.part"))
    return Status(record, record.active.expires <= now, begun)
