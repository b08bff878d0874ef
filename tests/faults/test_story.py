"""Publishing, syncing and mishaps in any order: what is active is always whole and verified, and never goes back."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from media_pipeline.errors import PipelineError
from media_pipeline.release.keys import load
from media_pipeline.release.repository import publish, resign
from media_pipeline.release.state import current
from media_pipeline.release.verify import verify_store
from media_pipeline.store import DiskStore, read
from tests.content import Programme
from vr_rooms.client import check
from vr_rooms.client.choice import Choice
from vr_rooms.client.folder import SyncedFolder
from vr_rooms.client.limits import Limits
from vr_rooms.client.origin import FolderOrigin
from vr_rooms.client.sync import sync

LIMITS = Limits(attempts=1)
CHOICES = [Choice(), Choice("headset-hq"), Choice(sectors=("techniek",)), Choice("web", videos=True)]


class Story(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp())
        self.folder = SyncedFolder(self.base / "synced")
        self.store = DiskStore(self.base / "content")
        self.keys = load(self.base / "keys")
        self.programme = Programme(
            self.store, {"techniek": ["lasserij"], "zorg": ["praktijk"]}, videos=False, size=200, tiers=(2048,)
        )
        self.days = 0
        self.newest = 0
        self.choice: Choice | None = None
        self.active = 0
        self.damaged = False
        self.hidden: tuple[str, bytes] | None = None
        self.old: dict[str, bytes] = {}

    def now(self) -> datetime:
        # Never in the future of this machine's clock, never so old that it has expired.
        return datetime.now(UTC) - timedelta(days=20) + timedelta(hours=self.days)

    @initialize()
    def first(self) -> None:
        self.release("Begin")

    @rule(words=st.sampled_from(["Kijk", "Lees", "Doe"]), slug=st.sampled_from(["lasserij", "praktijk", "garage"]))
    def release(self, words: str, slug: str = "lasserij") -> None:
        self.put_back()
        if slug == "garage":
            rooms = self.programme.sectors["techniek"]
            self.programme.sectors["techniek"] = ["lasserij"] if "garage" in rooms else ["lasserij", "garage"]
        else:
            self.programme.words[slug] = words
        self.days += 1
        self.old = {path: read(self.store, path) for path in self.store.keys("metadata/")}
        made = publish(self.store, self.programme.catalog(), self.keys, now=self.now())
        assert made.version == self.newest + made.made
        self.newest = made.version

    @rule()
    def renew(self) -> None:
        self.days += 24
        resign(self.store, self.keys, now=self.now())

    @rule(which=st.integers(0, 10_000), how=st.sampled_from(["gone", "bit", "cut"]))
    @precondition(lambda self: self.hidden is None)
    def origin_loses_a_blob(self, which: int, how: str) -> None:
        paths = sorted(self.store.keys("blobs/"))
        path = paths[which % len(paths)]
        data = read(self.store, path)
        self.hidden = (path, data)
        at = self.store.root / path
        if how == "gone":
            at.unlink()
        else:
            at.write_bytes(data[:-1] if how == "cut" else bytes([data[0] ^ 1]) + data[1:])

    @rule()
    def put_back(self) -> None:
        if self.hidden is not None:
            (self.store.root / self.hidden[0]).write_bytes(self.hidden[1])
            self.hidden = None

    @rule(choice=st.sampled_from(CHOICES))
    def syncs(self, choice: Choice) -> None:
        try:
            done = sync(FolderOrigin(self.store.root), self.folder.root, choice, limits=LIMITS)
        except PipelineError as error:
            assert self.hidden is not None, error
            assert Path(self.hidden[0]).name in str(error), error
            return
        self.choice, self.active, self.damaged = choice, done.release, False
        assert done.release == self.newest
        assert check.verify(self.folder.root).wrong == []

    @rule()
    @precondition(lambda self: self.active and not self.hidden)
    def syncing_again_changes_nothing(self) -> None:
        assert self.choice is not None
        sync(FolderOrigin(self.store.root), self.folder.root, self.choice, limits=LIMITS)
        again = sync(FolderOrigin(self.store.root), self.folder.root, self.choice, limits=LIMITS)
        assert (again.changed, again.files) == (False, 0)
        self.active, self.damaged = again.release, False

    @rule()
    @precondition(lambda self: self.active)
    def origin_goes_back(self) -> None:
        newer = {path: read(self.store, path) for path in self.store.keys("metadata/")}
        seen = json.loads(self.folder.trust()["timestamp.json"])["signed"]["version"]
        old = self.old.get("metadata/timestamp.json")
        if old is None or json.loads(old)["signed"]["version"] >= seen:
            return
        self.store.replace("metadata/timestamp.json", old, media_type="application/json")
        with pytest.raises(PipelineError, match="not going back"):
            sync(FolderOrigin(self.store.root), self.folder.root, self.choice or Choice(), limits=LIMITS)
        self.store.replace("metadata/timestamp.json", newer["metadata/timestamp.json"], media_type="application/json")

    @rule()
    @precondition(lambda self: self.active)
    def notes_are_lost(self) -> None:
        trust = self.folder.trust()
        shutil.rmtree(self.folder.notes)
        self.folder.keep_trust(trust)  # what was seen must not be forgotten, or nothing guards against going back

    @rule(which=st.integers(0, 10_000))
    @precondition(lambda self: self.active and not self.hidden and not self.damaged)
    def a_bit_turns_over_on_the_device(self, which: int) -> None:
        record = self.folder.record()
        assert record is not None
        paths = sorted(path for path in self.folder.store.keys("blobs/"))
        at = self.folder.root / paths[which % len(paths)]
        data = at.read_bytes()
        at.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        checked = check.verify(self.folder.root)
        self.damaged = bool(checked.wrong)
        assert all(at.name in sentence for sentence in checked.wrong)

    @invariant()
    def what_is_active_is_whole(self) -> None:
        if self.active and not self.damaged:
            checked = check.verify(self.folder.root)
            assert checked.wrong == []
            assert checked.release == self.active

    @invariant()
    def the_origin_is_whole(self) -> None:
        if self.newest and self.hidden is None:
            assert verify_store(self.store) == []
            release = current(self.store)
            assert release is not None
            assert release.version == self.newest

    def teardown(self) -> None:
        shutil.rmtree(self.base)


def _tell(examples: int, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    monkeypatch.setattr(DiskStore, "barrier", lambda self: None)
    Story.TestCase.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a story that fails is short enough to read, and shrinking it takes minutes
    )
    Story.TestCase("runTest").runTest()


def test_short_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    _tell(4, 12, monkeypatch)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_long_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    _tell(20, 25, monkeypatch)
