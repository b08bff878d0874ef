"""Addresses of stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.store import DiskStore, open_store
from media_pipeline.store.s3 import S3Store


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3", raising=False)


def test_a_folder() -> None:
    store = open_store("var/content")
    assert isinstance(store, DiskStore) and store.root == Path("var/content")


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("s3://inkijk/a/b?endpoint_url=https://s3.example.nl", "https://s3.example.nl/inkijk/a/b/x.jpg"),
        ("s3://inkijk/?endpoint_url=http%3A%2F%2F127.0.0.1%3A9000", "http://127.0.0.1:9000/inkijk/x.jpg"),
        (
            "s3://inkijk?endpoint_url=https://s3.example.nl&region=nl-1&checksums=when_required",
            "https://s3.example.nl/inkijk/x.jpg",
        ),
        ("s3://inkijk/c/?region=eu-west-1", "https://s3.eu-west-1.amazonaws.com/inkijk/c/x.jpg"),
    ],
)
def test_s3(address: str, url: str) -> None:
    store = open_store(address)
    assert isinstance(store, S3Store)
    assert store.url("x.jpg") == url
    store.close()


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "is empty"),
        ("  ", "is empty"),
        ("http://example.nl/x", "http:// is not a store"),
        ("s3://", "not a bucket's name"),
        ("s3:///prefix", "not a bucket's name"),
        ("s3://Bucket_With/prefix", "not a bucket's name"),
        ("s3://key:secret@bucket/prefix", "holds a user or key"),
        ("s3://bucket/a/../b", "not a path inside the store"),
        ("s3://bucket?endpoint=https://x", "endpoint is unknown"),
        ("s3://bucket?endpoint_url=", "endpoint_url has no value"),
        ("s3://bucket?endpoint_url", "not name=value"),
        ("s3://bucket?endpoint_url=s3.example.nl", "must begin with https"),
        ("s3://bucket?checksums=never", "checksums is when_supported or when_required"),
    ],
)
def test_wrong_addresses(address: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as caught:
        open_store(address)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
