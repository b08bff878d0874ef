"""What only S3 has: headers, secrets, a network that fails, and puts that go on in the background."""

from __future__ import annotations

import os
import socket
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from media_pipeline.store import open_store, put_blob, read
from media_pipeline.store.s3 import S3Store
from tests.s3 import S3Server


def opened(address: str) -> S3Store:
    store = open_store(address)
    assert isinstance(store, S3Store)
    return store


@pytest.fixture
def store(s3_server: S3Server) -> Iterator[S3Store]:
    store = opened(s3_server.address("a prefix/content"))
    yield store
    store.close()


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("blobs/ab/" + "ab" * 32 + ".jpg", "public, max-age=31536000, immutable"),
        ("targets/" + "ab" * 32 + ".catalog.json", "public, max-age=31536000, immutable"),
        ("metadata/timestamp.json", "no-cache"),
        ("schemas/catalog.json", "no-cache"),
    ],
)
@pytest.mark.parametrize("way", ["put", "large", "replace"])
def test_anyone_reads_it_at_its_url_with_the_right_headers(
    store: S3Store, path: str, cache: str, way: str, tmp_path: Path
) -> None:
    data = b"bytes" * (2_000_000 if way == "large" else 1)
    if way == "large":
        source = tmp_path / "source"
        source.write_bytes(data)
        store.put(path, source, media_type="image/jpeg")
    else:
        getattr(store, way)(path, data, media_type="image/jpeg")
    store.barrier()
    assert store.url(path).endswith("/a%20prefix/content/" + path)
    with urllib.request.urlopen(store.url(path)) as answer:
        assert answer.read() == data
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Cache-Control"] == cache


def test_two_prefixes_of_one_bucket_are_two_stores(s3_server: S3Server) -> None:
    address = s3_server.address("one")
    one, other = opened(address), opened(address.replace("/one?", "/one-more?"))
    put_blob(one, b"1", "jpg")
    put_blob(other, b"2", "jpg")
    assert [len(list(store.keys())) for store in (one, other)] == [1, 1]
    one.close()
    other.close()


def test_a_folder_has_an_address(store: S3Store) -> None:
    assert store.url("blobs/").endswith("/a%20prefix/content/blobs/")
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.url("../blobs/")


def test_stores_of_one_server_share_connections_but_not_failures(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = opened(s3_server.address()), opened(s3_server.address())
    assert one._client is other._client
    monkeypatch.setattr(S3Store, "_put_new", lambda *_: (_ for _ in ()).throw(OSError("no room")))
    one.put("blobs/ab/x.jpg", b"x", media_type="image/jpeg")
    other.barrier()
    with pytest.raises(OSError, match="no room"):
        one.barrier()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "another")
    assert opened(s3_server.address())._client is not one._client
    for store in (one, other):
        store.close()


def test_wrong_keys_are_a_permission_error_at_the_barrier(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    store = opened(s3_server.address())
    store.put("blobs/ab/x.jpg", b"x", media_type="image/jpeg")
    with pytest.raises(PermissionError, match=r"SignatureDoesNotMatch.*check the access keys"):
        store.barrier()
    with pytest.raises(PermissionError):
        store.replace("metadata/timestamp.json", b"{}", media_type="application/json")
    store.close()


def test_no_keys_at_all_is_told(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))
    store = opened(s3_server.address())
    with pytest.raises(PermissionError, match="set AWS_ACCESS_KEY_ID"):
        store.replace("metadata/timestamp.json", b"{}", media_type="application/json")
    store.close()


