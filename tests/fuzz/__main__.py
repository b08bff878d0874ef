"""The fuzzer: spoiled files of every kind through probe and package, two kinds at a time.

``python -m tests.fuzz`` [--seed N] [--count N] [--kind KIND]… [--from N] [--whole N] [--jobs N]

Prints a table, and for each mutant that did what none may do the command that repeats it; its file lies in build/fuzz/.
Exit status 1 where there is one.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import marshal
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.fuzz.mutate import PORT, mutant

FOUND = Path("build") / "fuzz"
HANG_S = 180.0
"""A mutant that takes longer hangs. All are small: the slowest takes a few seconds, ten times that on a busy machine."""


@dataclass
class Run:
    """One kind being worked on, by a worker that is started again where it ends early."""

    kind: str
    count: int
    begin: int
    whole: int
    verdicts: collections.Counter[str] = field(default_factory=collections.Counter)
    failures: list[tuple[int, str]] = field(default_factory=list)
    slowest: float = 0.0
    kb: int = 0
    seconds: float = 0.0
    pid: int = 0
    pipe: int = -1
    heard: bytes = b""
    at: int | None = None
    next: int = 0
    since: float = 0.0

    def __post_init__(self) -> None:
        self.next = self.begin

    @property
    def done(self) -> bool:
        return self.next >= self.begin + self.count


def main(arguments: list[str] | None = None) -> int:
    wish = _parser().parse_args(arguments)
    if wish.clean:
        shutil.rmtree(FOUND, ignore_errors=True)
    seeds = _made()
    kinds = [kind for kind in seeds if not wish.kind or kind in wish.kind]
    runs = [Run(kind, wish.count, wish.begin, wish.whole) for kind in kinds]
    with tempfile.TemporaryDirectory(prefix="kijkkamer-fuzz-") as folder, _Listener() as listener:
        _import_all()
        print(HEAD, flush=True)
        _drive(runs, seeds, wish, Path(folder))
        called = listener.calls()
    for run in runs:
        for number, why in run.failures:
            _keep(run.kind, number, wish.seed, seeds, why)
    if called:
        print(f"{called} connections came in at port {PORT}: some file was followed.")
    if not listener.listening:
        print(f"port {PORT} is taken: nobody listened for connections.")
    return int(bool(called) or any(run.failures for run in runs))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000, help="mutants of each kind")
    parser.add_argument("--from", dest="begin", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--kind", action="append", help="only this kind (may be given again)")
    parser.add_argument("--whole", type=int, default=1_000_000, help="so many of each kind are packaged, the rest probed only")
    parser.add_argument("--jobs", type=int, default=2, help="kinds at a time")
    parser.add_argument("--clean", action="store_true", help="empty build/fuzz first")
    return parser


def _made() -> dict[str, bytes]:
    """The good files, made in a process of their own: what makes them may start threads, which no fork survives."""
    made = subprocess.run([sys.executable, "-m", "tests.media_pipeline.seeds"], stdout=subprocess.PIPE, check=True)
    seeds: dict[str, bytes] = marshal.loads(made.stdout)
    return seeds


def _import_all() -> None:
    """Everything that the pipeline and its children import; imported and not used, so that forks are whole."""
    import pyvista  # noqa: F401

    import tests.fuzz.worker  # noqa: F401


class _Listener:
    """Hears whoever follows an address in a file."""

    def __enter__(self) -> _Listener:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self.socket.bind(("127.0.0.1", PORT))
            self.socket.listen()
            self.listening = True
        except OSError:
            self.listening = False
        self.socket.setblocking(False)
        return self

    def __exit__(self, *problem: object) -> None:
        self.socket.close()

    def calls(self) -> int:
        found = 0
        while self.listening:
            try:
                self.socket.accept()[0].close()
                found += 1
            except BlockingIOError:
                break
        return found


def _drive(runs: list[Run], seeds: dict[str, bytes], wish: argparse.Namespace, folder: Path) -> None:
    waiting, working = list(runs), []
    while waiting or working:
        while waiting and len(working) < wish.jobs:
            working.append(waiting.pop(0))
            _start(working[-1], seeds, wish, folder)
        ready, _, _ = select.select([run.pipe for run in working], [], [], 1.0)
        for run in list(working):
            alive = _listen(run) if run.pipe in ready else True
            if alive and time.monotonic() - run.since > HANG_S:
                run.failures.append((run.at or 0, f"hangs: more than {HANG_S:g} s"))
                alive = False
            if not alive and not _end(run):
                working.remove(run)
                print(_row(run), flush=True)
            elif not alive:
                _start(run, seeds, wish, folder)


def _start(run: Run, seeds: dict[str, bytes], wish: argparse.Namespace, folder: Path) -> None:
    """A worker for what is left of a kind: forked from here, where all is imported."""
    read, write = os.pipe()
    place = Path(tempfile.mkdtemp(dir=folder))
    run.since, run.at = time.monotonic(), None
    run.pid = os.fork()
    if run.pid == 0:
        os.setsid()
        os.close(read)
        status = 1
        try:
            from tests.fuzz.worker import work

            numbers = range(run.next, run.begin + run.count)
            with os.fdopen(write, "w") as tell:
                work(run.kind, numbers, wish.seed, seeds, run.whole, place, tell)
            status = 0
        finally:
            os._exit(status)
    os.close(write)
    os.set_blocking(read, False)
    run.pipe, run.heard = read, b""


def _listen(run: Run) -> bool:
    """Take in what the worker has told; False at its end."""
    try:
        data = os.read(run.pipe, 65536)
    except BlockingIOError:
        return True
    *lines, run.heard = (run.heard + data).split(b"\n")
    for line in lines:
        told: dict[str, Any] = json.loads(line)
        run.since = time.monotonic()
        if "begin" in told:
            run.at = told["begin"]
            continue
        run.at, run.next = None, told["end"] + 1
        run.verdicts[told["verdict"]] += 1
        run.slowest, run.kb = max(run.slowest, told["seconds"]), max(run.kb, told["kb"])
        run.seconds += told["seconds"]
        if told["wrong"]:
            run.failures.append((told["end"], told["wrong"]))
    return bool(data)


def _end(run: Run) -> bool:
    """Take in a worker's end; True where there is more to do for another one."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(run.pid, signal.SIGKILL)
    _, status = os.waitpid(run.pid, 0)
    os.close(run.pipe)
    if run.at is None:
        if not run.done:
            run.failures.append((run.next, f"the worker ended between two mutants: {os.waitstatus_to_exitcode(status)}"))
            run.next = run.begin + run.count
        return False
    if not run.failures or run.failures[-1][0] != run.at:
        run.failures.append((run.at, f"the worker crashed: {os.waitstatus_to_exitcode(status)}"))
    run.verdicts["failed"] += 1
    run.next = run.at + 1
    return not run.done


def _keep(kind: str, number: int, seed: int, seeds: dict[str, bytes], why: str) -> None:
    FOUND.mkdir(parents=True, exist_ok=True)
    path = FOUND / f"{kind.replace('/', '-')}-{seed}-{number}"
    path.write_bytes(mutant(kind, number, seed, seeds))
    again = f"python -m tests.fuzz --kind {kind} --seed {seed} --from {number} --count 1"
    print(f"{kind} {number}: {why.strip()}\n  {path}\n  {again}", file=sys.stderr)


HEAD = "kind                     mutants accepted refused wrong  slowest  a file     peak  refused by"


def _row(run: Run) -> str:
    all_, accepted = sum(run.verdicts.values()), run.verdicts["accepted"]
    codes = ", ".join(f"{code} {times}" for code, times in run.verdicts.most_common() if code != "accepted")
    return (
        f"{run.kind:24} {all_:7} {accepted:8} {all_ - accepted:7} {len(run.failures):5} {run.slowest:6.2f} s "
        f"{run.seconds / max(1, all_):5.2f} s {run.kb // 1024:4} MiB  {codes}"
    )


if __name__ == "__main__":
    sys.exit(main())
