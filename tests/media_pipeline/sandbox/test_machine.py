"""A child does nothing to other processes and to the machine, starts none, and can't untie itself from its parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from media_pipeline.processes import sandbox
from tests.media_pipeline.children import is_gone
from tests.media_pipeline.sandbox.conftest import Attempt

HERE = Path(__file__).resolve().parents[3]


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """A process of the same user that has nothing to do with the child."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def test_no_process_is_started(attempt: Attempt) -> None:
    code = """
        import subprocess
        attempt(os.fork)
        attempt(call, "vfork")
        attempt(lambda: subprocess.run(["true"]))
        attempt(lambda: os.posix_spawn("/bin/true", ["true"], {}))
        started = 0
        for _ in range(100):  # a bomb would have as many
            try:
                if os.fork() == 0:
                    os._exit(0)
                started += 1
            except OSError:
                pass
        print(started)
    """
    assert attempt(code).stdout == "EPERM\nEPERM\nEPERM\nEPERM\n0\n"


def test_threads_are(attempt: Attempt) -> None:
    code = """
        import threading
        all_of_them = [threading.Thread(target=print, args=("here",)) for _ in range(8)]
        [one.start() for one in all_of_them]
        [one.join() for one in all_of_them]
    """
    assert attempt(code).stdout.count("here") == 8


def test_no_other_process_is_stopped_or_looked_into(attempt: Attempt, bystander: subprocess.Popen[bytes]) -> None:
    code = """
        parent, other = os.getppid(), int(sys.argv[1])
        for pid in (parent, other, 0, -os.getppid(), -1):
            attempt(os.kill, pid, 0)
        for pid in (parent, other):
            attempt(call, "ptrace", 16, pid, 0, 0)  # PTRACE_ATTACH
            attempt(call, "process_vm_readv", pid, None, 0, None, 0, 0)
            attempt(os.pidfd_open, pid)
            attempt(call, "prlimit64", pid, 7, None, None)
            attempt(os.sched_setaffinity, pid, {0})
        attempt(os.kill, os.getpid(), 0)
    """
    *refused, own = attempt(code, str(bystander.pid)).stdout.splitlines()
    assert refused == ["EPERM"] * 15
    assert own == "done None"
    assert bystander.poll() is None


def test_signals_stay_inside_where_landlock_alone_guards(
    attempt: Attempt, bystander: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    abi = sandbox.offers().landlock
    if abi < 6:
        pytest.skip(f"Landlock's ABI is {abi} here; it knows signals from 6 on")
    monkeypatch.setattr(sandbox, "offers", lambda: sandbox.Offers(limits=True, landlock=abi, seccomp=False))
    assert attempt("attempt(os.kill, int(sys.argv[1]), 9)", str(bystander.pid)).stdout == "EPERM\n"
    assert bystander.poll() is None


# x86-64's numbers; what ARM64 calls by these is another matter, and test_filter.py looks at both.
CALLS = {
    "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308, "reboot": 169, "swapon": 167,
    "init_module": 175, "finit_module": 313, "kexec_load": 246, "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
    "keyctl": 250, "add_key": 248, "request_key": 249, "io_uring_setup": 425, "io_uring_enter": 426, "ptrace": 101,
    "process_vm_writev": 311, "open_by_handle_at": 304, "name_to_handle_at": 303, "memfd_create": 319, "shmget": 29,
    "msgget": 68, "semget": 64, "setuid": 105, "setsid": 112, "setpgid": 109, "personality": 135, "acct": 163, "syslog": 103,
    "settimeofday": 164, "clock_settime": 227, "adjtimex": 159, "quotactl": 179, "fanotify_init": 300, "inotify_init1": 294,
    "iopl": 172, "ioperm": 173, "modify_ldt": 154, "vmsplice": 278, "move_mount": 429, "fsopen": 430, "pidfd_getfd": 438,
    "process_madvise": 440, "landlock_create_ruleset": 444, "seccomp": 317, "kcmp": 312, "nfsservctl": 180, "sethostname": 170,
}  # fmt: skip


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the numbers are x86-64's")
def test_calls_that_watch_or_change_the_machine_are_refused(attempt: Attempt) -> None:
    code = """
        for number in map(int, sys.argv[1:]):
            ctypes.set_errno(0)
            libc.syscall(ctypes.c_long(number), 0, 0, 0, 0, 0, 0)
            print(errno.errorcode.get(ctypes.get_errno(), "allowed"))
        attempt(call, "syscall", ctypes.c_long(0x40000000 + 41), 2, 1, 0)  # socket, by the x32 table
        attempt(call, "syscall", ctypes.c_long(600), 0)  # one that does not exist yet
    """
    *refused, x32, newer = attempt(code, *map(str, CALLS.values())).stdout.split()
    assert dict(zip(CALLS, refused, strict=True)) == dict.fromkeys(CALLS, "EPERM")
    assert (x32, newer) == ("EPERM", "ENOSYS")


def test_root_has_no_rights_inside(attempt: Attempt) -> None:
    code = "[print(line.split()[1]) for line in open('/proc/self/status') if line.startswith(('CapEff', 'CapBnd', 'NoNewPrivs'))]"
    effective, bounding, frozen = attempt(code).stdout.split()
    assert int(effective, 16) in (0, 2)  # 2: to open files whatever their mode, for root only
    assert os.getuid() != 0 or int(bounding, 16) == 2
    assert frozen == "1"


def test_it_can_not_untie_itself(tmp_path: Path) -> None:
    """Asked to be forgotten, and to leave the group, it dies with its parent all the same."""
    child = """
        import ctypes, os
        libc = ctypes.CDLL(None, use_errno=True)
        print(os.getpid(), libc.prctl(1, 0, 0, 0, 0), libc.setsid(), libc.setpgid(0, os.getppid()), flush=True)
        import signal
        signal.pause()
    """
    code = f"""
        import sys
        from pathlib import Path
        sys.path.insert(0, {str(HERE)!r})
        from media_pipeline.processes import run
        args = [sys.executable, "-I", "-c", {textwrap.dedent(child)!r}]
        run(args, cwd=Path("."), timeout_s=60, memory_bytes=2**30, on_line=lambda line: print(line, flush=True))
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=tmp_path, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid, *answers = map(int, parent.stdout.readline().split())
        parent.send_signal(signal.SIGKILL)
    assert answers == [-1, -1, -1]
    assert is_gone(pid)


def test_a_thread_bomb_ends_where_the_memory_ends(attempt: Attempt) -> None:
    code = """
        import threading
        threading.stack_size(16 * 1024**2)
        end, started = threading.Event(), 0
        try:
            while started < 1000:
                threading.Thread(target=end.wait).start()
                started += 1
        except RuntimeError as error:
            print(started, error)
        end.set()
    """
    started, said = attempt(code, memory_bytes=512 * 1024**2).stdout.split(maxsplit=1)
    assert int(started) < 32
    assert "can't start new thread" in said
