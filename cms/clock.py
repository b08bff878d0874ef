"""When recurring work is due: pure, so that a day passes in a test in no time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

MINUTE_S = 60.0
HOUR_S = 60 * MINUTE_S
DAY_S = 24 * HOUR_S

Job = Callable[[], object]


@dataclass
class Clock:
    """Jobs with a period in seconds each. All are due at the start; ``now`` only ever rises."""

    periods_s: Mapping[str, float]
    _next: dict[str, float] = field(default_factory=dict)

    def due(self, now: float) -> list[str]:
        """The names of the jobs to run now, in the order given; each is put off by its period from now, so that a machine
        that slept does not run a job many times over."""
        names = [name for name in self.periods_s if now >= self._next.get(name, now)]
        for name in names:
            self._next[name] = now + self.periods_s[name]
        return names

    def wait_s(self, now: float) -> float:
        """Seconds until the next job."""
        return max(0.0, min((self._next.get(name, now) for name in self.periods_s), default=now + MINUTE_S) - now)
