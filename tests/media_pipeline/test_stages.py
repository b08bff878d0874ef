"""Finished stages are remembered with their blobs, and only while those are there."""

from __future__ import annotations

import pytest

from media_pipeline.canonical import Document
from media_pipeline.records import Reference, TileIndex, Tiles
from media_pipeline.stages import UNREMEMBERED, WHOLE, KeptStages
from media_pipeline.store.base import put_blob, put_document
from media_pipeline.store.memory import MemoryStore


class Made(Document):
    blob: Reference


class Worker:
    """Makes a blob and counts how often."""

    def __init__(self, store: MemoryStore) -> None:
        self.store, self.runs = store, 0

    def __call__(self) -> Made:
        self.runs += 1
        return Made(blob=put_blob(self.store, b"bytes", "jpg"))


def test_a_finished_stage_is_not_done_again() -> None:
    store = MemoryStore()
    work = Worker(store)
    first = KeptStages(store, "a" * 64).once("tiles", Made, work)
    assert KeptStages(store, "a" * 64).once("tiles", Made, work) == first
    assert work.runs == 1
    KeptStages(store, "b" * 64).once("tiles", Made, work)  # other input, wishes, recipe or tools
    KeptStages(store, "a" * 64).once("tiers", Made, work)
    assert work.runs == 3


def test_a_stage_whose_blob_is_gone_is_done_again() -> None:
    store = MemoryStore()
    work = Worker(store)
    made = KeptStages(store, "a" * 64).once("tiles", Made, work)
    store.delete(made.blob.path)
    KeptStages(store, "a" * 64).once("tiles", Made, work)
    assert work.runs == 2
    assert store.exists(made.blob.path)


def test_blobs_named_by_an_index_count_too() -> None:
    store = MemoryStore()
    tile = put_blob(store, b"tile", "jpg")
    level = {"face_size": 1, "columns": 1, "faces": {"f": [(tile.sha256, tile.size)]}}
    index = put_document(store, TileIndex.model_validate({"eyes": [{"levels": [level]}]}))
    stages = KeptStages(store, "a" * 64)
    stages.once("tiles", Tiles, lambda: Tiles(face_size=1, levels=1, index=index))
    assert stages.recall("tiles", Tiles) is not None
    store.delete(tile.path)
    assert stages.recall("tiles", Tiles) is None


@pytest.mark.parametrize("torn", [b"", b"{", b'{"blob": 7}', b'{"blob": {"sha256": "x", "size": 1}}'])
def test_a_record_that_is_none_is_made_anew(torn: bytes) -> None:
    store = MemoryStore()
    work = Worker(store)
    stages = KeptStages(store, "a" * 64)
    stages.once("tiles", Made, work)
    store.replace(f"records/{'a' * 64}/tiles.json", torn, media_type="application/json")
    stages.once("tiles", Made, work)
    assert work.runs == 2


def test_a_stage_that_fails_is_not_remembered() -> None:
    store = MemoryStore()

    def fail() -> Made:
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        KeptStages(store, "a" * 64).once("tiles", Made, fail)
    assert not list(store.keys("records/"))


def test_finish_keeps_the_whole_record_only() -> None:
    store = MemoryStore()
    work = Worker(store)
    stages = KeptStages(store, "a" * 64)
    stages.once("tiles", Made, work)
    stages.once(WHOLE, Made, work)
    stages.finish()
    assert list(store.keys("records/")) == [f"records/{'a' * 64}/{WHOLE}.json"]


def test_the_barrier_comes_before_the_record() -> None:
    order: list[str] = []

    class Watched(MemoryStore):
        def barrier(self) -> None:
            order.append("barrier")

        def replace(self, path: str, data: bytes, *, media_type: str) -> None:
            order.append(path)
            super().replace(path, data, media_type=media_type)

    store = Watched()
    KeptStages(store, "a" * 64).once("tiles", Made, Worker(store))
    assert order == ["barrier", f"records/{'a' * 64}/tiles.json"]


def test_unremembered_stages_are_done_each_time() -> None:
    work = Worker(MemoryStore())
    UNREMEMBERED.once("tiles", Made, work)
    UNREMEMBERED.once("tiles", Made, work)
    assert work.runs == 2


def test_what_could_be_better_is_not_remembered() -> None:
    store = MemoryStore()
    work = Worker(store)
    for runs in (1, 2):
        KeptStages(store, "a" * 64).once("poster", Made, work, done=lambda made: False)
        assert work.runs == runs
    assert not list(store.keys("records/"))
    KeptStages(store, "a" * 64).once("poster", Made, work)
    KeptStages(store, "a" * 64).once("poster", Made, work, done=lambda made: False)
    assert work.runs == 4, "also where it was remembered before it was known to be wanting"
