"""A store below a prefix of an S3 bucket, at Amazon or on any server that speaks the protocol."""

from __future__ import annotations

import errno
import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast
from urllib.parse import quote

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.exceptions import BotoCoreError, ClientError

from media_pipeline.store.base import Overtaken, Store
from media_pipeline.store.paths import cache_control, checked, checked_prefix
from media_pipeline.store.s3_body import Body
from media_pipeline.store.s3_client import Addressing, Checksums, s3_client
from media_pipeline.store.s3_errors import Refusal, told
from media_pipeline.store.s3_quick import ABSENT, ALREADY_THERE, QuickRequests, content_md5
from media_pipeline.store.uploads import Uploads

THREADS = 16
_IN_ONE_REQUEST = 8 << 20  # up to here one request in the background; above, in parts and while the caller waits
_WAITING_BYTES = 32 << 20
_PARTS = TransferConfig(multipart_threshold=_IN_ONE_REQUEST, multipart_chunksize=_IN_ONE_REQUEST, max_concurrency=4)
_FAILURES = (ClientError, BotoCoreError, boto3.exceptions.Boto3Error)
_CLASHES = 5
"""How often two writers of one object may get in each other's way before one gives up."""


class S3Store(Store):
    """Objects named ``prefix/path`` in ``bucket``; access keys come from where boto3 looks (environment, profile, role).

    A panorama is 300 small files, so :meth:`put` returns while up to 8 MiB go on in the background; :meth:`barrier` waits for
    all and raises what failed. Whatever reads a path waits for that path, and :meth:`replace` waits for everything: the pointer
    never names what is still on its way. What is there already with these bytes is not written again (If-None-Match; a server
    without conditions is asked first), so that a retry, or an answer that got lost on its way, costs and changes nothing.
    ``checksums`` "when_required" is for servers that don't know the newer checksums.
    """

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        *,
        endpoint_url: str | None = None,
        region: str | None = None,
        checksums: Checksums = "when_supported",
        addressing_style: Addressing | None = None,
        threads: int = THREADS,
    ) -> None:
        self.bucket = bucket
        self.prefix = prefix.strip("/") + "/" if prefix.strip("/") else ""
        self.name = f"s3://{bucket}/{self.prefix}".rstrip("/")
        self._uploads = Uploads(threads, _WAITING_BYTES)
        self._newer_checksums = checksums == "when_supported"
        self._conditions = True  # until the server says that it knows none
        # bucket.host needs a DNS name for each bucket, which servers of one's own seldom have
        addressing = addressing_style or ("path" if endpoint_url else "auto")
        try:
            self._client, credentials = s3_client(endpoint_url, region, checksums, addressing, threads)
            self._quick = QuickRequests(self._client, credentials, bucket, threads)
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
        # Read now: the caller may remove its file as soon as this returns.
        body = data if isinstance(data, bytes) else data.read_bytes()
        self._uploads.start(path, size, lambda: self._put_new(path, body, media_type))

    def _put_new(self, path: str, body: bytes, media_type: str) -> None:
        """Write an object unless it is there with these bytes."""
        if self._conditions:
            headers = {"Content-Type": media_type, "Cache-Control": cache_control(path), "If-None-Match": "*"}
            answer = self._quick.put(self.prefix + path, body, headers)
            if answer is None and self._written(path, body, media_type, IfNoneMatch="*"):
                return
            if answer is not None and answer.status != ALREADY_THERE:
                return
        if not self._holds(path, body):
            self._put_whole(path, body, media_type)

    def _put_whole(self, path: str, body: bytes, media_type: str, **conditions: str) -> None:
        about = {"ContentType": media_type, "CacheControl": cache_control(path)}
        if not self._newer_checksums:
            about["ContentMD5"] = content_md5(body)
        self._request("put_object", path, Body=body, **about, **conditions)

    def _written(self, path: str, body: bytes, media_type: str, **conditions: str) -> bool:
        """Write under a condition; False where it does not hold, where others write all the time, or where the server knows none
        (which is then not asked again)."""
        for _ in range(_CLASHES):
            try:
                self._put_whole(path, body, media_type, **conditions)
                return True
            except Refusal as refusal:
                if refusal.why != "clash":
                    self._conditions = refusal.why != "no_conditions"
                    return False
        return False

    def _holds(self, path: str, body: bytes) -> bool:
        """Whether an object has these bytes, by its size and, where the server says it in its way, its MD5."""
        try:
            size, etag = self._look(path)
        except FileNotFoundError:
            return False
        is_md5 = len(etag) == 32
        return size == len(body) and (not is_md5 or etag == hashlib.md5(body, usedforsecurity=False).hexdigest())

    def _look(self, path: str) -> tuple[int, str]:
        """Size in bytes and ETag; FileNotFoundError where there is nothing."""
        answer = self._quick.head(self.prefix + path)
        if answer is not None and answer.status == ABSENT:
            raise FileNotFoundError(errno.ENOENT, "not in the store", f"{self.name}/{path}")
        if answer is not None and "Content-Length" in answer.headers:
            return int(answer.headers["Content-Length"]), answer.headers.get("ETag", "").strip('"')
        head = self._request("head_object", path)
        return int(head["ContentLength"]), str(head.get("ETag", "")).strip('"')

    def _put_in_parts(self, path: str, source: Path, size: int, media_type: str) -> None:
        self._uploads.wait(path)
        try:
            if self._look(path)[0] == size:
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

    def exchange(self, path: str, data: bytes, old: bytes | None, *, media_type: str) -> None:
        checked(path)
        self._uploads.wait()
        now, etag = self._read_version(path)
        if now != old:
            raise Overtaken(path)
        condition = {"IfNoneMatch": "*"} if etag is None else {"IfMatch": etag}
        if self._conditions and self._written(path, data, media_type, **condition):
            return
        if not self._conditions:
            self._put_whole(path, data, media_type)  # the question above is all the protection that this server offers
        elif self._read_version(path)[0] != data:  # our own bytes: written by us, and only the answer got lost
            raise Overtaken(path)

    def _read_version(self, path: str) -> tuple[bytes | None, str | None]:
        try:
            answer = self._request("get_object", path)
            with self._stream(path, answer) as file:
                return file.read(), answer["ETag"]
        except FileNotFoundError:
            return None, None

    def open(self, path: str) -> BinaryIO:
        self._uploads.wait(checked(path))
        return self._stream(path, self._request("get_object", path))

    def _stream(self, path: str, answer: dict[str, Any]) -> BinaryIO:
        def go_on(part: str, etag: str) -> dict[str, Any]:
            return cast(dict[str, Any], self._request("get_object", path, Range=part, IfMatch=etag))

        return cast(BinaryIO, io.BufferedReader(Body(answer, go_on, f"{self.name}/{path}"), 1 << 16))

    def size(self, path: str) -> int:
        self._uploads.wait(checked(path))
        return self._look(path)[0]

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
