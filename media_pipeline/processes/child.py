"""The one place that starts processes: each child is bounded, closed in, and never outlives the one who started it.

On Linux a child dies with its parent even when that is killed with -9, and lives in a sandbox (sandbox.py): it reads what
it is given and what programs need, writes into its folder, has no network and no other processes. Elsewhere (macOS) all that
is missing: there a child is stopped on timeouts, errors and ordinary ends of its parent only, and a warning says so once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO

from media_pipeline.errors import PipelineError, ToolMissing
from media_pipeline.processes import launch, sandbox
from media_pipeline.processes.beat import beat
from media_pipeline.processes.places import PACKAGE

TAIL_BYTES = 64 * 1024
LINE_BYTES = 1024 * 1024
TICK_S = 0.2
DISK_TICK_S = 1.0
DISK_BYTES, FILE_BYTES = 32 * 1024**3, 12 * 1024**3
"""The most that a child may leave in its folder, and in one file: an hour of 360° film at its highest rate is 10 GiB."""
WARNINGS = logging.getLogger("media_pipeline.warnings")

# What a child may know of its parent's environment. No secrets (keys, database addresses) travel to a decoder of
# strangers' files; the rest is what finds programs, languages, fonts and renderers.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
PASSED_ON_PREFIXES = ("EGL_", "LIBGL_", "MESA_", "GALLIUM_", "LP_", "__EGL_", "VTK_", "FONTCONFIG_")


class TimedOut(PipelineError):
    """A child took too long, or said nothing for too long, and was stopped."""

    def __init__(self, program: str, limit_s: float, silent: bool = False) -> None:
        self.limit_s = limit_s
        did = "showed no sign of life for" if silent else "was not ready within"
        super().__init__(f"{program} {did} {limit_s:g} s and was stopped; try again, or with a shorter or smaller file.")


class DiskFilled(PipelineError):
    """A child wrote more than its folder may hold, and was stopped."""

    def __init__(self, program: str, limit_bytes: int) -> None:
        super().__init__(
            f"{program} wrote more than {limit_bytes // 1024**2} MiB and was stopped; try a shorter or smaller file."
        )


# How the C library, C++, Python, ffmpeg, Node, the thread library and the loader say it.
_OUT_OF_MEMORY = re.compile(
    "(?i)MemoryError|std::bad_alloc|cannot allocate memory|malloc of size|memory alloc|out of memory|insufficient memory"
    "|resource temporarily unavailable|failed to map segment|can't start new thread|allocation failed|unable to allocate"
)


@dataclass(frozen=True)
class Finished:
    """How a child ended. ``returncode`` is negative for a signal; the tails are its last 64 kB as text."""

    returncode: int
    stderr: str
    stdout: str

    @property
    def out_of_memory(self) -> bool:
        """Whether it failed for want of memory: more than it may have, or than the machine has (then the kernel kills it)."""
        return self.returncode != 0 and (self.returncode == -signal.SIGKILL or bool(_OUT_OF_MEMORY.search(self.stderr)))


def run(
    args: Sequence[str],
    *,
    cwd: Path,
    timeout_s: float,
    memory_bytes: int,
    readable: Sequence[Path] = (),
    stall_s: float | None = None,
    reserved_bytes: int = 0,
    cpu_s: float | None = None,
    file_bytes: int = FILE_BYTES,
    disk_bytes: int = DISK_BYTES,
    on_line: Callable[[str], None] | None = None,
    env: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program to its end in the calling thread, which must not end before (and, waiting here, can't).

    It writes into ``cwd`` and nowhere else, and reads that and ``readable`` (files, or folders whole; where a link in ``cwd``
    leads, for example) besides programs and libraries. It starts no processes, but threads.
    ``on_line`` gets each line of standard output; what it raises (Cancelled) stops the child and goes on up. ``stall_s``:
    the longest silence on both outputs. ``memory_bytes``: limit of memory and of the address space; a program that reserves
    addresses which it does not fill (Node) gets ``reserved_bytes`` of them more. ``cpu_s``: processor time, by default all
    cores for the whole time. ``file_bytes``: of one file; ``disk_bytes``: of the folder, looked at once a second. ``env`` is
    added to the small environment that children get.

    Raises TimedOut, DiskFilled, ToolMissing where the program is not there, FileNotFoundError where something to be read is
    not, PipelineError where the sandbox can't be closed; a child that fails is no error here: see ``returncode``.
    """
    program = shutil.which(args[0])
    if program is None:
        raise ToolMissing(f"The program {args[0]} is not on this machine; install it or set its path.")
    _warn_where_open()
    program = str(Path(program).absolute())
    bounds = sandbox.Bounds(
        memory_bytes=memory_bytes,
        address_bytes=memory_bytes + reserved_bytes,
        cpu_s=timeout_s * (os.cpu_count() or 1) if cpu_s is None else cpu_s,
        file_bytes=file_bytes,
    )
    orders = sandbox.orders(program, cwd, readable, bounds)
    child = subprocess.Popen(  # noqa: S603 - a list, never a shell
        [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), orders, program, *args[1:]],
        cwd=cwd,
        env=_environment(cwd, env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a group of its own, to be stopped whole; the terminal's Ctrl-C reaches the parent only
        close_fds=True,  # a lock that the parent holds must not stay held by a child that survives it
    )
    out, err = _Lines(child.stdout, on_line), _Lines(child.stderr, None)
    watch = _Watch(Path(args[0]).name, cwd, timeout_s, stall_s, disk_bytes)
    try:
        _follow(child, (out, err), watch)
    finally:
        _stop(child)
        out.pipe.close()
        err.pipe.close()
    finished = Finished(child.returncode, err.tail(), out.tail())
    if finished.returncode == launch.CANNOT_START and finished.stderr.startswith(launch.FAILED):
        raise PipelineError(f"{watch.program} can't be started in its sandbox ({finished.stderr.strip()}).")
    if finished.returncode == -signal.SIGXCPU:
        raise TimedOut(watch.program, bounds.cpu_s)
    return finished


