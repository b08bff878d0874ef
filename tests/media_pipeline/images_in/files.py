"""Picture files made by hand: whole ones from pixels with known answers, and headers without pixels that claim any size."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
import pyvips
from PIL import Image, ImageCms

from media_pipeline.errors import Refused
from media_pipeline.images.decoding import child, parent
from media_pipeline.images.headers import read_header
from media_pipeline.images.headers.heif import read_picture
from tests import media
from tests.media_pipeline.seeds import pictures as seeds


def decoded(folder: Path, data: bytes) -> np.ndarray:
    """(height, width, 3) pixels that the decoding child makes of a file; here without a process of its own, which takes half a
    second. Refused as its parent would say it."""
    path, out = folder / "picture", folder / "planes"
    path.write_bytes(data)
    header = read_header(path)
    for task in ("sketch", "planes"):
        if child.main(task, str(path), str(out), "512") not in (child.DONE, child.SUSPECT):
            raise Refused("damaged_picture", name=path.name)
    return parent.mapped(out, *header.shown, path.name).rgb()


def vips(rgb: np.ndarray) -> pyvips.Image:
    interpretation = {(1, "uint8"): "b-w", (1, "uint16"): "grey16", (3, "uint16"): "rgb16", (4, "uint16"): "rgb16"}
    bands = rgb.shape[2] if rgb.ndim == 3 else 1
    return pyvips.Image.new_from_array(rgb).copy(interpretation=interpretation.get((bands, str(rgb.dtype)), "srgb"))


def webp(rgb: np.ndarray, **options: object) -> bytes:
    return media.encoded(rgb, "webp", **{"quality": 95} | options)


def avif(rgb: np.ndarray, **options: object) -> bytes:
    return bytes(vips(rgb).heifsave_buffer(**{"compression": "av1", "effort": 0, "Q": 95, "subsample_mode": "off"} | options))


def heic(rgb: np.ndarray, **options: object) -> bytes:
    buffer = io.BytesIO()
    mode = {3: "RGB", 4: "RGBA"}[rgb.shape[2]] + (";16" if rgb.dtype == np.uint16 else "")
    picture = pillow_heif.from_bytes(mode, (rgb.shape[1], rgb.shape[0]), rgb.tobytes())
    picture.save(buffer, **{"quality": 95} | options)
    return buffer.getvalue()


def heif_grid(parts: list[bytes], columns: int, width: int, height: int, folder: Path) -> bytes:
    """An AVIF or HEIC picture put together of others, row by row; what reaches beyond ``width`` x ``height`` is cut off."""
    coded, setups, sizes = [], [], []
    for part in parts:
        path = folder / "part"
        path.write_bytes(part)
        with path.open("rb") as file:
            picture = read_picture(file)
        coded.append(b"".join(part[offset : offset + size] for offset, size in picture.parts[0].extents))
        setups.append(picture.parts[0].setup)
        sizes.append((picture.width, picture.height))
    kind = picture.coding.encode()
    grid = struct.pack(">4B2H", 0, 0, len(parts) // columns - 1, columns - 1, width, height)
    numbers = range(1, len(parts) + 1)
    entries = [b"\2\0\0\0" + struct.pack(">HH", number, 0) + kind + b"\0" for number in numbers]
    entries.append(b"\2\0\0\0" + struct.pack(">HH", 99, 0) + b"grid\0")
    properties = [
        box(b"ispe", struct.pack(">II", *sizes[0]), full=True),
        box(b"ispe", struct.pack(">II", width, height), full=True),
    ]
    properties += [box(b"hvcC", setup) for setup in setups if setup]
    told = [struct.pack(">H", number) + (bytes([2, 1, 2 + number]) if setups[0] else b"\1\1") for number in numbers]
    told.append(struct.pack(">H", 99) + b"\1\2")

    def meta(start: int) -> bytes:
        places, at = b"", start
        for number, data in zip(numbers, coded, strict=True):
            places += struct.pack(">HHHHII", number, 0, 0, 1, at, len(data))
            at += len(data)
        places += struct.pack(">HHHHII", 99, 1, 0, 1, 0, len(grid))
        iloc = b"\1\0\0\0" + b"\x44\0" + struct.pack(">H", len(parts) + 1) + places
        pieces = [
            box(b"pitm", struct.pack(">H", 99), full=True),
            box(b"iinf", struct.pack(">H", len(entries)) + b"".join(box(b"infe", entry) for entry in entries), full=True),
            box(b"iloc", iloc),
            box(b"iref", box(b"dimg", struct.pack(f">HH{len(parts)}H", 99, len(parts), *numbers)), full=True),
            box(b"idat", grid),
            box(
                b"iprp",
                box(b"ipco", b"".join(properties)) + box(b"ipma", struct.pack(">I", len(told)) + b"".join(told), full=True),
            ),
        ]
        brand = b"avif" if kind == b"av01" else b"heic"
        return box(b"ftyp", brand + b"\0\0\0\0mif1" + brand) + box(b"meta", b"".join(pieces), full=True)

    return meta(len(meta(0)) + 8) + box(b"mdat", b"".join(coded))


def tiff(rgb: np.ndarray, **options: object) -> bytes:
    return bytes(vips(rgb).tiffsave_buffer(**{"compression": "deflate"} | options))


def png(rgb: np.ndarray, **options: object) -> bytes:
    return bytes(vips(rgb).pngsave_buffer(**options))


def exr(rgb: np.ndarray) -> bytes:
    return seeds.exr(light(rgb))


def hdr(rgb: np.ndarray) -> bytes:
    return seeds.hdr(light(rgb))


def light(rgb: np.ndarray) -> np.ndarray:
    """Linear light of sRGB pixels."""
    code = rgb.astype(np.float32) / 255
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4).astype(np.float32)


def swapped_profile() -> bytes:
    """sRGB with red and green exchanged, under another name: an unapplied profile is seen at once."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = bytearray(data.replace(b"sRGB", b"test").replace(b"s\0R\0G\0B", b"t\0e\0s\0t"))
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


