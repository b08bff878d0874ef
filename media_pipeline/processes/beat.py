"""Called a few times a second while children run: how a wish to stop reaches work that says nothing for long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[], None] | None] = ContextVar("listener", default=None)


@contextmanager
def heartbeat(call: Callable[[], None]) -> Iterator[None]:
    """While this lasts, ``call`` is called as long as a child runs for this thread. What it raises stops the child."""
    token = _listener.set(call)
    try:
        yield
    finally:
        _listener.reset(token)


def beat() -> None:
    """One beat, to whoever listens in this thread."""
    call = _listener.get()
    if call is not None:
        call()
