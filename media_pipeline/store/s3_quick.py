"""Small requests to S3, signed here: a third of the work that boto3 spends on each, which is most of the time of storing tiles.

Only what ends well is answered here. Whatever else a server says (errors, redirects, too busy, nothing at all) is left to boto3,
which asks again, waits, and knows each server's words; so nothing here retries.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import os
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

import urllib3
from botocore.httpsession import get_cert_path
from botocore.utils import get_environ_proxies

OK, ABSENT, ALREADY_THERE = 200, 404, 412


@dataclass(frozen=True)
class Answer:
    """A status that ends the matter, and the headers that came with it."""

    status: int
    headers: Any


class QuickRequests:
    """PUT and HEAD of objects of one bucket through a client's endpoint, region and keys.

    None instead of an answer: ask boto3. Always None where there are no keys, or where a proxy or a certificate of one's own is
    in the way.
    """

    def __init__(self, client: Any, credentials: Any, bucket: str, threads: int) -> None:
        self._credentials = credentials
        self._region = client.meta.region_name
        self._crc32 = client.meta.config.request_checksum_calculation == "when_supported"
        endpoint = client.meta.endpoint_url
        parts = urlsplit(endpoint)
        style = client.meta.config.s3["addressing_style"]
        own_name = style == "virtual" or (style == "auto" and "." not in bucket and parts.scheme == "https")
        host = f"{bucket}.{parts.netloc}" if own_name else parts.netloc
        self._base = (f"{parts.scheme}://{host}", parts.path.rstrip("/") + ("/" if own_name else f"/{bucket}/"))
        self._host = host
        self._possible = self._credentials is not None and bool(self._region) and not get_environ_proxies(endpoint)
        self._pool = _pool(threads + 4, os.getpid())

    def put(self, key: str, body: bytes, headers: dict[str, str]) -> Answer | None:
        """OK, or ALREADY_THERE where ``headers`` set a condition."""
        if self._crc32:
            headers = {**headers, "x-amz-checksum-crc32": base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()}
        else:
            headers = {**headers, "content-md5": content_md5(body)}
        return self._ask("PUT", key, headers, body, (OK, ALREADY_THERE))

    def head(self, key: str) -> Answer | None:
        """OK with the object's headers, or ABSENT."""
        return self._ask("HEAD", key, {}, b"", (OK, ABSENT))

    def _ask(self, method: str, key: str, headers: dict[str, str], body: bytes, wanted: tuple[int, ...]) -> Answer | None:
        if not self._possible:
            return None
        server, folder = self._base
        path = folder + quote(key, safe="/~")
        keys = self._credentials.get_frozen_credentials()
        now = datetime.datetime.now(datetime.UTC)
        signed = {
            **{name.lower(): value for name, value in headers.items()},
            "host": self._host,
            "x-amz-date": now.strftime("%Y%m%dT%H%M%SZ"),
            "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),  # the server refuses other bytes than these
            **({"x-amz-security-token": keys.token} if keys.token else {}),
        }
        signed["authorization"] = authorization(method, path, signed, keys.access_key, keys.secret_key, self._region)
        try:
            answer = self._pool.request(method, server + path, body=body or None, headers=signed, retries=False, redirect=False)
        except urllib3.exceptions.HTTPError:
            return None
        return Answer(answer.status, answer.headers) if answer.status in wanted else None


def authorization(method: str, path: str, headers: dict[str, str], access_key: str, secret_key: str, region: str) -> str:
    """Signature version 4 of a request without a query. ``headers`` have lower-case names and hold ``x-amz-date`` and
    ``x-amz-content-sha256``; ``path`` is encoded."""
    names = sorted(headers)
    moment, signed = headers["x-amz-date"], ";".join(names)
    lines = [
        method,
        path,
        "",
        *(f"{name}:{headers[name].strip()}" for name in names),
        "",
        signed,
        headers["x-amz-content-sha256"],
    ]
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, hashlib.sha256("\n".join(lines).encode()).hexdigest()])
    signature = hmac.new(_day_key(secret_key, moment[:8], region), text.encode(), "sha256").hexdigest()
    return f"AWS4-HMAC-SHA256 Credential={access_key}/{scope}, SignedHeaders={signed}, Signature={signature}"


def content_md5(body: bytes) -> str:
    """The checksum that every server knows, as its header wants it."""
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


@lru_cache(maxsize=8)
def _day_key(secret_key: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    return key


@lru_cache(maxsize=2)
def _pool(connections: int, process: int) -> urllib3.PoolManager:
    """One for all stores: a new one begins with new connections. Not shared with a process that was forked from here."""
    certificates = os.environ.get("AWS_CA_BUNDLE") or get_cert_path(True)
    return urllib3.PoolManager(maxsize=connections, timeout=urllib3.Timeout(connect=10, read=60), ca_certs=certificates)
