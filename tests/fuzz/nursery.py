"""Children of the pipeline from a warm process: a fork of Python with everything imported, instead of a fresh start (0.5 s).

Each is closed into the same sandbox by the same orders; ffmpeg and other programs start as ever. The nursery itself never
works, so no thread of a library is lost in a fork. A child of it is handed to the worker (a "subreaper"), which then waits
for it as for its own.
"""

from __future__ import annotations

import contextlib
import ctypes
import marshal
import os
import resource
import signal
import socket
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any, BinaryIO

from media_pipeline.processes import child, launch

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36


class Nursery:
    """Started in a process that has imported everything and used nothing; replaces how ``processes.run`` starts children."""

    def __init__(self) -> None:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        worker = os.getpid()
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if os.getppid() == worker:
                self._ours.close()
                _serve(theirs)
            os._exit(0)
        theirs.close()
        child.subprocess = self  # type: ignore[assignment]  # the name by which run() finds Popen

    DEVNULL, PIPE = subprocess.DEVNULL, subprocess.PIPE

    def Popen(self, command: list[str], *, cwd: Path, env: dict[str, str], **rest: Any) -> Any:
        """A child of the nursery where the command is a module of ours, else an ordinary one."""
        orders, program, *args = command[5:]
        if program != str(Path(sys.executable).absolute()) or args[:2] != ["-I", "-c"]:
            return subprocess.Popen(command, cwd=cwd, env=env, **rest)
        (out, child_out), (err, child_err) = os.pipe(), os.pipe()
        job = marshal.dumps({"orders": orders, "code": args[2], "argv": args[3:], "cwd": str(cwd), "env": env})
        try:
            socket.send_fds(self._ours, [job], [child_out, child_err])
            pid = int(self._ours.recv(32))
        finally:
            os.close(child_out)
            os.close(child_err)
        return _Child(pid, os.fdopen(out, "rb", 0), os.fdopen(err, "rb", 0))


class _Child:
    """What run() needs to know of a child that it did not start itself."""

    def __init__(self, pid: int, stdout: BinaryIO, stderr: BinaryIO) -> None:
        self.pid, self.stdout, self.stderr = pid, stdout, stderr
        self.returncode: int | None = None

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return self.returncode


def _serve(asked: socket.socket) -> None:
    while True:
        data, files, _, _ = socket.recv_fds(asked, 1 << 20, 2)
        if not data:
            return
        told, tell = os.pipe()
        between = os.fork()
        if between == 0:
            born = os.fork()
            if born == 0:
                _live(marshal.loads(data), *files)
            os.write(tell, str(born).encode())
            os._exit(0)
        os.waitpid(between, 0)  # from here on its child is the worker's
        asked.send(os.read(told, 32))
        for descriptor in (told, tell, *files):
            os.close(descriptor)


def _live(job: dict[str, Any], out: int, err: int) -> None:
    """Become what launch.py would have become, and run the code."""
    status = 1
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.closerange(3, 256)
        os.chdir(job["cwd"])
        os.environ.clear()
        os.environ.update(job["env"])
        orders = marshal.loads(bytes.fromhex(job["orders"]))
        # what is imported here already does not count
        orders["limits"] = [
            (which, *(most + 4 * 1024**3 if which in (resource.RLIMIT_AS, resource.RLIMIT_DATA) else most for most in bounds))
            for which, *bounds in orders["limits"]
        ]
        launch._obey(orders)
        sys.argv = ["-c", *job["argv"]]
        exec(compile(job["code"], "<child>", "exec"), {"__name__": "__main__"})
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)
