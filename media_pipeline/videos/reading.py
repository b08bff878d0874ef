"""Says what makes captions hard to read: too little time, long lines, two at once. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from media_pipeline.remarks import Remark, remark
from media_pipeline.videos.cues import Cue

CHARACTERS_A_SECOND = 17
LINE_LENGTH = 42
LINES = 2
"""What broadcasters ask of captions for adults and older children."""


def remarks(cues: Sequence[Cue]) -> list[Remark]:
    """One sentence for each kind of trouble: how many captions have it, and in which line of the file the first and worst are."""
    overlapping = [after for before, after in itertools.pairwise(cues) if after.start < before.end]
    fast = [cue for cue in cues if speed(cue) > CHARACTERS_A_SECOND]
    long = [cue for cue in cues if _longest(cue) > LINE_LENGTH]
    high = [cue for cue in cues if len(cue.lines) > LINES]
    return [
        *_remark("overlap", overlapping, lambda cue: 0, 0),
        *_remark("fast", fast, speed, CHARACTERS_A_SECOND),
        *_remark("long", long, _longest, LINE_LENGTH),
        *_remark("high", high, lambda cue: len(cue.lines), LINES),
    ]


def late(cues: Sequence[Cue], lasts_ms: int) -> list[Remark]:
    """A sentence where captions begin after the end of what they belong to: nobody will read them."""
    after = [cue for cue in cues if cue.start >= lasts_ms]
    if not after:
        return []
    return [remark("late_captions", end=f"{lasts_ms / 1000:.1f}", count=len(after), line=after[0].line)]


def speed(cue: Cue) -> float:
    """Characters that must be read each second."""
    return len(cue.plain) * 1000 / (cue.end - cue.start)


def _longest(cue: Cue) -> int:
    return max(map(len, cue.lines))


def _remark(code: str, cues: Sequence[Cue], measure: Callable[[Cue], float], limit: int) -> list[Remark]:
    if not cues:
        return []
    worst = max(cues, key=measure)
    most = f"{measure(worst):.0f}"
    return [remark(code, count=len(cues), line=cues[0].line, worst=worst.line, most=most, limit=limit)]
