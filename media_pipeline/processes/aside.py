"""Work that runs beside other work: children that are followed in a thread of their own, and stopped with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType

from media_pipeline.errors import Cancelled
from media_pipeline.processes.beat import beat, heartbeat
from media_pipeline.processes.ended import TimedOut

TICK_S = 0.2


class Aside:
    """While this lasts, ``work`` runs in a thread. Leaving it waits for its end; leaving it with an error stops its children.

    What goes wrong in ``work`` is raised on leaving, rather than what that did to the others (its readers lose their writer),
    unless they were stopped: by a person, or because they took too long.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        self._work, self._stopped = work, False
        self._problem: BaseException | None = None
        # A child ends with the thread that starts it, and that waits for its end.
        self._thread = threading.Thread(target=self._follow, name=name, daemon=True)

    def __enter__(self) -> Aside:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, _: TracebackType | None) -> None:
        if problem is not None:
            self.stop()
        self._thread.join()
        if self._problem is not None and (problem is None or not isinstance(problem, (Cancelled, TimedOut, KeyboardInterrupt))):
            raise self._problem from problem

    def stop(self) -> None:
        """Whatever child runs is stopped; nobody waits for it any more."""
        self._stopped = True

    def wait(self, meanwhile: Callable[[], None]) -> None:
        """Waits for the end of ``work``, with the beats of a child of this thread; ``meanwhile`` is called as often."""
        while self._thread.is_alive():
            beat()
            meanwhile()
            self._thread.join(TICK_S)

    def _follow(self) -> None:
        try:
            with heartbeat(self._beat):
                self._work()
        except _Stopped:
            pass
        except BaseException as problem:  # whatever it is, the thread that waits for it is to know
            self._problem = problem

    def _beat(self) -> None:
        if self._stopped:
            raise _Stopped


class _Stopped(Exception):
    """The others have failed: nobody waits for this any more."""
