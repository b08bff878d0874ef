"""Replaces a signing key: a new root that names the new key, then everything signed anew.

The new key waits as ``<role>.next.pem`` until the root that names it is written. A run that is killed is finished by the next
one: ``settle`` looks which of the two keys the root names.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization.json import JSONSerializer

from media_pipeline.durable import sync_folder
from media_pipeline.release.keys import ROLES, KeyProblem, Keys, load, make, read_key
from media_pipeline.release.repository import JSON, LIFETIMES, Lifetimes, resign
from media_pipeline.release.state import newest_root
from media_pipeline.store import Store


def rotate(store: Store, folder: Path | str, role: str, *, now: datetime.datetime, lifetimes: Lifetimes = LIFETIMES) -> int:
    """Replace the key of a role and give back the number of the new root. Needs the root key in the folder.

    Clients that know any earlier root follow by themselves. Under the same lock as ``publish``.
    KeyProblem where there is no such role, no root yet, or no root key here.
    """
    folder = Path(folder)
    if role not in ROLES:
        raise KeyProblem(f"There is no role {role}; choose one of {', '.join(ROLES)}.")
    if not store.exists("metadata/1.root.json"):
        raise KeyProblem("There is no release yet, so no key to replace; make a release first.")
    keys = open_keys(store, folder)
    old_root = keys.signer("root")
    make(folder, f"{role}.next.pem")
    new = read_key(folder / f"{role}.next.pem")
    if new is None:
        raise KeyProblem(f"{folder}/{role}.next.pem was just made and is gone; try again.")
    root = newest_root(store).signed
    for keyid in list(root.roles[role].keyids):
        root.revoke_key(keyid, role)
    root.add_key(new.public_key, role)
    root.version += 1
    root.expires = now.astimezone(datetime.UTC).replace(microsecond=0) + lifetimes.root
    # Clients ask for the signature of the root before and of the new one.
    _write(store, root, [old_root, new] if role == "root" else [old_root])
    settle(store, folder)
    resign(store, load(folder), now=now, lifetimes=lifetimes)
    return root.version


def open_keys(store: Store, folder: Path | str) -> Keys:
    """The keys for a store, with a rotation that was cut short finished first. Made where this is the first use."""
    if store.exists("metadata/1.root.json"):
        settle(store, folder)
    return load(folder)


def renew_root(store: Store, folder: Path | str, *, now: datetime.datetime, lifetimes: Lifetimes = LIFETIMES) -> int:
    """Sign the same keys for another term, before the root metadata ends; gives back the number of the new root."""
    keys = open_keys(store, folder)
    root = newest_root(store).signed
    root.version += 1
    root.expires = now.astimezone(datetime.UTC).replace(microsecond=0) + lifetimes.root
    _write(store, root, [keys.signer("root")])
    return root.version


def settle(store: Store, folder: Path | str) -> None:
    """Finish a rotation that was cut short: a waiting key that the newest root names takes its place."""
    folder = Path(folder)
    root = newest_root(store).signed
    for role in ROLES:
        waiting = folder / f"{role}.next.pem"
        signer = read_key(waiting)
        if signer is not None and signer.public_key.keyid in root.roles[role].keyids:
            waiting.replace(folder / f"{role}.pem")
            sync_folder(folder)


def _write(store: Store, root: Root, signers: list[CryptoSigner]) -> None:
    metadata = Metadata(root)
    for signer in signers:
        metadata.sign(signer, append=True)
    before = newest_root(store).signed
    before.verify_delegate("root", metadata.signed_bytes, metadata.signatures)
    root.verify_delegate("root", metadata.signed_bytes, metadata.signatures)
    store.replace(f"metadata/{root.version}.root.json", metadata.to_bytes(JSONSerializer(compact=True)), media_type=JSON)
