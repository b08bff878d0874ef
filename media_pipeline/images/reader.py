"""A picture file becomes planes: upright, sRGB, without transparency; a damaged file is found before anything is made.

A plain camera JPEG goes straight to its planes in this process, by PyAV: with 0.14 s of CPU for an 8K sky, where two children
(one looks, one decodes) take 1.7 s. All else is decoded in a child: other formats, CMYK, other colour profiles, turned pictures,
and JPEGs whose planes would take too much memory here as they are stored; a child turns them into 4:2:0 a strip at a time.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pyvips

from media_pipeline.errors import Refused
from media_pipeline.images.decoding import jpeg_damage, parent
from media_pipeline.images.headers import Header
from media_pipeline.images.planes import Planes, shrunk
from media_pipeline.remarks import remark
from media_pipeline.warned import warn

# libvips remembers what it loaded by the file's name: a worker that uses a name again would package the last upload's picture.
pyvips.cache_set_max(0)

DIRECT_BYTES = 240_000_000
"""What a decoder in this process may hold: 16384x8192 pixels of 4:2:0 are 201 MB, of 4:4:4 403 MB."""

_PLANAR = ("yuvj420p", "yuvj422p", "yuvj440p", "yuvj444p", "gray")


def sketch(source: Path, header: Header, side: int = 512) -> tuple[npt.NDArray[np.uint8], bool]:
    """A small upright sRGB version, at most ``side`` wide, and whether the decoder complained on the way.

    The file is read to its end: PyAV and OpenCV accept a JPEG that is cut off in silence, so this is where it is refused.
    """
    if not _in_process(header):
        return parent.sketch(source, header, side)
    try:
        return _sketch(source, header, side, "warning"), jpeg_damage.told(source, header)
    except pyvips.Error:
        try:
            return _sketch(source, header, side, "error"), True
        except pyvips.Error as problem:
            raise Refused("damaged_picture", name=source.name) from problem


def read_planes(source: Path, header: Header) -> Planes:
    """The whole picture as planes, upright and in sRGB. Call :func:`sketch` first: it finds cut-off files, and most damage.

    What ffmpeg's decoder stops at, libjpeg may go on behind without a word: then the picture is libjpeg's, and it is warned of.
    """
    if _in_process(header):
        try:
            planes = _through_av(source)
        except av.InvalidDataError:
            if not sketch(source, header)[1]:  # else it was warned of when it was looked at
                warn(remark("suspect_picture", name=source.name))
        else:
            if planes is not None and (planes.width, planes.height) == (header.width, header.height):
                return planes
    return parent.planes(source, header)


def _in_process(header: Header) -> bool:
    return header.plain and header.orientation == 1 and _decoder_bytes(header) <= DIRECT_BYTES


def _decoder_bytes(header: Header) -> int:
    """What a decoder holds of a JPEG: its planes as stored; of a progressive one the coefficients too, two bytes each."""
    across, down = max(h for h, _ in header.sampling), max(v for _, v in header.sampling)
    planes = sum(header.width * header.height * h * v // (across * down) for h, v in header.sampling)
    return 3 * planes if header.progressive else planes


def _sketch(source: Path, header: Header, side: int, fail_on: str) -> npt.NDArray[np.uint8]:
    shrink = next((s for s in (8, 4, 2) if header.width >= side * s), 1)
    image = pyvips.Image.jpegload(str(source), access="sequential", fail_on=fail_on, shrink=shrink, revalidate=True)
    if image.width > side:
        # a mean over whole blocks, in one pass from top to bottom: nothing is skipped, so damage anywhere shows
        factor = -(-image.width // side)
        image = image.shrink(factor, factor)
    if image.interpretation != "srgb":
        image = image.colourspace("srgb")
    return np.ndarray(buffer=image.write_to_memory(), dtype=np.uint8, shape=(image.height, image.width, image.bands))


def _through_av(source: Path) -> Planes | None:
    """The planes of a JPEG as stored, colour brought to half size; None where it is of a sort that the decoder reads otherwise
    or not at all, InvalidDataError where it is damaged."""
    decoder = av.CodecContext.create("mjpeg", "r")
    decoder.options = {"err_detect": "explode"}  # else all behind the damage is zeros: green
    try:
        frames = decoder.decode(av.Packet(source.read_bytes())) or decoder.decode(None)
    except av.InvalidDataError:
        raise
    except av.FFmpegError:
        return None
    if not frames or frames[0].format.name not in _PLANAR:
        return None
    frame = frames[0]
    y, *colour = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]
        for plane in frame.planes
    )
    half = (frame.width + 1) // 2, (frame.height + 1) // 2
    if not colour:
        return Planes(y, np.full(half[::-1], 128, np.uint8), np.full(half[::-1], 128, np.uint8))
    cb, cr = (shrunk(plane, *half) for plane in colour)
    return Planes(y, cb, cr)
