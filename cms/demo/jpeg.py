"""JPEG files without metadata, or with nothing but the GPano facts of an equirectangular panorama."""

from __future__ import annotations

import struct

import numpy as np
import simplejpeg
from numpy.typing import NDArray

XMP = b"http://ns.adobe.com/xap/1.0/\0"


def encode(picture: NDArray[np.uint8], quality: int, gpano: bool = False) -> bytes:
    """4:2:0 JPEG of an (h, w, 3) sRGB picture."""
    data: bytes = simplejpeg.encode_jpeg(np.ascontiguousarray(picture), quality=quality, colorsubsampling="420", fastdct=False)
    return with_gpano(data, picture.shape[1], picture.shape[0]) if gpano else data


def with_gpano(data: bytes, width: int, height: int) -> bytes:
    """The JPEG with an APP1 segment of Google's Photo Sphere XMP: full, uncropped, north unknown."""
    facts = {
        "ProjectionType": "equirectangular",
        "FullPanoWidthPixels": width,
        "FullPanoHeightPixels": height,
        "CroppedAreaImageWidthPixels": width,
        "CroppedAreaImageHeightPixels": height,
        "CroppedAreaLeftPixels": 0,
        "CroppedAreaTopPixels": 0,
    }
    fields = "".join(f' GPano:{k}="{v}"' for k, v in facts.items())
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"{fields}/></rdf:RDF></x:xmpmeta>'
    ).encode()
    body = XMP + packet
    end = 4 + struct.unpack(">H", data[4:6])[0] if data[2:4] == b"\xff\xe0" else 2  # after JFIF, if there is one
    return data[:end] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[end:]
