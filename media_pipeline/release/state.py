"""What release a store holds: the metadata that the pointer resolves to, and how long it is valid. Writes nothing."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp

from media_pipeline.errors import Damaged, PipelineError
from media_pipeline.store import Store, read

CATALOG = "catalog.json"
POINTER = "metadata/timestamp.json"

S = TypeVar("S", Root, Snapshot, Targets, Timestamp)


@dataclass(frozen=True)
class Release:
    """The release that the pointer resolves to. ``made`` tells whether this call made it.

    ``version`` is the number people see; ``timestamp``, ``snapshot`` and ``targets`` are the metadata's own versions.
    """

    version: int
    released_at: str
    catalog_sha256: str
    catalog_size: int
    timestamp: int
    snapshot: int
    targets: int
    expires: datetime.datetime
    made: bool = False

    @property
    def catalog_path(self) -> str:
        """Where the catalog lies below the content root."""
        return f"targets/{self.catalog_sha256}.{CATALOG}"


@dataclass(frozen=True)
class State:
    """The metadata that the pointer resolves to, each None before the first release."""

    root: Root
    timestamp: Metadata[Timestamp] | None
    snapshot: Metadata[Snapshot] | None
    targets: Metadata[Targets] | None
    pointer: bytes | None = None  # the timestamp as it lies in the store

    @property
    def target(self) -> TargetFile | None:
        return self.targets.signed.targets[CATALOG] if self.targets is not None else None


def current(store: Store) -> Release | None:
    """The release that the pointer resolves to, or None before the first. Damaged where the metadata can't be read."""
    if not store.exists(POINTER):
        return None
    state = read_state(store, newest_root(store).signed)
    return release_of(store, state, made=False)


def newest_root(store: Store) -> Metadata[Root]:
    """The root metadata with the highest number. Damaged where there is none."""
    version = 1
    while store.exists(f"metadata/{version + 1}.root.json"):
        version += 1
    return _metadata(Root, store, f"metadata/{version}.root.json")


def read_state(store: Store, root: Root) -> State:
    if not store.exists(POINTER):
        return State(root, None, None, None)
    pointer = read(store, POINTER)
    timestamp = _parsed(Timestamp, pointer, POINTER)
    snapshot = _metadata(Snapshot, store, f"metadata/{timestamp.signed.snapshot_meta.version}.snapshot.json")
    targets = _metadata(Targets, store, f"metadata/{snapshot.signed.meta['targets.json'].version}.targets.json")
    if CATALOG not in targets.signed.targets:
        raise Damaged(f"metadata/{targets.signed.version}.targets.json does not name {CATALOG}.")
    return State(root, timestamp, snapshot, targets, pointer)


def _metadata(kind: type[S], store: Store, path: str) -> Metadata[S]:
    try:
        data = read(store, path)
    except FileNotFoundError:
        raise Damaged(f"{path} is not in the store; bring it back from a copy.") from None
    return _parsed(kind, data, path)


def _parsed(kind: type[S], data: bytes, path: str) -> Metadata[S]:
    try:
        metadata = Metadata[S].from_bytes(data)
    except RepositoryError as error:
        raise Damaged(f"{path} is no release metadata ({error}).") from None
    if not isinstance(metadata.signed, kind):
        raise Damaged(f"{path} holds {metadata.signed.type} metadata.")
    return metadata


def release_of(store: Store, state: State, *, made: bool) -> Release:
    target = state.target
    if target is None or state.timestamp is None or state.snapshot is None or state.targets is None:
        raise PipelineError("There is no release yet.")
    digest = target.hashes["sha256"]
    try:
        catalog = json.loads(read(store, f"targets/{digest}.{CATALOG}"))
        version, released_at = int(catalog["release"]), str(catalog["released_at"])
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"targets/{digest}.{CATALOG} can't be read ({type(error).__name__}: {error}).") from None
    return Release(
        version,
        released_at,
        digest,
        target.length,
        state.timestamp.signed.version,
        state.snapshot.signed.version,
        state.targets.signed.version,
        state.timestamp.signed.expires,
        made,
    )


def readable_release(store: Store, state: State) -> Release | None:
    """None before the first release, and where the current catalog is torn: a new release then heals what readers see."""
    if state.timestamp is None:
        return None
    try:
        return release_of(store, state, made=False)
    except Damaged:
        return None


def version_of(metadata: Metadata[Any] | None) -> int:
    return int(metadata.signed.version) if metadata is not None else 0


def check_aware(now: datetime.datetime) -> None:
    if now.tzinfo is None:
        raise ValueError("now needs a time zone")


@dataclass(frozen=True)
class RoleStatus:
    """How long a role's metadata is valid. ``warn`` from 60 days before the end, for the timestamp from 30."""

    role: str
    version: int
    expires: datetime.datetime
    days_left: int
    warn: bool


def role_status(store: Store, *, now: datetime.datetime) -> list[RoleStatus]:
    """The four roles of a store, root first; empty before the first release."""
    check_aware(now)
    if not store.exists(POINTER):
        return []
    root = newest_root(store).signed
    state = read_state(store, root)
    found = [
        ("root", root),
        *((part.signed.type, part.signed) for part in (state.targets, state.snapshot, state.timestamp) if part),
    ]
    # The timestamp lives 60 days and is signed daily: half of that gone means that the clock does not run.
    return [
        RoleStatus(
            role,
            signed.version,
            signed.expires,
            (left := signed.expires - now).days,
            left.days < (30 if role == "timestamp" else 60),
        )
        for role, signed in found
    ]
