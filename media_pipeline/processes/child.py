"""The one place that starts processes: each child is bounded, closed in, and never outlives the one who started it.

On Linux a child dies with its parent even when that is killed with -9, and lives in a sandbox (sandbox.py): it reads what
it is given and what programs need, writes into its folder, has no network and no other processes. Elsewhere (macOS) all that
is missing: there a child is stopped on timeouts, errors and ordinary ends of its parent only, and a warning says so once.
"""

from __future__ import annotations

import contextlib
import logging
import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from media_pipeline.errors import PipelineError, ToolMissing
from media_pipeline.processes import launch, sandbox
from media_pipeline.processes.beat import beat
from media_pipeline.processes.ended import Finished, TimedOut
from media_pipeline.processes.places import PACKAGE
from media_pipeline.processes.watch import Lines, Watch

TICK_S = 0.2
DISK_BYTES, FILE_BYTES = 32 * 1024**3, 12 * 1024**3
"""The most that a child may leave in its folder, and in one file: an hour of 360° film at its highest rate is 10 GiB."""
WARNINGS = logging.getLogger("media_pipeline.warnings")

# What a child may know of its parent's environment. No secrets (keys, database addresses) travel to a decoder of
# strangers' files; the rest is what finds programs, languages, fonts and renderers.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
PASSED_ON_PREFIXES = ("EGL_", "LIBGL_", "MESA_", "GALLIUM_", "LP_", "__EGL_", "VTK_", "FONTCONFIG_")


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
    on_complaint: Callable[[str], None] | None = None,
    env: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program to its end in the calling thread, which must not end before (and, waiting here, can't).

    It writes into ``cwd`` and nowhere else, and reads that and ``readable`` (files, or folders whole; where a link in ``cwd``
    leads, for example) besides programs and libraries. It starts no processes, but threads.
    ``on_line`` gets each line of standard output, ``on_complaint`` each of standard error; what they raise (Cancelled) stops the
    child and goes on up. ``stall_s``: the longest silence on both outputs. ``memory_bytes``: limit of memory and of the address
    space; a program that reserves addresses which it does not fill (Node) gets ``reserved_bytes`` of them more. ``cpu_s``:
    processor time, by default all cores for the whole time. ``file_bytes``: of one file; ``disk_bytes``: of the folder, looked at
    once a second. ``env`` is added to the small environment that children get.

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
        tied([program, *args[1:]], orders),
        cwd=cwd,
        env=_environment(cwd, env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a group of its own, to be stopped whole; the terminal's Ctrl-C reaches the parent only
        close_fds=True,  # a lock that the parent holds must not stay held by a child that survives it
    )
    out, err = Lines(child.stdout, on_line), Lines(child.stderr, on_complaint)
    watch = Watch(Path(args[0]).name, cwd, timeout_s, stall_s, disk_bytes)
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


def tied(command: Sequence[str], orders: str = "-") -> list[str]:
    """Arguments that start ``command`` (its program by path) so that it ends when the thread that starts it ends.

    For our own servers and workers, which need no sandbox; :func:`run` closes one by ``orders``.
    """
    return [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), orders, *command]


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


def _follow(child: subprocess.Popen[bytes], pipes: tuple[Lines, ...], watch: Watch) -> None:
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
