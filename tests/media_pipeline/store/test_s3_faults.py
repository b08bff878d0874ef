"""S3 over a bad line: what was asked twice is done once, what broke off goes on, and two writers never go unnoticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from media_pipeline.store import Overtaken, open_store, put_blob, read
from media_pipeline.store.s3 import S3Store
from media_pipeline.store.s3_quick import authorization
from tests.media_pipeline.store import flaky
from tests.media_pipeline.store.flaky import Line, bad_line
from tests.s3 import ACCESS_KEY, SECRET_KEY, S3Server

PATH = "blobs/ab/" + "ab" * 32 + ".jpg"
POINTER = "metadata/timestamp.json"
JSON = "application/json"


@pytest.fixture
def line(s3_server: S3Server) -> Iterator[Line]:
    with bad_line(s3_server.endpoint_url) as line:
        yield line


@pytest.fixture
def store(s3_server: S3Server, line: Line, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Store]:
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)
    opened = open_store(s3_server.address().replace(quote(s3_server.endpoint_url), line.address))
    assert isinstance(opened, S3Store)
    yield opened
    opened.close()


def put(store: S3Store, data: bytes = b"tile") -> None:
    store.put(PATH, data, media_type="image/jpeg")
    store.barrier()


@pytest.mark.parametrize("fault", [flaky.SERVER_ERROR, flaky.BUSY, flaky.SILENT_AFTER, flaky.SILENT_BEFORE, flaky.CLASH])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_put_comes_through(store: S3Store, line: Line, fault: str, times: int) -> None:
    line.orders = [fault] * times
    put(store)
    assert read(store, PATH) == b"tile" and list(store.keys()) == [PATH]


@pytest.mark.parametrize("fault", [flaky.SERVER_ERROR, flaky.BUSY, flaky.SILENT_AFTER, flaky.SILENT_BEFORE])
def test_replacing_comes_through(store: S3Store, line: Line, fault: str) -> None:
    line.orders = [fault]
    store.replace(POINTER, b"1", media_type=JSON)
    assert read(store, POINTER) == b"1"
    line.orders = ["", fault]
    store.exchange(POINTER, b"2", b"1", media_type=JSON)
    assert read(store, POINTER) == b"2"


def test_a_server_that_stays_broken_is_told_in_a_sentence(store: S3Store, line: Line) -> None:
    line.always = flaky.SERVER_ERROR
    with pytest.raises(OSError, match="the S3 server answered InternalError"):
        put(store)
    line.always = flaky.BUSY
    with pytest.raises(OSError, match="the S3 server answered 503"):
        store.size(PATH)
    line.always = flaky.SILENT_BEFORE
    with pytest.raises(ConnectionError, match="can't be reached"):
        store.replace(POINTER, b"1", media_type=JSON)


def test_what_is_there_is_not_written_again(store: S3Store, line: Line) -> None:
    put(store)
    line.seen.clear()
    put(store)
    assert line.methods() == ["PUT", "HEAD"] and line.seen[0][2]["if-none-match"] == "*"


@pytest.mark.parametrize("there", [b"zero", b"half"[:2], b""])
def test_a_blob_with_other_bytes_is_healed(store: S3Store, there: bytes) -> None:
    store.replace(PATH, there, media_type="image/jpeg")
    put(store)
    assert read(store, PATH) == b"tile"


def test_a_server_that_knows_no_conditions_is_asked_first(store: S3Store, line: Line) -> None:
    line.always = flaky.NO_CONDITIONS
    put(store)
    line.seen.clear()
    put(store)
    assert line.methods() == ["HEAD"], "it is there, and nothing is sent"
    store.put(PATH.replace("jpg", "png"), b"x", media_type="image/png")
    store.barrier()
    assert line.methods() == ["HEAD", "HEAD", "PUT"] and "if-none-match" not in line.seen[-1][2]
    store.exchange(POINTER, b"1", None, media_type=JSON)
    store.exchange(POINTER, b"2", b"1", media_type=JSON)
    with pytest.raises(Overtaken):
        store.exchange(POINTER, b"3", b"1", media_type=JSON)
    assert read(store, POINTER) == b"2"


def test_of_two_who_write_the_pointer_at_once_one_is_told(store: S3Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.exchange(POINTER, b"0", None, media_type=JSON)
    reads = S3Store._read_version

    def overtaken_after_reading(self: S3Store, path: str) -> tuple[bytes | None, str | None]:
        found = reads(self, path)
        if found[0] == b"0":
            self.replace(path, b"theirs", media_type=JSON)
        return found

    monkeypatch.setattr(S3Store, "_read_version", overtaken_after_reading)
    with pytest.raises(Overtaken, match="somebody else has replaced it"):
        store.exchange(POINTER, b"ours", b"0", media_type=JSON)
    assert read(store, POINTER) == b"theirs"


@pytest.mark.parametrize("faults", [1, 3])
def test_a_read_goes_on_where_it_broke_off(store: S3Store, line: Line, faults: int) -> None:
    data = os.urandom(400_000)
    store.put(PATH, data, media_type="image/jpeg")
    store.barrier()
    line.orders = [flaky.CUT] * faults
    line.seen.clear()
    assert read(store, PATH) == data
    asked = [headers.get("range") for _, _, headers in line.seen]
    assert asked[:2] == [None, "bytes=200000-"] and len(asked) == faults + 1
    assert line.seen[1][2]["if-match"]


def test_a_read_never_goes_on_in_another_version(store: S3Store, line: Line) -> None:
    store.replace(POINTER, bytes(300_000), media_type=JSON)
    line.orders = [flaky.CUT]
    with store.open(POINTER) as file:
        file.read(1000)
        store.replace(POINTER, b"\1" * 300_000, media_type=JSON)
        with pytest.raises(OSError, match="somebody else changed it"):
            file.read()


@pytest.mark.parametrize("checksums", ["when_supported", "when_required"])
@pytest.mark.parametrize("way", ["put", "replace"])
def test_bytes_that_changed_on_their_way_are_refused(s3_server: S3Server, line: Line, checksums: str, way: str) -> None:
    store = open_store(s3_server.address(checksums=checksums).replace(quote(s3_server.endpoint_url), line.address))
    assert isinstance(store, S3Store)
    line.always = flaky.CHANGED
    with pytest.raises(OSError, match=r"the S3 server answered (BadDigest|InvalidDigest|XAmz\w+)"):
        getattr(store, way)(PATH, b"tile", media_type="image/jpeg")
        store.barrier()
    assert {method for method in line.methods() if method != "HEAD"} == {"PUT"}
    line.always = ""
    assert list(store.keys()) == []
    put(store)
    assert read(store, PATH) == b"tile"
    store.close()


def test_a_large_file_in_parts_comes_through(store: S3Store, line: Line, tmp_path: Path) -> None:
    source = tmp_path / "large.mp4"
    source.write_bytes(os.urandom(1 << 20) * 17)
    line.orders = ["", "", flaky.SERVER_ERROR, flaky.SILENT_AFTER, flaky.BUSY]
    reference = put_blob(store, source, "mp4")
    assert store.size(reference.path) == 17 << 20
    assert line.methods().count("POST") >= 2, "begun and ended as one upload in parts"


def test_sizes_of_many_are_asked_side_by_side(store: S3Store) -> None:
    references = [put_blob(store, b"tile %d" % number, "jpg") for number in range(60)]
    store.barrier()
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(store.size, [one.path for one in references])) == [one.size for one in references]
        assert not any(pool.map(store.exists, [one.path.replace("jpg", "png") for one in references]))


def test_our_signature_is_botos() -> None:
    path = "/bucket/a%20prefix/blobs/ab/x.jpg"
    for token in (None, "session-token"):
        request = AWSRequest("PUT", f"http://s3.example.nl:8333{path}", headers={"Content-Type": "image/jpeg"}, data=b"tile")
        request.headers["X-Amz-Meta-Odd"] = "  two  words "
        S3SigV4Auth(Credentials(ACCESS_KEY, SECRET_KEY, token), "s3", "eu-west-1").add_auth(request)
        theirs = dict(request.prepare().headers)
        signed = {
            "content-type": "image/jpeg",
            "x-amz-meta-odd": "two words",
            "host": "s3.example.nl:8333",
            "x-amz-date": theirs["X-Amz-Date"],
            "x-amz-content-sha256": theirs["X-Amz-Content-SHA256"],
            **({"x-amz-security-token": token} if token else {}),
        }
        assert authorization("PUT", path, signed, ACCESS_KEY, SECRET_KEY, "eu-west-1") == theirs["Authorization"]
