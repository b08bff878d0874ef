"""One small, valid picture file of each format that is accepted: where the fuzzer begins. Made anew at each call."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import numpy as np
import pillow_heif
import pyvips

from tests import media

SIZE = 64, 48


def jpeg() -> bytes:
    return media.encoded(_pixels(), "jpeg", exif=media.exif(6), xmp=media.gpano(ProjectionType="equirectangular"))


def jpeg_cmyk() -> bytes:
    return media.encoded(_pixels(), "jpeg", mode="CMYK")


def png() -> bytes:
    return media.encoded(_with_alpha(), "png", exif=media.exif(3))


def webp() -> bytes:
    return media.encoded(_with_alpha(), "webp", quality=80, exif=media.exif(8), xmp=media.gpano())


def webp_lossless() -> bytes:
    return media.encoded(_pixels(), "webp", lossless=True)


def avif() -> bytes:
    return bytes(_vips().heifsave_buffer(compression="av1", effort=0, Q=60))


def heic() -> bytes:
    buffer = io.BytesIO()
    pillow_heif.from_bytes("RGB", SIZE, _pixels().tobytes()).save(buffer, quality=60)
    return buffer.getvalue()


def tiff() -> bytes:
    return bytes(_vips().tiffsave_buffer(compression="lzw"))


def tiff_tiled_16() -> bytes:
    deep = (_vips().cast("ushort") * 257).copy(interpretation="rgb16").cast("ushort")
    return bytes(deep.tiffsave_buffer(tile=True, tile_width=32, tile_height=32, compression="deflate", predictor="none"))


def exr(
    light: np.ndarray | None = None,
    compression: int = 3,
    *,
    at: tuple[int, int] = (0, 0),
    shown: tuple[int, int, int, int] | None = None,
    tile: int = 0,
) -> bytes:
    """An OpenEXR file of (height, width, 3 or 4) half floats; ``compression`` 0 none, 2 zip a line, 3 zip 16 lines. ``at``: the
    data window's left and top; ``shown``: the display window's left, top, right and bottom; ``tile``: their side, where the
    file has tiles instead of lines."""
    light = _light() if light is None else light
    height, width = light.shape[:2]
    box = struct.pack("<4i", *at, at[0] + width - 1, at[1] + height - 1)
    names = (b"A", b"B", b"G", b"R")[4 - light.shape[2] :]
    channels = b"".join(name + b"\0" + struct.pack("<iB3xii", 1, 0, 1, 1) for name in names) + b"\0"
    attributes = [
        (b"channels", b"chlist", channels),
        (b"compression", b"compression", bytes([compression])),
        (b"dataWindow", b"box2i", box),
        (b"displayWindow", b"box2i", struct.pack("<4i", *shown) if shown else box),
        (b"lineOrder", b"lineOrder", b"\0"),
        (b"pixelAspectRatio", b"float", struct.pack("<f", 1.0)),
        (b"screenWindowCenter", b"v2f", struct.pack("<2f", 0.0, 0.0)),
        (b"screenWindowWidth", b"float", struct.pack("<f", 1.0)),
    ]
    if tile:
        attributes.append((b"tiles", b"tiledesc", struct.pack("<2IB", tile, tile, 0)))
    head = b"\x76\x2f\x31\x01" + struct.pack("<I", 0x202 if tile else 2)
    head += b"".join(name + b"\0" + kind + b"\0" + struct.pack("<i", len(data)) + data for name, kind, data in attributes) + b"\0"
    lines = tile or {0: 1, 2: 1, 3: 16}[compression]
    chunks = []
    for top in range(0, height, lines):
        for left in range(0, width, tile or width):
            part = light[top : top + lines, left : left + (tile or width)].astype("<f2")
            raw = b"".join(row[:, channel].tobytes() for row in part for channel in (*range(3, part.shape[2]), 2, 1, 0))
            data = raw if compression == 0 else _zipped(raw)
            place = struct.pack("<4i", left // tile, top // tile, 0, 0) if tile else struct.pack("<i", at[1] + top)
            chunks.append(place + struct.pack("<i", len(data)) + data)
    start = len(head) + 8 * len(chunks)
    places = []
    for chunk in chunks:
        places.append(struct.pack("<Q", start))
        start += len(chunk)
    return head + b"".join(places) + b"".join(chunks)


def _zipped(raw: bytes) -> bytes:
    """OpenEXR's zip: even and odd bytes apart, differences, deflate; as it is where that is no smaller."""
    values = np.frombuffer(raw, np.uint8)
    apart = np.concatenate([values[0::2], values[1::2]]).astype(np.int16)
    apart[1:] = (apart[1:] - apart[:-1] + 128 + 256) % 256
    packed = zlib.compress(apart.astype(np.uint8).tobytes())
    return packed if len(packed) < len(raw) else raw


def hdr(light: np.ndarray | None = None) -> bytes:
    """A Radiance file, each line's four channels run-length coded without runs."""
    light = _light() if light is None else light
    height, width = light.shape[:2]
    _, exponent = np.frexp(light.max(-1))
    scale = np.where(light.max(-1) > 1e-32, np.ldexp(256.0, -exponent), 0)
    values = np.dstack([np.floor(light * scale[..., None]), np.where(scale > 0, exponent + 128, 0)]).astype(np.uint8)
    out = bytearray(f"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y {height} +X {width}\n".encode())
    for row in values:
        out += struct.pack(">BBH", 2, 2, width)
        for channel in range(4):
            for start in range(0, width, 128):
                part = row[start : start + 128, channel].tobytes()
                out += bytes([len(part)]) + part
    return bytes(out)


SEEDS: dict[str, Callable[[], bytes]] = {
    "jpeg": jpeg,
    "jpeg_cmyk": jpeg_cmyk,
    "png": png,
    "webp": webp,
    "webp_lossless": webp_lossless,
    "avif": avif,
    "heic": heic,
    "tiff": tiff,
    "tiff_tiled_16": tiff_tiled_16,
    "exr": exr,
    "hdr": hdr,
}
"""name -> a function that gives the bytes of a file"""


def _pixels() -> np.ndarray:
    return media.stripes(*SIZE)


def _with_alpha() -> np.ndarray:
    alpha = np.linspace(0, 255, SIZE[0])[None, :] * np.ones((SIZE[1], 1))
    return np.dstack([_pixels(), alpha.astype(np.uint8)])


def _light() -> np.ndarray:
    return (_pixels().astype(np.float32) / 255) ** 2.2 * 4


def _vips() -> pyvips.Image:
    return pyvips.Image.new_from_array(_pixels()).copy(interpretation="srgb")
