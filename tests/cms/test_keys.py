"""The signing keys by command: replaced and renewed, and clients follow."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from media_pipeline.release import keys, repository
from media_pipeline.store import DiskStore, read

pytestmark = pytest.mark.django_db

CATALOG = {"schema_version": "1.0", "languages": ["nl"], "generator": {"name": "test", "version": "0"}, "sectors": []}


@pytest.fixture
def store(settings, tmp_path: Path) -> DiskStore:
    settings.CONTENT_STORE, settings.TUF_KEYS = str(tmp_path / "content"), str(tmp_path / "keys")
    return DiskStore(settings.CONTENT_STORE)


def run(*args: str) -> str:
    out = io.StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def publish(store: DiskStore, settings, now: datetime.datetime) -> None:
    repository.publish(store, CATALOG, keys.load(settings.TUF_KEYS), now=now)


def test_rotating_before_the_first_release_says_what_to_do(store: DiskStore) -> None:
    with pytest.raises(CommandError, match="make a release first"):
        run("keys", "rotate", "snapshot")


def test_a_rotated_key_is_a_new_one_and_the_release_still_verifies(store: DiskStore, settings) -> None:
    publish(store, settings, datetime.datetime.now(datetime.UTC))
    before = {role: (Path(settings.TUF_KEYS) / f"{role}.pem").read_bytes() for role in keys.ROLES}
    said = run("keys", "rotate")
    assert "root 4" in said
    after = {role: (Path(settings.TUF_KEYS) / f"{role}.pem").read_bytes() for role in keys.ROLES}
    assert {role for role in keys.ROLES if before[role] != after[role]} == {"targets", "snapshot", "timestamp"}
    run("verify_release")


def test_what_gets_old_is_signed_anew(store: DiskStore, settings) -> None:
    publish(store, settings, datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=50))
    pointer = read(store, "metadata/timestamp.json")
    assert "timestamp" in run("keys", "resign")
    assert read(store, "metadata/timestamp.json") != pointer
    assert "nothing was due" in run("keys", "resign")
