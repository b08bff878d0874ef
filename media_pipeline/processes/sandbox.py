"""The sandbox of children: what this machine offers, and the orders that launch.py carries out before a program starts.

Three layers of Linux, each used where the kernel has it: limits of resources, Landlock (which files; TCP; signals), seccomp
(which system calls: no sockets, no other processes, nothing that watches or changes the machine). Elsewhere there is none.
"""

from __future__ import annotations

import ctypes
import errno
import marshal
import math
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from media_pipeline.processes import places
from media_pipeline.processes.filter import program
from media_pipeline.processes.syscalls import MACHINES

OPEN_FILES, THREADS = 1024, 4096
"""The most open files of a child, and the most threads of all processes of its user (root's are not counted)."""

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE, _MAKE_DIR, _MAKE_FILE, _REFER, _TRUNCATE = 1 << 4, 1 << 5, 1 << 7, 1 << 8, 1 << 13, 1 << 14
_READ = _READ_FILE | _READ_DIR
# No links, pipes, sockets or devices: a link that a child leaves in its folder would lead its parent outside.
_WRITE = _READ | _WRITE_FILE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_FILE | _REFER | _TRUNCATE
_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))  # (from this ABI on, so many rights of files are watched)
_NET_ABI, _SCOPES_ABI = 4, 6
_ALL_TCP, _ALL_SCOPES = 3, 3


@dataclass(frozen=True)
class Offers:
    """What is in force here. ``landlock`` is its ABI (0: not there; TCP from 4, signals from 6), the others yes or no."""

    limits: bool
    landlock: int
    seccomp: bool

    def missing(self) -> tuple[str, ...]:
        """What is not guarded here, in words."""
        guards = (("files", self.landlock > 0), ("the network", self.seccomp), ("memory", self.limits))
        return tuple(what for what, guarded in guards if not guarded)


@cache
def offers() -> Offers:
    """Asked of the kernel once; nothing is changed by asking."""
    if not sys.platform.startswith("linux"):
        return Offers(limits=False, landlock=0, seccomp=False)
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(ctypes.c_long(444), None, ctypes.c_long(0), ctypes.c_long(1))  # landlock_create_ruleset
    # no filter at all: EFAULT where the kernel would take one, EINVAL where it knows none
    knows = libc.prctl(22, ctypes.c_long(2), None, 0, 0) != 0 and ctypes.get_errno() == errno.EFAULT
    return Offers(limits=True, landlock=max(0, version), seccomp=knows and platform.machine() in MACHINES)


@dataclass(frozen=True)
class Bounds:
    """How much a child may take: bytes of memory, bytes of address space, seconds of processor time, bytes of one file."""

    memory_bytes: int
    address_bytes: int
    cpu_s: float
    file_bytes: int


def orders(command: str, cwd: Path, readable: Iterable[Path], bounds: Bounds) -> str:
    """What launch.py is to do for one child that runs ``command`` (a path), works in ``cwd`` and reads ``readable`` too.

    FileNotFoundError where something to be read is not there.
    """
    here = offers()
    given = [str(path.resolve(strict=True)) for path in readable]
    return marshal.dumps(
        {
            "limits": _limits(bounds) if here.limits else [],
            "guarded": here.landlock > 0 or here.seccomp,
            "ruleset": _ruleset(here.landlock) if here.landlock else None,
            "places": _places(here.landlock, command, cwd, given) if here.landlock else [],
            "filter": _filter() if here.seccomp else [],
        }
    ).hex()


def _limits(bounds: Bounds) -> list[tuple[int, int, int]]:
    """(which, soft, hard). Two for memory: what is written to, and the whole address space, which shared memory counts in."""
    cpu = max(1, math.ceil(bounds.cpu_s))
    return [
        (resource.RLIMIT_CPU, cpu, cpu + 1),  # at the first a signal that names the reason, at the second the end
        *(
            (which, most, most)
            for which, most in (
                (resource.RLIMIT_AS, bounds.address_bytes),
                (resource.RLIMIT_DATA, bounds.memory_bytes),
                (resource.RLIMIT_FSIZE, bounds.file_bytes),
                (resource.RLIMIT_NOFILE, OPEN_FILES),
                (resource.RLIMIT_NPROC, THREADS),
            )
        ),
    ]


def _ruleset(abi: int) -> bytes:
    """struct landlock_ruleset_attr: what is watched, as far as this kernel can."""
    files = (1 << max(count for least, count in _RIGHTS if abi >= least)) - 1
    if abi < _NET_ABI:
        return struct.pack("<Q", files)
    if abi < _SCOPES_ABI:
        return struct.pack("<QQ", files, _ALL_TCP)
    return struct.pack("<QQQ", files, _ALL_TCP, _ALL_SCOPES)


def _places(abi: int, command: str, cwd: Path, given: Iterable[str]) -> list[tuple[str, int]]:
    watched = (1 << max(count for least, count in _RIGHTS if abi >= least)) - 1
    programs = {*places.system(), *places.of_program(command)}
    return [
        *((path, _READ | _EXECUTE) for path in sorted(programs)),
        *((path, _READ) for path in places.OF_ITSELF),
        *((path, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & watched) for path in places.WRITABLE),
        *((path, _READ) for path in given),
        (str(cwd.resolve(strict=True)), _WRITE & watched),
    ]


@cache
def _filter() -> list[tuple[int, int, int, int]]:
    return list(program(MACHINES[os.uname().machine]))
