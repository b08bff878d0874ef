"""What an attacker may try with the metadata, each refused with a sentence; python-tuf's own client is the judge."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from media_pipeline.errors import Damaged
from media_pipeline.release.keys import KeyProblem, Keys, load
from media_pipeline.release.repository import publish, resign
from media_pipeline.release.rotation import renew_root, rotate, settle
from media_pipeline.release.state import current, role_status
from media_pipeline.release.trusted import Trusted, Untrusted, catalog_release, newest_root, read_release
from media_pipeline.release.verify import verify_store
from media_pipeline.store import MemoryStore, read
from tests.content import Programme

NOW = datetime.now(UTC)


def reading(store: MemoryStore, before: Trusted | None = None, root: bytes | None = None) -> Trusted:
    state = before.state if before is not None else {}
    bootstrap = root or newest_root(state) or read(store, "metadata/1.root.json")
    return read_release(lambda path: (read(store, path),), bootstrap=bootstrap, state=state)


@pytest.fixture
def store(programme: Programme, keys: Keys) -> MemoryStore:
    """Released once."""
    publish(programme.store, programme.catalog(), keys, now=NOW)
    return programme.store  # type: ignore[return-value]


def again(programme: Programme, keys: Keys, words: str = "Anders.") -> None:
    programme.words["lasserij"] = words
    publish(programme.store, programme.catalog(), keys, now=NOW)


def test_a_release_is_read(store: MemoryStore) -> None:
    trusted = reading(store)
    assert catalog_release(trusted.catalog)[0] == 1
    assert list(trusted.files)[-1] == "metadata/timestamp.json"
    assert all(store.files[path] == data for path, data in trusted.files.items())


def test_rollback_to_an_older_release(store: MemoryStore, programme: Programme, keys: Keys) -> None:
    old = dict(store.files)
    again(programme, keys)
    seen = reading(store)
    store.files = old
    with pytest.raises(Untrusted, match=r"metadata/timestamp\.json is older than.*not going back"):
        reading(store, seen)


def test_rollback_of_the_snapshot_under_a_new_timestamp(store: MemoryStore, programme: Programme, keys: Keys) -> None:
    first = dict(store.files)
    again(programme, keys)
    seen = reading(store)
    # A thief of the timestamp key alone points back to the first snapshot.
    store.files |= {path: data for path, data in first.items() if path.startswith("metadata/")}
    for days in range(1, 4):
        resign(store, keys, now=NOW + timedelta(days=days))
    with pytest.raises(Untrusted, match="not going back"):
        reading(store, seen)


def test_freeze_an_old_timestamp_ends(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW - timedelta(days=61))
    with pytest.raises(
        Untrusted, match=r"timestamp\.json is no longer valid by this clock.*the date here is wrong, or the origin"
    ):
        reading(programme.store)  # type: ignore[arg-type]


def test_a_clock_ten_years_ahead_is_suspected(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW - timedelta(days=1000))
    with pytest.raises(Untrusted, match="the date here is wrong"):
        reading(programme.store)  # type: ignore[arg-type]


def test_a_clock_ten_years_behind_reads_on(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW + timedelta(days=3650))
    assert reading(programme.store).timestamp == 1  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_mix_and_match_of_two_releases(store: MemoryStore, programme: Programme, keys: Keys, role: str) -> None:
    again(programme, keys)
    store.files[f"metadata/2.{role}.json"] = store.files[f"metadata/1.{role}.json"]
    with pytest.raises(Untrusted, match=rf"metadata/2\.{role}\.json"):
        reading(store)


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets"])
def test_metadata_signed_by_a_stranger(store: MemoryStore, tmp_path: Path, programme: Programme, role: str) -> None:
    theirs = Programme(MemoryStore(), {"techniek": ["lasserij"]}, words={"lasserij": "Vals."})
    publish(theirs.store, theirs.catalog(), load(tmp_path / "theirs"), now=NOW)
    path = "metadata/timestamp.json" if role == "timestamp" else f"metadata/1.{role}.json"
    store.files[path] = theirs.store.files[path]  # type: ignore[attr-defined]
    with pytest.raises(Untrusted, match=path):
        reading(store)


@pytest.mark.parametrize("path", ["metadata/timestamp.json", "metadata/1.snapshot.json", "metadata/1.targets.json", "catalog"])
@pytest.mark.parametrize("how", ["a version", "cut", "empty", "zeros", "html"])
def test_tampered_or_torn(store: MemoryStore, path: str, how: str) -> None:
    path = current(store).catalog_path if path == "catalog" else path  # type: ignore[union-attr]
    data = store.files[path]
    store.files[path] = {
        "a version": data.replace(b'"1.0', b'"1.1'),
        "cut": data[: len(data) // 2],
        "empty": b"",
        "zeros": bytes(len(data)),
        "html": b"<html>",
    }[how]
    with pytest.raises(Untrusted, match=path) as error:
        reading(store)
    assert "\n" not in str(error.value)
    [sentence] = verify_store(store)
    assert path in sentence


@pytest.mark.parametrize("path", ["metadata/timestamp.json", "metadata/1.snapshot.json", "metadata/1.targets.json", "catalog"])
def test_missing(store: MemoryStore, path: str) -> None:
    path = current(store).catalog_path if path == "catalog" else path  # type: ignore[union-attr]
    store.delete(path)
    with pytest.raises(Untrusted, match=f"{path} is not there"):
        reading(store)
    if "timestamp" in path:
        assert current(store) is None
    else:
        with pytest.raises(Damaged, match=path):
            current(store)


def test_endless_metadata_is_cut_off(store: MemoryStore) -> None:
    root = store.files["metadata/1.root.json"]

    def endless(path: str):
        if path == "metadata/2.root.json":
            raise FileNotFoundError(path)
        while True:
            yield bytes(100_000)

    with pytest.raises(Untrusted, match=r"metadata/timestamp\.json"):
        read_release(endless, bootstrap=root, state={})


def test_what_was_verified_before_a_failure_is_kept(store: MemoryStore, programme: Programme, keys: Keys) -> None:
    """Else an attacker could break a refresh halfway and roll back behind the timestamp that was already seen."""
    old = dict(store.files)
    seen = reading(store)
    again(programme, keys)
    store.files["metadata/2.snapshot.json"] = b"torn"
    with pytest.raises(Untrusted) as failed:
        reading(store, seen)
    store.files = old
    with pytest.raises(Untrusted, match="not going back"):
        read_release(
            lambda path: (read(store, path),), bootstrap=newest_root(failed.value.state) or b"", state=failed.value.state
        )


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_a_rotated_key_is_followed_and_the_old_one_is_worth_nothing(
    store: MemoryStore, programme: Programme, keys: Keys, role: str
) -> None:
    seen = reading(store)
    assert rotate(store, keys.folder, role, now=NOW) == 2
    after = reading(store, seen)
    assert "metadata/2.root.json" in after.files
    assert verify_store(store) == []
    programme.words["lasserij"] = "Anders."
    if role != "root":
        with pytest.raises(KeyProblem, match=f"{role}.pem is not the {role} key"):
            publish(store, programme.catalog(), keys, now=NOW)
    assert publish(store, programme.catalog(), load(keys.folder), now=NOW).version == 2
    assert catalog_release(reading(store, after).catalog)[0] == 2
    assert rotate(store, keys.folder, role, now=NOW) == 3
    reading(store, seen)


def test_a_rotation_cut_short_is_finished(store: MemoryStore, keys: Keys, tmp_path: Path) -> None:
    seen = reading(store)
    copy = {path.name: path.read_bytes() for path in keys.folder.iterdir()}
    rotate(store, keys.folder, "targets", now=NOW)
    new = (keys.folder / "targets.pem").read_bytes()
    # As if the process had ended right after the new root was written.
    (keys.folder / "targets.next.pem").write_bytes(new)
    (keys.folder / "targets.pem").write_bytes(copy["targets.pem"])
    settle(store, keys.folder)
    assert (keys.folder / "targets.pem").read_bytes() == new
    assert not (keys.folder / "targets.next.pem").exists()
    resign(store, load(keys.folder), now=NOW + timedelta(days=1))
    reading(store, seen)


def test_a_root_rotation_cut_short_does_not_stand_in_the_way_of_the_next(store: MemoryStore, keys: Keys) -> None:
    seen = reading(store)
    old = (keys.folder / "root.pem").read_bytes()
    rotate(store, keys.folder, "root", now=NOW)
    (keys.folder / "root.pem").replace(keys.folder / "root.next.pem")
    (keys.folder / "root.pem").write_bytes(old)
    assert rotate(store, keys.folder, "root", now=NOW) == 3
    assert "metadata/3.root.json" in reading(store, seen).files


def test_a_waiting_key_that_no_root_names_stays_waiting(store: MemoryStore, keys: Keys) -> None:
    own = (keys.folder / "targets.pem").read_bytes()
    (keys.folder / "targets.next.pem").write_bytes((keys.folder / "snapshot.pem").read_bytes())
    settle(store, keys.folder)
    assert (keys.folder / "targets.pem").read_bytes() == own


def test_the_root_is_renewed_before_it_ends(store: MemoryStore, keys: Keys) -> None:
    seen = reading(store)
    late = NOW + timedelta(days=3 * 365 - 10)
    [root, *_] = role_status(store, now=late)
    assert (root.role, root.days_left, root.warn) == ("root", 9, True)
    assert renew_root(store, keys.folder, now=late) == 2
    assert [one.warn for one in role_status(store, now=NOW)] == [False] * 4
    reading(store, seen)


def test_an_ended_root_is_said(store: MemoryStore, keys: Keys) -> None:
    with pytest.raises(KeyProblem, match="valid until"):
        resign(store, keys, now=NOW + timedelta(days=4 * 365))


def test_the_root_of_another_publisher_is_not_followed(store: MemoryStore, tmp_path: Path) -> None:
    theirs = Programme(MemoryStore(), {"techniek": ["lasserij"]})
    publish(theirs.store, theirs.catalog(), load(tmp_path / "theirs"), now=NOW)
    with pytest.raises(Untrusted, match="not signed by the keys that are trusted"):
        reading(store, root=read(theirs.store, "metadata/1.root.json"))


def test_every_damaged_blob_is_listed_with_who_names_it(store: MemoryStore) -> None:
    tile = next(path for path, data in store.files.items() if path.endswith(".jpg") and len(data) == 300)
    vtt = next(path for path in store.files if path.endswith(".vtt"))
    pdf = next(path for path in store.files if path.endswith(".pdf"))
    store.files[tile] = bytes(300)
    store.files[vtt] += b"!"
    store.delete(pdf)
    wrong = verify_store(store)
    assert len(wrong) == 3
    assert f"{tile} has other bytes than its digest says." in wrong
    assert any(sentence.startswith(f"{vtt} has ") and "techniek (blobs/" in sentence for sentence in wrong)
    assert any(sentence.startswith(f"{pdf} is missing; lasserij (blobs/") for sentence in wrong)


def test_a_damaged_document_is_listed_and_followed_no_further(store: MemoryStore) -> None:
    path = json.loads(read(store, current(store).catalog_path))["sectors"][0]["document"]["path"]  # type: ignore[union-attr]
    store.files[path] = store.files[path][:-1] + b" "
    assert verify_store(store) == [f"{path} has other bytes than its digest says."]


def test_an_empty_store_is_said() -> None:
    assert verify_store(MemoryStore()) == ["metadata/1.root.json is not there: no release has been made here."]
