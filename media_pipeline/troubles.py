"""What the machine, a disk or a server complains of, as a sentence that names the place and says what to do."""

from __future__ import annotations

import errno
import shutil
import tempfile
from pathlib import Path

_FULL = (errno.ENOSPC, errno.EDQUOT)
_ALMOST_FULL_BYTES = 64 * 1024**2


def about(problem: OSError, store: str | None = None) -> str:
    """A sentence; ``store`` is the address that was given."""
    name = str(problem.filename or "")
    inside = name.startswith(("s3://", "records/", "blobs/"))
    if problem.errno in _FULL and not inside:
        return f"The disk is full ({_full(store)}); make room and run this again, what is done already is kept."
    # which object of a bucket it was helps nobody: where the store is does
    where = _address(store) if inside and store else name
    return f"{where}: {problem.strerror or problem}." if where else f"{problem.strerror or problem}."


def _full(store: str | None) -> str:
    """The folders that work may fill: those where hardly anything is left; all where that can't be told (quotas)."""
    folders = [Path(tempfile.gettempdir())]
    if store and "://" not in store:
        folders.append(existing(Path(store)))
    filled = [folder for folder in folders if shutil.disk_usage(folder).free < _ALMOST_FULL_BYTES]
    return " or ".join(map(str, filled or folders))


def existing(folder: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder


def _address(store: str) -> str:
    return store.partition("?")[0]
