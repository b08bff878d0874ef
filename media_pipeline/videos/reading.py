"""Says what makes captions hard to read: too little time, long lines, two at once. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from media_pipeline.videos.cues import Cue

CHARACTERS_A_SECOND = 17
LINE_LENGTH = 42
LINES = 2
"""What broadcasters ask of captions for adults and older children."""


def remarks(cues: Sequence[Cue]) -> list[str]:
    """One sentence for each kind of trouble: how many captions have it, and in which line of the file the first and worst are."""
    overlapping = [after for before, after in itertools.pairwise(cues) if after.start < before.end]
    fast = [cue for cue in cues if speed(cue) > CHARACTERS_A_SECOND]
    long = [cue for cue in cues if _longest(cue) > LINE_LENGTH]
    high = [cue for cue in cues if len(cue.lines) > LINES]
    return [
        *_remark(overlapping, "on the screen together with the one before", lambda cue: 0, ""),
        *_remark(fast, f"faster than {CHARACTERS_A_SECOND} characters a second", speed, "{:.0f} a second"),
        *_remark(long, f"longer than {LINE_LENGTH} characters a line", _longest, "{:.0f} characters"),
        *_remark(high, f"of more than {LINES} lines", lambda cue: len(cue.lines), "{:.0f} lines"),
    ]


def speed(cue: Cue) -> float:
    """Characters that must be read each second."""
    return len(cue.plain) * 1000 / (cue.end - cue.start)


def _longest(cue: Cue) -> int:
    return max(map(len, cue.lines))


def _remark(cues: Sequence[Cue], what: str, measure: Callable[[Cue], float], unit: str) -> list[str]:
    if not cues:
        return []
    many = f"{len(cues)} captions are" if len(cues) > 1 else "1 caption is"
    worst = max(cues, key=measure)
    where = f"first in line {cues[0].line}"
    if unit:
        where += f", worst in line {worst.line} with {unit.format(measure(worst))}"
    return [f"{many} {what} ({where})."]
