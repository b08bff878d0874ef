"""What a headset does: sync, and sync again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from media_pipeline.release.keys import load
from media_pipeline.release.repository import publish, resign
from media_pipeline.release.verify import verify_store
from media_pipeline.store import DiskStore
from tests.content import Programme, name
from tests.origin import Origin, redirects, status
from tests.vr_rooms.client.conftest import PATIENT, Published
from tests.vr_rooms.client.tls import certificates
from vr_rooms.client import check
from vr_rooms.client import origin as origin_module
from vr_rooms.client.choice import Choice
from vr_rooms.client.errors import SyncFailed, WrongUsage
from vr_rooms.client.fetch import fetch_blobs
from vr_rooms.client.folder import SyncedFolder
from vr_rooms.client.origin import FolderOrigin, HttpOrigin
from vr_rooms.client.sync import sync

CONTRACT = Path(__file__).resolve().parents[4] / "shared" / "contract" / "contract.py"


def blobs_in(folder: Path) -> set[str]:
    return set(DiskStore(folder).keys("blobs/"))


def active(folder: Path) -> dict[str, object]:
    return json.loads((folder / "active.json").read_bytes())


def test_a_first_sync_brings_the_profile_and_nothing_else(published: Published) -> None:
    done = published.sync()
    assert (done.release, done.changed) == (1, True)
    checked = check.verify(published.folder)
    assert (checked.wrong, checked.warnings) == ([], [])
    assert checked.blobs == done.active.blobs == len(blobs_in(published.folder))
    assert not any(path.endswith((".m4s", ".m3u8")) for path in blobs_in(published.folder))


@contextmanager
def opened_files() -> Iterator[list[str]]:
    """The paths that Python opens meanwhile. An audit hook stays for ever, so it is told when to look away."""
    opened: list[str] = []
    watching = [True]

    def hook(event: str, args: tuple[object, ...]) -> None:
        if watching and event == "open":
            opened.append(str(args[0]))

    sys.addaudithook(hook)
    try:
        yield opened
    finally:
        watching.clear()


def test_a_second_sync_makes_two_requests_and_reads_no_blob(published: Published) -> None:
    with opened_files() as opened:
        published.sync()
    assert any("/synced/blobs/" in path for path in opened)
    with opened_files() as opened:
        done = published.sync()
    assert (done.changed, done.files, done.bytes) == (False, 0, 0)
    assert published.origin.paths() == ["metadata/2.root.json", "metadata/timestamp.json"]
    assert any("/synced/active.json" in path for path in opened)
    assert not any("/synced/blobs/" in path for path in opened)


def test_a_renewed_timestamp_is_two_requests_too_and_is_passed_on(published: Published) -> None:
    published.sync()
    assert resign(published.programme.store, published.keys, now=datetime.now(UTC) + timedelta(days=2)) == ["timestamp"]
    before = active(published.folder)["active"]["expires"]
    assert not published.sync().changed
    assert published.origin.paths() == ["metadata/2.root.json", "metadata/timestamp.json"]
    assert active(published.folder)["active"]["expires"] > before
    own = published.folder / "metadata/timestamp.json"
    assert own.read_bytes() == (published.origin.root / "metadata/timestamp.json").read_bytes()


def test_only_what_changed_comes_over(published: Published) -> None:
    published.sync()
    published.publish(lasserij="Iets anders.")
    done = published.sync()
    assert (done.release, done.changed, done.files) == (2, True, 2)  # the sector document and the manifest
    assert check.verify(published.folder).wrong == []
    assert active(published.folder)["previous"]["release"] == 1


def test_the_release_before_stays_until_the_next(published: Published) -> None:
    published.sync()
    first = blobs_in(published.folder)
    published.programme.sectors = {"techniek": ["lasserij", "garage"]}
    published.publish()
    assert published.sync().deleted == 0
    assert first <= blobs_in(published.folder)
    published.publish(garage="Anders.")
    assert published.sync().deleted > 0
    left = SyncedFolder(published.folder)
    record = left.record()
    assert blobs_in(published.folder) == left.blobs_of(record.active).keys() | left.blobs_of(record.previous).keys()
    assert len(list(published.folder.glob("targets/*"))) == 2
    assert len(list(published.folder.glob("metadata/*.targets.json"))) == 1


@pytest.mark.parametrize("profile", ["web", "headset", "headset-hq"])
def test_sizes_in_the_documents_are_what_is_fetched(published: Published, profile: str) -> None:
    room = name("lasserij")
    done = published.sync(Choice(profile, rooms=(room,)))  # type: ignore[arg-type]
    folder = SyncedFolder(published.folder)
    paths = folder.blobs_of(done.active)
    documents = [json.loads(folder.document(path)) for path in paths if path.endswith(".json")]
    sector = next(one for one in documents if "rooms" in one)
    entry = next(one for one in sector["rooms"] if one["id"] == room)
    logo = sector["organisations"][0]["logo"]
    own_document = next(path for path in paths if path.endswith(".json") and json.loads(folder.document(path)) == sector)
    below = {path: size for path, size in paths.items() if path not in (logo["path"], own_document)}
    assert entry["profiles"][profile] == {"blobs": len(below), "bytes": sum(below.values())}


def test_a_sector_and_a_room_of_another_can_be_chosen(published: Published) -> None:
    done = published.sync(Choice(sectors=("zorg",), rooms=(name("garage"),)))
    folder = SyncedFolder(published.folder)
    documents = [json.loads(folder.document(path)) for path in folder.blobs_of(done.active) if path.endswith(".json")]
    assert {one["slug"] for one in documents if "scenes" in one} == {"praktijk", "garage"}
    assert check.verify(published.folder).wrong == []


def test_another_choice_of_the_same_release_is_fetched(published: Published) -> None:
    published.sync(Choice(sectors=("zorg",)))
    done = published.sync(Choice("headset-hq", videos=True))
    assert done.changed
    assert any(path.endswith(".m4s") for path in blobs_in(published.folder))
    assert check.verify(published.folder).wrong == []


def test_what_is_not_there_can_not_be_chosen(published: Published) -> None:
    with pytest.raises(WrongUsage, match=r"There is no sector bouw .* techniek, zorg"):
        published.sync(Choice(sectors=("bouw",)))
    with pytest.raises(WrongUsage, match="There is no room"):
        published.sync(Choice(rooms=(name("nergens"),)))
    assert not (published.folder / "active.json").exists()


def test_a_synced_folder_is_an_origin_itself(published: Published, tmp_path: Path) -> None:
    published.sync()
    done = sync(FolderOrigin(published.folder), tmp_path / "second", Choice())
    assert done.changed
    assert check.verify(tmp_path / "second").wrong == []


def test_a_synced_folder_meets_the_contract(tmp_path: Path) -> None:
    if not CONTRACT.is_file():
        pytest.skip("../shared/contract is not here")
    store = DiskStore(tmp_path / "content")
    programme = Programme(store, tiers=(2048,))  # the only tier that the web profile fetches
    publish(store, programme.catalog(), load(tmp_path / "keys"), now=datetime.now(UTC))
    sync(FolderOrigin(tmp_path / "content"), tmp_path / "synced", Choice("web", videos=True))
    run = subprocess.run([sys.executable, str(CONTRACT), str(tmp_path / "synced")], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert verify_store(DiskStore(tmp_path / "synced")) == []


def test_a_lost_blob_is_fetched_again(published: Published) -> None:
    published.sync()
    lost = next(published.folder.glob("blobs/*/*.jpg"))
    lost.unlink()
    done = published.sync()
    assert (done.changed, done.files) == (True, 1)
    assert lost.exists()


def test_what_verify_finds_wrong_is_mended_by_the_next_sync(published: Published) -> None:
    published.sync()
    bad = next(published.folder.glob("blobs/*/*.jpg"))
    data = bytearray(bad.read_bytes())
    data[10] ^= 1
    bad.write_bytes(data)
    checked = check.verify(published.folder)
    assert len(checked.wrong) == 1
    assert bad.name in checked.wrong[0]
    assert published.sync().files == 1
    assert check.verify(published.folder).wrong == []
    assert not published.sync().changed


def test_a_damaged_manifest_is_found_and_mended(published: Published) -> None:
    published.sync()
    bad = next(path for path in published.folder.glob("blobs/*/*.json") if b"Verder" in path.read_bytes())
    bad.write_bytes(bad.read_bytes().replace(b"Verder", b"Eerder"))
    assert any(bad.name in sentence for sentence in check.verify(published.folder).wrong)
    assert published.sync().files == 1
    assert check.verify(published.folder).wrong == []


def test_a_damaged_document_is_named_alone_when_the_notes_are_lost(published: Published) -> None:
    published.sync()
    shutil.rmtree(published.folder / ".sync")
    bad = next(path for path in published.folder.glob("blobs/*/*.json") if b"Verder" in path.read_bytes())
    bad.write_bytes(b"{}")
    [sentence] = check.verify(published.folder).wrong
    assert bad.name in sentence
    assert published.sync().files == 1
    assert check.verify(published.folder).wrong == []


def test_a_damaged_catalog_is_mended(published: Published) -> None:
    published.sync()
    [catalog] = published.folder.glob("targets/*")
    catalog.write_bytes(b"{}")
    assert any(catalog.name in sentence for sentence in check.verify(published.folder).wrong)
    published.sync()
    assert check.verify(published.folder).wrong == []


def test_a_file_of_the_right_size_is_not_believed(published: Published) -> None:
    """A power cut may leave zeros where a killed run had put a blob."""
    source = next(path for path in published.origin.root.glob("blobs/*/*.jpg") if path.stat().st_size > 10_000)
    zeros = published.folder / source.relative_to(published.origin.root)
    zeros.parent.mkdir(parents=True)
    zeros.write_bytes(bytes(source.stat().st_size))
    published.sync()
    assert zeros.read_bytes() == source.read_bytes()


def test_lost_notes_cost_no_bytes(published: Published) -> None:
    published.sync()
    shutil.rmtree(published.folder / ".sync")
    done = published.sync()
    assert done.files == 0
    assert check.verify(published.folder).wrong == []


def test_a_torn_active_record_is_built_again(published: Published) -> None:
    published.sync()
    (published.folder / "active.json").write_bytes(b"")
    with pytest.raises(Exception, match=r"active\.json"):
        check.verify(published.folder)
    assert published.sync().files == 0
    assert check.verify(published.folder).wrong == []


def test_two_syncs_of_one_folder_do_not_mix(published: Published) -> None:
    with SyncedFolder(published.folder).lock(), pytest.raises(SyncFailed, match="Another sync"):
        published.sync()


def test_a_first_root_is_not_taken_over_plain_http_from_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="--root"):
        sync(HttpOrigin("http://192.0.2.1/content/", limits=PATIENT), tmp_path, Choice(), limits=PATIENT)


def test_a_first_root_is_not_taken_where_a_redirect_leaves_https(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origin_module, "_LOOPBACK", ("localhost",))  # 127.0.0.1 stands for somewhere on the internet
    authority, own = certificates(tmp_path)
    with Origin(published.origin.root, own) as secure:
        secure.rule("1.root.json", redirects(published.origin.url))
        origin = HttpOrigin(secure.url, ca_file=authority, limits=PATIENT)
        with pytest.raises(WrongUsage, match="--root"):
            sync(origin, published.folder, Choice(), limits=PATIENT)
    assert published.origin.paths() == ["metadata/1.root.json"]
    assert not (published.folder / ".sync/trust.json").exists()


def test_a_root_that_is_given_is_the_one_that_counts(published: Published, tmp_path: Path) -> None:
    other = Programme(DiskStore(tmp_path / "other"), {"zorg": ["praktijk"]})
    publish(other.store, other.catalog(), load(tmp_path / "other-keys"), now=datetime.now(UTC))
    root = (tmp_path / "other/metadata/1.root.json").read_bytes()
    with pytest.raises(SyncFailed, match=r"timestamp\.json is not signed by the keys that are trusted"):
        published.sync(root=root)
    assert published.sync(root=(published.origin.root / "metadata/1.root.json").read_bytes()).changed


def test_redirects_to_another_address_are_followed(published: Published) -> None:
    with Origin(published.origin.root) as other:
        published.origin.rule("blobs/", redirects(other.url))
        assert published.sync().changed
        assert any(path.startswith("blobs/") for path in other.paths())
    assert check.verify(published.folder).wrong == []


def test_a_next_root_that_is_forbidden_is_none(published: Published) -> None:
    """S3 answers 403 for what is not there when listing is not allowed."""
    published.origin.rule("2.root.json", status(403))
    assert published.sync().changed


def test_nothing_wanted_asks_for_nothing(published: Published) -> None:
    folder = SyncedFolder(published.folder)
    fetch_blobs(FolderOrigin(published.origin.root), folder, {}, PATIENT, lambda size: None)
    assert not published.folder.exists()


def test_what_only_the_release_before_needed_is_read_again_before_it_is_trusted(published: Published) -> None:
    published.programme.sectors["zorg"].append("operatiekamer")
    published.publish()
    published.sync()
    whole = set(published.folder.glob("blobs/*/*.jpg"))
    published.programme.sectors["zorg"].remove("operatiekamer")
    published.publish()
    published.sync()
    folder = SyncedFolder(published.folder)
    record = folder.active()
    assert record is not None
    needed = folder.blobs_of(record.active) or {}
    (only_before, *_) = sorted(path for path in whole if path.relative_to(published.folder).as_posix() not in needed)
    data = only_before.read_bytes()
    only_before.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    published.programme.sectors["zorg"].append("operatiekamer")
    published.publish()
    published.sync()
    assert check.verify(published.folder).wrong == []
    assert only_before.read_bytes() == data
