"""What a sound file is, found out in a child, as with videos: libav on strangers' files may crash, hang or eat memory."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from media_pipeline.canonical import dumps
from media_pipeline.errors import DETAILS, Refused
from media_pipeline.processes import TimedOut, module, run, work_directory
from media_pipeline.recipes import LIMITS, Limits
from media_pipeline.records import MediaInfo
from media_pipeline.sounds.source import SoundSource, read_source

MEMORY_BYTES = 1024**3
logger = logging.getLogger(__name__)


def probe_sound(source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What a sound file is; Refused where it is none, is damaged, or exceeds a limit."""
    return probe_source(source, limits).info


def probe_sound_or(film: Callable[[Path, Limits], MediaInfo], source: Path, limits: Limits = LIMITS) -> MediaInfo:
    """What ``film`` finds in a container that may hold pictures; where there are none, what the sound in it is."""
    try:
        return film(source, limits)
    except Refused as refused:
        if refused.code != "no_video":
            raise
        try:
            return probe_sound(source, limits)
        except Refused as silent:
            raise (refused if silent.code == "no_sound" else silent) from None


def probe_source(source: Path, limits: Limits = LIMITS, name: str | None = None) -> SoundSource:
    """As :func:`probe_sound`, with all that the encoder needs. The same file is looked at once."""
    stat = source.stat()
    version = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    return _look(source.resolve(), version, name or source.name, limits)


@lru_cache(maxsize=8)
def _look(source: Path, _version: tuple[int, ...], name: str, limits: Limits) -> SoundSource:
    with work_directory("probe") as cwd:
        job = json.dumps({"path": str(source), "name": name, "limits": asdict(limits)})
        memory = min(MEMORY_BYTES, limits.child_memory_bytes)
        try:
            child = run(module(__name__, job), cwd=cwd, timeout_s=limits.probe_s, memory_bytes=memory, readable=[source])
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
    return SoundSource.model_validate(answer)


def _child(job: str) -> None:
    """Inside the child: the answer, or the refusal, as JSON on standard output."""
    asked = json.loads(job)
    try:
        answer = dumps(read_source(Path(asked["path"]), asked["name"], Limits(**asked["limits"])))
    except Refused as refusal:
        answer = json.dumps({"code": refusal.code, "values": refusal.values}).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    _child(sys.argv[1])
