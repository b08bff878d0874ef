"""Whether the data of a JPEG are whole, as libjpeg-turbo tells that has read them to their end mark.

libvips stops after the last row: what is left between that and the end mark, a sign that the data before were out of step, it
never sees.
"""

from __future__ import annotations

import re
from pathlib import Path

import simplejpeg

from media_pipeline.images.headers import Header

_LEFT = re.compile(r"(\d+) extraneous bytes before marker 0xd9")


def told(source: Path, header: Header) -> bool:
    """Whether the decoder has something to say of a file's data, read at an eighth of their size, that libvips leaves out.

    Nothing of other formats, nor of sorts of JPEG that TurboJPEG does not read (rare samplings), nor of progressive ones: libvips
    reads those to their end before it gives a row, and refuses the ones whose scans have no end.
    """
    if header.format != "jpeg" or header.progressive:
        return False
    data = source.read_bytes()
    try:
        *_, colours, _sampling = simplejpeg.decode_jpeg_header(data)
    except ValueError:
        return False
    try:
        simplejpeg.decode_jpeg(data, "CMYK" if colours in ("CMYK", "YCCK") else "GRAY", min_factor=8, strict=True)
    except ValueError as problem:
        left = _LEFT.search(str(problem))
        return left is None or bytes(int(left[1])) + b"\xff\xd9" not in data  # zeros before the mark fill up a block, no more
    return False
