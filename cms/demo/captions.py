"""Captions as WebVTT, made from what is said and when; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LINE = 42  # characters a line
LINES = 2


@dataclass(frozen=True)
class Cue:
    """Seconds from, seconds to, and the words."""

    start: float
    end: float
    words: str


def lines(words: str) -> list[str]:
    """The words on at most two lines of at most 42 characters, of about equal length.

    Raises ValueError when they do not fit: such a sentence must be cut in two by who writes it.
    """
    if len(words) <= LINE:
        return [words]
    cuts = [i for i, c in enumerate(words) if c == " " and i <= LINE and len(words) - i - 1 <= LINE]
    if not cuts:
        raise ValueError(f"caption does not fit {LINES} lines of {LINE} characters: {words!r}")
    cut = min(cuts, key=lambda i: abs(2 * i - len(words)))
    return [words[:cut], words[cut + 1 :]]


def stamp(seconds: float) -> str:
    ms = round(seconds * 1000)
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def webvtt(cues: Sequence[Cue], language: str) -> str:
    """The file's text; cues in order, not overlapping."""
    blocks = [f"WEBVTT\nLanguage: {language}\n"]
    for n, cue in enumerate(cues, 1):
        blocks.append(f"{n}\n{stamp(cue.start)} --> {stamp(cue.end)}\n" + "\n".join(lines(cue.words)) + "\n")
    return "\n".join(blocks)