def module(name: str, *args: str) -> list[str]:
    """Arguments for :func:`run` that run a module of this project in a fresh Python.

    The package is named to it by its file: the folder that it lies in may hold a whole site, and stays closed.
    """
    code = (
        "import importlib.util as u, runpy, sys; "
        f"s = u.spec_from_file_location('media_pipeline', {str(PACKAGE / '__init__.py')!r}); "
        "m = sys.modules['media_pipeline'] = u.module_from_spec(s); s.loader.exec_module(m); "
        f"runpy.run_module({name!r}, run_name='__main__')"
    )
    return [sys.executable, "-I", "-c", code, *args]


@cache
def _warn_where_open() -> None:
    """Once in a process's life, where this machine leaves a child something that it should not have."""
    missing = sandbox.offers().missing()
    if missing:
        what = " and ".join(missing)
        WARNINGS.warning("This machine can't keep programs that read uploads away from %s; see docs/operations.md.", what)


class _Lines:
    """One output pipe: cut into lines for a listener, its end kept as text."""

    def __init__(self, pipe: IO[bytes] | None, listener: Callable[[str], None] | None) -> None:
        if pipe is None:
            raise ValueError("the child was started without this pipe")
        self.pipe = pipe
        self.listener = listener
        self.kept = bytearray()
        self.open_line = bytearray()
        os.set_blocking(pipe.fileno(), False)

    def read(self) -> bool | None:
        """True: something came; None: nothing now; False: the end."""
        try:
            data = os.read(self.pipe.fileno(), 65536)
        except BlockingIOError:
            return None
        self.kept += data
        del self.kept[:-TAIL_BYTES]
        if self.listener is not None:
            self.open_line += data
            *whole, rest = self.open_line.split(b"\n")
            if len(rest) > LINE_BYTES or (not data and rest):  # a flood without an end of line may not fill the memory
                whole, rest = [*whole, rest], bytearray()
            self.open_line = bytearray(rest)
            for line in whole:
                self.listener(line.decode(errors="replace").rstrip("\r"))
        return bool(data)

    def tail(self) -> str:
        return self.kept.decode(errors="replace")


@dataclass
class _Watch:
    """Whether a child is still within its time and its place on the disk."""

    program: str
    folder: Path
    timeout_s: float
    stall_s: float | None
    disk_bytes: int

    def __post_init__(self) -> None:
        self.started = self.heard = self.looked = time.monotonic()

    def hear(self) -> None:
        self.heard = time.monotonic()

    def look(self) -> None:
        """TimedOut or DiskFilled where the child has to be stopped."""
        now = time.monotonic()
        if now - self.started > self.timeout_s:
            raise TimedOut(self.program, self.timeout_s)
        if self.stall_s is not None and now - self.heard > self.stall_s:
            raise TimedOut(self.program, self.stall_s, silent=True)
        if now - self.looked > DISK_TICK_S:
            self.looked = now
            if _size(self.folder) > self.disk_bytes:
                raise DiskFilled(self.program, self.disk_bytes)


def _size(folder: Path) -> int:
    """Bytes on the disk below a folder; files come and go meanwhile."""
    total = 0
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                total += status.st_blocks * 512 + (_size(Path(entry.path)) if entry.is_dir(follow_symlinks=False) else 0)
    return total


def _follow(child: subprocess.Popen[bytes], pipes: tuple[_Lines, ...], watch: _Watch) -> None:
    """Read until the child has ended, in this thread, without a helper thread that could outlive an error."""
    with contextlib.ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for pipe in pipes:
            selector.register(pipe.pipe, selectors.EVENT_READ, pipe)
        end = _end_of(child)
        if end is not None:
            stack.callback(os.close, end)
            selector.register(end, selectors.EVENT_READ, None)
        while True:
            watch.look()
            beat()
            for key, _ in selector.select(TICK_S):
                if key.data is None:
                    continue
                came = key.data.read()
                if came:
                    watch.hear()
                elif came is False:
                    selector.unregister(key.fileobj)
            if _has_ended(child):  # not "both pipes are at their end": a grandchild may hold them open for ever
                for pipe in pipes:
                    while pipe.read():
                        pass
                return


def _end_of(child: subprocess.Popen[bytes]) -> int | None:
    """A descriptor that becomes readable when the child ends, where the system has one; else we look every tick."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            return os.pidfd_open(child.pid)
    return None


def _has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Whether the child has ended. It is left as a zombie, so that its number still names its group in _stop()."""
    if hasattr(os, "waitid"):
        return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
    return child.poll() is not None


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Stop the child's whole group, what it left behind too, and take its end."""
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # macOS: EPERM for a group of zombies
            os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _environment(cwd: Path, more: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith(PASSED_ON_PREFIXES)}
    kept.setdefault("PATH", os.defpath)
    kept.setdefault("LC_ALL", "C.UTF-8")
    # Temporary files and caches of the child land where its starter clears up.
    return kept | {"HOME": str(cwd), "TMPDIR": str(cwd), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"} | dict(more)
