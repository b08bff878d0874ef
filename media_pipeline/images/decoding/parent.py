"""Has a picture decoded in a child process, and maps what it wrote. A child that crashes, hangs or takes too much memory
costs a refusal, never this process. A start costs 0.4 s (Python, OpenCV, libvips)."""

from __future__ import annotations

import errno
import logging
from pathlib import Path

import numpy as np
import numpy.typing as npt

from media_pipeline.errors import Refused
from media_pipeline.images.decoding import child
from media_pipeline.images.headers import Header
from media_pipeline.images.planes import Planes, laid_out
from media_pipeline.processes import TimedOut, module, run, work_directory
from media_pipeline.recipes import LIMITS, Limits

_SOME_PIXELS = 50_000_000
"""For each so many pixels a decoder gets its time once more."""

logger = logging.getLogger(__name__)


def planes(source: Path, header: Header, limits: Limits = LIMITS) -> Planes:
    """The whole picture, upright, in sRGB; Refused where it can't be decoded within the limits.

    The planes are pages of a file that has no name any more; they take memory only where they are looked at.
    """
    with work_directory("decode") as work:
        _decode("planes", source, work, 0, limits.decode_s * (1 + header.width * header.height / _SOME_PIXELS), limits)
        return mapped(work / "out", *header.shown, source.name)


def sketch(source: Path, header: Header, side: int, limits: Limits = LIMITS) -> tuple[npt.NDArray[np.uint8], bool]:
    """A small upright sRGB version, (height, width, 3), and whether the decoder complained on the way."""
    with work_directory("decode") as work:
        suspect = _decode("sketch", source, work, side, limits.probe_s, limits)
        data = (work / "out").read_bytes()
    rows = int.from_bytes(data[:4], "little")
    if not rows or len(data) <= 4 or (len(data) - 4) % (3 * rows):
        raise Refused("damaged_picture", name=source.name)
    return np.frombuffer(data, np.uint8, offset=4).reshape(rows, -1, 3), suspect


def _decode(task: str, source: Path, work: Path, side: int, timeout_s: float, limits: Limits) -> bool:
    """Run the child; whether the file is suspect."""
    program = module("media_pipeline.images.decoding.child", task, str(source.resolve()), "out", str(side))
    try:
        memory = limits.child_memory_bytes
        finished = run(program, cwd=work, timeout_s=timeout_s, memory_bytes=memory, readable=[source])
    except TimedOut as problem:
        raise Refused("time_out", name=source.name, limit=round(timeout_s)) from problem
    if finished.returncode in (child.DONE, child.SUSPECT):
        if (work / "out").is_symlink() or not (work / "out").is_file():  # a decoder that was taken over may point elsewhere
            raise Refused("damaged_picture", name=source.name)
        return finished.returncode == child.SUSPECT
    logger.warning("decoding %s ended with %s: %s", source.name, finished.returncode, finished.stderr[-1000:])
    if finished.returncode == child.NO_ROOM:
        raise OSError(errno.ENOSPC, "no room left on the disk while decoding", source.name)
    if finished.returncode == child.NO_MEMORY or finished.out_of_memory:
        raise Refused("too_heavy", name=source.name, limit=limits.child_memory_bytes // 1024**3)
    raise Refused("damaged_picture", name=source.name)


def mapped(path: Path, width: int, height: int, name: str) -> Planes:
    """The planes that :func:`strips.write_planes` wrote, Refused where they are of another size; ``name`` is the source's."""
    if path.stat().st_size != width * height + 2 * ((width + 1) // 2) * ((height + 1) // 2):
        raise Refused("damaged_picture", name=name)
    # copy on write: whoever paints over a face changes his own pages, not the file
    data: npt.NDArray[np.uint8] = np.memmap(path, np.uint8, "c")
    return laid_out(data, width, height)
