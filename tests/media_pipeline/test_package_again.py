"""The same input is recognised at once; another wish, file or tool is another piece of work; a kill costs one stage at most."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from media_pipeline import package as entrance
from media_pipeline import tools, wishes
from media_pipeline.errors import Cancelled
from media_pipeline.images import panorama
from media_pipeline.package import package
from media_pipeline.recipes import BLUR
from media_pipeline.store import DiskStore, Store
from media_pipeline.store.base import read
from media_pipeline.store.memory import MemoryStore
from media_pipeline.wishes import Wishes, record_keys
from tests import media


class Counting(MemoryStore):
    """Counts what is put."""

    puts = 0

    def put(self, path: str, data: bytes | Path, *, media_type: str) -> None:
        self.puts += 1
        super().put(path, data, media_type=media_type)


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from media_pipeline.package import package
    from media_pipeline.store import DiskStore

    def kill(stage, done, total):
        if stage == "tiers":
            os.kill(os.getpid(), signal.SIGKILL)

    package(Path(sys.argv[1]), DiskStore(Path(sys.argv[2])), progress=kill)
"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return media.photo(tmp_path, width=512)


def test_an_input_already_packaged_is_recognised(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Counting()
    first = package(photo, store)
    before = store.puts
    monkeypatch.setattr(entrance, "probe", lambda *_: pytest.fail("it was looked at again"))
    copy = photo.with_name("another name.jpg")
    copy.write_bytes(photo.read_bytes())
    assert package(copy, store) == first
    assert store.puts == before


def test_a_record_without_its_blobs_is_packaged_anew(photo: Path) -> None:
    store = Counting()
    first = package(photo, store)
    store.delete(first.poster.path)
    assert package(photo, store) == first
    assert store.exists(first.poster.path)


def test_another_wish_recipe_file_or_tool_is_other_work(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def key(source: Path, wishes: Wishes) -> str:
        return record_keys(source, wishes)[0]

    def keys() -> list[str]:
        return [
            key(photo, {}),
            key(photo, {"kind": "image"}),
            key(photo, {"recipe": "panorama-2"}),
            key(photo, {"captions": [("nl", photo)]}),
            key(photo.parent, {}),
            key(photo, {"blur": "all"}),
        ]

    before = keys()
    assert len(set(before)) == len(before)
    assert key(photo, {"kind": None, "captions": ()}) == before[0]
    monkeypatch.setattr(wishes, "BLUR", replace(BLUR, tries=1))
    assert [old == new for old, new in zip(before, keys(), strict=True)] == [True] * (len(before) - 1) + [False]
    monkeypatch.setattr(tools, "versions", lambda: {"av": "another"})
    assert not set(before) & set(keys())
    photo.write_bytes(photo.read_bytes() + b"\0")
    assert key(photo, {}) not in before


def test_work_that_was_stopped_goes_on_after_its_last_stage(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Counting()

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "tiers":
            raise Cancelled("Stopped.")

    with pytest.raises(Cancelled):
        package(photo, store, progress=stop)
    monkeypatch.setattr(panorama, "make_tiles", lambda *_, **__: pytest.fail("the tiles were made again"))
    again = package(photo, store)
    monkeypatch.undo()
    assert again == package(photo, MemoryStore())


def test_records_name_no_file_of_this_machine(photo: Path) -> None:
    store = MemoryStore()
    package(photo, store)
    records = list(store.keys("records/"))
    assert len(records) == 1
    assert records[0].startswith("records/")
    assert photo.name.encode() not in read(store, records[0])
    assert str(photo.parent).encode() not in read(store, records[0])


def test_a_kill_leaves_the_finished_stages(photo: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(photo), str(store)]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2], timeout=100)
    assert killed.returncode == -signal.SIGKILL
    kept = [Path(path).name for path in DiskStore(store).keys("records/")]
    assert kept == ["tiles.json"]
    assert package(photo, DiskStore(store)) == package(photo, MemoryStore())
    assert [Path(path).name for path in DiskStore(store).keys("records/")] == ["asset.json"]


def test_a_store_that_fails_is_not_silent(photo: Path) -> None:
    class Full(MemoryStore):
        def replace(self, path: str, data: bytes, *, media_type: str) -> None:
            raise OSError(28, "No space left on device")

    store: Store = Full()
    wishes: dict[str, Any] = {}
    with pytest.raises(OSError, match="space"):
        package(photo, store, **wishes)
