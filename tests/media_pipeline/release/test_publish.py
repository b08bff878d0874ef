"""Releases: numbered, complete, made only when something changed, and read by python-tuf's own client."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tuf.ngclient import Updater

from media_pipeline.errors import Damaged, MissingBlob
from media_pipeline.release.keys import KeyProblem, Keys, load
from media_pipeline.release.repository import changed, publish, resign
from media_pipeline.release.state import current
from media_pipeline.release.verify import verify_store
from media_pipeline.store import MemoryStore, read
from tests.content import Programme

NOW = datetime.now(UTC)
CONTRACT = Path(__file__).resolve().parents[4] / "shared" / "contract" / "contract.py"


def test_a_first_release_is_complete_and_verifies(programme: Programme, keys: Keys) -> None:
    release = publish(programme.store, programme.catalog(), keys, now=NOW)
    assert (release.version, release.made) == (1, True)
    assert verify_store(programme.store) == []
    catalog = json.loads(read(programme.store, release.catalog_path))
    assert (catalog["release"], catalog["released_at"]) == (1, NOW.strftime("%Y-%m-%dT%H:%M:%SZ"))


def test_nothing_changed_makes_no_release_and_writes_nothing(programme: Programme, keys: Keys) -> None:
    first = publish(programme.store, programme.catalog(), keys, now=NOW)
    before = dict(programme.store.files)
    second = publish(programme.store, programme.catalog(), keys, now=NOW + timedelta(days=1))
    assert (second.version, second.made, second.catalog_sha256) == (1, False, first.catalog_sha256)
    assert programme.store.files == before
    assert not changed(programme.store, programme.catalog())


def test_one_changed_text_writes_at_most_60_kb(keys: Keys) -> None:
    programme = Programme(MemoryStore(), {"techniek": [f"kamer-{n}" for n in range(10)]})
    publish(programme.store, programme.catalog(), keys, now=NOW)
    before = dict(programme.store.files)
    programme.words["kamer-3"] = "Iets anders."
    catalog = programme.catalog()
    assert changed(programme.store, catalog)
    assert publish(programme.store, catalog, keys, now=NOW).version == 2
    written = {path: data for path, data in programme.store.files.items() if before.get(path) != data}
    assert sum(map(len, written.values())) <= 60_000
    assert sorted(path.split("/")[0] for path in written) == ["blobs"] * 2 + ["metadata"] * 3 + ["targets"]


def test_a_missing_blob_stops_a_release_and_is_named(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW)
    programme.words["lasserij"] = "Anders."
    catalog = programme.catalog()
    tile = next(path for path, data in programme.store.files.items() if path.endswith(".jpg") and len(data) == 300)
    programme.store.delete(tile)
    with pytest.raises(MissingBlob, match=tile):
        publish(programme.store, catalog, keys, now=NOW)
    assert current(programme.store).version == 1


def test_the_document_that_names_the_missing_blob_is_named(programme: Programme, keys: Keys) -> None:
    catalog = programme.catalog()
    poster = json.loads(read(programme.store, catalog.sectors[0].document.path))["rooms"][0]["manifest"]["path"]
    programme.store.delete(poster)
    with pytest.raises(MissingBlob, match=r"techniek \(blobs/"):
        publish(programme.store, catalog, keys, now=NOW)
    assert current(programme.store) is None


@pytest.mark.parametrize("ext", ["jpg", "m4s", "vtt", "pdf", "m3u8", "json"])
def test_a_blob_of_another_size_is_as_good_as_missing(programme: Programme, keys: Keys, ext: str) -> None:
    catalog = programme.catalog()
    path = next(path for path in programme.store.keys("blobs/") if path.endswith(ext))
    programme.store.files[path] += b"!"
    with pytest.raises((MissingBlob, Damaged), match=path):
        publish(programme.store, catalog, keys, now=NOW)


def test_a_document_with_other_bytes_stops_a_release(programme: Programme, keys: Keys) -> None:
    catalog = programme.catalog()
    path = catalog.sectors[0].document.path
    programme.store.files[path] = programme.store.files[path].replace(b"Maken", b"Breek")
    with pytest.raises(Damaged, match=path):
        publish(programme.store, catalog, keys, now=NOW)


def test_going_back_is_a_new_number_with_the_old_content(programme: Programme, keys: Keys) -> None:
    first = publish(programme.store, programme.catalog(), keys, now=NOW)
    programme.words["lasserij"] = "Anders."
    publish(programme.store, programme.catalog(), keys, now=NOW)
    old = json.loads(read(programme.store, first.catalog_path))
    third = publish(programme.store, old, keys, now=NOW)
    assert (third.version, third.made) == (3, True)
    assert json.loads(read(programme.store, third.catalog_path))["sectors"] == old["sectors"]


def test_numbers_rise_above_what_clients_have_seen(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW)
    release = publish(programme.store, programme.catalog(), keys, now=NOW, above=40)
    assert (release.version, release.timestamp, release.snapshot, release.targets) == (41, 41, 41, 41)
    again = publish(programme.store, programme.catalog(), keys, now=NOW, above=41)
    assert (again.version, again.made) == (41, False)
    assert verify_store(programme.store) == []


def test_the_timestamp_is_signed_anew_daily_and_the_rest_at_half_of_its_life(programme: Programme, keys: Keys) -> None:
    assert resign(programme.store, keys, now=NOW) == []
    publish(programme.store, programme.catalog(), keys, now=NOW)
    assert resign(programme.store, keys, now=NOW + timedelta(hours=19)) == []
    assert resign(programme.store, keys, now=NOW + timedelta(hours=21)) == ["timestamp"]
    assert resign(programme.store, keys, now=NOW + timedelta(days=183)) == ["targets", "snapshot", "timestamp"]
    after = current(programme.store)
    assert (after.version, after.timestamp, after.snapshot, after.targets) == (1, 3, 2, 2)
    assert verify_store(programme.store) == []


def test_leftovers_of_a_killed_run_do_not_stand_in_the_way(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW)
    for left in ("metadata/2.targets.json", "metadata/2.snapshot.json"):
        programme.store.files[left] = b"torn"
    programme.words["lasserij"] = "Anders."
    assert publish(programme.store, programme.catalog(), keys, now=NOW).version == 2
    assert verify_store(programme.store) == []


def test_a_torn_catalog_is_healed_by_the_next_release(programme: Programme, keys: Keys) -> None:
    first = publish(programme.store, programme.catalog(), keys, now=NOW)
    programme.store.files[first.catalog_path] = b""
    assert verify_store(programme.store) != []
    assert publish(programme.store, programme.catalog(), keys, now=NOW).version == 2
    assert verify_store(programme.store) == []


def test_a_lost_pointer_does_not_start_the_numbers_again(programme: Programme, keys: Keys) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW)
    programme.words["lasserij"] = "Anders."
    publish(programme.store, programme.catalog(), keys, now=NOW)
    before = dict(programme.store.files)
    programme.store.delete("metadata/timestamp.json")
    assert publish(programme.store, programme.catalog(), keys, now=NOW).version == 3
    assert verify_store(programme.store) == []
    kept = {path for path in before if path != "metadata/timestamp.json"}
    assert all(programme.store.files[path] == before[path] for path in kept)


def test_python_tufs_client_reads_it(on_disk: Programme, keys: Keys, tmp_path: Path) -> None:
    from tests.origin import Origin

    release = publish(on_disk.store, on_disk.catalog(), keys, now=NOW)
    root = on_disk.store.root
    (tmp_path / "m").mkdir()
    (tmp_path / "t").mkdir()
    with Origin(root) as origin:
        bootstrap = (root / "metadata/1.root.json").read_bytes()
        updater = Updater(
            str(tmp_path / "m"), f"{origin.url}metadata/", str(tmp_path / "t"), f"{origin.url}targets/", bootstrap=bootstrap
        )
        updater.refresh()
        target = updater.get_targetinfo("catalog.json")
        assert target is not None
        data = Path(updater.download_target(target)).read_bytes()
    assert data == read(on_disk.store, release.catalog_path)


def test_the_contract_holds(on_disk: Programme, keys: Keys) -> None:
    if not CONTRACT.is_file():
        pytest.skip("../shared/contract is not here")
    publish(on_disk.store, on_disk.catalog(), keys, now=NOW)
    done = subprocess.run([sys.executable, str(CONTRACT), str(on_disk.store.root)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_other_keys_are_refused_by_name(programme: Programme, keys: Keys, tmp_path: Path) -> None:
    publish(programme.store, programme.catalog(), keys, now=NOW)
    programme.words["lasserij"] = "Anders."
    with pytest.raises(KeyProblem, match=r"targets\.pem"):
        publish(programme.store, programme.catalog(), load(tmp_path / "others"), now=NOW)
    assert current(programme.store).version == 1


def test_a_naive_clock_is_refused(programme: Programme, keys: Keys) -> None:
    with pytest.raises(ValueError, match="time zone"):
        publish(programme.store, programme.catalog(), keys, now=datetime(2026, 1, 1))
