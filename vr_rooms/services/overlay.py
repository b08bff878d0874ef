"""A store that reads from another and keeps in memory what is put: for a dry run, which must leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from media_pipeline.store import MemoryStore, Store


class Overlay(MemoryStore):
    """What was put here, else what ``below`` holds."""

    def __init__(self, below: Store) -> None:
        super().__init__()
        self.below = below

    def open(self, path: str) -> BinaryIO:
        return super().open(path) if path in self.files else self.below.open(path)

    def size(self, path: str) -> int:
        return super().size(path) if path in self.files else self.below.size(path)

    def keys(self, prefix: str = "") -> Iterator[str]:
        yield from super().keys(prefix)
        yield from (path for path in self.below.keys(prefix) if path not in self.files)
