"""Has a child look at a stranger's file: libav may crash, hang or eat memory on it, and a worker may not.

The child costs about 0.3 s (Python, PyAV and pydantic start anew); a crash, the memory limit and the time limit each
become an ordinary refusal.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel

from media_pipeline.canonical import dumps
from media_pipeline.errors import DETAILS, Refused
from media_pipeline.processes import TimedOut, module, run, work_directory
from media_pipeline.recipes import Limits

Found = TypeVar("Found", bound=BaseModel)
Read = Callable[[Path, str, Limits], Found]
"""Reads a file under the name that people know it by, within limits. Raises Refused."""

logger = logging.getLogger(__name__)


def looked_at(kind: type[Found], reader: str, source: Path, name: str, limits: Limits, memory_bytes: int) -> Found:
    """What the module ``reader`` finds in a child, where it calls :func:`answer`; Refused what is refused there.

    The same file is looked at once: probing and packaging one after the other cost one child.
    """
    stat = source.stat()
    version = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    found = _ask(kind, reader, source.resolve(), version, name, limits, min(memory_bytes, limits.child_memory_bytes))
    return cast(Found, found)


def forget() -> None:
    """Every file is looked at again."""
    _ask.cache_clear()


@lru_cache(maxsize=16)
def _ask(
    kind: type[BaseModel], reader: str, source: Path, _version: tuple[int, ...], name: str, limits: Limits, memory_bytes: int
) -> BaseModel:
    with work_directory("probe") as cwd:
        job = json.dumps({"path": str(source), "name": name, "limits": asdict(limits)})
        try:
            child = run(module(reader, job), cwd=cwd, timeout_s=limits.probe_s, memory_bytes=memory_bytes, readable=[source])
        except TimedOut as error:
            raise Refused("time_out", name=name, limit=limits.probe_s) from error
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        logger.warning("probe of %s ended with %s: %s", name, child.returncode, child.stderr[-500:])
        if child.out_of_memory:
            raise Refused("too_heavy", name=name, limit=memory_bytes // 1024**3) from None
        raise Refused("damaged", name=name, detail=DETAILS["reader_stopped"]) from None
    if "code" in answer:
        raise Refused(answer["code"], **answer["values"])
    return kind.model_validate(answer)


def answer(read: Read[Found]) -> None:
    """Inside the child: what ``read`` finds, or its refusal, as JSON on standard output."""
    asked = json.loads(sys.argv[1])
    try:
        said = dumps(read(Path(asked["path"]), asked["name"], Limits(**asked["limits"])))
    except Refused as refusal:
        said = json.dumps({"code": refusal.code, "values": refusal.values}).encode()
    sys.stdout.buffer.write(said)
