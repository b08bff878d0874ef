"""Opens a container with PyAV: this demuxer and these decoders alone, within the limits, and no more than it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import av

from media_pipeline.errors import DETAILS, Refused
from media_pipeline.recipes import Limits

CUT_OFF_S, CUT_OFF_PART = 2.0, 0.05
"""A file that ends this much earlier than it says is refused as cut off: both must be exceeded."""


@contextmanager
def opened(path: Path, name: str, demuxer: str, demuxers: str, decoders: str, limits: Limits) -> Iterator[Any]:
    """The container, while this lasts. What libav can't read in it is refused as damaged, too many tracks as such.

    ``demuxer`` reads it, and whatever lies inside it may ask for one of ``demuxers`` and ``decoders``, comma-separated.
    """
    allowed = {
        "format_whitelist": demuxers,
        "protocol_whitelist": "file",
        "codec_whitelist": decoders,
        "max_streams": "200",
    }
    try:
        with av.open(str(path), format=demuxer, metadata_errors="replace", container_options=allowed) as container:
            if len(container.streams) > limits.streams:
                raise Refused("too_many_streams", name=name, streams=len(container.streams), limit=limits.streams)
            yield container
    except (av.FFmpegError, ValueError, OverflowError) as error:
        raise Refused("damaged", name=name, detail=DETAILS["unreadable"]) from error


Again = Callable[[], AbstractContextManager[Any]]
"""Opens the same file once more."""


@contextmanager
def sought(container: Any, again: Again, at: int, stream: Any = None) -> Iterator[Any]:
    """The container, to be read on from a time (in the stream's time base, else in av.time_base). Where it can't be sought in,
    another one at its start: a Matroska whose index was cut off finds no place that it has not come past yet."""
    try:
        container.seek(at, stream=stream)
    except av.FFmpegError:
        with again() as fresh:
            yield fresh
    else:
        yield container


def said_length(container: Any) -> float | None:
    """How long the container says that it lasts, seconds; None where it says nothing.

    A Matroska says when its end is: a recording that was cut out of a longer one may begin at 50 minutes.
    """
    if not container.duration or container.duration <= 0:
        return None
    before = max(0, container.start_time or 0) if container.format.name.startswith("matroska") else 0
    return max(0.0, float(container.duration - before) / av.time_base)


def check_length(name: str, found_s: float, said_s: float | None) -> None:
    """Refused where a file ends much earlier than it says."""
    if said_s is not None and found_s < said_s - max(CUT_OFF_S, CUT_OFF_PART * said_s):
        raise Refused("cut_off", name=name, found=round(found_s, 1), said=round(said_s, 1))