WHOLE: dict[str, Callable[[np.ndarray], bytes]] = {
    "webp": webp,
    "avif": avif,
    "heic": heic,
    "tiff": tiff,
    "png": png,
    "exr": exr,
    "hdr": hdr,
}
"""A file of each format from 8-bit pixels."""


# --- headers that claim a size; nothing behind them ---


def jpeg_header(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\1\x22\0\2\x11\1\3\x11\1"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xda\0\2"


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", b"")


def webp_header(width: int, height: int) -> bytes:
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + size
    body += b"VP8 " + struct.pack("<I", 10) + b"\0\0\0\x9d\x01\x2a\x10\0\x10\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def box(kind: bytes, data: bytes, full: bool = False) -> bytes:
    data = b"\0\0\0\0" * full + data
    return struct.pack(">I", len(data) + 8) + kind + data


def heif_header(
    width: int,
    height: int,
    *,
    coding: bytes = b"hvc1",
    turn: int = 0,
    extent: tuple[int, int] = (0, 8),
    xmp: tuple[int, int] | None = None,
) -> bytes:
    """A HEIF file with one item; ``turn`` in quarters, ``extent`` where its bytes are said to lie, ``xmp`` where a packet's."""
    entries = [b"\2\0\0\0" + struct.pack(">HH", 1, 0) + coding + b"\0"]
    entries += [b"\2\0\0\0" + struct.pack(">HH", 2, 0) + b"mime\0application/rdf+xml\0"] if xmp else []
    places = [struct.pack(">HHHQQ", number, 0, 1, *place) for number, place in enumerate((extent, xmp), start=1) if place]
    properties = box(b"ispe", struct.pack(">II", width, height), full=True) + box(b"irot", bytes([turn]))
    parts = [
        box(b"pitm", struct.pack(">H", 1), full=True),
        box(b"iinf", struct.pack(">H", len(entries)) + b"".join(box(b"infe", entry) for entry in entries), full=True),
        box(b"iloc", b"\x88\0" + struct.pack(">H", len(places)) + b"".join(places), full=True),
        box(b"iprp", box(b"ipco", properties) + box(b"ipma", struct.pack(">IHB", 1, 1, 2) + b"\1\2", full=True)),
    ]
    return box(b"ftyp", b"heic\0\0\0\0mif1heic") + box(b"meta", b"".join(parts), full=True)


def avif_header(width: int, height: int) -> bytes:
    return heif_header(width, height, coding=b"av01")


def tiff_header(width: int, height: int, *, order: str = "<", big: bool = False, **tags: int) -> bytes:
    """A TIFF of one strip; ``tags`` as t259=5 adds or changes a tag."""
    values = {256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: 0}
    values |= {int(name[1:]): value for name, value in tags.items()}
    mark = b"II" if order == "<" else b"MM"
    if big:
        start = mark + struct.pack(order + "HHHQ", 43, 8, 0, 16)
        entries = b"".join(struct.pack(order + "HHQQ", tag, 16, 1, value) for tag, value in sorted(values.items()))
        return start + struct.pack(order + "Q", len(values)) + entries + bytes(8)
    start = mark + struct.pack(order + "HI", 42, 8)
    entries = b"".join(struct.pack(order + "HHII", tag, 4, 1, value) for tag, value in sorted(values.items()))
    return start + struct.pack(order + "H", len(values)) + entries + bytes(4)


def exr_header(
    width: int, height: int, *, version: int = 2, channels: tuple[bytes, ...] = (b"B", b"G", b"R"), compression: int = 3
) -> bytes:
    def attribute(name: bytes, kind: bytes, data: bytes) -> bytes:
        return name + b"\0" + kind + b"\0" + struct.pack("<i", len(data)) + data

    window = struct.pack("<4i", 0, 0, width - 1, height - 1)
    listed = b"".join(name + b"\0" + struct.pack("<iB3xii", 1, 0, 1, 1) for name in channels) + b"\0"
    head = b"\x76\x2f\x31\x01" + struct.pack("<I", version) + attribute(b"channels", b"chlist", listed)
    head += attribute(b"compression", b"compression", bytes([compression]))
    head += attribute(b"dataWindow", b"box2i", window) + attribute(b"displayWindow", b"box2i", window) + b"\0"
    count = -(-height // 16)
    first = len(head) + 8 * count
    places = b"".join(struct.pack("<Q", first + 8 * number) for number in range(count))
    return head + places + b"".join(struct.pack("<ii", 16 * number, 0) for number in range(count))


def hdr_header(width: int, height: int, *, text: str = "FORMAT=32-bit_rle_rgbe", order: str = "-Y {1} +X {0}") -> bytes:
    return f"#?RADIANCE\n{text}\n\n{order.format(width, height)}\n".encode()


HEADERS: dict[str, Callable[[int, int], bytes]] = {
    "jpeg": jpeg_header,
    "png": png_header,
    "webp": webp_header,
    "avif": avif_header,
    "heic": heif_header,
    "tiff": tiff_header,
    "exr": exr_header,
    "hdr": hdr_header,
}
"""A file of each format that is a header only, of any width and height."""


def mpo(rgb: np.ndarray) -> bytes:
    """Two JPEGs in one file, as 3D cameras write it."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "MPO", save_all=True, append_images=[Image.fromarray(255 - rgb)], quality=95)
    return buffer.getvalue()
