"""A store in memory, for tests and trials."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from media_pipeline.store.base import Store
from media_pipeline.store.paths import checked, checked_prefix


class MemoryStore(Store):
    """Everything in one dictionary: path -> bytes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def put(self, path: str, data: bytes | Path, *, media_type: str) -> None:
        self.files[checked(path)] = data if isinstance(data, bytes) else data.read_bytes()

    def replace(self, path: str, data: bytes, *, media_type: str) -> None:
        self.files[checked(path)] = data

    def open(self, path: str) -> BinaryIO:
        if checked(path) not in self.files:
            raise FileNotFoundError(path)
        return io.BytesIO(self.files[path])

    def size(self, path: str) -> int:
        if checked(path) not in self.files:
            raise FileNotFoundError(path)
        return len(self.files[path])

    def delete(self, path: str) -> None:
        self.files.pop(checked(path), None)

    def keys(self, prefix: str = "") -> Iterator[str]:
        checked_prefix(prefix)
        yield from [path for path in list(self.files) if path.startswith(prefix)]
