"""From a store's address, as a setting or the command line gives it, to the store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from media_pipeline.store.base import Store
from media_pipeline.store.disk import DiskStore
from media_pipeline.store.paths import checked

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_KNOWN = ("endpoint_url", "region", "checksums", "addressing_style")
_CHOICES = {"checksums": ("when_supported", "when_required"), "addressing_style": ("path", "virtual", "auto")}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://?")  # one slash is enough: s3:/bucket would become a folder named "s3:"


def open_store(address: str) -> Store:
    """A folder's path, or ``s3://bucket/prefix?endpoint_url=…&region=…&checksums=when_required&addressing_style=path``.

    ValueError with one sentence where the address is wrong. Nothing is read or written yet.
    """
    check_address(address)
    if not _SCHEME.match(address):
        return DiskStore(Path(address))
    parts = urlsplit(address)
    return _open_s3(address, parts.netloc, parts.path.strip("/"), dict(parse_qsl(parts.query)))


def check_address(address: str) -> None:
    """ValueError with one sentence where an address is wrong in its form. Asks neither disk nor network; never shows keys."""
    if not address.strip():
        raise ValueError("the store's address is empty; give a folder or s3://bucket/prefix")
    scheme = _SCHEME.match(address)
    if scheme is None:
        return
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ValueError("the store's address can't be read; write s3://bucket/prefix") from None
    if "@" in parts.netloc + unquote(parts.query):
        raise ValueError("the store's address holds a user or key; give keys in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    if scheme[0] != "s3://":
        raise ValueError(f"{scheme[0]} is not a store; give a folder or s3://bucket/prefix")
    if not _BUCKET.fullmatch(parts.netloc):
        raise ValueError(f"{parts.netloc!r} in {address} is not a bucket's name; write s3://bucket/prefix")
    prefix = parts.path.strip("/")
    if prefix:
        checked(prefix)
    _check_arguments(address, parts.query)


def _check_arguments(address: str, query: str) -> None:
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
    for name, choices in _CHOICES.items():
        if arguments.get(name, choices[0]) not in choices:
            raise ValueError(f"{address}: {name} is {' or '.join(choices)}")


def _open_s3(address: str, bucket: str, prefix: str, arguments: dict[str, str]) -> Store:
    from media_pipeline.store.s3 import S3Store  # boto3 takes a while to import, and a folder needs none of it

    try:
        return S3Store(
            bucket,
            prefix,
            endpoint_url=arguments.get("endpoint_url"),
            region=arguments.get("region"),
            checksums=cast(Any, arguments.get("checksums", _CHOICES["checksums"][0])),
            addressing_style=cast(Any, arguments.get("addressing_style")),
        )
    except ValueError as error:
        raise ValueError(f"{address}: {error}") from error
