"""How long work tells where it is: a callable that gets (stage, done, total)."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done and how much there is. May raise Cancelled to stop the work."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody listens to."""
