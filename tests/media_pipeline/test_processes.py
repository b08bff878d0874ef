"""Children are bounded in time and memory, know no secrets, hold no locks, and never outlive their parent."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

from media_pipeline.errors import Cancelled, PipelineError, ToolMissing
from media_pipeline.processes import DiskFilled, Finished, TimedOut, child, module, sandbox
from media_pipeline.processes import run as run_child
from tests.media_pipeline.children import is_gone

HERE = Path(__file__).resolve().parents[2]
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a child dies with its parent on Linux only")


GIB = 1024**3


def run(args: list[str], *, memory_bytes: int = GIB, **wishes: Any) -> Finished:
    return run_child(args, memory_bytes=memory_bytes, **wishes)


@pytest.fixture
def open_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a sandbox, where a child may start children of its own."""
    monkeypatch.setattr(sandbox, "offers", lambda: sandbox.Offers(limits=False, landlock=0, seccomp=False))


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
    with pytest.raises(TimedOut, match=r"not ready within 0\.5 s"):
        run(["sh", "-c", "echo $$; exec sleep 600"], cwd=tmp_path, timeout_s=0.5, on_line=pids.append)
    assert is_gone(int(pids[0]))


def test_silence_is_stopped_and_talking_is_not(tmp_path: Path) -> None:
    """One that talks for longer than it may be silent; its silences are short enough for a busy machine."""
    talks = python("import time\nfor _ in range(25): print('.', flush=True); time.sleep(0.1)")
    assert run(talks, cwd=tmp_path, timeout_s=60, stall_s=2).returncode == 0
    with pytest.raises(TimedOut, match=r"no sign of life for 0\.5 s"):
        run(["sleep", "60"], cwd=tmp_path, timeout_s=20, stall_s=0.5)


def test_cancelling_stops_the_whole_group(tmp_path: Path, open_machine: None) -> None:
    pids: list[int] = []

    def listen(line: str) -> None:
        pids.extend(int(word) for word in line.split())
        raise Cancelled("enough")

    with pytest.raises(Cancelled, match="enough"):
        run(["sh", "-c", "sleep 60 & echo $$ $!; wait"], cwd=tmp_path, timeout_s=20, on_line=listen)
    assert len(pids) == 2
    assert all(is_gone(pid) for pid in pids)


def test_what_a_child_leaves_behind_is_stopped_and_not_waited_for(tmp_path: Path, open_machine: None) -> None:
    pids: list[str] = []
    assert run(["sh", "-c", "sleep 600 & echo $!"], cwd=tmp_path, timeout_s=20, on_line=pids.append).returncode == 0
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
    assert finished.out_of_memory


@linux_only
def test_addresses_may_be_reserved_beyond_the_memory(tmp_path: Path) -> None:
    """What Node does: gigabytes of addresses, of which it fills few."""
    reserve = "import mmap; held = mmap.mmap(-1, 3_000_000_000, flags=mmap.MAP_PRIVATE, prot=mmap.PROT_READ)"
    assert run(python(reserve), cwd=tmp_path, timeout_s=20, memory_bytes=400_000_000).returncode == 1
    wide = {"memory_bytes": 400_000_000, "reserved_bytes": 4 * GIB}
    assert run(python(reserve), cwd=tmp_path, timeout_s=20, **wide).returncode == 0
    assert run(python("x = bytearray(700_000_000)"), cwd=tmp_path, timeout_s=20, **wide).out_of_memory


@pytest.mark.parametrize(
    ("returncode", "stderr", "told"),
    [
        (-signal.SIGKILL, "", True),  # by the kernel, where the machine has no more
        (1, "MemoryError", True),
        (-signal.SIGABRT, "terminate called after throwing an instance of 'std::bad_alloc'", True),
        (134, "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", True),
        (1, "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 9.3 GiB", True),
        (0, "MemoryError", False),
        (1, "Invalid data found", False),
        (-signal.SIGSEGV, "", False),
    ],
)
def test_too_little_memory_is_told_from_other_ends(returncode: int, stderr: str, told: bool) -> None:
    assert Finished(returncode, stderr, "").out_of_memory is told


@linux_only
def test_processor_time_has_a_ceiling(tmp_path: Path) -> None:
    with pytest.raises(TimedOut, match="not ready within 1 s"):
        run(python("while True: pass"), cwd=tmp_path, timeout_s=60, cpu_s=1)


@linux_only
def test_a_file_has_a_ceiling(tmp_path: Path) -> None:
    fill = python("with open('full', 'wb') as file:\n    for _ in range(20): file.write(bytes(1_000_000))")
    finished = run(fill, cwd=tmp_path, timeout_s=20, file_bytes=5_000_000)
    assert "File too large" in finished.stderr
    assert (tmp_path / "full").stat().st_size == 5_000_000


def test_the_folder_has_a_ceiling(tmp_path: Path) -> None:
    fill = python("import time\nfor i in range(20): open(f'{i}', 'wb').write(bytes(1_000_000))\ntime.sleep(60)")
    with pytest.raises(DiskFilled, match="more than 9 MiB"):
        run(fill, cwd=tmp_path, timeout_s=60, disk_bytes=9 * 1024**2)


@linux_only
def test_a_sandbox_that_can_not_be_closed_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_filter", lambda: [(0, 0, 0, 0)])  # no program: the kernel refuses it
    with pytest.raises(PipelineError, match=r"can't be started in its sandbox \(.*prctl"):
        run(["touch", "made"], cwd=tmp_path, timeout_s=20)
    assert not list(tmp_path.iterdir())


def test_what_is_to_be_read_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nothing"):
        run(["true"], cwd=tmp_path, timeout_s=20, readable=[tmp_path / "nothing"])


def test_a_machine_without_a_sandbox_is_warned_of_once(
    tmp_path: Path, open_machine: None, caplog: pytest.LogCaptureFixture
) -> None:
    child._warn_where_open.cache_clear()
    try:
        for _ in range(2):
            run(["true"], cwd=tmp_path, timeout_s=20)
    finally:
        child._warn_where_open.cache_clear()
    (said,) = [record for record in caplog.records if record.name == "media_pipeline.warnings"]
    assert "files and the network and memory" in said.getMessage()


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
        args = ["sh", "-c", "echo $$; exec sleep 60"]
        run(args, cwd=Path("."), timeout_s=60, memory_bytes=2**30, on_line=lambda pid: print(pid, flush=True))
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
