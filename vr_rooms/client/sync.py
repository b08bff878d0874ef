"""One run of the sync client: refresh, choose, fetch what is missing, switch over."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from media_pipeline.digests import sha256
from media_pipeline.release.trusted import Trusted, Untrusted, is_root, newest_root, read_release
from vr_rooms.client.choice import Choice, wanted
from vr_rooms.client.errors import OriginProblem, SyncFailed, WrongUsage
from vr_rooms.client.fetch import fetch_blobs, local_failure
from vr_rooms.client.folder import SyncedFolder, choice_of
from vr_rooms.client.limits import LIMITS, Limits
from vr_rooms.client.origin import Origin, with_retries
from vr_rooms.format.active import ActiveRecord, SyncedCatalog, SyncedRelease
from vr_rooms.format.catalog import read_catalog
from vr_rooms.format.profiles import Blobs


class Reporter(Protocol):
    """Where a run tells how it goes."""

    def say(self, sentence: str) -> None:
        """Something that a person must know."""

    def total(self, size: int) -> None:
        """So many bytes are to come."""

    def came(self, size: int) -> None:
        """So many bytes came in; called by several threads."""


class Quiet:
    """A reporter that says nothing."""

    def say(self, sentence: str) -> None:
        """Not said."""

    def total(self, size: int) -> None:
        """Not shown."""

    def came(self, size: int) -> None:
        """Not shown."""


@dataclass(frozen=True)
class Synced:
    """What a run did: the release that is active now, whether that is news, and what came over the line (``bytes``)."""

    release: int
    changed: bool
    files: int
    bytes: int
    deleted: int
    active: SyncedRelease


def sync(
    origin: Origin,
    folder: Path,
    choice: Choice,
    *,
    root: bytes | None = None,
    limits: Limits = LIMITS,
    reporter: Reporter | None = None,
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
) -> Synced:
    """Bring a folder up to the origin's newest release. ``root`` is root metadata that is trusted beforehand.

    Every failure is a PipelineError with a sentence; what was active before is then still active and untouched.
    """
    reporter = reporter or Quiet()
    synced = SyncedFolder(folder)
    try:
        with synced.lock():
            return _sync(origin, synced, choice, root, limits, reporter, now)
    except OSError as error:
        raise local_failure(error, folder) from None


def _sync(
    origin: Origin,
    folder: SyncedFolder,
    choice: Choice,
    root: bytes | None,
    limits: Limits,
    reporter: Reporter,
    now: Callable[[], datetime.datetime],
) -> Synced:
    before = folder.active()
    trusted = _refresh(origin, folder, root, limits, reporter)
    same = before is not None and before.active.catalog.sha256 == trusted.catalog_sha256 and choice_of(before.active) == choice
    if before is not None and same and _all_there(folder, before.active):
        folder.keep_files(trusted)
        active = before.active.model_copy(update={"expires": _moment(trusted.expires)})
        folder.switch(before.model_copy(update={"active": active}))
        return Synced(active.release, False, 0, 0, 0, active)
    catalog = read_catalog(trusted.catalog)
    fetched: Blobs = {}

    def ensure(blobs: Blobs) -> None:
        missing = folder.missing({path: size for path, size in blobs.items() if path not in fetched})
        for path, size in missing.items():
            if size > limits.document_bytes:
                raise SyncFailed(f"{path} would be a document of {size} bytes; that is not believed.")
        fetch_blobs(origin, folder, missing, limits, lambda size: None)
        fetched.update(missing)

    blobs = wanted(catalog, choice, ensure, folder.document)
    missing = folder.missing({path: size for path, size in blobs.items() if path not in fetched})
    _room_for(missing, folder, limits)
    reporter.total(sum(missing.values()))
    fetch_blobs(origin, folder, missing, limits, reporter.came)
    fetched.update(missing)
    # All blobs lie safely on the disk before anything names them as whole.
    folder.store.barrier()
    key = choice.key(trusted.catalog_sha256)
    folder.keep_blobs(key, blobs)
    folder.note_damaged({path: size for path, size in folder.damaged().items() if path not in blobs})
    folder.keep_files(trusted)
    active = SyncedRelease(
        release=catalog.release,
        released_at=catalog.released_at,
        catalog=SyncedCatalog(sha256=trusted.catalog_sha256, size=len(trusted.catalog), path=trusted.catalog_path),
        profile=choice.profile,
        sectors=choice.sectors,
        rooms=choice.rooms,
        videos=choice.videos,
        origin=origin.name,
        synced_at=_moment(now()),
        expires=_moment(trusted.expires),
        blobs=len(blobs),
        bytes=sum(blobs.values()),
    )
    previous = before.previous if before is not None and same else before.active if before is not None else None
    folder.switch(ActiveRecord(active=active, previous=previous))
    deleted = folder.sweep(trusted)
    return Synced(active.release, True, len(fetched), sum(fetched.values()), deleted, active)


def _all_there(folder: SyncedFolder, release: SyncedRelease) -> bool:
    """Whether every blob of a verified release still lies there, by name and size; none is read."""
    blobs = folder.blobs_of(release)
    return blobs is not None and not folder.damaged().keys() & blobs.keys() and all(folder.holds(*one) for one in blobs.items())


def _refresh(origin: Origin, folder: SyncedFolder, root: bytes | None, limits: Limits, reporter: Reporter) -> Trusted:
    state = folder.trust()
    bootstrap = root or newest_root(state) or _first_root(origin, limits, reporter)
    if not is_root(bootstrap):
        raise WrongUsage("The root that was given is no root metadata; give the 1.root.json of the publisher.")

    def source(path: str) -> Iterable[bytes]:
        return (_small_file(origin, path, limits),)

    record = folder.active()
    at_hand = None
    if record is not None:
        catalog = folder.root / record.active.catalog.path
        at_hand = catalog.read_bytes() if catalog.is_file() else None
    try:
        trusted = read_release(source, bootstrap=bootstrap, state=state, catalog=at_hand)
    except Untrusted as error:
        if state:  # a first sync that fails must not tie the folder to an origin that was perhaps the wrong one
            folder.keep_trust(error.state)
        raise SyncFailed(f"{origin.name}: {error}") from None
    folder.keep_trust(trusted.state)
    return trusted


def _first_root(origin: Origin, limits: Limits, reporter: Reporter) -> bytes:
    if origin.trustworthy:
        try:
            data = _small_file(origin, "metadata/1.root.json", limits)
        except FileNotFoundError:
            raise SyncFailed(f"{origin.name} has no metadata/1.root.json; is this the address of a content root?") from None
        if not is_root(data):
            raise SyncFailed(f"metadata/1.root.json of {origin.name} is no root metadata; is this the address of a content root?")
        if origin.trustworthy:  # asked again: a redirect may have led away from https
            reporter.say(f"Trusting the root of {origin.name} from now on, as it is the first (sha256 {sha256(data)}).")
            return data
    raise WrongUsage(f"A first root from {origin.name} can't be trusted without https; give it with --root.")


def _small_file(origin: Origin, path: str, limits: Limits) -> bytes:
    def attempt() -> bytes:
        data = bytearray()
        for piece in origin.stream(path):
            data += piece
            if len(data) > limits.document_bytes:
                raise OriginProblem(f"{origin.name} sends {path} without an end.", retry=False)
        return bytes(data)

    try:
        return with_retries(attempt, limits)
    except OriginProblem as problem:
        # S3 without the right to list answers 403 where there is nothing; python-tuf's client takes it so as well.
        if problem.status == 403 and path.endswith(".root.json"):
            raise FileNotFoundError(path) from None
        raise


def _room_for(missing: Blobs, folder: SyncedFolder, limits: Limits) -> None:
    have = sum(part.stat().st_size for part in folder.parts.iterdir())
    needed = max(0, sum(missing.values()) - have) + limits.spare_bytes
    free = shutil.disk_usage(folder.root).free
    if missing and needed > free:
        raise SyncFailed(
            f"This needs {needed / 1e6:.0f} MB and the disk of {folder.root} has {free / 1e6:.0f} MB free; make room, "
            "or choose fewer sectors or rooms."
        )


def _moment(at: datetime.datetime) -> str:
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
