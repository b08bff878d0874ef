"""Runs inside a child, before the program that it becomes: ties its life to its parent, closes the sandbox, then execs.

Started by media_pipeline.processes as a file of its own (``python -I -S launch.py PARENT ORDERS PROGRAM …``), so it imports
nothing of this project: what is to be done is decided by the parent (sandbox.py) and comes as ORDERS, a marshalled dict in
hexadecimal, or ``-`` for none. Done here and not in a ``preexec_fn``, which may deadlock in a process with threads.
What was ordered and can't be done ends the child: it never runs with less than was promised.
Modules that take longer to import than all of this takes to run (``typing``, ``signal``, ``pathlib``) are not used.
"""

from __future__ import annotations

import ctypes
import marshal
import os
import resource
import struct
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CANNOT_START = 127
FAILED = "no child: "
"""How what is said on standard error begins where a child can't be started as ordered."""

LINUX = sys.platform.startswith("linux")
_SIGKILL, _SIGPIPE, _SIG_DFL = 9, 13, 0
_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_CAPBSET_DROP, _PR_SET_NO_NEW_PRIVS = 1, 22, 24, 38
_SECCOMP_MODE_FILTER = 2
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_PATH_BENEATH = 1
_RIGHTS_OF_FILES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15  # execute, write, read, truncate, ioctl; the rest is for folders
_CAP_DAC_OVERRIDE, _LAST_CAPABILITY = 1, 63


def main(parent: int, orders: str, command: list[str]) -> int:
    """Become ``command``; returns (with CANNOT_START) only where that is impossible."""
    try:
        if LINUX:
            _call("prctl", _PR_SET_PDEATHSIG, _SIGKILL, 0, 0, 0)
            if os.getppid() != parent:  # it died before the line above: no signal will come any more
                return CANNOT_START
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if orders != "-":
            _obey(marshal.loads(bytes.fromhex(orders)))  # noqa: S302 - from our own parent
        _call("signal", _SIGPIPE, _SIG_DFL)  # Python ignores it, and so would the program
        os.execv(command[0], command)  # noqa: S606 - a list, never a shell
    except OSError as error:
        sys.stderr.write(f"{FAILED}{command[0]}: {error.strerror}\n")
    return CANNOT_START


def _obey(orders: dict[str, Any]) -> None:
    for which, soft, hard in orders["limits"]:
        _limit(which, soft, hard)
    if orders["guarded"]:
        _drop_capabilities()
        _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if orders["ruleset"] is not None:
        _close_files(orders["ruleset"], orders["places"])
    if orders["filter"]:
        _close_calls(orders["filter"])


def _limit(which: int, soft: int, hard: int) -> None:
    """Never above what this process has been allowed itself."""
    allowed = resource.getrlimit(which)[1]
    if allowed != resource.RLIM_INFINITY:
        soft, hard = min(soft, allowed), min(hard, allowed)
    resource.setrlimit(which, (soft, hard))


def _drop_capabilities() -> None:
    """Of what root may do, a child of root keeps only to open files whatever their mode: Landlock says which.

    A child of an ordinary user has none and may not drop them: refused, and harmless.
    """
    for capability in range(_LAST_CAPABILITY):
        if capability != _CAP_DAC_OVERRIDE and _libc().prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break


def _close_files(ruleset: bytes, places: list[tuple[str, int]]) -> None:
    """Only these places, each with these rights; and by the same rules no TCP and no signal to others, where it can."""
    rules = _call("syscall", _CREATE_RULESET, ruleset, len(ruleset), 0)
    for path, rights in places:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        if not os.path.isdir(f"/proc/self/fd/{place}"):  # noqa: PTH112
            rights &= _RIGHTS_OF_FILES
        _call("syscall", _ADD_RULE, rules, _PATH_BENEATH, struct.pack("<Qi", rights, place), 0)
        os.close(place)
    _call("syscall", _RESTRICT_SELF, rules, 0)
    os.close(rules)


def _close_calls(instructions: list[tuple[int, int, int, int]]) -> None:
    """From here on only the system calls that the filter lets through."""
    own = os.getpid()
    packed = b"".join(struct.pack("<HBBI", code, yes, no, own if k == -1 else k) for code, yes, no, k in instructions)
    code = ctypes.create_string_buffer(packed, len(packed))
    _call("prctl", _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, struct.pack("@HP", len(instructions), ctypes.addressof(code)), 0, 0)


def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def _call(function: str, *arguments: Any) -> int:
    """A function of the C library; OSError where it fails."""
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    if (answer := getattr(_libc(), function)(*wide)) < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{function}{arguments[:2]}: {os.strerror(error)}")
    return int(answer)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
