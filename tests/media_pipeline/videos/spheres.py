"""Round films with known answers, and spherical metadata as cameras and tools write it, without the code that is tested."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tests.media_pipeline.videos.films import Film

FRONT, RIGHT, BACK, LEFT = (200, 40, 40), (40, 180, 40), (40, 60, 200), (200, 180, 40)
OTHER_EYE = (120, 120, 120)
TOP, BOTTOM = (240, 240, 240), (20, 20, 20)

NAMESPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/"'
)
UUID = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
INSIDE = {b"moov": 0, b"trak": 0, b"mdia": 0, b"minf": 0, b"stbl": 0, b"stsd": 8, b"avc1": 78}


def v1_xml(stereo: str | None = None, crop: Mapping[str, int] = {}) -> bytes:
    """Spherical video V1."""
    says = {"Spherical": "true", "Stitched": "true", "StitchingSoftware": "own", "ProjectionType": "equirectangular", **crop}
    if stereo:
        says["StereoMode"] = stereo
    inside = "".join(f"<GSpherical:{name}>{value}</GSpherical:{name}>" for name, value in says.items())
    return f'<?xml version="1.0"?><rdf:SphericalVideo {NAMESPACES}>{inside}</rdf:SphericalVideo>'.encode()


def with_xml(film: bytes, xml: bytes) -> bytes:
    """An MP4 (its moov box last) with this XML in its first track."""
    return _appended(film, (b"moov", b"trak"), box(b"uuid", UUID + xml))


def with_box(film: bytes, new: bytes) -> bytes:
    """An MP4 (its moov box last) whose H.264 sample entry holds this instead of its sv3d box."""
    return _appended(film.replace(b"sv3d", b"free"), (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd", b"avc1"), new)


def mesh_box(mshp: bytes = struct.pack(">II4s", 0, 0, b"raw ") + bytes(20), pose: tuple[int, int, int] = (0, 0, 0)) -> bytes:
    """sv3d with a mesh projection, as VR180 cameras write it; ``pose`` in degrees."""
    turned = struct.pack(">I3i", 0, *(angle << 16 for angle in pose))
    return box(b"sv3d", box(b"svhd", bytes(5)) + box(b"proj", box(b"prhd", turned) + box(b"mshp", mshp)))


def mshp(*meshes: bytes, packed: bool = True) -> bytes:
    """The body of an mshp box."""
    data = b"".join(box(b"mesh", mesh) for mesh in meshes)
    deflate = zlib.compressobj(wbits=-15)
    data = b"dfl8" + deflate.compress(data) + deflate.flush() if packed else b"raw " + data
    return struct.pack(">II", 0, zlib.crc32(data)) + data


def mesh(
    yaws: tuple[float, float] = (-90.0, 90.0),
    pitches: tuple[float, float] = (-90.0, 90.0),
    bent: float = 0.0,
    side: int = 17,
) -> bytes:
    """The body of a mesh box: side x side points of an equirectangular picture; ``bent``: how far its middle lies to the right
    of its place, in parts of the width."""
    parts = np.linspace(0, 1, side)
    u, v = (grid.ravel() for grid in np.meshgrid(parts, parts))
    yaw, pitch = np.radians(yaws[0] + u * (yaws[1] - yaws[0])), np.radians(pitches[0] + v * (pitches[1] - pitches[0]))
    u = u + bent * np.sin(np.pi * u)
    points = np.stack([np.sin(yaw) * np.cos(pitch), np.sin(pitch), -np.cos(yaw) * np.cos(pitch), u, v], axis=1).astype(">f4")
    values, numbers = np.unique(points, return_inverse=True)
    steps = np.diff(numbers.reshape(-1, 5).astype(int), axis=0, prepend=0).ravel()
    signed = np.where(steps < 0, -2 * steps - 1, 2 * steps)
    width = (2 * len(values) - 1).bit_length()
    bits = np.packbits((signed[:, None] >> np.arange(width - 1, -1, -1) & 1).astype(np.uint8))
    head = struct.pack(">I", len(values)) + values.astype(">f4").tobytes()
    return head + struct.pack(">I", len(points)) + bits.tobytes() + struct.pack(">I", 0)


def cube_box() -> bytes:
    """sv3d with a cubemap."""
    cube = box(b"cbmp", struct.pack(">III", 0, 0, 0))
    return box(b"sv3d", box(b"svhd", bytes(5)) + box(b"proj", box(b"prhd", bytes(16)) + cube))


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def _appended(data: bytes, path: tuple[bytes, ...], new: bytes) -> bytes:
    if not path:
        return data + new
    at = 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        if kind == path[0]:
            own = at + 8 + INSIDE[kind]
            inside = data[at + 8 : own] + _appended(data[own : at + size], path[1:], new)
            return data[:at] + box(kind, inside) + data[at + size :]
        at += size
    raise ValueError(f"no {path[0]!r}")


@dataclass(frozen=True)
class Sphere(Film):
    """One colour for each side of the world, others for above and below 60 degrees; the right eye is grey. Of a sphere that
    covers only a part, ``yaws`` and ``pitches`` say which."""

    eyes: str = "mono"
    yaws: tuple[float, float] = (-180.0, 180.0)
    pitches: tuple[float, float] = (-90.0, 90.0)

    def picture(self, second: float) -> np.ndarray:
        across, down = {"left-right": (2, 1), "top-bottom": (1, 2)}.get(self.eyes, (1, 1))
        width, height = self.width // across, self.height // down
        yaw = np.linspace(*self.yaws, width, endpoint=False) + (self.yaws[1] - self.yaws[0]) / width / 2
        pitch = -(np.linspace(-self.pitches[1], -self.pitches[0], height, endpoint=False))[:, None]
        side = (np.floor((yaw + 45) / 90) % 4).astype(int)
        eye = np.broadcast_to(np.array([FRONT, RIGHT, BACK, LEFT], np.uint8)[side], (height, width, 3)).copy()
        eye[(pitch > 60)[:, 0]], eye[(pitch < -60)[:, 0]] = TOP, BOTTOM
        if self.eyes == "mono":
            return eye
        other = np.full_like(eye, OTHER_EYE)
        return np.concatenate([eye, other], axis=1 if self.eyes == "left-right" else 0)
