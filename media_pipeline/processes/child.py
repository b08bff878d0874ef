"""The one place that starts processes: each child is bounded in time and memory and never outlives the one who started it.

On Linux a child dies with its parent even when that is killed with -9, and its address space is limited. Elsewhere
(macOS) both are missing: there a child is stopped on timeouts, errors and ordinary ends of its parent only.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from media_pipeline.errors import PipelineError, ToolMissing
from media_pipeline.processes import launch

TAIL_BYTES = 64 * 1024
LINE_BYTES = 1024 * 1024
TICK_S = 0.2

# What a child may know of its parent's environment. No secrets (keys, database addresses) travel to a decoder of
# strangers' files; the rest is what finds programs, languages, fonts and renderers.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DISPLAY", "XDG_RUNTIME_DIR")
PASSED_ON_PREFIXES = ("EGL_", "LIBGL_", "MESA_", "GALLIUM_", "LP_", "__EGL_", "VTK_", "FONTCONFIG_")

ROOT = Path(__file__).resolve().parents[2]
"""Where ``python -m media_pipeline…`` is found, whatever the child's working directory."""


class TimedOut(PipelineError):
    """A child took too long, or said nothing for too long, and was stopped."""

    def __init__(self, program: str, limit_s: float, silent: bool = False) -> None:
        self.limit_s = limit_s
        did = "showed no sign of life for" if silent else "was not ready within"
        super().__init__(f"{program} {did} {limit_s:g} s and was stopped; try again, or with a shorter or smaller file.")


@dataclass(frozen=True)
class Finished:
    """How a child ended. ``returncode`` is negative for a signal; the tails are its last 64 kB as text."""

    returncode: int
    stderr: str
    stdout: str


def run(
    args: Sequence[str],
    *,
    cwd: Path,
    timeout_s: float,
    stall_s: float | None = None,
    memory_bytes: int | None = None,
    on_line: Callable[[str], None] | None = None,
    env: Mapping[str, str] | None = None,
) -> Finished:
    """Run a program to its end in the calling thread, which must not end before (and, waiting here, can't).

    ``on_line`` gets each line of standard output; what it raises (Cancelled) stops the child and goes on up. ``stall_s``:
    the longest silence on both outputs. ``memory_bytes``: limit of the address space. ``env`` is added to the small
    environment that children get. Raises TimedOut, and ToolMissing where the program is not there; a child that fails
    is no error here: see ``returncode``.
    """
    if shutil.which(args[0]) is None:
        raise ToolMissing(f"The program {args[0]} is not on this machine; install it or set its path.")
    launcher = [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), str(memory_bytes or 0)]
    child = subprocess.Popen(  # noqa: S603 - a list, never a shell
        [*launcher, *args],
        cwd=cwd,
        env=_environment(cwd, env or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # a group of its own, to be stopped whole; the terminal's Ctrl-C reaches the parent only
        close_fds=True,  # a lock that the parent holds must not stay held by a child that survives it
    )
    out, err = _Lines(child.stdout, on_line), _Lines(child.stderr, None)
    try:
        _follow(child, (out, err), Path(args[0]).name, timeout_s, stall_s)
    finally:
        _stop(child)
        out.pipe.close()
        err.pipe.close()
    return Finished(child.returncode, err.tail(), out.tail())


def module(name: str, *args: str) -> list[str]:
    """Arguments for :func:`run` that run a module of this project in a fresh Python."""
    code = f"import sys, runpy; sys.path.insert(0, {str(ROOT)!r}); runpy.run_module({name!r}, run_name='__main__')"
    return [sys.executable, "-I", "-c", code, *args]


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


def _follow(
    child: subprocess.Popen[bytes], pipes: tuple[_Lines, ...], program: str, timeout_s: float, stall_s: float | None
) -> None:
    """Read until the child has ended, in this thread, without a helper thread that could outlive an error."""
    started = heard = time.monotonic()
    with contextlib.ExitStack() as stack:
        selector = stack.enter_context(selectors.DefaultSelector())
        for pipe in pipes:
            selector.register(pipe.pipe, selectors.EVENT_READ, pipe)
        end = _end_of(child)
        if end is not None:
            stack.callback(os.close, end)
            selector.register(end, selectors.EVENT_READ, None)
        while True:
            now = time.monotonic()
            if now - started > timeout_s:
                raise TimedOut(program, timeout_s)
            if stall_s is not None and now - heard > stall_s:
                raise TimedOut(program, stall_s, silent=True)
            for key, _ in selector.select(TICK_S):
                if key.data is None:
                    continue
                came = key.data.read()
                if came:
                    heard = time.monotonic()
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
