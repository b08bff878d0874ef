"""What every picture file says of itself before a pixel is decoded, and the limits that this is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO, Literal

from media_pipeline.errors import Refused
from media_pipeline.recipes import Limits

Format = Literal["jpeg", "png", "webp", "avif", "heic", "tiff", "exr", "hdr"]

MOST_METADATA = 16 << 20
"""A header part that claims more bytes than this is no metadata; skipped, not read."""


class Broken(Exception):
    """A header contradicts itself or ends too early; read_header() makes a refusal of it."""


class Unsupported(Exception):
    """A whole file of a sort that our decoders don't read. ``args[0]`` is a key of errors.KNOWN."""


@dataclass(frozen=True)
class Header:
    """``width`` and ``height`` as stored; ``sampling`` = (h, v) factors of each component of a JPEG; ``orientation`` (1-8, as
    EXIF counts) tells how the stored picture has to be turned; ``xmp`` the packet's bytes; ``pictures`` how many the file
    holds, of which the first is used; ``linear``: its numbers are amounts of light, not codes for a screen;
    ``transparent``: whether a channel beyond the colours means that;
    ``colour`` (primaries, transfer) as H.273 numbers them; ``gamma``: light is a code to the power of this; ``primaries`` (x, y)
    of red, green, blue and white; ``environment`` what an OpenEXR file says that it is.
    HEIF sizes are those after its own crop, and before its own turns, which ``orientation`` tells."""

    format: Format
    width: int
    height: int
    bits: int = 8
    components: int = 3
    sampling: tuple[tuple[int, int], ...] = ()
    progressive: bool = False
    ycc: bool = True
    icc: bytes = b""
    xmp: bytes = b""
    orientation: int = 1
    pictures: int = 1
    linear: bool = False
    transparent: bool = True
    colour: tuple[int, int] | None = None
    gamma: float | None = None
    primaries: tuple[float, ...] | None = None
    environment: Literal["latlong", "cube"] | None = None

    @property
    def plain(self) -> bool:
        """A JPEG whose planes can be used as they are: 8 bits, YCbCr or grey, sRGB or no profile."""
        return (
            self.format == "jpeg"
            and self.bits == 8
            and (self.ycc or self.components == 1)
            and (not self.icc or b"sRGB" in self.icc[:4096] or b"s\0R\0G\0B" in self.icc[:4096])
        )

    @property
    def shown(self) -> tuple[int, int]:
        """(width, height) of the upright picture."""
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


def within(name: str, width: int, height: int, limits: Limits) -> None:
    """Refused where a picture of this size is beyond the limits."""
    if width < 1 or height < 1:
        raise Refused("damaged_picture", name=name)
    if max(width, height) > limits.side:
        raise Refused("side_too_long", name=name, side=max(width, height), limit=limits.side)
    if width * height > limits.pixels:
        raise Refused("too_many_pixels", name=name, width=width, height=height, limit=limits.pixels)
    if min(width, height) < limits.picture_side:
        raise Refused("too_small", name=name, width=width, height=height)


def exactly(file: BinaryIO, size: int) -> bytes:
    """The next ``size`` bytes; Broken where the file ends before."""
    data = file.read(size)
    if len(data) < size:
        raise Broken
    return data


def length(file: BinaryIO) -> int:
    """Bytes in the file; the reading place stays where it is."""
    here = file.tell()
    end = file.seek(0, 2)
    file.seek(here)
    return end
