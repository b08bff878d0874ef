"""Photo Sphere metadata (GPano XMP): read from a photo, and written, alone, into the pictures that we make.

Source: Google, Photo Sphere XMP Metadata (namespace http://ns.google.com/photos/1.0/panorama/).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from media_pipeline.images.coverage import WHOLE, Grid
from media_pipeline.records import Coverage, Stereo

NAMESPACE = "http://ns.google.com/photos/1.0/panorama/"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_SPHERICAL = "http://ns.google.com/videos/1.0/spherical/"
_IMAGE = b"http://ns.google.com/photos/1.0/image/"
_STEREO: dict[str, Stereo] = {"top-bottom": "top-bottom", "left-right": "left-right", "mono": "mono"}
_ANGLES = ("PoseHeadingDegrees", "PosePitchDegrees", "PoseRollDegrees")


@dataclass(frozen=True)
class PhotoSphere:
    """``full`` and ``cropped`` are (width, height) in pixels, ``crop_at`` (left, top); angles in degrees as GPano has them
    (heading: compass direction of the centre column)."""

    projection: str
    full: tuple[int, int] | None = None
    cropped: tuple[int, int] | None = None
    crop_at: tuple[int, int] = (0, 0)
    angles: tuple[tuple[str, float], ...] = ()
    stereo: Stereo | None = None

    @property
    def whole(self) -> bool:
        """Whether the picture covers the whole sphere."""
        if self.full is None or self.cropped is None:
            return True
        # some stitchers round the full size up by a pixel or two
        return all(abs(part - whole) <= max(2, whole // 500) for part, whole in zip(self.cropped, self.full, strict=True))

    @property
    def heading(self) -> float | None:
        """Compass direction of the centre column, where it is told."""
        return dict(self.angles).get("PoseHeadingDegrees")


def read(xmp: bytes) -> PhotoSphere | None:
    """The photo sphere that an XMP packet describes; None where it has none or can't be read (that alone is no reason to
    refuse a photo)."""
    start, end = xmp.find(b"<"), xmp.rfind(b">")
    if start < 0 or (NAMESPACE.encode() not in xmp and _SPHERICAL.encode() not in xmp):
        return None
    try:
        root = ElementTree.fromstring(xmp[start : end + 1])
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return None
    found: dict[str, str] = {}
    prefixes = "{" + NAMESPACE + "}", "{" + _SPHERICAL + "}"  # some tools write a video's StereoMode into photos
    for element in root.iter():
        for name, value in (*element.attrib.items(), (element.tag, element.text)):
            if isinstance(name, str) and name.startswith(prefixes) and value:
                found.setdefault(name.rpartition("}")[2], value)
    if not found:
        return None
    numbers = {name: number for name, value in found.items() if (number := _number(value)) is not None}
    return PhotoSphere(
        projection=found.get("ProjectionType", "equirectangular").strip().lower(),
        full=_pair(numbers, "FullPanoWidthPixels", "FullPanoHeightPixels"),
        cropped=_pair(numbers, "CroppedAreaImageWidthPixels", "CroppedAreaImageHeightPixels"),
        crop_at=_pair(numbers, "CroppedAreaLeftPixels", "CroppedAreaTopPixels") or (0, 0),
        angles=tuple((name, numbers[name]) for name in _ANGLES if name in numbers),
        stereo=_STEREO.get(found.get("StereoMode", "").strip().lower()),
    )


def has_second_eye(xmp: bytes) -> bool:
    """Whether an XMP packet says that another picture, the right eye's, lies hidden in the file (a VR180 photo)."""
    return _IMAGE in xmp and b"GImage" in xmp


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _pair(numbers: dict[str, float], one: str, other: str) -> tuple[int, int] | None:
    return (int(numbers[one]), int(numbers[other])) if one in numbers and other in numbers else None


def mark(jpeg: bytes, width: int, height: int, sphere: PhotoSphere | None, coverage: Coverage = WHOLE) -> bytes:
    """The JPEG with a small packet of its own that says: this part of a sphere in so many pixels, with the source's pose and
    nothing else."""
    grid = Grid(width, height, coverage)
    attributes = {
        "ProjectionType": "equirectangular",
        "UsePanoramaViewer": "True",
        "FullPanoWidthPixels": grid.turn,
        "FullPanoHeightPixels": round(math.pi * grid.rows_per_radian),
        "CroppedAreaImageWidthPixels": width,
        "CroppedAreaImageHeightPixels": height,
        "CroppedAreaLeftPixels": round(grid.turn * (coverage.yaw[0] + 180) / 360),
        "CroppedAreaTopPixels": round(-grid.row(90.0)),
        **{name: f"{round(value, 3) + 0.0:g}" for name, value in (sphere.angles if sphere else ())},
    }
    fields = "".join(f' GPano:{name}="{value}"' for name, value in attributes.items())
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:GPano="{NAMESPACE}"{fields}/></rdf:RDF></x:xmpmeta>'
    )
    payload = _XMP + packet.encode()
    segment = b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload
    at = 2  # after JFIF's own segment, which has to be first
    if jpeg[2:4] == b"\xff\xe0":
        at = 4 + struct.unpack(">H", jpeg[4:6])[0]
    return jpeg[:at] + segment + jpeg[at:]
