"""The signing keys in service: rotated and renewed under the same lock as releases, and looked at."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from media_pipeline.release import keys, repository, rotation, state
from vr_rooms.services import locks
from vr_rooms.services.stores import content_store

LOCK = "release"


def init() -> None:
    """Make the keys that are not there yet."""
    keys.load(settings.TUF_KEYS)


def resign() -> list[str]:
    """Renew what gets old (the clock calls this daily); gives the roles that were signed anew. Before the root's own term
    ends, it is renewed too, where its key is here."""
    with locks.held(LOCK, wait=True):
        store, now = content_store(), timezone.now()
        opened = rotation.open_keys(store, settings.TUF_KEYS)
        renewed = repository.resign(store, opened, now=now)
        root = next((one for one in state.role_status(store, now=now) if one.role == "root"), None)
        if root is not None and root.warn and here("root"):
            rotation.renew_root(store, settings.TUF_KEYS, now=now)
            renewed = ["root", *renewed]
        return renewed


def rotate(role: str) -> int:
    """Replace a role's key; gives the number of the new root. Raises KeyProblem with a sentence."""
    with locks.held(LOCK, wait=True):
        return rotation.rotate(content_store(), settings.TUF_KEYS, role, now=timezone.now())


def here(role: str) -> bool:
    """Whether the key of a role is in the keys' folder (a root key may be kept elsewhere)."""
    return keys.read_key(Path(settings.TUF_KEYS) / f"{role}.pem") is not None


def status() -> dict[str, state.RoleStatus]:
    """How long each role's signature is valid; empty before the first release."""
    return {one.role: one for one in state.role_status(content_store(), now=timezone.now())}
