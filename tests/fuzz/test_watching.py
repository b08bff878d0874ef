"""The fuzzer sees what none may do: a traceback, a crash of the worker, a hang, a changed file beside the job, something left."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from typing import IO

import pytest

from media_pipeline.errors import Refused
from tests.fuzz import __main__ as fuzz
from tests.fuzz import worker

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the fuzzer needs Linux")


def raising(error: BaseException) -> object:
    def package(*_: object) -> None:
        raise error

    return package


@pytest.mark.parametrize(
    ("error", "verdict", "wrong"),
    [
        (Refused("empty", name="file.png"), "empty", None),
        (Refused("empty", name="two\nlines"), "empty", "is no sentence"),
        (KeyError("bug"), "failed", "KeyError: 'bug'"),
        (MemoryError(), "failed", "MemoryError"),
    ],
)
def test_what_comes_of_a_file(
    error: BaseException, verdict: str, wrong: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "package", raising(error))
    result = worker._tried("pictures/png", tmp_path / "file.png", True)
    assert result["verdict"] == verdict
    assert (wrong in result["wrong"]) if wrong else "wrong" not in result


def test_what_lies_around_is_watched(tmp_path: Path) -> None:
    for name in ("tmp", "job"):
        (tmp_path / name).mkdir()
    source = tmp_path / "job" / "file.png"
    source.write_bytes(b"data")
    canary = worker.Canary(tmp_path)
    assert canary.complaints(source, b"data") == []
    (tmp_path / "canary" / "secret.txt").write_text("touched")
    (tmp_path / "tmp" / "left").touch()
    (tmp_path / "job" / "more").touch()
    assert len(canary.complaints(source, b"data")) == 3
    (tmp_path / "job" / "more").unlink()
    assert len(canary.complaints(source, b"other")) == 3


def fake_work(kind: str, numbers: range, seed: int, seeds: dict[str, bytes], whole: int, folder: Path, tell: IO[str]) -> None:
    for number in numbers:
        print(json.dumps({"begin": number}), file=tell, flush=True)
        if number == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        if number == 3:
            signal.pause()
        print(json.dumps({"end": number, "verdict": "empty", "seconds": 0.1, "kb": 9, "wrong": ""}), file=tell, flush=True)


@linux_only
def test_a_worker_that_crashes_or_hangs_is_told_and_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "work", fake_work)
    monkeypatch.setattr(fuzz, "HANG_S", 3.0)
    run = fuzz.Run("pictures/png", 5, 0, 0)
    fuzz._drive([run], {}, argparse.Namespace(jobs=1, seed=1), tmp_path)
    assert [(number, why.split(":")[0]) for number, why in run.failures] == [(1, "the worker crashed"), (3, "hangs")]
    assert run.verdicts == {"empty": 3, "failed": 2}


def test_what_was_wrong_is_kept_with_the_command_that_repeats_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fuzz, "FOUND", tmp_path)
    fuzz._keep("pictures/png", 7, 3, {"pictures/png": b"some bytes"}, "hangs")
    assert (tmp_path / "pictures-png-3-7").read_bytes() == fuzz.mutant("pictures/png", 7, 3, {"pictures/png": b"some bytes"})
    assert "--kind pictures/png --seed 3 --from 7 --count 1" in capsys.readouterr().err
