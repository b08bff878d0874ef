"""Origins that misbehave: each ends in a sentence, or is outlived; what was active stays active."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests import origin as bad
from tests.vr_rooms.client.conftest import IMPATIENT, PATIENT, Published
from vr_rooms.client import check
from vr_rooms.client import fetch as fetch_module
from vr_rooms.client.errors import SyncFailed
from vr_rooms.client.folder import SyncedFolder
from vr_rooms.client.limits import Limits
from vr_rooms.client.origin import HttpOrigin, open_origin, with_retries

Rule = Callable[[bad.Handler], None]

SILENT_OR_SLOW = ("a stall", "a line of one byte at a time", "stalls", "trickles")


def patience(what: str, attempts: int) -> Limits:
    """Short where silence or slowness is the matter."""
    return replace(IMPATIENT if what in SILENT_OR_SLOW else PATIENT, attempts=attempts)


HEALED = {
    "a connection that breaks once": (bad.truncated(100), 1),
    "a connection that ends before the answer": (bad.hangs_up, 1),
    "a Content-Length that is too long": (bad.says_length(+50), 1),
    "a Content-Length that is too short": (bad.says_length(-50), 1),
    "a stall": (bad.stalls(100), 1),
    "a server that is busy": (bad.status(503), 2),
    "a server that says when": (bad.status(429, Retry_After="0"), 2),
    "a server error": (bad.status(500), 1),
    "a bit that turned over on the way": (bad.tampered, 1),
    "a line of one byte at a time": (bad.trickles(0.05), 1),
    "bytes without an end": (bad.endless, 1),
}


@pytest.mark.parametrize("what", HEALED)
def test_is_healed_by_another_try(published: Published, what: str) -> None:
    rule, times = HEALED[what]
    published.origin.rule(".jpg", rule, times=times)
    assert published.sync(limits=patience(what, 8)).changed
    assert check.verify(published.folder).wrong == []


FATAL = {
    "web page": (bad.portal, "sent a web page instead of blobs/.*log in first"),
    "gone": (bad.status(404), "does not have blobs/"),
    "forbidden": (bad.status(403), r"refuses blobs/.* \(status 403\)"),
    "tampered": (bad.tampered, "blobs/.*is not what the signed release names: it was tampered with"),
    "breaks": (bad.truncated(0), "sent 0 of the|broke in the middle of blobs/"),
    "endless": (bad.endless, "sends more for blobs/"),
    "stalls": (bad.stalls(10), "fell silent in the middle of blobs/"),
    "trickles": (bad.trickles(0.05), "sends blobs/.* bytes a second"),
    "busy": (bad.status(503), "not able to answer now"),
    "proxy": (bad.status(407), "proxy wants a name and password"),
}


@pytest.mark.parametrize("what", FATAL)
def test_ends_in_a_sentence_and_leaves_what_was_active(published: Published, what: str) -> None:
    rule, sentence = FATAL[what]
    published.sync()
    record = (published.folder / "active.json").read_bytes()
    pointer = (published.folder / "metadata/timestamp.json").read_bytes()
    published.programme.sectors["zorg"].append("operatiekamer")
    published.publish()
    published.origin.rule(".jpg", rule)
    with pytest.raises(SyncFailed, match=sentence) as failed:
        published.sync(limits=patience(what, 2))
    assert "\n" not in str(failed.value)
    assert (published.folder / "active.json").read_bytes() == record
    assert (published.folder / "metadata/timestamp.json").read_bytes() == pointer
    assert check.verify(published.folder).wrong == []
    published.origin.behave()
    assert published.sync().release == 2
    assert check.verify(published.folder).wrong == []


def test_a_transfer_goes_on_where_it_broke_off(published: Published) -> None:
    published.origin.rule(".jpg", bad.truncated(1000))
    parts: set[str] = set()
    for _ in range(10):  # a kept connection may be hung up before a byte came
        with pytest.raises(SyncFailed):
            published.sync(limits=replace(PATIENT, attempts=1))
        parts = {part.name for part in (published.folder / ".sync/parts").iterdir() if part.stat().st_size == 1000}
        if parts:
            break
    assert parts
    published.origin.behave()
    published.sync()
    resumed = {path for path, asked in published.origin.log if asked == "bytes=1000-"}
    assert {Path(path).stem for path in resumed} == {Path(part).stem for part in parts}
    assert check.verify(published.folder).wrong == []


@pytest.mark.parametrize(("rule", "requests"), [(bad.ignores_range, 1), (bad.wrong_part, 2), (bad.status(416), 2)])
def test_an_origin_that_can_not_resume_starts_from_zero(published: Published, rule: Rule, requests: int) -> None:
    blob = next(path for path in published.origin.root.glob("blobs/*/*.jpg") if path.stat().st_size > 10_000)
    parts = published.folder / ".sync/parts"
    parts.mkdir(parents=True)
    (parts / f"{blob.stem}.part").write_bytes(blob.read_bytes()[:500])
    published.origin.rule(blob.name, rule, times=1)
    assert published.sync().changed
    asked = [header for path, header in published.origin.log if blob.name in path]
    assert asked[0] == "bytes=500-"
    assert len(asked) == requests
    assert check.verify(published.folder).wrong == []


def test_a_part_with_other_bytes_is_thrown_away(published: Published) -> None:
    blob = next(path for path in published.origin.root.glob("blobs/*/*.jpg") if path.stat().st_size > 10_000)
    parts = published.folder / ".sync/parts"
    parts.mkdir(parents=True)
    (parts / f"{blob.stem}.part").write_bytes(b"x" * 500)
    published.sync()
    assert (published.folder / blob.relative_to(published.origin.root)).read_bytes() == blob.read_bytes()


def test_a_whole_part_is_not_asked_for_again(published: Published) -> None:
    blob = next(path for path in published.origin.root.glob("blobs/*/*.jpg") if path.stat().st_size > 10_000)
    parts = published.folder / ".sync/parts"
    parts.mkdir(parents=True)
    (parts / f"{blob.stem}.part").write_bytes(blob.read_bytes())
    published.sync()
    assert not any(blob.name in path for path in published.origin.paths())
    assert check.verify(published.folder).wrong == []


@pytest.mark.parametrize("path", ["2.root.json", "timestamp.json", "2.snapshot.json", "2.targets.json", "catalog.json"])
def test_a_captive_portal_is_called_by_its_name(published: Published, path: str) -> None:
    published.sync()
    published.publish(lasserij="Anders.")
    published.origin.rule(path, bad.portal)
    with pytest.raises(SyncFailed, match=f"web page instead of .*{path}.*log in first"):
        published.sync()
    assert check.verify(published.folder).wrong == []


def test_an_address_that_is_no_content_root_is_said(published: Published) -> None:
    published.origin.rule("metadata", bad.status(404))
    with pytest.raises(SyncFailed, match=r"no metadata/1\.root\.json; is this the address of a content root"):
        published.sync()


def test_nobody_there_is_said(published: Published, tmp_path: Path) -> None:
    from vr_rooms.client.choice import Choice
    from vr_rooms.client.sync import sync

    with pytest.raises(SyncFailed, match="can't be reached; check the address"):
        sync(HttpOrigin("http://127.0.0.1:9/", limits=IMPATIENT), tmp_path / "x", Choice(), limits=IMPATIENT)


def test_redirects_in_circles_are_said(published: Published) -> None:
    published.origin.rule("blobs/", bad.redirects(published.origin.url))
    with pytest.raises(SyncFailed, match="round in circles"):
        published.sync()


def test_a_full_disk_is_said_beforehand(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(published.origin.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=1000))
    with pytest.raises(SyncFailed, match="MB free; make room"):
        published.sync()


def test_a_disk_that_fills_up_is_said_and_gone_on_later(published: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    published.sync()
    record = (published.folder / "active.json").read_bytes()
    published.programme.sectors["zorg"].append("operatiekamer")
    published.publish()

    def full(*args: object, **more: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(fetch_module, "_bring", full)
        with pytest.raises(SyncFailed, match=r"The disk of .* is full; make room and sync again"):
            published.sync()
    assert (published.folder / "active.json").read_bytes() == record
    assert published.sync().release == 2


def test_a_file_where_the_folder_should_be_is_said(published: Published) -> None:
    published.folder.write_bytes(b"")
    with pytest.raises(SyncFailed, match="synced"):
        published.sync()


def test_a_document_too_large_to_be_one_is_not_fetched(published: Published) -> None:
    with pytest.raises(SyncFailed, match="not believed"):
        published.sync(limits=replace(PATIENT, document_bytes=3500))
    assert not any("blobs/" in path for path in published.origin.paths())


def test_what_is_fatal_is_not_tried_again(published: Published) -> None:
    published.origin.rule(".jpg", bad.portal)
    with pytest.raises(SyncFailed):
        published.sync(limits=replace(PATIENT, workers=1, attempts=5))
    assert sum(path.endswith(".jpg") for path in published.origin.paths()) == 1


def test_waits_grow_and_are_not_in_step(monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    from vr_rooms.client.errors import OriginProblem

    waits: list[float] = []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.append(timeout or 0.0)
            return False

    def attempt() -> None:
        raise OriginProblem("no", retry=True)

    for _ in range(20):
        with pytest.raises(OriginProblem):
            with_retries(attempt, replace(IMPATIENT, attempts=4, backoff_s=1.0, backoff_max_s=3.0), Stop())
    firsts, lasts = waits[::3], waits[2::3]
    assert all(0.25 <= one <= 1.0 for one in firsts)
    assert all(0.75 <= one <= 3.0 for one in lasts)
    assert len(set(firsts)) > 10


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("ftp://x/", "neither an http address nor a folder"), ("/nergens/hier", "is not there"), ("https:///x", "no host name")],
)
def test_an_address_that_is_none_is_said(address: str, sentence: str) -> None:
    from vr_rooms.client.errors import WrongUsage

    with pytest.raises(WrongUsage, match=sentence):
        open_origin(address)


def test_the_folder_says_what_is_begun(published: Published) -> None:
    published.sync()
    published.programme.sectors["zorg"].append("operatiekamer")
    published.publish()
    published.origin.rule(".jpg", bad.truncated(1000))
    with pytest.raises(SyncFailed) as failed:
        published.sync(limits=replace(PATIENT, attempts=1))
    status = check.status(published.folder, "2026-01-01T00:00:00Z")
    assert status.begun >= 1000, failed.value
    assert any("sync again to go on" in line for line in status.lines())
    assert SyncedFolder(published.folder).record().active.release == 1
