"""kill -9 at every touch of the file system: the pointer always resolves to a complete, verified release, and a second run ends
the work."""

from __future__ import annotations

import os
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from media_pipeline.release.keys import load
from media_pipeline.release.repository import publish, resign
from media_pipeline.release.rotation import open_keys, rotate
from media_pipeline.release.state import current
from media_pipeline.release.trusted import read_release
from media_pipeline.release.verify import verify_store
from media_pipeline.store import DiskStore, read
from tests.content import Programme
from tests.faults.kill import killed_at
from vr_rooms.client import check
from vr_rooms.client.choice import Choice, wanted
from vr_rooms.client.folder import SyncedFolder
from vr_rooms.client.origin import FolderOrigin
from vr_rooms.client.sync import sync
from vr_rooms.format.catalog import read_catalog

NOW = datetime.now(UTC)
SMALL = {"techniek": ["lasserij"]}


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed process loses nothing that the kernel has; only a power cut does, and that is not tried here."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(DiskStore, "barrier", lambda self: None)


def every(touches: int) -> pytest.MarkDecorator:
    """Each touch in the slow run; in the quick one every ``touches``-th, from a chance beginning."""
    return pytest.mark.parametrize(
        "stride", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(touches, id="some")]
    )


def fresh(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def test_the_hook_kills_where_it_is_told(tmp_path: Path) -> None:
    def work() -> None:
        for n in range(3):
            (tmp_path / f"{n}").write_bytes(b"")

    assert killed_at(3, work)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0", "1"]
    assert not killed_at(4, work)
    with pytest.raises(AssertionError, match="error"):
        killed_at(99, lambda: (tmp_path / "none").read_bytes())


@every(4)
def test_publish(tmp_path: Path, stride: int) -> None:
    begun, store = tmp_path / "begun", DiskStore(tmp_path / "content")
    programme = Programme(DiskStore(begun), SMALL)
    keys = load(tmp_path / "keys")
    publish(programme.store, programme.catalog(), keys, now=NOW)
    programme.words["lasserij"] = "Anders."
    catalog = programme.catalog()
    touch = random.randint(1 - stride, 0)
    seen = set()
    while True:
        touch += stride
        fresh(begun, store.root)
        killed = killed_at(touch, lambda: publish(store, catalog, keys, now=NOW))
        assert verify_store(store) == []
        release = current(store)
        assert release is not None
        seen.add(release.version)
        again = publish(store, catalog, keys, now=NOW)
        assert (again.version, again.made) == (2, release.version == 1)
        assert verify_store(store) == []
        if not killed:
            break
    assert touch > 8
    assert seen == {1, 2}


@every(6)
def test_the_first_release_and_its_keys(tmp_path: Path, stride: int) -> None:
    begun, store, keys = tmp_path / "begun", DiskStore(tmp_path / "content"), tmp_path / "keys"
    programme = Programme(DiskStore(begun), SMALL)
    catalog = programme.catalog()
    touch = random.randint(1 - stride, 0)
    while True:
        touch += stride
        fresh(begun, store.root)
        shutil.rmtree(keys, ignore_errors=True)
        killed = killed_at(touch, lambda: publish(store, catalog, load(keys), now=NOW))
        if store.exists("metadata/timestamp.json"):
            assert verify_store(store) == []
        publish(store, catalog, load(keys), now=NOW)
        assert verify_store(store) == []
        assert sorted(path.name for path in keys.glob("*.pem")) == ["root.pem", "snapshot.pem", "targets.pem", "timestamp.pem"]
        if not killed:
            break
    assert touch > 15


@pytest.mark.parametrize("role", ["root", "snapshot"])
@every(5)
def test_rotation_of_a_key(tmp_path: Path, stride: int, role: str) -> None:
    """In between, clients may have to wait; after the next run they follow, whatever they saw before."""
    begun, begun_keys = tmp_path / "begun", tmp_path / "begun-keys"
    store, keys = DiskStore(tmp_path / "content"), tmp_path / "keys"
    programme = Programme(DiskStore(begun), SMALL)
    publish(programme.store, programme.catalog(), load(begun_keys), now=NOW)
    root = read(programme.store, "metadata/1.root.json")
    before = read_release(lambda path: (read(programme.store, path),), bootstrap=root, state={})
    touch = random.randint(1 - stride, 0)
    while True:
        touch += stride
        fresh(begun, store.root)
        fresh(begun_keys, keys)
        killed = killed_at(touch, lambda: rotate(store, keys, role, now=NOW))
        if killed and role == "root":
            rotate(store, keys, role, now=NOW)
        resign(store, open_keys(store, keys), now=NOW + timedelta(minutes=1))
        assert verify_store(store) == []
        read_release(lambda path: (read(store, path),), bootstrap=root, state=before.state)
        if not killed:
            break
    assert touch > 8


def pointer_is_whole(folder: Path, choice: Choice) -> None:
    """What another reader of the folder finds by its timestamp.json is complete and right."""
    synced = SyncedFolder(folder)
    root = read(synced.store, "metadata/1.root.json")
    trusted = read_release(lambda path: (read(synced.store, path),), bootstrap=root, state={})
    blobs = wanted(read_catalog(trusted.catalog), choice, lambda blobs: None, synced.document)
    assert [path for path, size in blobs.items() if not synced.is_right(path, size)] == []


@every(12)
def test_sync(tmp_path: Path, stride: int) -> None:
    store = DiskStore(tmp_path / "content")
    programme = Programme(store, SMALL, videos=False)
    keys = load(tmp_path / "keys")
    choice = Choice()
    publish(store, programme.catalog(), keys, now=NOW)
    begun, folder = tmp_path / "begun", tmp_path / "synced"
    sync(FolderOrigin(store.root), begun, choice)
    programme.words["lasserij"] = "Anders."
    programme.sectors["techniek"] = ["lasserij", "garage"]
    publish(store, programme.catalog(), keys, now=NOW)
    sync(FolderOrigin(store.root), begun, choice)
    programme.sectors["techniek"] = ["lasserij", "fabriek"]
    publish(store, programme.catalog(), keys, now=NOW)
    touch = random.randint(1 - stride, 0)
    seen = set()
    while True:
        touch += stride
        fresh(begun, folder)
        killed = killed_at(touch, lambda: sync(FolderOrigin(store.root), folder, choice))
        checked = check.verify(folder)
        assert checked.wrong == []
        seen.add(checked.release)
        pointer_is_whole(folder, choice)
        sync(FolderOrigin(store.root), folder, choice)
        record = SyncedFolder(folder).record()
        assert record is not None
        assert (record.active.release, record.previous.release if record.previous else None) == (3, 2)
        assert check.verify(folder).wrong == []
        assert not list((folder / ".incoming").iterdir())
        if not killed:
            break
    assert touch > 30
    assert seen == {2, 3}


@every(12)
def test_a_first_sync(tmp_path: Path, stride: int) -> None:
    store = DiskStore(tmp_path / "content")
    programme = Programme(store, SMALL, videos=False, tiers=(2048,))
    publish(store, programme.catalog(), load(tmp_path / "keys"), now=NOW)
    folder = tmp_path / "synced"
    touch = random.randint(1 - stride, 0)
    while True:
        touch += stride
        shutil.rmtree(folder, ignore_errors=True)
        killed = killed_at(touch, lambda: sync(FolderOrigin(store.root), folder, Choice()))
        if (folder / "active.json").exists():
            assert check.verify(folder).wrong == []
        sync(FolderOrigin(store.root), folder, Choice())
        assert check.verify(folder).wrong == []
        if not killed:
            break
    assert touch > 30
