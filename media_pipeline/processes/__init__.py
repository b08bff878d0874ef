"""The one place that starts processes, and the directories that they work in."""

from media_pipeline.processes.child import Finished, TimedOut, module, run
from media_pipeline.processes.workdir import work_directory

__all__ = ["Finished", "TimedOut", "module", "run", "work_directory"]
