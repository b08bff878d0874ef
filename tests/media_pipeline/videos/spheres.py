"""Puts spherical metadata as cameras and tools write it into films of our own, without the code that is tested."""

from __future__ import annotations

import struct
from collections.abc import Mapping

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


def mesh_box() -> bytes:
    """sv3d with a mesh projection, as VR180 cameras write it."""
    mesh = box(b"mshp", struct.pack(">II4s", 0, 0, b"raw ") + bytes(20))
    return box(b"sv3d", box(b"svhd", bytes(5)) + box(b"proj", box(b"prhd", bytes(16)) + mesh))


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
