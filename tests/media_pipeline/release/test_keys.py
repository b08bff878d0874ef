"""Signing keys: made once, readable by their owner only, never replaced silently."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from media_pipeline.release.keys import ROLES, KeyProblem, load


def _ids(folder: Path) -> dict[str, str]:
    return {role: signer.public_key.keyid for role, signer in load(folder).signers.items()}


def test_they_are_made_once_and_private(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = _ids(folder)
    assert first == _ids(folder)
    assert len(set(first.values())) == 4
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"{role}.pem" for role in ROLES)


def test_a_making_cut_short_is_finished_with_the_keys_that_are_there(tmp_path: Path) -> None:
    whole = _ids(tmp_path)
    for role in ("snapshot", "timestamp"):
        (tmp_path / f"{role}.pem").unlink()
    assert {role: _ids(tmp_path)[role] for role in ("root", "targets")} == {role: whole[role] for role in ("root", "targets")}


def test_a_root_key_that_is_kept_offline_is_not_made_anew(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "root.pem").unlink()
    keys = load(tmp_path)
    assert not (tmp_path / "root.pem").exists()
    with pytest.raises(KeyProblem, match=r"root\.pem"):
        keys.signer("root")


@pytest.mark.parametrize("content", [b"", b"not a key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_named(tmp_path: Path, content: bytes) -> None:
    load(tmp_path)
    (tmp_path / "targets.pem").write_bytes(content)
    with pytest.raises(KeyProblem, match=r"targets\.pem"):
        load(tmp_path)


def test_a_lost_key_is_named_and_not_made_anew(tmp_path: Path) -> None:
    load(tmp_path)
    (tmp_path / "snapshot.pem").unlink()
    with pytest.raises(KeyProblem, match=r"snapshot\.pem"):
        load(tmp_path)
