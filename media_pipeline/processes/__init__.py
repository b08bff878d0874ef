"""The one place that starts processes, the sandbox that each is closed into, and the directories that they work in."""

from media_pipeline.processes import sandbox
from media_pipeline.processes.beat import heartbeat
from media_pipeline.processes.child import DiskFilled, Finished, TimedOut, module, run
from media_pipeline.processes.workdir import work_directory

__all__ = ["DiskFilled", "Finished", "TimedOut", "heartbeat", "module", "run", "sandbox", "work_directory"]
