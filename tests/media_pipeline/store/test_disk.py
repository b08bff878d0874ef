"""What only a folder has: half-written files, left-overs of killed writers, and a power cut."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from media_pipeline.digests import sha256
from media_pipeline.store import DiskStore, put_blob, read

# Writes one large blob from a source that never ends by itself, so that the kill always comes in the middle.
WRITER = """
import os, sys
from pathlib import Path
from media_pipeline.store import DiskStore
DiskStore(sys.argv[1]).put(sys.argv[3], Path(sys.argv[2]), media_type="video/mp4")
"""


@pytest.mark.parametrize("old", [None, b"the bytes before"])
def test_kill_in_the_middle_of_a_write_shows_nothing_or_the_old_file(tmp_path: Path, old: bytes | None) -> None:
    store = DiskStore(tmp_path / "content")
    path = "blobs/ab/video.mp4"
    if old is not None:
        store.put(path, old, media_type="video/mp4")
    pipe = tmp_path / "source"
    os.mkfifo(pipe)
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(store.root), str(pipe), path])
    with pipe.open("wb") as source:
        source.write(b"x" * (4 << 20))  # more than the writer's piece: some of it is on disk now
        source.flush()
        scratch = store.root / ".incoming"
        end = time.monotonic() + 20
        while not (scratch.is_dir() and any(left.stat().st_size for left in scratch.iterdir())):
            assert writer.poll() is None and time.monotonic() < end
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    assert list(store.keys()) == ([] if old is None else [path])
    assert (read(store, path) if store.exists(path) else None) == old
    whole = os.urandom(1 << 20)
    store.put(path, whole, media_type="video/mp4")  # a second run finishes the work
    assert read(store, path) == whole


def test_a_failing_source_leaves_nothing(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "content")
    with pytest.raises(IsADirectoryError):
        store.put("blobs/ab/x.jpg", tmp_path, media_type="image/jpeg")
    assert list(store.keys()) == []
    assert list((store.root / ".incoming").iterdir()) == []


def test_left_overs_of_killed_writers_go_after_a_day(tmp_path: Path) -> None:
    scratch = tmp_path / ".incoming"
    scratch.mkdir()
    abandoned, fresh = scratch / "abandoned", scratch / "fresh"
    for left in (abandoned, fresh):
        left.write_bytes(b"half")
    two_days_ago = time.time() - 2 * 24 * 3600
    os.utime(abandoned, (two_days_ago, two_days_ago))
    DiskStore(tmp_path).put("a.json", b"{}", media_type="application/json")
    assert not abandoned.exists() and fresh.exists()


def test_the_scratch_folder_is_no_part_of_the_store(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    store.put("a.json", b"{}", media_type="application/json")
    (tmp_path / ".incoming" / "half").write_bytes(b"half")
    assert list(store.keys()) == ["a.json"]
    with pytest.raises(ValueError, match="not a path inside the store"):
        store.open(".incoming/half")


def test_an_unchanged_blob_is_not_written_again(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    reference = put_blob(store, b"tile", "jpg")
    before = (tmp_path / reference.path).stat()
    put_blob(store, b"tile", "jpg")
    after = (tmp_path / reference.path).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_blob_that_a_power_cut_filled_with_zeros_is_healed(tmp_path: Path) -> None:
    store = DiskStore(tmp_path / "content")
    source = tmp_path / "source.jpg"
    source.write_bytes(b"picture")
    for data in (b"picture", source):
        reference = put_blob(store, data, "jpg")
        (store.root / reference.path).write_bytes(b"\0" * reference.size)
        put_blob(store, data, "jpg")
        assert sha256(read(store, reference.path)) == reference.sha256


def test_files_are_readable_by_a_web_server(tmp_path: Path) -> None:
    store = DiskStore(tmp_path)
    reference = put_blob(store, b"tile", "jpg")
    assert (tmp_path / reference.path).stat().st_mode & 0o777 == 0o644


def test_replace_syncs_the_file_and_every_folder_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    true_fsync = os.fsync

    def fsync(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        true_fsync(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.chdir(tmp_path)
    DiskStore("content").replace("deep/metadata/timestamp.json", b"{}", media_type="application/json")  # a relative root, too
    content = tmp_path / "content"
    wanted = [content / "deep/metadata/timestamp.json", content / "deep/metadata", content / "deep", content]
    assert synced == [path.stat().st_ino for path in wanted]


def test_barrier_on_a_store_without_a_file(tmp_path: Path) -> None:
    DiskStore(tmp_path / "not there").barrier()
    assert not (tmp_path / "not there").exists()
