"""A child reaches nobody: not by TCP, UDP, names, Unix sockets (by path or abstract), nor by another kind of socket."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from media_pipeline.processes import sandbox
from tests.media_pipeline.sandbox.conftest import Attempt

ABSTRACT = f"kijkkamer-{os.getpid()}"
"""A name that the whole machine shares: other tests may run beside these."""


@pytest.fixture
def listeners(tmp_path: Path) -> Iterator[dict[str, socket.socket]]:
    """Somebody who would hear a child, by each way; nobody waits."""
    with ExitStack() as stack:

        def listener(family: int, kind: int, address: object) -> socket.socket:
            one = stack.enter_context(socket.socket(family, kind))
            one.setblocking(False)
            one.bind(address)
            if kind == socket.SOCK_STREAM:
                one.listen()
            return one

        yield {
            "tcp": listener(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            "udp": listener(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            "unix": listener(socket.AF_UNIX, socket.SOCK_STREAM, str(tmp_path / "work" / "socket")),
            "abstract": listener(socket.AF_UNIX, socket.SOCK_DGRAM, f"\0{ABSTRACT}"),
        }


TALK = """
    import socket
    tcp, udp, abstract = int(sys.argv[1]), int(sys.argv[2]), "\\0" + sys.argv[3]
    attempt(lambda: socket.create_connection(("127.0.0.1", tcp)))
    attempt(lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hello", ("127.0.0.1", udp)))
    attempt(lambda: socket.socket(socket.AF_UNIX).connect("socket"))
    attempt(lambda: socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"hello", abstract))
    attempt(lambda: socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"hello", abstract))
    attempt(lambda: socket.create_server(("127.0.0.1", 0)))
"""


def heard(listeners: dict[str, socket.socket]) -> list[str]:
    found = []
    for name, one in listeners.items():
        try:
            if one.type == socket.SOCK_STREAM:
                one.accept()[0].close()
            else:
                one.recv(10)
            found.append(name)
        except BlockingIOError:
            pass
    return found


def addresses(listeners: dict[str, socket.socket]) -> tuple[str, str, str]:
    """What TALK wants to know."""
    return str(listeners["tcp"].getsockname()[1]), str(listeners["udp"].getsockname()[1]), ABSTRACT


def test_nobody_is_reached(attempt: Attempt, listeners: dict[str, socket.socket]) -> None:
    assert attempt(TALK, *addresses(listeners)).stdout == "EPERM\n" * 6
    assert heard(listeners) == []


def test_the_listeners_would_hear(attempt: Attempt, listeners: dict[str, socket.socket], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same child without the filter and without Landlock reaches every one of them."""
    monkeypatch.setattr(sandbox, "offers", lambda: sandbox.Offers(limits=True, landlock=0, seccomp=False))
    done = attempt(TALK, *addresses(listeners))
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["done"] * 6
    assert heard(listeners) == ["tcp", "udp", "unix", "abstract"]


def test_where_there_is_no_filter_landlock_keeps_tcp_and_abstract_sockets_closed(
    attempt: Attempt, listeners: dict[str, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    abi = sandbox.offers().landlock
    if abi < 6:
        pytest.skip(f"Landlock's ABI is {abi} here; it knows abstract sockets from 6 on")
    monkeypatch.setattr(sandbox, "offers", lambda: sandbox.Offers(limits=True, landlock=abi, seccomp=False))
    answers = attempt(TALK, *addresses(listeners)).stdout.splitlines()
    assert [answers[at] for at in (0, 3, 4, 5)] == ["EACCES", "EPERM", "EPERM", "EACCES"]
    assert "tcp" not in heard(listeners)


def test_names_are_not_resolved(attempt: Attempt) -> None:
    code = """
        import socket
        try:
            print(socket.getaddrinfo("example.org", 80))
        except socket.gaierror:
            print("nobody to ask")
    """
    assert attempt(code).stdout == "nobody to ask\n"


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG", "AF_CAN"])
def test_no_kind_of_socket_is_made(family: str, attempt: Attempt) -> None:
    code = "import socket; [attempt(socket.socket, getattr(socket, sys.argv[1]), kind) for kind in (1, 2, 3, 5)]"
    assert attempt(code, family).stdout == "EPERM\n" * 4
