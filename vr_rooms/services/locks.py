"""Locks that die with their holder: a locked file beside an SQLite database, an advisory lock on PostgreSQL.

Two workers must never package one asset, and a killed worker must leave nothing locked. A lease with a time would make a slow
disk look like a dead worker.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, connections


@contextlib.contextmanager
def held(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock ``name`` while the block runs. Gives False, at once, when somebody else holds it; ``wait`` waits instead."""
    with _advisory(name, wait) if connection.vendor == "postgresql" else _file(name, wait) as got:
        yield got


def is_free(name: str) -> bool:
    """Whether nobody holds the lock at this moment."""
    with held(name) as got:
        return got


def folder() -> Path:
    """Where lock files lie: beside the database, so that all processes of one installation meet there."""
    name = str(connection.settings_dict["NAME"])
    in_memory = ":memory:" in name or name.startswith("file:")
    return Path(tempfile.gettempdir() if in_memory else Path(name).parent) / "locks"


@contextlib.contextmanager
def _file(name: str, wait: bool) -> Iterator[bool]:
    folder().mkdir(parents=True, exist_ok=True)
    # The file is never removed: another process could hold the removed one while a third locks a new one of that name.
    # O_CLOEXEC: a child that is started meanwhile and outlives us must not keep the lock.
    handle = os.open(folder() / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


@contextlib.contextmanager
def _advisory(name: str, wait: bool) -> Iterator[bool]:
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    # A connection of its own: the lock lives as long as the session, and Django may close or pool the shared one.
    own = connections.create_connection(connection.alias)
    try:
        with own.cursor() as cursor:
            if wait:
                cursor.execute("SELECT pg_advisory_lock(%s)", [key])
                got = True
            else:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
                got = bool(cursor.fetchone()[0])
        yield got
    finally:
        own.close()
