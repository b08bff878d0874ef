"""Which files a child may read besides its input: programs, libraries, fonts, renderers, Python, and this project's code.

Named one by one, and never a folder in which a site may lie: below ``/usr`` or this project's root there may be keys,
databases and originals.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
"""The one folder of this project that a child sees: the code of the pipeline."""

_SYSTEM = (
    # programs, libraries, fonts, time zones
    *("/lib", "/lib32", "/lib64", "/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/bin", "/usr/share"),
    *("/usr/local/lib", "/usr/local/lib64", "/usr/local/bin", "/usr/local/share/fonts", "/nix/store", "/gnu/store"),
    *("/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/alternatives", "/etc/localtime", "/etc/timezone"),
    *("/etc/fonts", "/var/cache/fontconfig", "/etc/glvnd", "/etc/drirc", "/etc/vulkan", "/etc/ssl/openssl.cnf"),
    # what the machine has: processors, memory, and how much of them this container may use
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/version", "/proc/filesystems", "/proc/sys/vm"),
    *("/proc/sys/kernel/osrelease", "/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup"),
    *("/dev/zero", "/dev/random", "/dev/urandom"),
)
OF_ITSELF = tuple(
    f"/proc/self/{name}" for name in ("maps", "status", "stat", "statm", "cgroup", "mountinfo", "auxv", "cmdline", "fd")
)
"""What a child may read about itself; about others, and the machine's connections, it may not."""

WRITABLE = ("/dev/null", "/dev/full")


@cache
def system() -> tuple[str, ...]:
    """What every child may read and execute: the machine's programs and libraries, this Python, this project's code."""
    python: list[str] = [str(PACKAGE), str(Path(sys.executable).parent), str(Path(sys.executable).resolve().parent)]
    for prefix in {sys.prefix, sys.base_prefix}:
        python += [f"{prefix}/pyvenv.cfg", f"{prefix}/lib", f"{prefix}/lib64"]
    python += [path for name, path in sysconfig.get_paths().items() if name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return tuple(sorted({os.path.realpath(path) for path in (*_SYSTEM, *python) if os.path.exists(path)}))  # noqa: PTH110


def of_program(path: str) -> tuple[str, ...]:
    """A program that lies elsewhere (a setting may name it): its file, and the libraries beside its ``bin``."""
    file = Path(path).resolve()
    beside = [file.parent.parent / name for name in ("lib", "lib64")] if file.parent.name == "bin" else []
    named = [Path(folder) for folder in os.environ.get("LD_LIBRARY_PATH", "").split(":") if folder]
    return tuple(str(one.resolve()) for one in (file, *beside, *named) if one.exists())
