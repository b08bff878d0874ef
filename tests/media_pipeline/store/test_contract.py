"""What every store does, whichever medium is below it."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from media_pipeline.digests import blob_path, sha256
from media_pipeline.store import Overtaken, Store, put_blob, put_document, read

PATH = "blobs/ab/" + "ab" * 32 + ".jpg"
CLIMBING = ["", "/etc/x", "../x", "a/../../x", "a/..", "a//b", "a/./b", "a\\..\\b", "a/", "a\0b"]


def test_what_is_put_can_be_read(store: Store) -> None:
    store.put(PATH, b"picture", media_type="image/jpeg")
    assert read(store, PATH) == b"picture"
    assert store.size(PATH) == 7
    assert store.exists(PATH)
    store.barrier()
    assert list(store.keys()) == [PATH]


def test_a_file_may_go_as_soon_as_put_returns(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "source.bin"
    source.write_bytes(b"abc" * 1000)
    store.put(PATH, source, media_type="image/jpeg")
    source.unlink()
    store.barrier()
    assert read(store, PATH) == b"abc" * 1000


def test_a_large_file_arrives_whole(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "large.mp4"
    source.write_bytes(os.urandom(1 << 20) * 17)
    for _ in range(2):  # the second time nothing needs to travel
        reference = put_blob(store, source, "mp4")
    store.barrier()
    assert reference.size == 17 << 20 == store.size(reference.path)
    with store.open(reference.path) as stored:
        assert sha256(stored.read()) == reference.sha256


def test_an_empty_file(store: Store) -> None:
    store.put(PATH, b"", media_type="image/jpeg")
    assert read(store, PATH) == b"" and store.size(PATH) == 0


def test_reading_in_pieces(store: Store) -> None:
    data = os.urandom(200_000)
    store.put(PATH, data, media_type="image/jpeg")
    with store.open(PATH) as file:
        assert file.read(5) == data[:5]
        assert file.read(150_000) == data[5:150_005]
        assert file.read() == data[150_005:]
        assert file.read() == b""


def test_what_is_absent_is_file_not_found(store: Store) -> None:
    store.put("a/b/c.jpg", b"1", media_type="image/jpeg")  # a bucket that has never been written to is another case
    store.barrier()
    for path in (PATH, "a/b", "a", "a/b/c.jpg/d"):
        with pytest.raises(FileNotFoundError):
            store.open(path).close()
        with pytest.raises(FileNotFoundError):
            store.size(path)
        assert not store.exists(path)


def test_the_same_path_again_is_free(store: Store) -> None:
    for _ in range(3):
        store.put(PATH, b"same", media_type="image/jpeg")
    store.barrier()
    assert list(store.keys()) == [PATH]
    assert read(store, PATH) == b"same"


def test_put_heals_a_damaged_blob(store: Store) -> None:
    store.replace(PATH, b"\0\0\0\0", media_type="image/jpeg")
    store.put(PATH, b"good", media_type="image/jpeg")
    assert read(store, PATH) == b"good"


def test_replace_changes_the_bytes(store: Store) -> None:
    for content in (b"1", b"22", b"3"):
        store.replace("metadata/timestamp.json", content, media_type="application/json")
        assert read(store, "metadata/timestamp.json") == content
    assert list(store.keys("metadata/")) == ["metadata/timestamp.json"]


def test_exchange_replaces_only_what_was_read(store: Store) -> None:
    path = "metadata/timestamp.json"
    with pytest.raises(Overtaken, match="somebody else"):
        store.exchange(path, b"new", b"old", media_type="application/json")
    assert not store.exists(path)
    store.exchange(path, b"1", None, media_type="application/json")
    with pytest.raises(Overtaken):
        store.exchange(path, b"2", None, media_type="application/json")
    with pytest.raises(Overtaken):
        store.exchange(path, b"2", b"0", media_type="application/json")
    assert read(store, path) == b"1"
    store.exchange(path, b"22", b"1", media_type="application/json")
    assert read(store, path) == b"22"
    assert list(store.keys("metadata/")) == [path]


def test_of_many_who_exchange_at_once_one_succeeds_each_time(store: Store) -> None:
    path = "metadata/timestamp.json"

    def add(number: int) -> None:
        """Writes its number behind the others', again and again until nobody is in the way."""
        while True:
            old = read(store, path) if store.exists(path) else None
            try:
                store.exchange(path, (old or b"") + b"%d " % number, old, media_type="application/json")
                return
            except Overtaken:
                continue

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    assert sorted(map(int, read(store, path).split())) == list(range(12)), "none is lost, none is there twice"


def test_delete(store: Store) -> None:
    store.put(PATH, b"1", media_type="image/jpeg")
    store.delete(PATH)
    store.delete(PATH)
    store.delete("never/there.jpg")
    assert not store.exists(PATH)
    assert list(store.keys()) == []


def test_keys_by_prefix(store: Store) -> None:
    paths = {"blobs/aa/1.jpg", "blobs/ab/2.jpg", "blobs/b/3.jpg", "metadata/1.root.json", "top.json", "blobs-old/4.jpg"}
    for path in paths:
        store.put(path, b"x", media_type="image/jpeg")
    assert set(store.keys()) == paths
    assert set(store.keys("blobs/")) == {"blobs/aa/1.jpg", "blobs/ab/2.jpg", "blobs/b/3.jpg"}
    assert set(store.keys("blobs/a")) == {"blobs/aa/1.jpg", "blobs/ab/2.jpg"}
    assert set(store.keys("blobs")) == {path for path in paths if path.startswith("blobs")}
    assert set(store.keys("nothing/")) == set()


@pytest.mark.parametrize("path", CLIMBING)
def test_a_path_that_leaves_the_store_is_refused(store: Store, path: str) -> None:
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.put(path, b"x", media_type="image/jpeg")
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.replace(path, b"x", media_type="image/jpeg")
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.exchange(path, b"x", None, media_type="image/jpeg")
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.open(path)
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.size(path)
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.exists(path)
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.delete(path)
    if path not in ("", "a/"):  # a folder is a good beginning of paths
        with pytest.raises(ValueError, match="not a path inside the store"):
            list(store.keys(path))


def test_many_threads_put_side_by_side(store: Store) -> None:
    blobs = [f"tile {number}".encode() * 50 for number in range(200)]
    with ThreadPoolExecutor(8) as pool:
        references = list(pool.map(lambda data: put_blob(store, data, "jpg"), blobs + blobs[:50]))
    store.barrier()
    assert set(store.keys()) == {reference.path for reference in references}
    for data in blobs:
        assert read(store, blob_path(sha256(data), "jpg")) == data


def test_a_document_is_stored_under_its_digest(store: Store) -> None:
    reference = put_document(store, {"b": 1, "a": "é"})
    assert read(store, reference.path) == '{"a":"é","b":1}'.encode()
    assert reference.media_type == "application/json"
    assert reference.path == f"blobs/{reference.sha256[:2]}/{reference.sha256}.json"
