"""A directory for one piece of work, which disappears with it, if need be at the next start: kill -9 runs no clean-up."""

from __future__ import annotations

import contextlib
import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

LOCK = ".in-use"


@contextlib.contextmanager
def work_directory(purpose: str) -> Iterator[Path]:
    """An empty directory below the system's temporary directory, removed at the end whatever happens.

    Its user holds a lock in it, which dies with the process; what an earlier, killed process left is removed here first.
    """
    prefix = f"kijkkamer-{purpose}-"
    for leftover in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        _remove_if_abandoned(leftover)
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as name:
        path = Path(name)
        with (path / LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield path


def _remove_if_abandoned(path: Path) -> None:
    # A directory without a lock file is being made this moment, or being removed: not ours to touch.
    with contextlib.suppress(OSError), (path / LOCK).open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(path, ignore_errors=True)
