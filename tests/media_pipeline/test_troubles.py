"""What a disk, a server or another ffmpeg does wrong is said with the place and what to do, as early as it can be known."""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import tempfile
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_pipeline import cli
from media_pipeline import package as entrance
from media_pipeline.cli import main
from media_pipeline.errors import ToolMissing
from media_pipeline.store import DiskStore
from media_pipeline.troubles import about
from media_pipeline.videos import ffmpeg
from tests import media

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def never_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "probe", lambda *_: pytest.fail("work was begun"))


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    status = main([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    assert shown.out == ""
    return status, shown.err


def test_a_store_that_is_a_file(tmp_path: Path, never_begun: None, capsys: pytest.CaptureFixture[str]) -> None:
    photo = media.photo(tmp_path, width=512)
    for store in (photo, photo / "below"):
        sentence = f"{photo}: this is a file, where a store needs a folder; give another.\n"
        assert said(capsys, "package", photo, "--store", store) == (1, sentence)


def test_a_store_that_may_not_be_written(
    tmp_path: Path, never_begun: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = media.photo(tmp_path, width=512)
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)  # root may write everything: a mode proves nothing
    sentence = f"{tmp_path}: nothing may be written here; give another folder for the store.\n"
    assert said(capsys, "package", photo, "--store", tmp_path / "not" / "yet") == (1, sentence)


def test_a_store_to_read_from_needs_no_rights(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, store = media.photo(tmp_path, width=512), tmp_path / "store"
    assert main(["package", str(photo), "--store", str(store)]) == 0
    monkeypatch.setattr(DiskStore, "check_writable", lambda _: pytest.fail("asked for nothing"))
    assert main(["package", str(photo), "--store", str(store)]) == 0


@pytest.mark.parametrize("full", ["work", "store", "neither"])
def test_a_full_disk_names_the_folder(full: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work, store = tmp_path / "work", tmp_path / "store"
    work.mkdir()
    store.mkdir()
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(work))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(1 << 40, 0, 1000 if Path(path).name == full else 1 << 39))
    where = {"work": f"{work}", "store": f"{store}", "neither": f"{work} or {store}"}[full]
    sentence = f"The disk is full ({where}); make room and run this again, what is done already is kept."
    assert about(OSError(errno.ENOSPC, "No space left on device"), str(store)) == sentence


def test_a_bucket_is_named_by_its_address() -> None:
    store = "s3://bucket/prefix?region=eu-west-1"
    key = "s3://bucket/prefix/records/0123/asset.json"
    for name in (key, "records/0123/asset.json"):
        problem = PermissionError(errno.EACCES, "the S3 server refused us (AccessDenied); check the access keys", name)
        sentence = "s3://bucket/prefix: the S3 server refused us (AccessDenied); check the access keys."
        assert about(problem, store) == sentence
    full = OSError(errno.ENOSPC, "the S3 server has no room left (QuotaExceeded)", key)
    assert about(full, store) == "s3://bucket/prefix: the S3 server has no room left (QuotaExceeded)."
    assert about(OSError(errno.EIO, "Input/output error", "/disk/a"), "/disk") == "/disk/a: Input/output error."


@pytest.mark.parametrize(("program", "words"), [("/bin/true", "is no ffmpeg that runs here"), ("/no/ffmpeg", "is not on this")])
def test_another_ffmpeg_that_is_none(program: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FFMPEG", program)
    ffmpeg.program.cache_clear()
    try:
        with pytest.raises(ToolMissing, match=f"^The program {program} {words}.*FFMPEG") as missing:
            ffmpeg.program()
        assert missing.value.exit_status == 4
    finally:
        ffmpeg.program.cache_clear()


def test_another_ffmpeg_that_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    own = ffmpeg.program()
    monkeypatch.setenv("FFMPEG", own)
    ffmpeg.program.cache_clear()
    assert ffmpeg.program() == own
    ffmpeg.program.cache_clear()


def test_every_option_says_what_it_is_for() -> None:
    silent = [f"{parser.prog} {action.dest}" for parser, action in _options(cli._parser()) if not action.help]
    assert silent == []


def _options(parser: argparse.ArgumentParser) -> Iterator[tuple[argparse.ArgumentParser, argparse.Action]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _options(below)
        else:
            yield parser, action
