"""Pictures with known answers: each pixel's colour is its direction, so a flipped face, swapped rows or a seam shows as a number.

The formulas are docs/formats.md's, written here once more: nothing of the product is used to make or judge a picture.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

CALM = 1.0
"""Frequency at which colour follows direction without repeating: red grows to the right, green upwards, blue to the back."""
FINE = 24.0
"""Frequency at which a shift by one pixel of a 500 pixel face costs several grey values."""


def colour(vector: np.ndarray, frequency: float = CALM) -> np.ndarray:
    """(…, 3) RGB as floats of (…, 3) directions (x, y, z), which need not be unit vectors."""
    unit = vector / np.linalg.norm(vector, axis=-1, keepdims=True)
    return 128 + 100 * np.sin(frequency * np.pi / 2 * unit)


def colour_at(yaw: float, pitch: float, frequency: float = CALM) -> np.ndarray:
    """RGB of a direction in degrees."""
    return colour(_vector(np.radians(yaw), np.radians(pitch)), frequency)


def _vector(yaw: Any, pitch: Any) -> np.ndarray:
    yaw, pitch = np.broadcast_arrays(yaw, pitch)
    return np.stack([np.sin(yaw) * np.cos(pitch), np.sin(pitch), -np.cos(yaw) * np.cos(pitch)], axis=-1)


def sphere(width: int = 1024, frequency: float = CALM) -> np.ndarray:
    """(width / 2, width, 3) pixels of an equirectangular picture of the whole sphere."""
    return _sphere(width, frequency).copy()


@cache
def _sphere(width: int, frequency: float) -> np.ndarray:
    height = width // 2
    yaw = ((np.arange(width) + 0.5) / width - 0.5) * 2 * np.pi
    pitch = (0.5 - (np.arange(height) + 0.5) / height)[:, None] * np.pi
    out = np.empty((height, width, 3), np.uint8)
    parts = np.sin(yaw) * np.cos(pitch), np.sin(pitch) + 0 * yaw, -np.cos(yaw) * np.cos(pitch)
    for channel, part in enumerate(parts):
        out[:, :, channel] = np.round(128 + 100 * np.sin((frequency * np.pi / 2 * part).astype(np.float32)))
    return out


def face_directions(face: str, size: int) -> np.ndarray:
    """(size, size, 3) directions of a cube face's pixels, seen from inside."""
    a, b = np.meshgrid((np.arange(size) + 0.5) * 2 / size - 1, (np.arange(size) + 0.5) * 2 / size - 1)
    one = np.ones_like(a)
    return np.stack(
        {
            "f": (a, -b, -one),
            "r": (one, -b, a),
            "b": (-a, -b, one),
            "l": (-one, -b, -a),
            "u": (a, one, -b),
            "d": (a, -one, b),
        }[face],
        axis=-1,
    )


def face(name: str, size: int, frequency: float = CALM) -> np.ndarray:
    """(size, size, 3) floats: what a cube face of :func:`sphere` has to show."""
    return colour(face_directions(name, size), frequency)


def stripes(width: int = 640, height: int = 480) -> np.ndarray:
    """A flat picture that is no panorama: grows brighter to the right, stripes across, its edges don't fit together."""
    across = np.linspace(20, 235, width)[None, :] * np.ones((height, 1))
    down = 128 + 90 * np.sin(np.arange(height) / 7)[:, None] * np.ones((1, width))
    return np.dstack([across, down, 255 - across]).astype(np.uint8)


def encoded(rgb: np.ndarray, kind: str = "jpeg", *, mode: str | None = None, **options: Any) -> bytes:
    """The bytes of a JPEG or PNG; ``mode`` (L, CMYK, RGBA, P …) and ``options`` as Pillow has them."""
    image = Image.fromarray(rgb)
    if mode:
        image = image.convert(mode)
    if kind == "jpeg":
        options = {"quality": 95, "subsampling": "4:2:0"} | options
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def photo(folder: Path, name: str = "room.jpg", width: int = 1024, **options: Any) -> Path:
    """A 360° photo file, its colour its direction."""
    path = folder / name
    path.write_bytes(encoded(sphere(width), "png" if name.endswith("png") else "jpeg", **options))
    return path


def gpano(**fields: Any) -> bytes:
    """An XMP packet with these GPano fields."""
    text = "".join(f' GPano:{name}="{value}"' for name, value in fields.items())
    return (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        f'xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"{text}/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def exif(orientation: int = 1, *, gps: bool = True) -> bytes:
    """EXIF with an orientation, a camera's name and a place."""
    data = Image.Exif()
    data[0x0112] = orientation
    data[0x010F] = "SecretCamera"
    if gps:
        data.get_ifd(0x8825).update({1: "N", 2: (52.0, 5.0, 0.0), 3: "E", 4: (5.0, 7.0, 0.0)})
    return data.tobytes()


def pixels(data: bytes) -> np.ndarray:
    """(height, width, 3) of an encoded picture, decoded by Pillow."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def psnr(one: np.ndarray, other: np.ndarray) -> float:
    """Peak signal to noise ratio in dB of two pictures of the same shape."""
    error = np.mean((one.astype(np.float64) - other.astype(np.float64)) ** 2)
    return float("inf") if error == 0 else float(10 * np.log10(255**2 / error))
