"""The seccomp filter of a child, as a program for the kernel's packet filter: which system calls it may make, and how.

Pure: numbers in, instructions out. The kernel runs it at every call; for calls that are allowed whatever their arguments it
remembers the answer.
"""

from __future__ import annotations

from media_pipeline.processes.syscalls import NEWEST_KNOWN, Machine

Instruction = tuple[int, int, int, int]
"""(code, jump if true, jump if false, value), as in struct sock_filter."""

OWN_PID = -1
"""A value that the child replaces by its own process number before it installs the filter."""

_LOAD, _AND, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x54, 0x15, 0x35, 0x45, 0x06
_CALL, _AUDIT = 0, 4  # where struct seccomp_data holds the number and the table

ALLOW = 0x7FFF0000
NOT_PERMITTED = 0x00050000 | 1  # EPERM
UNKNOWN = 0x00050000 | 38  # ENOSYS

_CLONE_THREAD = 0x00010000
_O_ACCMODE, _O_TRUNC = 0o3, 0o1000
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX = 8, 10, 15
_FIOSETOWN, _SIOCSPGRP, _TIOCSTI, _TIOCLINUX = 0x8901, 0x8902, 0x5412, 0x541C
# set and get name, dumpable, capability sets, seccomp's mode, timer slack, no new privileges; names of memory areas
_PRCTL = (15, 16, 3, 23, 21, 29, 30, 38, 39, 0x53564D41)


def program(machine: Machine) -> tuple[Instruction, ...]:
    """The filter for one kind of processor."""
    watched = machine.watched
    made: list[Instruction] = [
        (_LOAD, 0, 0, _AUDIT),
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, NOT_PERMITTED),  # a call by another processor's table, whose numbers mean something else
        (_LOAD, 0, 0, _CALL),
    ]
    if machine.other_table is not None:
        made += [(_AT_LEAST, 0, 1, machine.other_table), (_RETURN, 0, 0, NOT_PERMITTED)]
    for number in machine.too_new:
        made += _when(number, (_RETURN, 0, 0, UNKNOWN))
    # threads, but no process: nothing can be left behind or multiply, and the memory limit of one is that of all
    made += _when(watched["clone"], _argument(0), (_ANY_BIT, 0, 1, _CLONE_THREAD), *_ENDS)
    for name, at in (("open", 1), ("openat", 2)):  # older kernels let Landlock's readers empty a file
        if name in watched:
            made += _when(watched[name], _argument(at), (_AND, 0, 0, _O_TRUNC | _O_ACCMODE), (_EQUAL, 1, 0, _O_TRUNC), *_ENDS)
    made += _when(watched["fcntl"], *_unless(1, (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX)))
    made += _when(watched["ioctl"], *_unless(1, (_FIOSETOWN, _SIOCSPGRP, _TIOCSTI, _TIOCLINUX)))
    made += _when(watched["kill"], *_only(0, (OWN_PID,)))
    made += _when(watched["tgkill"], *_only(0, (OWN_PID,)))
    made += _when(watched["prlimit64"], *_only(0, (0, OWN_PID)))
    made += _when(watched["prctl"], *_only(0, _PRCTL))
    for number in machine.allowed:
        made += _when(number, (_RETURN, 0, 0, ALLOW))
    return (*made, (_AT_LEAST, 0, 1, NEWEST_KNOWN), (_RETURN, 0, 0, UNKNOWN), (_RETURN, 0, 0, NOT_PERMITTED))


_ENDS: tuple[Instruction, Instruction] = ((_RETURN, 0, 0, ALLOW), (_RETURN, 0, 0, NOT_PERMITTED))


def _when(number: int, *then: Instruction) -> list[Instruction]:
    """These instructions for this call; they end in a return. Else go on behind them."""
    return [(_EQUAL, 0, len(then), number), *then]


def _argument(index: int) -> Instruction:
    """Load the lower half of an argument; all that we look at are 32 bits wide for the kernel too (little-endian)."""
    return (_LOAD, 0, 0, 16 + 8 * index)


def _only(argument: int, values: tuple[int, ...]) -> list[Instruction]:
    """Allowed for these values of an argument."""
    tests = [(_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [_argument(argument), *tests, _ENDS[1], _ENDS[0]]


def _unless(argument: int, values: tuple[int, ...]) -> list[Instruction]:
    """Allowed for all but these values of an argument."""
    tests = [(_EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [_argument(argument), *tests, *_ENDS]
