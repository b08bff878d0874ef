"""A child that tries something, in a folder of its own beside things that are not for it."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from media_pipeline.processes import Finished, run, sandbox
from tests.conftest import absent

Attempt = Callable[..., Finished]

BEGIN = """
import ctypes, errno, os, sys
libc = ctypes.CDLL(None, use_errno=True)

def attempt(what, *arguments):
    try:
        answer = what(*arguments)
    except OSError as error:
        print(errno.errorcode.get(error.errno, error.errno))
    else:
        print("done", answer)

def call(name, *arguments):
    if getattr(libc, name)(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
"""


@pytest.fixture(autouse=True)
def whole_sandbox() -> None:
    """These tests are about guards that not every machine has."""
    missing = sandbox.offers().missing()
    if missing:
        absent(f"this machine's kernel guards no {' and no '.join(missing)}")


@pytest.fixture
def attempt(tmp_path: Path) -> Attempt:
    """Run Python in the sandbox: ``attempt(f, …)`` in it prints "done" and the answer, or the name of the error."""
    work = tmp_path / "work"
    work.mkdir()

    def run_it(code: str, *args: str, **wishes: Any) -> Finished:
        program = [sys.executable, "-I", "-c", BEGIN + textwrap.dedent(code), *args]
        return run(program, cwd=work, **{"timeout_s": 60, "memory_bytes": 1024**3, **wishes})

    return run_it


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A file of the same owner beside the child's folder, readable by everybody."""
    path = tmp_path / "secret"
    path.write_text("do not tell")
    path.chmod(0o666)
    os.utime(path, (1, 1))
    return path
