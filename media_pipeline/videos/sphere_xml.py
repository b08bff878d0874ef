"""Reads spherical video V1: the XML that cameras and Google's tools put into a box of type uuid. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from media_pipeline.records import Coverage, Stereo

UUID = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")
_NAMESPACE = "{http://ns.google.com/videos/1.0/spherical/}"
_STEREO: dict[str, Stereo] = {"mono": "mono", "left-right": "left-right", "top-bottom": "top-bottom"}
_LIMIT = 64 * 1024
LEAST_COVERED = 5.0
"""Degrees, across and down."""


@dataclass(frozen=True)
class SphereXml:
    """What the XML says: a whole sphere or the part of it that the picture covers. ``stereo`` None: not said."""

    stereo: Stereo | None
    coverage: Coverage


def read_xml(data: bytes) -> SphereXml | None:
    """None where it is no such XML, or says that the film is no equirectangular sphere."""
    try:
        root = fromstring(data[:_LIMIT].strip(b"\0 \t\r\n"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if _text(root, "Spherical").lower() != "true" or _text(root, "ProjectionType").lower() not in ("", "equirectangular"):
        return None
    return SphereXml(_STEREO.get(_text(root, "StereoMode").lower()), _coverage(root))


def _text(root: Element, name: str) -> str:
    return (root.findtext(_NAMESPACE + name) or "").strip()


def _coverage(root: Element) -> Coverage:
    """The whole sphere, unless all six numbers of a crop are there and make sense."""
    names = ("CroppedAreaLeftPixels", "CroppedAreaTopPixels", "CroppedAreaImageWidthPixels", "CroppedAreaImageHeightPixels")
    try:
        left, top, width, height = (float(_text(root, name)) for name in names)
        whole, high = float(_text(root, "FullPanoWidthPixels")), float(_text(root, "FullPanoHeightPixels"))
    except ValueError:
        return Coverage()
    if not all(map(math.isfinite, (left, top, width, height, whole, high))) or min(left, top) < 0 or min(width, height) <= 0:
        return Coverage()
    if left + width > whole or top + height > high:
        return Coverage()
    return sensible(
        Coverage(
            yaw=(360 * left / whole - 180, 360 * (left + width) / whole - 180),
            pitch=(90 - 180 * (top + height) / high, 90 - 180 * top / high),
        )
    )


def sensible(coverage: Coverage) -> Coverage:
    """The same, or the whole sphere where so little is said to be covered that it must be a mistake."""
    (left, right), (bottom, top) = coverage.yaw, coverage.pitch
    return coverage if right - left >= LEAST_COVERED and top - bottom >= LEAST_COVERED else Coverage()
