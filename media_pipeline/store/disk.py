"""A store in a folder: every file is written beside its place, then renamed, so that nobody ever reads half a file."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from media_pipeline.durable import sync_file_system, sync_folder
from media_pipeline.store.base import Overtaken, Store
from media_pipeline.store.paths import checked, checked_prefix
from media_pipeline.troubles import existing

_SCRATCH = ".incoming"  # same file system as the target, or the rename would be a copy; never listed
_ABANDONED_S = 24 * 3600  # nobody writes one file for a day: its writer was killed


class DiskStore(Store):
    """Files below ``root``, which is made on first use."""

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        self._swept = False

    def _at(self, path: str) -> Path:
        if checked(path).split("/", 1)[0] == _SCRATCH:
            raise ValueError(f"{path!r} is not a path inside the store")
        return self.root / path

    def _scratch(self) -> Path:
        scratch = self.root / _SCRATCH
        scratch.mkdir(parents=True, exist_ok=True)
        if not self._swept:
            self._swept = True
            for left in scratch.iterdir():
                try:
                    if time.time() - left.stat().st_mtime > _ABANDONED_S:
                        left.unlink()
                except FileNotFoundError:
                    continue  # another process was quicker
        return scratch

    def _write(self, target: Path, data: bytes | Path, *, durable: bool) -> None:
        scratch = self._scratch()
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=scratch)
        try:
            with os.fdopen(handle, "wb") as file:
                if isinstance(data, bytes):
                    file.write(data)
                else:
                    with data.open("rb") as source:
                        shutil.copyfileobj(source, file, 1 << 20)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        if durable:
            # Up to the root: the folder itself may be new, and its name lies in the folder above.
            inside = target.parent.relative_to(self.root)
            for folder in (inside, *inside.parents):
                sync_folder(self.root / folder)

    def put(self, path: str, data: bytes | Path, *, media_type: str) -> None:
        target = self._at(path)
        if _same(target, data):
            return
        self._write(target, data, durable=False)

    def replace(self, path: str, data: bytes, *, media_type: str) -> None:
        self._write(self._at(path), data, durable=True)

    def exchange(self, path: str, data: bytes, old: bytes | None, *, media_type: str) -> None:
        target = self._at(path)
        self.root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)  # only those who exchange wait for each other; dies with its holder
            try:
                now = target.read_bytes()
            except FileNotFoundError:
                now = None
            if now != old:
                raise Overtaken(path)
            self._write(target, data, durable=True)
        finally:
            os.close(handle)

    def open(self, path: str) -> BinaryIO:
        try:
            return self._at(path).open("rb")
        except (IsADirectoryError, NotADirectoryError):
            raise FileNotFoundError(path) from None

    def size(self, path: str) -> int:
        try:
            found = self._at(path).stat()
        except NotADirectoryError:
            raise FileNotFoundError(path) from None
        if not stat.S_ISREG(found.st_mode):
            raise FileNotFoundError(path)
        return found.st_size

    def delete(self, path: str) -> None:
        if self.exists(path):
            self._at(path).unlink(missing_ok=True)

    def keys(self, prefix: str = "") -> Iterator[str]:
        checked_prefix(prefix)
        start = self.root / prefix if prefix.endswith("/") or not prefix else (self.root / prefix).parent
        for folder, folders, files in os.walk(start):
            folders[:] = [name for name in folders if name != _SCRATCH]
            for name in files:
                path = Path(folder, name).relative_to(self.root).as_posix()
                if path.startswith(prefix):
                    yield path

    def check_writable(self) -> None:
        folder = existing(self.root)
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "this is a file, where a store needs a folder; give another", str(folder))
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "nothing may be written here; give another folder for the store", str(folder))

    def barrier(self) -> None:
        # One sync of the file system for all blobs: a fsync for each of 300 tiles costs seconds on a slow disk.
        if self.root.is_dir():
            sync_file_system(self.root)


def _same(target: Path, data: bytes | Path) -> bool:
    """Whether the file is there with these very bytes. A size is no proof: after a power cut a renamed file can hold zeros,
    and putting it again must heal it."""
    try:
        size = target.stat().st_size
    except FileNotFoundError:
        return False
    if isinstance(data, bytes):
        return size == len(data) and target.read_bytes() == data
    if size != data.stat().st_size:
        return False
    with target.open("rb") as one, data.open("rb") as other:
        while piece := one.read(1 << 20):
            if piece != other.read(1 << 20):
                return False
    return True
