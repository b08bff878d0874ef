"""Digests of bytes and files, and the path that a blob has by its digest."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "json": "application/json",
    "m3u8": "application/vnd.apple.mpegurl",
    "mp4": "video/mp4",
    "m4s": "video/iso.segment",
    "m4a": "audio/mp4",
    "vtt": "text/vtt",
    "glb": "model/gltf-binary",
    "pdf": "application/pdf",
}
"""Extension -> media type of everything that is ever stored."""

EXTENSIONS = {media_type: ext for ext, media_type in MEDIA_TYPES.items()}

BLOB_PATH = re.compile(r"blobs/([0-9a-f]{2})/(\1[0-9a-f]{62})\.([a-z0-9]{1,8})")


def sha256(data: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def blob_path(digest: str, ext: str) -> str:
    """Where a blob lies below the content root."""
    return f"blobs/{digest[:2]}/{digest}.{ext}"
