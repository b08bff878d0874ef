"""The interface of a store, and the one way in which bytes become a blob in it."""

from __future__ import annotations

import errno
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import BaseModel

from media_pipeline import canonical
from media_pipeline.digests import MEDIA_TYPES, blob_path, sha256, sha256_of_file
from media_pipeline.records import Reference


class Overtaken(OSError):
    """Somebody else has replaced a file since it was read."""

    def __init__(self, path: str) -> None:
        super().__init__(errno.EAGAIN, "somebody else has replaced it at the same moment; try again", path)


class Store(ABC):
    """Files by path below a content root. Paths use ``/`` and never climb out of the root.

    Errors are the standard library's: FileNotFoundError for what is absent, OSError for what fails.
    """

    @abstractmethod
    def put(self, path: str, data: bytes | Path, *, media_type: str) -> None:
        """Write an immutable file whole or not at all. Putting the same path again is free: the digest is in the name,
        so a retry after a kill needs no bookkeeping. It lies safely on the medium after the next :meth:`barrier`."""

    @abstractmethod
    def replace(self, path: str, data: bytes, *, media_type: str) -> None:
        """Write a file that changes (the pointer, metadata), atomically and durably: readers see the old bytes or the new."""

    def exchange(self, path: str, data: bytes, old: bytes | None, *, media_type: str) -> None:
        """As :meth:`replace`, but only where the file still holds ``old`` (None: where there is none); Overtaken otherwise.

        So that of two who read the same and write at once, one is told: what the other wrote is not lost unseen. Stores that
        several may write to do both in one.
        """
        if (read(self, path) if self.exists(path) else None) != old:
            raise Overtaken(path)
        self.replace(path, data, media_type=media_type)

    @abstractmethod
    def open(self, path: str) -> BinaryIO:
        """A readable stream; FileNotFoundError where there is nothing."""

    @abstractmethod
    def size(self, path: str) -> int:
        """Size in bytes; FileNotFoundError where there is nothing."""

    @abstractmethod
    def delete(self, path: str) -> None:
        """Remove; no error where there is nothing."""

    @abstractmethod
    def keys(self, prefix: str = "") -> Iterator[str]:
        """All paths that start with a prefix, in no order."""

    def exists(self, path: str) -> bool:
        """Whether there is a file at this path."""
        try:
            self.size(path)
        except FileNotFoundError:
            return False
        return True

    def check_writable(self) -> None:
        """OSError, with the place and what to do, where it can be told beforehand that nothing can be put. Writes nothing."""

    def barrier(self) -> None:
        """Return when everything put so far would survive a power cut. Nothing to do where each put already does."""

    def url(self, path: str) -> str | None:
        """A public address, where the store has one of its own."""
        return None


def read(store: Store, path: str) -> bytes:
    """The whole file; FileNotFoundError where there is nothing."""
    with store.open(path) as file:
        return file.read()


def put_blob(store: Store, data: bytes | Path, ext: str) -> Reference:
    """Store bytes or a file under their digest. ``ext`` is a key of digests.MEDIA_TYPES."""
    digest = sha256(data) if isinstance(data, bytes) else sha256_of_file(data)
    size = len(data) if isinstance(data, bytes) else data.stat().st_size
    reference = Reference(sha256=digest, size=size, media_type=MEDIA_TYPES[ext], path=blob_path(digest, ext))
    store.put(reference.path, data, media_type=reference.media_type)
    return reference


def put_document(store: Store, document: BaseModel | dict[str, Any]) -> Reference:
    """Store a document's canonical bytes as a JSON blob."""
    return put_blob(store, canonical.dumps(document), "json")
