"""The one place that starts processes, the sandbox that each is closed into, and the directories that they work in."""

from media_pipeline.processes import sandbox
from media_pipeline.processes.aside import Aside
from media_pipeline.processes.beat import heartbeat
from media_pipeline.processes.child import module, run, tied
from media_pipeline.processes.ended import DiskFilled, Finished, TimedOut
from media_pipeline.processes.workdir import work_directory

__all__ = ["Aside", "DiskFilled", "Finished", "TimedOut", "heartbeat", "module", "run", "sandbox", "tied", "work_directory"]
