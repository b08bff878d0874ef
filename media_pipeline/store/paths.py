"""Which paths a store takes, and how long a reader may keep what lies there."""

from __future__ import annotations

import re

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"

_NAMED_BY_DIGEST = re.compile(r"blobs/|targets/[0-9a-f]{64}\.")


def checked(path: str) -> str:
    """The path itself, or ValueError where it is empty, absolute, or has a part that climbs or means nothing.

    One rule for all stores, because S3 would keep ``a/../b`` as a name of its own that a folder reads as ``b``.
    """
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts) or "\\" in path or "\0" in path:
        raise ValueError(f"{path!r} is not a path inside the store")
    return path


def checked_prefix(prefix: str) -> str:
    """A beginning of paths: empty, a folder that ends with ``/``, or part of a name; ValueError where it climbs out."""
    if prefix:
        checked(prefix.removesuffix("/"))
    return prefix


def cache_control(path: str) -> str:
    """The Cache-Control header of docs/formats.md: what a digest names never changes, all else is asked for again."""
    return IMMUTABLE if _NAMED_BY_DIGEST.match(path) else REVALIDATE
