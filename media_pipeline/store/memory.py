"""A store in memory, for tests and trials."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from media_pipeline.store.base import Overtaken, Store
from media_pipeline.store.paths import checked, checked_prefix


class MemoryStore(Store):
    """Everything in one dictionary: path -> bytes."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self._exchanging = threading.Lock()

    def put(self, path: str, data: bytes | Path, *, media_type: str) -> None:
        self.files[checked(path)] = data if isinstance(data, bytes) else data.read_bytes()

    def replace(self, path: str, data: bytes, *, media_type: str) -> None:
        self.files[checked(path)] = data

    def exchange(self, path: str, data: bytes, old: bytes | None, *, media_type: str) -> None:
        with self._exchanging:
            if self.files.get(checked(path)) != old:
                raise Overtaken(path)
            self.files[path] = data

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
