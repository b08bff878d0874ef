"""Runs ffmpeg on strangers' files: what it may open, how long it may take, how far it is, what its failures mean."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Protocol

import imageio_ffmpeg

from media_pipeline.errors import DETAILS, PipelineError, Refused, ToolMissing
from media_pipeline.libav.decoders import DECODERS
from media_pipeline.processes import Finished, TimedOut, run, work_directory
from media_pipeline.progress import Progress
from media_pipeline.recipes import LIMITS
from media_pipeline.videos.damage import MOST, Damage

logger = logging.getLogger(__name__)

INPUT = "in/source"
STALL_S = 90.0
VERSION_S = 30.0
TOO_DAMAGED = 69
"""The status that ffmpeg ends with where more than -max_error_rate of a track could not be decoded."""
START_S, PER_SECOND_S = 180.0, 60.0
"""Wall time allowed: a start, and so much for each second of film (4K on two slow cores takes about 15)."""

_CHATTER = re.compile(r"\[(info|verbose)\] ?")
"""What ffmpeg says at damage.LEVEL where nothing is wrong."""

# Supplemental information (SEI) of each codec: NAL unit types.
_SUPPLEMENTS = {"h264": "6", "hevc": "39-40"}


class EncodingFailed(PipelineError):
    """ffmpeg could not make the video out of a file that the probe let through."""


class Named(Protocol):
    """Whatever has the name that a person knows a file by."""

    @property
    def name(self) -> str: ...


class Film(Named, Protocol):
    """What must be known of a film before ffmpeg may open it."""

    @property
    def demuxer(self) -> str: ...

    @property
    def codec(self) -> str: ...

    @property
    def layout_twice(self) -> bool: ...


@cache
def program() -> str:
    """ffmpeg's path: the setting FFMPEG, else the one from the wheel."""
    found = os.environ.get("FFMPEG") or imageio_ffmpeg.get_ffmpeg_exe()
    if shutil.which(found) is None:
        raise ToolMissing(f"The program {found} is not on this machine; install it or correct the setting FFMPEG.")
    if os.environ.get("FFMPEG"):
        with work_directory("ffmpeg") as work:
            said = run([found, "-version"], cwd=work, timeout_s=VERSION_S, memory_bytes=LIMITS.child_memory_bytes)
        if said.returncode != 0 or not said.stdout.startswith("ffmpeg version"):
            raise ToolMissing(f"The program {found} is no ffmpeg that runs here; correct the setting FFMPEG, or leave it empty.")
    return found


def check_setting() -> None:
    """ToolMissing where the setting FFMPEG names what is no ffmpeg. Without the setting nothing is asked."""
    if os.environ.get("FFMPEG"):
        program()


def start(source: Film, level: str) -> list[str]:
    """What every run on a film begins with, its input at INPUT included."""
    # The layout of both eyes said by the container and by the pictures: ffmpeg stops on the second ("File exists").
    cleaned = ["-bsf:v", f"filter_units=remove_types={_SUPPLEMENTS[source.codec]}"] if source.layout_twice else []
    return [*quiet(level), *cleaned, *opened(source.demuxer, INPUT)]


def quiet(level: str) -> list[str]:
    """No questions, no network; progress on standard output, complaints of this level on standard error."""
    calm = ("-nostdin", "-hide_banner", "-nostats", "-loglevel", level, "-progress", "pipe:1", "-y")
    return [program(), *calm, "-max_error_rate", str(MOST)]


def opened(demuxer: str, path: str) -> list[str]:
    """One input: no other file than this one, no demuxer but this one, no decoder but the known."""
    threads = max(1, min(4, os.cpu_count() or 1))  # more only cost memory: the encoders are the slow part
    return [
        *("-protocol_whitelist", "file", "-format_whitelist", demuxer, "-codec_whitelist", DECODERS),
        *("-err_detect:a", "crccheck"),  # else AC-3 and E-AC-3 play noise for what is damaged, and call it sound
        *("-threads", str(threads), "-f", demuxer, "-i", path),
    ]