def test_the_pointer_waits_for_every_blob_and_does_not_move_when_one_failed(
    store: S3Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.replace("metadata/timestamp.json", b"old", media_type="application/json")
    go_on = threading.Event()
    put_new = S3Store._put_new

    def slow_and_failing(self: S3Store, path: str, body: bytes, media_type: str) -> None:
        if path == "blobs/ab/bad.jpg":
            go_on.wait(20)
            raise OSError("the disk over there is full")
        put_new(self, path, body, media_type)

    monkeypatch.setattr(S3Store, "_put_new", slow_and_failing)
    store.put("blobs/ab/bad.jpg", b"x", media_type="image/jpeg")
    threading.Timer(0.1, go_on.set).start()
    with pytest.raises(OSError, match="is full"):
        store.replace("metadata/timestamp.json", b"new", media_type="application/json")
    assert read(store, "metadata/timestamp.json") == b"old"


def test_a_server_that_is_not_there_is_a_connection_error(s3_server: S3Server) -> None:
    with socket.socket() as held:  # bound but not listening: refuses
        held.bind(("127.0.0.1", 0))
        store = opened(f"s3://bucket?endpoint_url=http://127.0.0.1:{held.getsockname()[1]}")
        with pytest.raises(ConnectionError, match="can't be reached"):
            store.size("blobs/ab/x.jpg")
        store.close()


class _Answers(BaseHTTPRequestHandler):
    """Answers with what the server's ``script`` says next, and goes on with the last line of it."""

    def _answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        script: list[tuple[int, bytes, int]] = self.server.script  # type: ignore[attr-defined]
        status, body, said = script.pop(0) if len(script) > 1 else script[0]
        self.send_response(status)
        self.send_header("Content-Length", str(said))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = len(body) != said

    def do_GET(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def scripted(s3_server: S3Server) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def _at(server: ThreadingHTTPServer) -> S3Store:
    return opened(f"s3://bucket?endpoint_url=http://127.0.0.1:{server.server_address[1]}")


def _error(code: str) -> bytes:
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()


def test_an_answer_of_503_is_tried_again(scripted: ThreadingHTTPServer) -> None:
    slow_down = _error("SlowDown")
    scripted.script = [(503, slow_down, len(slow_down)), (200, b"", 0)]  # type: ignore[attr-defined]
    store = _at(scripted)
    store.replace("metadata/timestamp.json", b"{}", media_type="application/json")
    assert scripted.script == [(200, b"", 0)]  # type: ignore[attr-defined]
    store.close()


@pytest.mark.parametrize(
    ("status", "code", "kind", "says"),
    [
        (404, "NoSuchKey", FileNotFoundError, "not in the store"),
        (404, "NoSuchBucket", OSError, "no such S3 bucket"),
        (403, "AccessDenied", PermissionError, "AccessDenied"),
        (507, "XMinioStorageFull", OSError, "no room left"),
        (400, "EntityTooLarge", OSError, "EntityTooLarge"),
    ],
)
def test_answers_become_errors_with_a_sentence(
    scripted: ThreadingHTTPServer, status: int, code: str, kind: type[OSError], says: str
) -> None:
    body = _error(code)
    scripted.script = [(status, body, len(body))]  # type: ignore[attr-defined]
    store = _at(scripted)
    with pytest.raises(kind, match=says) as caught:
        store.open("blobs/ab/x.jpg")
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value) and "bucket/blobs/ab/x.jpg" in str(caught.value)
    store.close()


@pytest.mark.parametrize("whole", [True, False])
def test_an_answer_that_is_cut_off_is_an_error_not_a_short_file(scripted: ThreadingHTTPServer, whole: bool) -> None:
    scripted.script = [(200, b"half of it", 20)]  # type: ignore[attr-defined]
    store = _at(scripted)
    with store.open("blobs/ab/x.jpg") as file, pytest.raises(OSError, match="S3"):
        while whole or file.read(4):
            if whole:
                file.read()
    store.close()


def test_a_large_file_with_wrong_keys_says_so(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "large.mp4"
    source.write_bytes(os.urandom(9 << 20))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    store = opened(s3_server.address())
    with pytest.raises(PermissionError, match="check the access keys"):
        store.put("blobs/ab/x.mp4", source, media_type="video/mp4")
    store.close()
