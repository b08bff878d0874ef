"""Decodes one picture: ``python -m media_pipeline.images.decoding.child planes|sketch IN OUT SIDE``.

A program of its own, because a decoder that meets a hostile file may crash, hang or ask for all memory; run by
:mod:`media_pipeline.images.decoding.parent` with limits on all three. Ends with one of the statuses below.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from pathlib import Path

import pyvips

from media_pipeline.errors import Refused
from media_pipeline.images.decoding import jpeg_damage, strips
from media_pipeline.images.headers import Header, read_header

DONE, DAMAGED, SUSPECT, NO_MEMORY, NO_ROOM = 0, 3, 5, 6, 7
"""SUSPECT: done, but the decoder complained on the way."""


def main(task: str, source: str, out: str, side: str) -> int:
    """Write planes, or a sketch (raw RGB), to ``out``."""
    path = Path(source)
    pyvips.cache_set_max(0)  # nothing is loaded twice here, and what is remembered takes memory
    try:
        header = read_header(path)
        if task == "planes":
            strips.write_planes(_stored(path, header, "error", 1), *header.shown, Path(out), header.orientation)
            return DONE
        try:
            Path(out).write_bytes(_sketch(path, header, "warning", int(side)))
            return SUSPECT if jpeg_damage.told(path, header) else DONE
        except pyvips.Error:
            Path(out).write_bytes(_sketch(path, header, "error", int(side)))
            return SUSPECT
    except MemoryError:
        return NO_MEMORY
    except OSError as problem:
        sys.stderr.write(f"{problem}\n")
        return NO_ROOM if problem.errno in (errno.ENOSPC, errno.EDQUOT) else DAMAGED
    except (Refused, ValueError, pyvips.Error) as problem:
        sys.stderr.write(f"{problem}\n")
        return DAMAGED


def _sketch(source: Path, header: Header, fail_on: str, side: int) -> bytes:
    step = max(1, header.width // (2 * side))
    small = strips.turned(strips.small(_stored(source, header, fail_on, step), side), header.orientation)
    return len(small).to_bytes(4, "little") + small.tobytes()


def _stored(source: Path, header: Header, fail_on: str, step: int) -> Iterator[strips.Strip]:
    # each decoder is loaded only where it is needed: a start with all of them takes twice as long
    if header.format == "exr":
        from media_pipeline.images.decoding import through_exr

        return through_exr.strips(source, header, step)
    if header.format == "hdr":
        from media_pipeline.images.decoding import through_radiance

        return through_radiance.strips(source, header, step)
    if header.format in ("avif", "heic"):
        from media_pipeline.images.decoding import through_heif

        return through_heif.strips(source, header, step)
    from media_pipeline.images.decoding import through_vips

    return through_vips.strips(source, header, fail_on, step)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