def convert(
    args: list[str],
    source: Named,
    seconds: float,
    cwd: Path,
    stage: str,
    progress: Progress,
    meanwhile: Callable[[], None] | None = None,
    *,
    frame_rate: float | None = None,
    sound: bool = False,
    damage: Damage | None = None,
) -> Finished:
    """Run ffmpeg over ``seconds`` of film to a good end; Refused, EncodingFailed, TimedOut or OSError where there is none.

    ``meanwhile`` is called at each sign of progress. With a ``frame_rate`` the frames that are done tell how far it is, else the
    time that ffmpeg says, which is that of the output furthest behind. ``sound``: what is read is a sound, or of a film its
    sound alone. ``damage`` hears what the decoders complain of.
    """
    total = max(1, round(seconds * 1000))
    watch = Watch(stage, total, progress, meanwhile, frame_rate)
    progress(stage, 0, total)
    finished = run(
        args,
        cwd=cwd,
        timeout_s=START_S + PER_SECOND_S * seconds,
        stall_s=STALL_S,
        memory_bytes=LIMITS.child_memory_bytes,
        readable=tuple(link.resolve() for link in (cwd / INPUT).parent.iterdir()),
        on_line=watch.line,
        on_complaint=None if damage is None else damage.line,
    )
    if finished.returncode != 0:
        raise failure(finished, source, sound)
    if damage is not None:
        damage.check()
    progress(stage, total, total)
    return finished


class Watch:
    """Reads ffmpeg's progress lines. ffmpeg prints them by the clock, even when it hangs: only what grows is a sign of life."""

    def __init__(
        self,
        stage: str,
        total: int,
        progress: Progress,
        meanwhile: Callable[[], None] | None = None,
        frame_rate: float | None = None,
    ) -> None:
        self.stage, self.total, self.progress, self.meanwhile = stage, total, progress, meanwhile
        self.frame_rate = frame_rate
        self.done = 0
        self.seen: dict[str, str] = {}
        self.moved = time.monotonic()

    def line(self, text: str) -> None:
        key, _, value = text.strip().partition("=")
        if key not in ("frame", "out_time_us", "total_size"):
            return
        now = time.monotonic()
        if self.seen.get(key) != value:
            self.seen[key], self.moved = value, now
        elif now - self.moved > STALL_S:
            raise TimedOut("ffmpeg", STALL_S, silent=True)
        tells, per_ms = ("out_time_us", 1000.0) if self.frame_rate is None else ("frame", self.frame_rate / 1000)
        if key == tells and value.isdigit():  # "N/A" and negative ones come first
            done = int(int(value) / per_ms)
            self.done = min(self.total, max(self.done, done))  # the time hops back between the outputs
            self.progress(self.stage, self.done, self.total)
            if self.meanwhile is not None:
                self.meanwhile()
                self.moved = time.monotonic()  # a slow store is no fault of ffmpeg's


def failure(finished: Finished, source: Named, sound: bool = False) -> Exception:
    """What a failed run means for a person: their file's fault, too little memory or disk, or ours. ``sound`` as of convert()."""
    said = [line.strip() for line in finished.stderr.splitlines() if line.strip() and not _CHATTER.search(line)]
    last = re.sub(r"^(\[[^]]*\] )+", "", said[-1]) if said else f"it ended with status {finished.returncode}"
    how = "with its sound in AAC" if sound else "as MP4 (H.264)"
    logger.warning("ffmpeg on %s ended with %s: %s", source.name, finished.returncode, "\n".join(said)[-1000:])
    if finished.returncode == TOO_DAMAGED and "Decode error rate" in finished.stderr:
        return Refused("sound_damaged" if sound else "pictures_damaged", name=source.name)
    if finished.out_of_memory:
        return Refused("too_heavy", name=source.name, limit=LIMITS.child_memory_bytes // 1024**3)
    if "No space left on device" in finished.stderr:
        return OSError(errno.ENOSPC, "no room left on the disk while converting", source.name)
    if finished.returncode < 0:
        return EncodingFailed(f"{source.name} made the converter crash; export it again{'' if sound else ', smaller,'} {how}.")
    if "Invalid data" in finished.stderr or "Error while decoding" in finished.stderr:
        return Refused("damaged", name=source.name, detail=DETAILS["no_sound" if sound else "unreadable"])
    return EncodingFailed(f"{source.name} can't be converted ({last[:200]}); export it again {how}.")
