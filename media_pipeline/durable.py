"""What has to survive a power cut."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Return when the folder's entries would survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file_system(folder: Path) -> None:
    """syncfs(2) where there is one: unlike sync(2) it tells of bytes that could not be written, and leaves other disks alone."""
    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        os.sync()
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder))
    finally:
        os.close(handle)
