"""A store below a prefix of an S3 bucket, at Amazon or on any server that speaks the protocol."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, Literal, cast
from urllib.parse import quote

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from media_pipeline.store.base import Store
from media_pipeline.store.paths import cache_control, checked, checked_prefix
from media_pipeline.store.s3_errors import told
from media_pipeline.store.uploads import Uploads

Checksums = Literal["when_supported", "when_required"]

THREADS = 16
_IN_ONE_REQUEST = 8 << 20  # up to here one request in the background; above, in parts and while the caller waits
_WAITING_BYTES = 32 << 20
_PARTS = TransferConfig(multipart_threshold=_IN_ONE_REQUEST, multipart_chunksize=_IN_ONE_REQUEST, max_concurrency=4)
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE")
_FAILURES = (ClientError, BotoCoreError, boto3.exceptions.Boto3Error)


class S3Store(Store):
    """Objects named ``prefix/path`` in ``bucket``; access keys come from where boto3 looks (environment, profile, role).

    A panorama is 300 small files, so :meth:`put` returns while up to 8 MiB go on in the background; :meth:`barrier` waits for
    all and raises what failed. Whatever reads a path waits for that path, and :meth:`replace` waits for everything: the pointer
    never names what is still on its way. ``checksums`` "when_required" is for servers that don't know the newer checksums.
    """

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        *,
        endpoint_url: str | None = None,
        region: str | None = None,
        checksums: Checksums = "when_supported",
        threads: int = THREADS,
    ) -> None:
        self.bucket = bucket
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self.name = f"s3://{bucket}/{self.prefix}".rstrip("/")
        self._uploads = Uploads(threads, _WAITING_BYTES)
        try:
            self._client: Any = _client(endpoint_url, region, checksums, threads, _who())
        except _FAILURES as error:
            raise told(error, self.name) from error

    def _request(self, operation: str, path: str, **arguments: Any) -> Any:
        try:
            return getattr(self._client, operation)(Bucket=self.bucket, Key=self.prefix + path, **arguments)
        except _FAILURES as error:
            raise told(error, f"{self.name}/{path}") from error

    def put(self, path: str, data: bytes | Path, *, media_type: str) -> None:
        size = len(data) if isinstance(data, bytes) else data.stat().st_size
        checked(path)
        if isinstance(data, Path) and size > _IN_ONE_REQUEST:
            self._put_in_parts(path, data, size, media_type)
            return
        # Read now: the caller may remove its file as soon as this returns. Small blobs are written again rather than asked for:
        # the question costs as much as the answer, and a new date keeps them from a clean-up that runs beside us.
        body = data if isinstance(data, bytes) else data.read_bytes()
        self._uploads.start(path, size, lambda: self._put_whole(path, body, media_type))

    def _put_whole(self, path: str, body: bytes, media_type: str) -> None:
        self._request("put_object", path, Body=body, ContentType=media_type, CacheControl=cache_control(path))

    def _put_in_parts(self, path: str, source: Path, size: int, media_type: str) -> None:
        self._uploads.wait(path)
        try:
            if self._request("head_object", path)["ContentLength"] == size:
                return  # an object appears whole or not at all, and its digest is in the name
        except FileNotFoundError:
            pass
        extra = {"ContentType": media_type, "CacheControl": cache_control(path)}
        try:
            self._client.upload_file(str(source), self.bucket, self.prefix + path, ExtraArgs=extra, Config=_PARTS)
        except _FAILURES as error:
            raise told(error, f"{self.name}/{path}") from error

    def replace(self, path: str, data: bytes, *, media_type: str) -> None:
        checked(path)
        self._uploads.wait()
        self._put_whole(path, data, media_type)

    def open(self, path: str) -> BinaryIO:
        self._uploads.wait(checked(path))
        body = self._request("get_object", path)["Body"]
        return cast(BinaryIO, io.BufferedReader(_Body(body, f"{self.name}/{path}"), 1 << 16))

    def size(self, path: str) -> int:
        self._uploads.wait(checked(path))
        return int(self._request("head_object", path)["ContentLength"])

    def delete(self, path: str) -> None:
        self._uploads.wait(checked(path))
        self._request("delete_object", path)

    def keys(self, prefix: str = "") -> Iterator[str]:
        self._uploads.wait()
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix + checked_prefix(prefix)
        )
        try:
            for page in pages:
                for entry in page.get("Contents", ()):
                    yield str(entry["Key"]).removeprefix(self.prefix)
        except _FAILURES as error:
            raise told(error, self.name) from error

    def barrier(self) -> None:
        self._uploads.wait()

    def url(self, path: str) -> str:
        """Where anyone reads it, if the bucket lets them: endpoint/bucket/prefix/path. A folder's path ends with ``/``."""
        return f"{self._client.meta.endpoint_url}/{self.bucket}/{quote(self.prefix + checked_prefix(path))}"

    def close(self) -> None:
        """End the threads after what is under way."""
        self._uploads.close()


def _who() -> tuple[object, ...]:
    """What decides whose keys a client holds, and in which process it was made: its connections don't survive a fork."""
    return (os.getpid(), *(os.environ.get(name) for name in _KEYS))


@lru_cache(maxsize=8)
def _client(endpoint_url: str | None, region: str | None, checksums: Checksums, threads: int, who: tuple[object, ...]) -> Any:
    """One client, with its connections, for all stores of a server: a new one reads boto3's whole description of S3 again."""
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint_url,
        # Servers of one's own have no regions, but the signature needs one.
        region_name=region or ("us-east-1" if endpoint_url else None),
        config=Config(
            max_pool_connections=threads + 4,
            retries={"mode": "standard", "total_max_attempts": 4},
            connect_timeout=10,
            read_timeout=60,
            request_checksum_calculation=checksums,
            response_checksum_validation=checksums,
            # bucket.host needs a DNS name for each bucket, which servers of one's own seldom have
            s3={"addressing_style": "path" if endpoint_url else "auto"},
        ),
    )


class _Body(io.RawIOBase):
    """An answer's body as a stream whose failures are OSErrors; boto3 raises its own kinds in the middle of a read."""

    def __init__(self, body: Any, name: str) -> None:
        self._body = body
        self._name = name

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            piece: bytes = self._body.read(len(buffer))
        except _FAILURES as error:
            raise told(error, self._name) from error
        buffer[: len(piece)] = piece
        return len(piece)

    def readall(self) -> bytes:
        try:
            return bytes(self._body.read())
        except _FAILURES as error:
            raise told(error, self._name) from error

    def close(self) -> None:
        if not self.closed:
            self._body.close()
        super().close()
