"""What a video file is, found out in a child: libav on strangers' files may crash, hang or eat memory, and a worker may not.

The child costs about 0.3 s (Python, PyAV and pydantic start anew); a crash, the memory limit and the time limit each
become an ordinary refusal.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from media_pipeline.canonical import dumps
from media_pipeline.errors import DETAILS, PipelineError, Refused
from media_pipeline.processes import TimedOut, module, run, work_directory
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo
from media_pipeline.videos.signature import HEAD_BYTES, demuxer_or_refusal
from media_pipeline.videos.source import VideoSource, read_source

MEMORY_BYTES = 2 * 1024**3
logger = logging.getLogger(__name__)


def probe_video(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a video file is; Refused where it is none, is damaged, or exceeds a limit. FileNotFoundError where it is absent."""
    return probe_source(source, limits).info


def probe_source(source: Path, limits: Limits = LIMITS, name: str | None = None) -> VideoSource:
    """As :func:`probe_video`, with all that the encoder needs. ``name`` is what the file is called towards people.

    The same file is looked at once: probing and packaging one after the other cost one child.
    """
    name = name or source.name
    stat = source.stat()
    if stat.st_size > limits.file_bytes:
        raise Refused("too_large_file", name=name, size=stat.st_size, limit=limits.file_bytes)
    return _look(source.resolve(), (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns), name, limits)


@lru_cache(maxsize=8)
def _look(source: Path, _version: tuple[int, ...], name: str, limits: Limits) -> VideoSource:
    with source.open("rb") as file:
        demuxer_or_refusal(file.read(HEAD_BYTES), name)  # most of what is no video never costs a child
    with work_directory("probe") as cwd:
        job = json.dumps({"path": str(source), "name": name, "limits": asdict(limits)})
        try:
            child = run(
                module("media_pipeline.videos.probe", job),
                cwd=cwd,
                timeout_s=limits.probe_s,
                memory_bytes=min(MEMORY_BYTES, limits.child_memory_bytes),
                readable=[source],
            )
        except TimedOut as error:
            raise Refused("time_out", name=name, limit=limits.probe_s) from error
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        logger.warning("probe of %s ended with %s: %s", name, child.returncode, child.stderr[-500:])
        if child.out_of_memory:
            raise Refused("too_heavy", name=name, limit=MEMORY_BYTES // 1024**3) from None
        raise Refused("damaged", name=name, detail=DETAILS["reader_stopped"]) from None
    if "code" in answer:
        raise Refused(answer["code"], **answer["values"])
    return VideoSource.model_validate(answer)


def _child(job: str) -> int:
    """Inside the child: the answer, or the refusal, as JSON on standard output."""
    asked = json.loads(job)
    try:
        answer = dumps(read_source(Path(asked["path"]), asked["name"], Limits(**asked["limits"])))
    except Refused as refusal:
        answer = json.dumps({"code": refusal.code, "values": refusal.values}).encode()
    except PipelineError as error:
        sys.stderr.write(str(error))
        return error.exit_status
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(_child(sys.argv[1]))
