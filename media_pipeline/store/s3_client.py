"""boto3's client for a server: made once for all stores there."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Any, Literal

import boto3
from botocore.config import Config

Checksums = Literal["when_supported", "when_required"]
Addressing = Literal["path", "virtual", "auto"]

_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE")


def s3_client(
    endpoint_url: str | None, region: str | None, checksums: Checksums, addressing: Addressing, threads: int
) -> tuple[Any, Any]:
    """(client, its credentials or None) with the access keys of this moment's environment. Raises boto3's errors."""
    return _client(endpoint_url, region, checksums, addressing, threads, _who())


def _who() -> tuple[object, ...]:
    """What decides whose keys a client holds, and in which process it was made: its connections don't survive a fork."""
    return (os.getpid(), *(os.environ.get(name) for name in _KEYS))


@lru_cache(maxsize=8)
def _client(
    endpoint_url: str | None,
    region: str | None,
    checksums: Checksums,
    addressing: Addressing,
    threads: int,
    who: tuple[object, ...],
) -> tuple[Any, Any]:
    """One client, with its connections, for all stores of a server: a new one reads boto3's whole description of S3 again."""
    session = boto3.session.Session()
    client = session.client(
        "s3",
        endpoint_url=endpoint_url,
        # Servers of one's own have no regions, but the signature needs one.
        region_name=region or ("us-east-1" if endpoint_url else None),
        config=Config(
            max_pool_connections=threads + 4,
            # Whatever is asked twice is harmless: a digest names the bytes, and conditions are checked again.
            retries={"mode": "standard", "total_max_attempts": 4},
            connect_timeout=10,
            read_timeout=60,
            request_checksum_calculation=checksums,
            response_checksum_validation=checksums,
            s3={"addressing_style": addressing},
        ),
    )
    return client, session.get_credentials()
