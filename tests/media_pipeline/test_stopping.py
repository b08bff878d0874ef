"""Told to stop, the command line says one sentence, ends with 1 and leaves no work folder, from its first import on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from media_pipeline.stopping import STOPPED

ROOT = Path(__file__).resolve().parents[2]

WHILE_IMPORTING = """
    import os, runpy, signal, sys

    class Hook:
        def find_spec(self, name, *_):
            if name == "media_pipeline.cli":
                os.kill(os.getpid(), int(sys.argv[1]))

    sys.meta_path.insert(0, Hook())
    runpy.run_module("media_pipeline", run_name="__main__")
"""

MASKED = "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.executable, sys.argv[1:])"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """Where work folders are made: empty, and nobody else's."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def started(tmp_path: Path, work: Path, *before: str, facets: int = 20_000) -> subprocess.Popen[str]:
    """Packaging a mesh is in the middle of reading it, in a work folder, when this returns."""
    stl = tmp_path / "plaat.stl"
    facet = "facet normal 0 0 1\nouter loop\nvertex 0 0 0\nvertex 1 0 0\nvertex 0 1 0\nendloop\nendfacet\n"
    stl.write_text(f"solid plaat\n{facet * facets}endsolid plaat\n")
    call = [sys.executable, "-m", "media_pipeline", "package", str(stl), "--store", str(tmp_path / "store"), "--progress", "json"]
    environment = {**os.environ, "TMPDIR": str(work)}
    child = subprocess.Popen(
        [*before, *call], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stderr is not None
    for line in child.stderr:
        if json.loads(line)["stage"] == "check":
            break
    return child


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_work_that_is_told_to_stop_tidies_up(number: signal.Signals, tmp_path: Path, work: Path) -> None:
    child = started(tmp_path, work)
    assert list(work.iterdir()) != []
    child.send_signal(number)
    out, err = child.communicate(timeout=60)
    assert (child.returncode, out) == (1, "")
    assert [line for line in err.splitlines() if not line.startswith("{")] == [STOPPED]
    assert list(work.iterdir()) == []


def test_what_nohup_ignores_stays_ignored(tmp_path: Path, work: Path) -> None:
    child = started(tmp_path, work, sys.executable, "-c", MASKED, facets=500)
    child.send_signal(signal.SIGHUP)
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    assert json.loads(out)["kind"] == "mesh"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_imports_run(number: signal.Signals) -> None:
    call = [sys.executable, "-c", textwrap.dedent(WHILE_IMPORTING), str(int(number))]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{STOPPED}\n")
