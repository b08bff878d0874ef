"""The command line: exit statuses, one sentence on stderr, JSON where a program reads the answer."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import origin as bad
from tests.content import name
from tests.origin import Origin
from tests.vr_rooms.client.conftest import PATIENT, Published
from tests.vr_rooms.client.tls import Proxy, certificates
from vr_rooms.client import check, cli
from vr_rooms.client.choice import Choice
from vr_rooms.client.errors import SyncFailed
from vr_rooms.client.origin import open_origin
from vr_rooms.client.sync import sync
from vr_rooms.client.terminal import Terminal, duration, line

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: object) -> tuple[int, str, str]:
    status = cli.main([str(one) for one in arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_the_whole_way_as_a_program(published: Published) -> None:
    def program(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "vr_rooms.client", *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    first = program("sync", published.origin.url, published.folder, "--json")
    assert first.returncode == 0, first.stderr
    assert first.stderr.count("\n") == 1
    assert "Trusting the root of http://127.0.0.1:" in first.stderr
    answer = json.loads(first.stdout)
    assert (answer["release"], answer["changed"], answer["files"]) == (1, True, answer["active"]["blobs"])
    published.origin.rule("timestamp", bad.portal)
    second = program("sync", published.origin.url, published.folder)
    assert (second.returncode, second.stdout, second.stderr.count("\n")) == (1, "", 1)
    assert "log in first" in second.stderr


def test_sync_says_what_it_did(published: Published, capsys: Capture) -> None:
    status, out, _ = run(capsys, "sync", published.origin.root, published.folder)
    assert status == 0
    assert out.startswith("Release 1 is active: ")
    status, out, err = run(capsys, "sync", published.origin.root, published.folder)
    assert (status, out, err) == (0, "Release 1 is active; nothing has changed.\n", "")


def test_choices(published: Published, capsys: Capture) -> None:
    choice = ["--profile", "headset-hq", "--sector", "zorg", "--room", name("garage"), "--videos"]
    status, out, _ = run(capsys, "sync", published.origin.root, published.folder, *choice, "--json")
    assert status == 0
    active = json.loads(out)["active"]
    assert [active[one] for one in ("profile", "sectors", "rooms", "videos")] == ["headset-hq", ["zorg"], [name("garage")], True]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--sector", "bouw"], "There is no sector bouw"),
        (["--room", "niets"], "There is no room niets"),
        (["--root", "/nergens/root.json"], "/nergens/root.json can't be read"),
        (["--ca-file", "/nergens/ca.pem"], "/nergens/ca.pem is not there"),
    ],
)
def test_wrong_usage_is_2_and_one_sentence(published: Published, capsys: Capture, more: list[str], sentence: str) -> None:
    published.sync(Choice(sectors=("zorg",)))
    status, out, err = run(capsys, "sync", published.origin.root, published.folder, *more)
    assert (status, out) == (2, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1


def test_a_root_file_that_is_none_is_2(published: Published, capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "root.json").write_text("{}")
    status, _, err = run(capsys, "sync", published.origin.root, published.folder, "--root", tmp_path / "root.json")
    assert status == 2
    assert "no root metadata" in err


@pytest.mark.parametrize("arguments", [[], ["sync"], ["sync", "a", "b", "--profile", "phone"], ["fly", "x"]])
def test_arguments_that_are_none_are_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_plain_http_from_elsewhere_wants_a_root(capsys: Capture, tmp_path: Path) -> None:
    status, _, err = run(capsys, "sync", "http://192.0.2.1/", tmp_path / "x")
    assert status == 2
    assert "--root" in err


def test_verify_and_status(published: Published, capsys: Capture) -> None:
    assert run(capsys, "status", published.folder)[0] == 1
    published.sync()
    status, out, _ = run(capsys, "verify", published.folder)
    assert status == 0
    assert out.startswith("All is well: release 1, ")
    status, out, _ = run(capsys, "status", published.folder)
    assert status == 0
    assert out.startswith("release 1 of ")
    assert "profile headset, all sectors" in out
    status, out, _ = run(capsys, "status", published.folder, "--json")
    assert json.loads(out)["active"]["release"] == 1
    bad_one = next(published.folder.glob("blobs/*/*.jpg"))
    bad_one.write_bytes(b"x")
    status, out, err = run(capsys, "verify", published.folder)
    assert status == 1
    assert bad_one.name in out
    assert "sync again to mend it" in err
    status, out, _ = run(capsys, "verify", published.folder, "--json")
    assert (status, len(json.loads(out)["wrong"])) == (1, 1)


def test_verify_reads_any_content_root(published: Published, capsys: Capture, tmp_path: Path) -> None:
    assert run(capsys, "verify", published.origin.root)[0] == 0
    next(published.origin.root.glob("blobs/*/*.jpg")).unlink()
    assert run(capsys, "verify", published.origin.root)[0] == 1
    assert run(capsys, "verify", tmp_path / "nothing")[0] == 1
    (tmp_path / "empty").mkdir()
    status, _, err = run(capsys, "verify", tmp_path / "empty")
    assert status == 1
    assert "no synced folder and no content root" in err


def test_an_expired_release_still_plays(published: Published, capsys: Capture, tmp_path: Path) -> None:
    published.sync()
    record = json.loads((published.folder / "active.json").read_bytes())
    record["active"]["expires"] = "2020-01-01T00:00:00Z"
    (published.folder / "active.json").write_text(json.dumps(record))
    status, out, _ = run(capsys, "status", published.folder)
    assert status == 0
    assert "it still plays, sync for a new one" in out


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RuntimeError("huh\nhuh"), "not foreseen (RuntimeError: huh huh)"),
        (KeyboardInterrupt(), "Stopped; what was fetched is kept"),
        (PermissionError(13, "Permission denied", "/x"), "/x gives an error of the disk (Permission denied)"),
    ],
)
def test_whatever_happens_there_is_a_sentence(
    published: Published, capsys: Capture, monkeypatch: pytest.MonkeyPatch, error: BaseException, sentence: str
) -> None:
    def fails(*arguments: object, **more: object) -> None:
        raise error

    monkeypatch.setattr(cli, "sync", fails)
    status, _, err = run(capsys, "sync", published.origin.root, published.folder)
    assert status == 1
    assert sentence in err
    assert err.count("\n") == 1


def test_https_needs_the_authority_and_goes_through_the_proxy(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, own = certificates(tmp_path)
    proxy = Proxy()
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    try:
        with Origin(published.origin.root, own) as secure:
            with pytest.raises(SyncFailed, match=r"certificate of localhost is not trusted.*--ca-file"):
                sync(open_origin(secure.url, limits=PATIENT), published.folder, Choice(), limits=PATIENT)
            trusting = open_origin(secure.url, ca_file=authority, limits=PATIENT)
            assert sync(trusting, published.folder, Choice(), limits=PATIENT).changed
            assert set(proxy.asked) == {f"localhost:{secure.port}"}
    finally:
        proxy.end()
    assert check.verify(published.folder).wrong == []


def test_a_proxy_that_is_not_there_is_named(published: Published, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with pytest.raises(SyncFailed, match="HTTPS_PROXY"):
        sync(open_origin("https://example.invalid/", limits=PATIENT), tmp_path / "x", Choice(), limits=PATIENT)


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal(published: Published) -> None:
    screen = Screen()
    terminal = Terminal(screen)
    published.sync(reporter=terminal)
    terminal.end()
    drawn = screen.getvalue()
    assert "MB/s, 0 s left" in drawn
    assert drawn.endswith("\r")


def test_no_progress_in_a_file(published: Published) -> None:
    out = io.StringIO()
    published.sync(reporter=Terminal(out))
    assert "\r" not in out.getvalue()


def test_bytes_rate_and_time_left() -> None:
    assert line(12_300_000, 48_000_000, 6.0) == "12.3 of 48.0 MB, 2.0 MB/s, 17 s left"
    assert line(0, 48_000_000, 0.0) == "0.0 of 48.0 MB"
    assert [duration(one) for one in (59, 61, 3599, 7500)] == ["59 s", "1 min", "1 h 0 min", "2 h 5 min"]
