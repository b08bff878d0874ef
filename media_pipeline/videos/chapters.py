"""Chapters of a film: those that its container has, or those of a WebVTT file, as checked WebVTT."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from media_pipeline.canonical import Document
from media_pipeline.errors import DETAILS, Refused
from media_pipeline.videos.cues import Wrong, clock, parse, read_text

MOST_CHAPTERS = 500
TITLE_LENGTH = 200


class Chapter(Document):
    """One chapter; times in ms from the film's start."""

    start: int
    end: int
    title: str


def chapters_of(container: Any, started: float, duration_s: float) -> tuple[Chapter, ...]:
    """The chapters that a film's container has and that can be shown: with a title, in order, within the film.

    ``started``: the time of the first picture or sound, seconds. Some programs count chapters from there, others from zero.
    """
    found: list[Chapter] = []
    said: list[tuple[str, int, int]] = []
    for one in container.chapters()[:MOST_CHAPTERS]:
        try:
            start, end = (round(1000 * float(one[edge] * one["time_base"])) for edge in ("start", "end"))
        except (ArithmeticError, TypeError, ValueError):  # a time base of nothing
            continue
        said.append((_title(str(one["metadata"].get("title", ""))), start, end))
    before = round(1000 * started)
    shift = before if said and min(start for _, start, _ in said) >= before else 0
    for title, start, end in said:
        start, end = start - shift, min(end - shift, round(1000 * duration_s))
        if title and 0 <= start < end and (not found or start >= found[-1].end):
            found.append(Chapter(start=start, end=end, title=title))
    return tuple(found)


def read_chapters(source: Path) -> tuple[Chapter, ...]:
    """The chapters of a WebVTT (or SRT) file. Refused, with the line, where it is none or where two overlap."""
    text = read_text(source, "chapters")
    try:
        cues = parse(text, most_at_once=1)
    except Wrong as wrong:
        raise Refused("chapters", name=source.name, line=wrong.line, detail=wrong.detail) from None
    if len(cues) > MOST_CHAPTERS:
        raise Refused("chapters", name=source.name, line=cues[MOST_CHAPTERS].line, detail=DETAILS["too_many_chapters"])
    return tuple(Chapter(start=cue.start, end=cue.end, title=_title(cue.plain)) for cue in cues)


def chapters_vtt(chapters: Sequence[Chapter], duration_ms: int) -> bytes | None:
    """WebVTT with one cue for each chapter; what lies after the film's end is left out. None where no chapter is left."""
    cues = [
        f"{clock(one.start)} --> {clock(min(one.end, duration_ms))}\n{html.escape(one.title, quote=False)}\n"
        for one in chapters
        if one.start < duration_ms
    ]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode() if cues else None


def _title(text: str) -> str:
    """One line without control characters."""
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())[:TITLE_LENGTH]
