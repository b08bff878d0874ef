"""Makes numbered, signed releases in a store: metadata of The Update Framework with one target, ``catalog.json``.

Everything is written before ``timestamp.json``, the pointer, which is replaced last. A run that is killed leaves files that
nothing points to; the next run takes higher numbers. Two runs at once on one machine are the caller's to prevent, by a lock; of
two machines with one store, one is overtaken: no file of the other is written over, and it begins again from what is there now.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from media_pipeline import canonical
from media_pipeline.errors import Damaged, PipelineError
from media_pipeline.release.keys import ROLES, KeyProblem, Keys
from media_pipeline.release.references import check_complete
from media_pipeline.release.state import (
    CATALOG,
    POINTER,
    Release,
    State,
    check_aware,
    current,
    newest_root,
    read_state,
    readable_release,
    release_of,
    version_of,
)
from media_pipeline.store import Overtaken, Store, read

JSON = "application/json"
PER_RELEASE = ("release", "released_at")  # filled in here; they alone make no new release

TRIES = 5
"""How often a release begins again because somebody else wrote one at the same moment."""

T = TypeVar("T")


@dataclass(frozen=True)
class Lifetimes:
    """How long metadata is valid. A timestamp must outlive a summer in a cupboard."""

    timestamp: datetime.timedelta = datetime.timedelta(days=60)
    snapshot: datetime.timedelta = datetime.timedelta(days=365)
    targets: datetime.timedelta = datetime.timedelta(days=365)
    root: datetime.timedelta = datetime.timedelta(days=3 * 365)


LIFETIMES = Lifetimes()
RESIGN_EVERY = datetime.timedelta(hours=20)  # less than a day, so that a daily clock that runs early still finds work


def changed(store: Store, catalog: BaseModel | Mapping[str, Any]) -> bool:
    """Whether this content would make a new release."""
    now = current(store)
    return now is None or _content(json.loads(read(store, now.catalog_path))) != _content(_plain(catalog))


def publish(
    store: Store,
    catalog: BaseModel | Mapping[str, Any],
    keys: Keys,
    *,
    now: datetime.datetime,
    above: int = 0,
    lifetimes: Lifetimes = LIFETIMES,
) -> Release:
    """Make a release of a catalog, or give back the current one when its content is the same.

    ``release`` and ``released_at`` of the catalog are filled in here. ``now`` is aware. All version numbers will be higher than
    ``above``, which also forces a release when the current number is lower.
    Raises MissingBlob (nothing is written) where a blob that the catalog leads to is not in the store, Damaged where a document
    on the way is not what its digest says, KeyProblem where a key is absent or not the one that the root names.
    """
    check_aware(now)
    return _until_not_overtaken(lambda: _publish(store, catalog, keys, now, above, lifetimes))


def _until_not_overtaken(work: Callable[[], T]) -> T:
    """Do it again, from the store as it then is, where somebody else has written at the same moment."""
    for _ in range(TRIES):
        try:
            return work()
        except Overtaken as error:
            path = error.filename
    raise PipelineError(f"Somebody else makes releases in this store at the same time ({path} keeps changing); try again later.")


def _publish(
    store: Store,
    catalog: BaseModel | Mapping[str, Any],
    keys: Keys,
    now: datetime.datetime,
    above: int,
    lifetimes: Lifetimes,
) -> Release:
    root = _ensure_root(store, keys, now, lifetimes)
    state = read_state(store, root)
    if state.timestamp is None:
        above = max(above, _highest_number(store))
    plain = _plain(catalog)
    before = readable_release(store, state)
    if (
        before is not None
        and before.version >= above
        and _content(json.loads(read(store, before.catalog_path))) == _content(plain)
    ):
        return before
    version = max(before.version if before is not None else version_of(state.targets), above) + 1
    data = canonical.dumps({**plain, "release": version, "released_at": _moment(now)})
    # All that the release names must survive a power cut before the pointer names the release; and a store may still be
    # busy putting, so it is asked what it holds only after that.
    store.barrier()
    check_complete(store, json.loads(data), CATALOG)
    target = TargetFile.from_data(CATALOG, data, ["sha256"])
    store.replace(f"targets/{target.hashes['sha256']}.{CATALOG}", data, media_type=JSON)
    number = _unused(store, "targets", max(version_of(state.targets), above) + 1)
    targets = Targets(version=number, expires=_until(now, lifetimes.targets), targets={CATALOG: target})
    return _point_to(store, keys, root, state, targets, now=now, above=above, lifetimes=lifetimes)


def resign(
    store: Store,
    keys: Keys,
    *,
    now: datetime.datetime,
    lifetimes: Lifetimes = LIFETIMES,
    every: datetime.timedelta = RESIGN_EVERY,
) -> list[str]:
    """Renew what gets old, for a clock that calls this daily; gives back the roles that were signed anew.

    The timestamp is signed anew unless that was done less than ``every`` ago; snapshot and targets below half of their life, or
    when the root no longer trusts their signatures (after a rotation). Empty before the first release.
    """
    check_aware(now)
    return _until_not_overtaken(lambda: _resign(store, keys, now, lifetimes, every))


def _resign(store: Store, keys: Keys, now: datetime.datetime, lifetimes: Lifetimes, every: datetime.timedelta) -> list[str]:
    if not store.exists(POINTER):
        return []
    root = _ensure_root(store, keys, now, lifetimes)
    state = read_state(store, root)
    if state.timestamp is None or state.snapshot is None or state.targets is None:
        return []
    old_targets = _stale(root, state.targets, now, lifetimes.targets / 2)
    old_snapshot = old_targets or _stale(root, state.snapshot, now, lifetimes.snapshot / 2)
    if not old_snapshot and not _stale(root, state.timestamp, now, lifetimes.timestamp - every):
        return []
    if old_targets:
        targets = Targets(
            version=_unused(store, "targets", state.targets.signed.version + 1),
            expires=_until(now, lifetimes.targets),
            targets=state.targets.signed.targets,
        )
        _point_to(store, keys, root, state, targets, now=now, above=0, lifetimes=lifetimes)
        return ["targets", "snapshot", "timestamp"]
    if old_snapshot:
        _point_to(store, keys, root, state, None, now=now, above=0, lifetimes=lifetimes)
        return ["snapshot", "timestamp"]
    timestamp = Timestamp(
        version=state.timestamp.signed.version + 1,
        expires=_until(now, lifetimes.timestamp),
        snapshot_meta=state.timestamp.signed.snapshot_meta,
    )
    store.exchange(POINTER, _signed(timestamp, keys, root), state.pointer, media_type=JSON)
    return ["timestamp"]


def _point_to(
    store: Store,
    keys: Keys,
    root: Root,
    state: State,
    targets: Targets | None,
    *,
    now: datetime.datetime,
    above: int,
    lifetimes: Lifetimes,
) -> Release:
    """Write targets (None: they stay), snapshot and, last, the timestamp."""
    if targets is not None:
        data = _signed(targets, keys, root)
        store.exchange(f"metadata/{targets.version}.targets.json", data, None, media_type=JSON)
        meta = MetaFile.from_data(targets.version, data, ["sha256"])
    else:
        assert state.snapshot is not None  # noqa: S101  # only resign leaves targets as they are
        meta = state.snapshot.signed.meta["targets.json"]
    number = _unused(store, "snapshot", max(version_of(state.snapshot), above) + 1)
    snapshot = Snapshot(version=number, expires=_until(now, lifetimes.snapshot), meta={"targets.json": meta})
    data = _signed(snapshot, keys, root)
    store.exchange(f"metadata/{snapshot.version}.snapshot.json", data, None, media_type=JSON)
    timestamp = Timestamp(
        version=max(version_of(state.timestamp), above) + 1,
        expires=_until(now, lifetimes.timestamp),
        snapshot_meta=MetaFile.from_data(snapshot.version, data, ["sha256"]),
    )
    store.exchange(POINTER, _signed(timestamp, keys, root), state.pointer, media_type=JSON)
    return release_of(store, read_state(store, root), made=True)


def _ensure_root(store: Store, keys: Keys, now: datetime.datetime, lifetimes: Lifetimes) -> Root:
    if not store.exists("metadata/1.root.json"):
        if store.exists(POINTER):
            raise Damaged("metadata/1.root.json is not in the store, but timestamp.json is; bring it back from a copy.")
        root = Root(expires=_until(now, lifetimes.root), consistent_snapshot=True)
        for role in ROLES:
            root.add_key(keys.signer(role).public_key, role)
        metadata = Metadata(root)
        metadata.sign(keys.signer("root"))
        store.exchange("metadata/1.root.json", metadata.to_bytes(JSONSerializer(compact=True)), None, media_type=JSON)
    root = newest_root(store).signed
    if root.is_expired(now):
        raise KeyProblem(f"The root metadata is valid until {root.expires:%Y-%m-%d} only; sign a new one (keys rotate root).")
    for role in ROLES[1:]:
        if keys.signer(role).public_key.keyid not in root.roles[role].keyids:
            raise KeyProblem(
                f"{keys.folder}/{role}.pem is not the {role} key that {root.version}.root.json names; "
                "bring the right keys back, or rotate them."
            )
    return root


def _unused(store: Store, role: str, number: int) -> int:
    """A number that no file of a role has: of one that nothing points to, nobody knows whether its writer is still at work."""
    while store.exists(f"metadata/{number}.{role}.json"):
        number += 1
    return number


def _highest_number(store: Store) -> int:
    """The highest number of metadata without a pointer: of a first run that was killed, or of releases whose pointer was lost.
    Going on above it, no file that a client may have kept is written with other bytes."""
    numbers = [path.removeprefix("metadata/").split(".") for path in store.keys("metadata/")]
    return max((int(number) for number, role, *_ in numbers if number.isdigit() and role in ("targets", "snapshot")), default=0)


def _stale(root: Root, metadata: Metadata[Any], now: datetime.datetime, left: datetime.timedelta) -> bool:
    """Whether metadata has less than ``left`` of its life, or is not signed by the keys that the root names now."""
    result = root.get_verification_result(metadata.signed.type, metadata.signed_bytes, metadata.signatures)
    return not result or bool(metadata.signed.expires - now < left)


def _signed(signed: Targets | Snapshot | Timestamp, keys: Keys, root: Root) -> bytes:
    metadata: Metadata[Any] = Metadata(signed)
    metadata.sign(keys.signer(signed.type))
    # Read back by the root's rules before it is written: a wrong key must not get as far as the pointer.
    root.verify_delegate(signed.type, metadata.signed_bytes, metadata.signatures)
    return metadata.to_bytes(JSONSerializer(compact=True))


def _plain(catalog: BaseModel | Mapping[str, Any]) -> dict[str, Any]:
    return canonical.to_json(catalog) if isinstance(catalog, BaseModel) else dict(catalog)


def _content(catalog: Mapping[str, Any]) -> bytes:
    return canonical.dumps({name: value for name, value in catalog.items() if name not in PER_RELEASE})


def _until(now: datetime.datetime, lifetime: datetime.timedelta) -> datetime.datetime:
    return now.astimezone(datetime.UTC).replace(microsecond=0) + lifetime


def _moment(now: datetime.datetime) -> str:
    return now.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
