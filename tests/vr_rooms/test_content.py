"""The content root over HTTP: what is served, with which headers, and what is not."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.types import ASGIApp, Message

from media_pipeline.store import DiskStore, put_blob
from vr_rooms.content import content_files, content_redirects

BUCKET = "s3://rooms/prefix?endpoint_url=http://127.0.0.1:9&region=us-east-1"


def ask(app: ASGIApp, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """(status, headers, body) of one request to an application mounted at /content."""
    sent: list[Message] = []

    async def run() -> None:
        async def receive() -> Message:
            await asyncio.sleep(3600)  # the client says nothing more and stays
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http",
            "method": method,
            "path": f"/content/{path}",
            "root_path": "",
            "query_string": b"",
            "headers": [(name.replace("_", "-").lower().encode(), value.encode()) for name, value in headers.items()],
            "server": ("127.0.0.1", 80),
            "client": ("127.0.0.1", 1),
            "scheme": "http",
            "http_version": "1.1",
        }
        await Starlette(routes=[Mount("/content", app)])(scope, receive, send)

    asyncio.run(run())
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    store = DiskStore(tmp_path / "content")
    store.replace("metadata/timestamp.json", b"{}", media_type="application/json")
    store.replace("metadata/3.snapshot.json", b"{}", media_type="application/json")
    (tmp_path / "content" / "secret.txt").write_text("no")
    return tmp_path / "content"


def test_a_blob_is_for_ever_and_the_pointer_is_not(root: Path) -> None:
    blob = put_blob(DiskStore(root), b"0123456789", "jpg")
    app = content_files(str(root))
    status, headers, body = ask(app, blob.path)
    assert (status, body, headers["content-type"]) == (200, b"0123456789", "image/jpeg")
    assert "immutable" in headers["cache-control"] and headers["access-control-allow-origin"] == "*"
    assert ask(app, blob.path, if_none_match=headers["etag"])[0] == 304
    status, part, body = ask(app, blob.path, range="bytes=2-4")
    assert (status, body, part["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert ask(app, blob.path, "HEAD")[2] == b""
    assert ask(app, "metadata/timestamp.json")[1]["cache-control"] == "no-cache"
    assert "immutable" in ask(app, "metadata/3.snapshot.json")[1]["cache-control"]


@pytest.mark.parametrize("path", ["", "blobs/", "secret.txt", "../content/secret.txt", ".incoming/x", "metadata/../secret.txt"])
def test_nothing_but_the_content_is_served(root: Path, path: str) -> None:
    for app in (content_files(str(root)), content_redirects(BUCKET)):
        status, headers, _ = ask(app, path)
        assert status == 404
        assert headers["access-control-allow-origin"] == "*"


def test_a_missing_blob_is_not_kept_as_missing(root: Path) -> None:
    status, headers, _ = ask(content_files(str(root)), f"blobs/aa/{'a' * 64}.jpg")
    assert status == 404
    assert "immutable" not in headers.get("cache-control", "")


def test_a_bucket_is_found_by_a_detour() -> None:
    path = f"blobs/ab/{'ab' * 32}.jpg"
    status, headers, _ = ask(content_redirects(BUCKET), path)
    assert (status, headers["location"]) == (307, f"http://127.0.0.1:9/rooms/prefix/{path}")
    assert headers["access-control-allow-origin"] == "*"
