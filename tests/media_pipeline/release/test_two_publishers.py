"""Two machines that release into one store at the same moment: both releases are made, one after the other, each whole."""

from __future__ import annotations

import pytest

from media_pipeline.canonical import to_json
from media_pipeline.errors import PipelineError
from media_pipeline.release import repository
from media_pipeline.release.keys import Keys
from media_pipeline.release.repository import publish, resign
from media_pipeline.release.state import current
from media_pipeline.release.verify import verify_store
from media_pipeline.store import MemoryStore
from tests.content import NOW, Programme


class Crowded(MemoryStore):
    """Before each ``exchange`` of a path that ends so, the other machine gets a turn, as long as it wants one."""

    def __init__(self, files: dict[str, bytes], ending: str, turns: list) -> None:
        super().__init__()
        self.files, self._ending, self._turns = files, ending, turns

    def exchange(self, path: str, data: bytes, old: bytes | None, *, media_type: str) -> None:
        if path.endswith(self._ending) and self._turns:
            self._turns.pop(0)()
        super().exchange(path, data, old, media_type=media_type)


@pytest.mark.parametrize("ending", ["targets.json", "snapshot.json", "timestamp.json"])
@pytest.mark.parametrize("again", [False, True], ids=["a first release", "a later one"])
def test_both_are_made(programme: Programme, keys: Keys, ending: str, again: bool) -> None:
    if again:
        publish(programme.store, programme.catalog(), keys, now=NOW)
    ours = to_json(programme.catalog())
    ours["languages"] = ["nl"]
    programme.words["lasserij"] = "Anders."
    theirs = programme.catalog()
    other = MemoryStore()
    other.files = programme.store.files
    made = []
    store = Crowded(programme.store.files, ending, [lambda: made.append(publish(other, theirs, keys, now=NOW))])
    release = publish(store, ours, keys, now=NOW)
    assert [one.made for one in (*made, release)] == [True, True]
    assert release.version == made[0].version + 1
    assert current(programme.store) == current(other)
    assert verify_store(programme.store) == []


def test_signing_anew_does_not_lose_a_release(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW)
    programme.words["lasserij"] = "Anders."
    later = NOW + 2 * repository.RESIGN_EVERY
    other = MemoryStore()
    other.files = programme.store.files
    store = Crowded(other.files, "timestamp.json", [lambda: publish(other, programme.catalog(), keys, now=later)])
    assert resign(store, keys, now=later) == []
    release = current(programme.store)
    assert release is not None and release.version == 2
    assert verify_store(programme.store) == []


def test_who_is_overtaken_again_and_again_says_so(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW)
    other = MemoryStore()
    other.files = programme.store.files
    turns = [lambda: resign(other, keys, now=NOW, every=-repository.RESIGN_EVERY)] * 99
    programme.words["lasserij"] = "Anders."
    with pytest.raises(PipelineError, match=r"^Somebody else makes releases in this store at the same time \(metadata/timestamp"):
        publish(Crowded(other.files, "timestamp.json", turns), programme.catalog(), keys, now=NOW)
    assert verify_store(programme.store) == []
