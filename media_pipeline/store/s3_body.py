"""An object's bytes as a stream that goes on where a broken connection left it."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

from media_pipeline.store.s3_errors import told

ATTEMPTS = 4
"""Answers in a row that may break off without a single byte more."""


class Body(io.RawIOBase):
    """Reads an answer's body; where it breaks off, the rest is asked for by Range, of the very same version of the object.

    Failures are OSErrors: boto3 raises its own kinds in the middle of a read.
    """

    def __init__(self, answer: dict[str, Any], go_on: Callable[[str, str], dict[str, Any]], name: str) -> None:
        """``go_on`` gets (Range, ETag) and gives boto3's next answer."""
        self._body = answer["Body"]
        self._etag = answer.get("ETag", "")
        self._size = answer["ContentLength"]
        self._go_on = go_on
        self._name = name
        self._at = 0
        self._failed = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while True:
            try:
                piece: bytes = self._body.read(len(buffer))
                if not piece and self._at < self._size:
                    raise OSError("the answer is shorter than it said")
            except (ClientError, BotoCoreError, HTTPError, OSError) as error:
                self._resume(error)
                continue
            self._at += len(piece)
            if piece:
                self._failed = 0
            buffer[: len(piece)] = piece
            return len(piece)

    def _resume(self, error: Exception) -> None:
        """Ask for the rest; the OSError of the failure where that has been tried often enough or the object is another now."""
        self._body.close()
        self._failed += 1
        if self._failed >= ATTEMPTS or not self._etag:
            raise told(error, self._name) from error
        answer = self._go_on(f"bytes={self._at}-", self._etag)
        if not str(answer.get("ContentRange", "")).startswith(f"bytes {self._at}-"):  # a server that knows no ranges
            answer["Body"].close()
            raise told(error, self._name) from error
        self._body = answer["Body"]

    def close(self) -> None:
        if not self.closed:
            self._body.close()
        super().close()
