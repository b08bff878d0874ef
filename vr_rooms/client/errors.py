"""What can stop a sync, each with its sentence and exit status."""

from __future__ import annotations

from media_pipeline.errors import PipelineError


class SyncFailed(PipelineError):
    """The run could not be finished; what was active stays active."""


class WrongUsage(PipelineError):
    """Something was asked for that does not exist."""

    exit_status = 2


class OriginProblem(SyncFailed):
    """The origin did not give what it should. ``retry`` tells whether another try may help, after at least ``wait_s`` seconds;
    ``status`` is that of http, where there was one."""

    def __init__(self, sentence: str, *, retry: bool, wait_s: float = 0.0, status: int | None = None) -> None:
        super().__init__(sentence)
        self.retry = retry
        self.wait_s = wait_s
        self.status = status
