"""The filter's instructions, run by a small interpreter: the same answers for both kinds of processor."""

from __future__ import annotations

import struct

import pytest

from media_pipeline.processes.filter import ALLOW, NOT_PERMITTED, OWN_PID, UNKNOWN, program
from media_pipeline.processes.syscalls import _NUMBERS, MACHINES, Machine

PID = 4711


def answer(machine: Machine, number: int, *arguments: int, audit: int | None = None) -> int:
    """What the kernel would do at this call."""
    data = struct.pack("<IIQ6Q", number, audit or machine.audit, 0, *arguments, *([0] * (6 - len(arguments))))
    held, at, instructions = 0, 0, program(machine)
    while True:
        code, yes, no, value = instructions[at]
        value = PID if value == OWN_PID else value
        at += 1
        if code == 0x20:
            (held,) = struct.unpack_from("<I", data, value)
        elif code == 0x54:
            held &= value
        elif code == 0x06:
            return value
        else:
            at += yes if {0x15: held == value, 0x35: held >= value, 0x45: held & value}[code] else no


@pytest.fixture(params=sorted(MACHINES))
def machine(request: pytest.FixtureRequest) -> Machine:
    return MACHINES[request.param]


def test_every_allowed_call_is_let_through(machine: Machine) -> None:
    assert {answer(machine, number) for number in machine.allowed} == {ALLOW}
    assert len(set(machine.allowed)) == len(machine.allowed)


def test_all_others_are_not(machine: Machine) -> None:
    others = set(range(512)) - set(machine.allowed) - set(machine.watched.values())
    assert {answer(machine, number) for number in others} == {NOT_PERMITTED, UNKNOWN}
    assert answer(machine, 451) == UNKNOWN
    # socket, connect, ptrace, bpf, mount: the numbers of both tables
    for number in {0xC000003E: (41, 42, 101, 321, 165), 0xC00000B7: (198, 203, 117, 280, 40)}[machine.audit]:
        assert answer(machine, number) == NOT_PERMITTED


def test_another_table_is_refused(machine: Machine) -> None:
    assert answer(machine, machine.allowed[0], audit=0x40000003) == NOT_PERMITTED
    if machine.other_table is not None:
        assert answer(machine, machine.other_table + machine.allowed[0]) == NOT_PERMITTED


def test_calls_are_let_through_by_their_arguments(machine: Machine) -> None:
    calls = machine.watched
    thread, new_user = 0x3D0F00, 0x10000000
    assert answer(machine, calls["clone"], thread) == ALLOW
    assert answer(machine, calls["clone"], 17) == NOT_PERMITTED  # a process, SIGCHLD at its end
    assert answer(machine, calls["clone"], new_user) == NOT_PERMITTED
    for name in ("kill", "tgkill"):
        assert answer(machine, calls[name], PID, 9) == ALLOW
        assert {answer(machine, calls[name], pid) for pid in (0, 1, PID + 1, 2**32 - 1)} == {NOT_PERMITTED}
    assert [answer(machine, calls["prlimit64"], pid) for pid in (0, PID, 1)] == [ALLOW, ALLOW, NOT_PERMITTED]
    assert [answer(machine, calls["prctl"], option) for option in (15, 38)] == [ALLOW, ALLOW]
    assert {answer(machine, calls["prctl"], option) for option in (1, 4, 8, 22, 24, 0x59616D61)} == {NOT_PERMITTED}
    assert [answer(machine, calls["ioctl"], 1, what) for what in (0x5401, 0x5412, 0x8901)] == [
        ALLOW,
        NOT_PERMITTED,
        NOT_PERMITTED,
    ]
    assert [answer(machine, calls["fcntl"], 1, what) for what in (3, 8, 10, 15)] == [ALLOW, *[NOT_PERMITTED] * 3]
    read, write, empty = 0, 1, 0o1000
    assert [answer(machine, calls["openat"], 0, 0, how) for how in (read, write, write | empty, 0o2101)] == [ALLOW] * 4
    assert answer(machine, calls["openat"], 0, 0, read | empty) == NOT_PERMITTED
    assert [answer(machine, number) for number in machine.too_new] == [UNKNOWN, UNKNOWN]


def test_the_upper_half_of_an_argument_opens_nothing(machine: Machine) -> None:
    """The kernel looks at 32 bits of these too: a thread's flag in the upper half makes no thread."""
    assert answer(machine, machine.watched["clone"], 0x00010000 << 32 | 17) == NOT_PERMITTED
    assert answer(machine, machine.watched["kill"], PID << 32 | 1) == NOT_PERMITTED


def test_no_call_on_the_list_makes_connections_processes_or_uncounted_memory() -> None:
    reach = {"socket", "socketpair", "connect", "bind", "listen", "accept", "sendto", "sendmsg", "fork", "vfork", "ptrace"}
    change = {"mount", "bpf", "memfd_create", "shmget", "truncate", "symlink", "link", "chmod", "chown", "utimensat", "setsid"}
    assert not (reach | change) & set(_NUMBERS)
