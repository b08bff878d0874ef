"""Small pictures of a whole film in one, and the WebVTT that says which stands for which time. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from media_pipeline.records import Reference
from media_pipeline.videos.cues import clock
from media_pipeline.videos.playlist import relative

MOST_CELLS = 100
COLUMNS = 10


@dataclass(frozen=True)
class Board:
    """A picture of ``columns`` x ``rows`` cells, of which ``cells`` are filled: each with the middle frame of ``step`` frames."""

    step: int
    cells: int
    rate: Fraction
    frames: int

    @property
    def columns(self) -> int:
        return min(COLUMNS, self.cells)

    @property
    def rows(self) -> int:
        return math.ceil(self.cells / self.columns)

    @property
    def first(self) -> int:
        """The first cell's frame."""
        return min(self.step // 2, self.frames - 1)


def board(frames: int, rate: Fraction, every_s: float) -> Board:
    """A cell for every so many seconds, fewer for a film too long for that."""
    cells = max(1, min(MOST_CELLS, round(frames / (rate * Fraction(every_s)))))
    step = math.ceil(frames / cells)
    first = min(step // 2, frames - 1)
    return Board(step, len(range(first, frames, step)), rate, frames)


def storyboard_vtt(plan: Board, image: Reference, width: int, height: int) -> bytes:
    """One cue for each cell, ``image#xywh=…`` (media fragments); ``width`` and ``height`` of one cell in pixels."""
    lines = ["WEBVTT"]
    for cell in range(plan.cells):
        start = 1000 * cell * plan.step / plan.rate
        after = plan.frames if cell == plan.cells - 1 else (cell + 1) * plan.step
        row, column = divmod(cell, plan.columns)
        place = f"{column * width},{row * height},{width},{height}"
        lines += ["", f"{clock(round(start))} --> {clock(round(1000 * after / plan.rate))}", f"{relative(image)}#xywh={place}"]
    return ("\n".join(lines) + "\n").encode()
