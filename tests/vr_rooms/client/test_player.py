"""The player laid beside synced rooms: whole, replaced whole, pointed elsewhere only by a real address."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from vr_rooms.client import player
from vr_rooms.client.cli import main
from vr_rooms.client.errors import SyncFailed, WrongUsage

POLICY = "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; script-src 'self'"
PAGE = f"""<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<script id="player-config" type="application/json">{{"content_url":"../","manifest":null}}</script>"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "built"
    (folder / "chunks").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "chunks" / "a.js").write_text("1")
    return folder


def config_of(page: Path) -> dict[str, object]:
    found = re.search(r'type="application/json">(.*?)</script>', page.read_text())
    assert found is not None
    config: dict[str, object] = json.loads(found[1])
    return config


def test_it_lies_beside_the_rooms_and_replaces_an_older_one(tmp_path: Path, built: Path) -> None:
    (tmp_path / "player").mkdir()
    (tmp_path / "player" / "old.js").write_text("old")
    page = player.lay(tmp_path, built=built)
    assert page == tmp_path / "player" / "index.html" and page.read_text() == PAGE
    assert sorted(path.name for path in (tmp_path / "player").iterdir()) == ["chunks", "index.html"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_it_can_be_pointed_at_another_content_root(tmp_path: Path, built: Path) -> None:
    page = player.lay(tmp_path, "https://cdn.example.org:8443/rooms/", built=built)
    assert config_of(page) == {"content_url": "https://cdn.example.org:8443/rooms/", "manifest": None}
    policy = page.read_text().splitlines()[0]
    for part in ("img-src", "media-src", "connect-src"):
        assert f"{part} 'self' https://cdn.example.org:8443" in policy
    assert "script-src 'self'\"" in policy


@pytest.mark.parametrize("wrong", ["", "content/", "file:///etc/", "https://", 'https://a"b/', "https://a; script-src */"])
def test_what_is_no_address_is_refused_and_nothing_is_laid(tmp_path: Path, built: Path, wrong: str) -> None:
    with pytest.raises(WrongUsage):
        player.lay(tmp_path, wrong, built=built)
    assert not (tmp_path / "player").exists()


def test_without_a_build_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SyncFailed):
        player.lay(tmp_path, built=tmp_path / "nothing")
    monkeypatch.setattr(player.lay, "__defaults__", (None, tmp_path / "nothing"))
    assert main(["player", str(tmp_path)]) == 1
    assert "make build" in capsys.readouterr().err
