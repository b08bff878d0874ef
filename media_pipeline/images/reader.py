"""A JPEG or PNG file becomes planes: upright, sRGB, without transparency; a damaged file is found before anything is made.

A plain camera JPEG goes straight to its planes through PyAV, faster than by way of RGB. Everything else (CMYK, other
colour profiles, PNG, transparency, turned pictures) goes through libvips.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pyvips

from media_pipeline.errors import Refused
from media_pipeline.images.headers import Header
from media_pipeline.images.planes import Plane, Planes, of_rgb, shrunk

# libvips remembers what it loaded by the file's name: a worker that uses a name again would package the last upload's picture.
pyvips.cache_set_max(0)

_STRIP = 512
_PLANAR = ("yuvj420p", "yuvj422p", "yuvj440p", "yuvj444p", "gray")


def load(source: Path, header: Header, *, fail_on: str = "error", access: str = "sequential", shrink: int = 1) -> pyvips.Image:
    """The file as a lazy libvips image, by the loader of its signature and no other. ``shrink`` (JPEG only) 1, 2, 4 or 8."""
    if header.format == "png":
        return pyvips.Image.pngload(str(source), access=access, fail_on=fail_on, revalidate=True)
    return pyvips.Image.jpegload(str(source), access=access, fail_on=fail_on, shrink=shrink, revalidate=True)


def sketch(source: Path, header: Header, side: int = 512) -> tuple[npt.NDArray[np.uint8], bool]:
    """A small upright sRGB version, at most ``side`` wide, and whether the decoder complained on the way.

    The file is read to its end: PyAV and OpenCV accept a JPEG that is cut off in silence, so this is where it is refused.
    """
    try:
        return _sketch(source, header, side, "warning"), False
    except pyvips.Error:
        try:
            return _sketch(source, header, side, "error"), True
        except pyvips.Error as problem:
            raise Refused("damaged_picture", name=source.name) from problem


def _sketch(source: Path, header: Header, side: int, fail_on: str) -> npt.NDArray[np.uint8]:
    shrink = next((s for s in (8, 4, 2) if header.format == "jpeg" and header.width >= side * s), 1)
    image = load(source, header, fail_on=fail_on, shrink=shrink)
    if image.width > side:
        # a mean over whole blocks, in one pass from top to bottom: nothing is skipped, so damage anywhere shows
        factor = -(-image.width // side)
        image = image.shrink(factor, factor)
    return pixels(upright(to_srgb(image.copy_memory())))


def orientation(source: Path, header: Header) -> int:
    """EXIF orientation 1-8; 1 where there is none or the EXIF is damaged."""
    try:
        image = load(source, header, fail_on="none")
        return int(image.get("orientation")) if image.get_typeof("orientation") else 1
    except pyvips.Error:
        return 1


def upright(image: pyvips.Image) -> pyvips.Image:
    """The picture turned as its EXIF says; needs random access."""
    return image.autorot()


def to_srgb(image: pyvips.Image) -> pyvips.Image:
    """8-bit sRGB with three bands: colour profile applied, transparency laid on white."""
    if image.get_typeof("icc-profile-data") or image.interpretation == "cmyk":
        try:
            # ICC conversion ignores nothing it can read; a profile that it can't read is left out, the picture is still good
            image = image.icc_transform("srgb", embedded=True, input_profile="cmyk" if image.interpretation == "cmyk" else "srgb")
        except pyvips.Error:
            image = image.copy()
            image.remove("icc-profile-data")
    if image.interpretation != "srgb":
        image = image.colourspace("srgb")
    if image.hasalpha():
        image = image.flatten(background=255)
    if image.bands > 3:
        image = image.extract_band(0, n=3)
    return image.cast("uchar")


def pixels(image: pyvips.Image) -> npt.NDArray[np.uint8]:
    """(height, width, 3) of an 8-bit three-band image."""
    return np.ndarray(buffer=image.write_to_memory(), dtype=np.uint8, shape=(image.height, image.width, image.bands))


def read_planes(source: Path, header: Header) -> Planes:
    """The whole picture as planes, upright and in sRGB. Call :func:`sketch` first: it finds cut-off files."""
    turned = orientation(source, header)
    if header.plain and turned == 1:
        planes = _through_av(source)
        if planes is not None and (planes.width, planes.height) == (header.width, header.height):
            return planes
    return _through_vips(source, header, turned)


def _through_av(source: Path) -> Planes | None:
    """The planes of a JPEG as stored, colour brought to half size; None where the decoder has something else to say about it."""
    decoder = av.CodecContext.create("mjpeg", "r")
    try:
        frames = decoder.decode(av.Packet(source.read_bytes())) or decoder.decode(None)
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


def _through_vips(source: Path, header: Header, turned: int) -> Planes:
    try:
        if turned == 1:
            image = to_srgb(load(source, header))
        else:
            image = upright(to_srgb(load(source, header, access="random")))
        return _by_strips(image)
    except pyvips.Error as problem:
        raise Refused("damaged_picture", name=source.name) from problem


def _by_strips(image: pyvips.Image) -> Planes:
    """RGB exists only a strip at a time: whole, it would take twice what the planes take."""
    width, height = image.width, image.height
    half = (width + 1) // 2, (height + 1) // 2
    y: Plane = np.empty((height, width), np.uint8)
    cb: Plane = np.empty((half[1], half[0]), np.uint8)
    cr: Plane = np.empty((half[1], half[0]), np.uint8)
    for top in range(0, height, _STRIP):
        part = of_rgb(pixels(image.crop(0, top, width, min(_STRIP, height - top))))
        y[top : top + part.height] = part.y
        cb[top // 2 : top // 2 + part.cb.shape[0]] = part.cb
        cr[top // 2 : top // 2 + part.cr.shape[0]] = part.cr
    return Planes(y, cb, cr)
