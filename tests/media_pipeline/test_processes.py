"""Children are bounded in time and memory, know no secrets, hold no locks, and never outlive their parent."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from media_pipeline.errors import Cancelled, ToolMissing
from media_pipeline.processes import TimedOut, module, run
from tests.media_pipeline.children import is_gone

HERE = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a child dies with its parent on Linux only")


def python(code: str) -> list[str]:
    return [sys.executable, "-I", "-c", textwrap.dedent(code)]


def test_output_and_status(tmp_path: Path) -> None:
    finished = run(python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(5)"), cwd=tmp_path, timeout_s=20)
    assert (finished.returncode, finished.stdout, finished.stderr) == (5, "out\n", "err\n")


def test_lines_come_whole_and_in_order(tmp_path: Path) -> None:
    lines: list[str] = []
    code = "import sys; w = sys.stdout.write; [(w('number '), sys.stdout.flush(), w(f'{i}\\n')) for i in range(500)]; w('no end')"
    finished = run(python(code), cwd=tmp_path, timeout_s=20, on_line=lines.append)
    assert lines == [f"number {i}" for i in range(500)] + ["no end"]
    assert finished.returncode == 0


def test_a_flood_of_output_keeps_only_its_end(tmp_path: Path) -> None:
    finished = run(python("import sys; sys.stderr.write('x' * 3_000_000 + 'end')"), cwd=tmp_path, timeout_s=20)
    assert finished.stderr.endswith("xend")
    assert len(finished.stderr) <= 64 * 1024


def test_too_long_is_stopped(tmp_path: Path) -> None:
    pids: list[str] = []
    started = time.monotonic()
    with pytest.raises(TimedOut, match=r"not ready within 0\.5 s"):
        run(["sh", "-c", "echo $$; exec sleep 60"], cwd=tmp_path, timeout_s=0.5, on_line=pids.append)
    assert time.monotonic() - started < 5
    assert is_gone(int(pids[0]))


def test_silence_is_stopped_and_talking_is_not(tmp_path: Path) -> None:
    talks = python("import time\nfor _ in range(8): print('.', flush=True); time.sleep(0.1)")
    assert run(talks, cwd=tmp_path, timeout_s=20, stall_s=0.7).returncode == 0
    with pytest.raises(TimedOut, match=r"no sign of life for 0\.5 s"):
        run(["sleep", "60"], cwd=tmp_path, timeout_s=20, stall_s=0.5)


def test_cancelling_stops_the_whole_group(tmp_path: Path) -> None:
    pids: list[int] = []

    def listen(line: str) -> None:
        pids.extend(int(word) for word in line.split())
        raise Cancelled("enough")

    with pytest.raises(Cancelled, match="enough"):
        run(["sh", "-c", "sleep 60 & echo $$ $!; wait"], cwd=tmp_path, timeout_s=20, on_line=listen)
    assert len(pids) == 2
    assert all(is_gone(pid) for pid in pids)


def test_what_a_child_leaves_behind_is_stopped_and_not_waited_for(tmp_path: Path) -> None:
    pids: list[str] = []
    started = time.monotonic()
    assert run(["sh", "-c", "sleep 60 & echo $!"], cwd=tmp_path, timeout_s=20, on_line=pids.append).returncode == 0
    assert time.monotonic() - started < 5
    assert is_gone(int(pids[0]))


def test_a_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(ToolMissing, match="no-such-encoder"):
        run(["no-such-encoder"], cwd=tmp_path, timeout_s=20)


@linux_only
def test_memory_has_a_ceiling(tmp_path: Path) -> None:
    greedy = python("x = bytearray(700_000_000); print('had it')")
    assert run(greedy, cwd=tmp_path, timeout_s=20).stdout == "had it\n"
    finished = run(greedy, cwd=tmp_path, timeout_s=20, memory_bytes=400_000_000)
    assert finished.returncode == 1
    assert "MemoryError" in finished.stderr


def test_no_secret_and_no_descriptor_travels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv("LIBGL_ALWAYS_SOFTWARE", "1")
    with (tmp_path / "lock").open("w") as lock:
        os.set_inheritable(lock.fileno(), True)
        code = f"""
            import os, sys
            known = os.environ
            print("SECRET_KEY" in known, known.get("LIBGL_ALWAYS_SOFTWARE"), known["EXTRA"], sys.stdin.read() == "")
            try: os.fstat({lock.fileno()}); print("open")
            except OSError: print("closed")
        """
        finished = run(python(code), cwd=tmp_path, timeout_s=20, env={"EXTRA": "more"})
    assert finished.stdout == "False 1 more True\nclosed\n"


def test_a_module_of_ours_runs_from_any_folder(tmp_path: Path) -> None:
    finished = run(module("media_pipeline.digests"), cwd=tmp_path, timeout_s=20)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert not list(tmp_path.iterdir())


@linux_only
def test_kill_9_of_the_parent_takes_the_child_along_and_frees_its_lock(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    code = f"""
        import fcntl, sys
        from pathlib import Path
        sys.path.insert(0, {str(HERE)!r})
        from media_pipeline.processes import run
        lock = open({str(lock)!r}, "w")
        fcntl.flock(lock, fcntl.LOCK_EX)
        run(["sh", "-c", "echo $$; exec sleep 60"], cwd=Path("."), timeout_s=60, on_line=lambda pid: print(pid, flush=True))
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=tmp_path, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        os.kill(child, 0)  # it lives
        parent.send_signal(signal.SIGKILL)
    assert is_gone(child)
    with lock.open("w") as again:
        fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError where somebody still holds it


@linux_only
def test_a_child_lives_as_long_as_the_thread_that_waits_for_it(tmp_path: Path) -> None:
    """The kernel's signal comes when the starting thread ends; run() waits in it, so other threads' ends do not matter."""
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda s=seconds: results.append(run(["sleep", s], cwd=tmp_path, timeout_s=20).returncode))
        for seconds in ("0.1", "0.6")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [0, 0]
