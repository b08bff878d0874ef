"""From a store's address, as a setting or the command line gives it, to the store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from media_pipeline.store.base import Store
from media_pipeline.store.disk import DiskStore
from media_pipeline.store.paths import checked

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_KNOWN = ("endpoint_url", "region", "checksums")
_CHECKSUMS = ("when_supported", "when_required")


def open_store(address: str) -> Store:
    """A folder's path, or ``s3://bucket/prefix?endpoint_url=…&region=…&checksums=when_required``.

    ValueError with one sentence where the address is wrong. Nothing is read or written yet.
    """
    if not address.strip():
        raise ValueError("the store's address is empty; give a folder or s3://bucket/prefix")
    if "://" not in address:
        return DiskStore(Path(address))
    parts = urlsplit(address)
    if parts.scheme != "s3":
        raise ValueError(f"{parts.scheme}:// is not a store; give a folder or s3://bucket/prefix")
    if "@" in parts.netloc:
        raise ValueError("the store's address holds a user or key; give keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    if not _BUCKET.fullmatch(parts.netloc):
        raise ValueError(f"{parts.netloc!r} in {address} is not a bucket's name; write s3://bucket/prefix")
    prefix = parts.path.strip("/")
    if prefix:
        checked(prefix)
    return _open_s3(address, parts.netloc, prefix, _arguments(address, parts.query))


def _arguments(address: str, query: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise ValueError(f"{address}: what follows the ? is not name=value") from None
    arguments = dict(pairs)
    for name, value in pairs:
        if name not in _KNOWN:
            raise ValueError(f"{address}: {name} is unknown; {', '.join(_KNOWN)} are known")
        if not value:
            raise ValueError(f"{address}: {name} has no value")
    endpoint = urlsplit(arguments.get("endpoint_url", "https://any"))
    if endpoint.scheme not in ("http", "https") or not endpoint.netloc:
        raise ValueError(f"{address}: endpoint_url must begin with https:// or http://")
    if arguments.get("checksums", _CHECKSUMS[0]) not in _CHECKSUMS:
        raise ValueError(f"{address}: checksums is {' or '.join(_CHECKSUMS)}")
    return arguments


def _open_s3(address: str, bucket: str, prefix: str, arguments: dict[str, str]) -> Store:
    from media_pipeline.store.s3 import Checksums, S3Store  # boto3 takes a while to import, and a folder needs none of it

    try:
        return S3Store(
            bucket,
            prefix,
            endpoint_url=arguments.get("endpoint_url"),
            region=arguments.get("region"),
            checksums=cast(Checksums, arguments.get("checksums", _CHECKSUMS[0])),
        )
    except ValueError as error:
        raise ValueError(f"{address}: {error}") from error
