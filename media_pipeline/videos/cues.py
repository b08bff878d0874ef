"""Reads the timed texts that people send (SRT, WebVTT) and writes them as WebVTT. Pure, apart from the one reader of a file.

No library: webvtt-py and pysubs2 read leniently (cues that they do not understand vanish, no line is named), srt knows one
of the formats; the checks would still be ours.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from media_pipeline.errors import DETAILS, Refused

LOOKED_BACK = 50
"""How many captions before one may still be on the screen with it."""
LIMIT_BYTES = 2 * 1024**2
HEALED_OVERLAP_MS = 100
"""Editing programs round to frames: a cue that begins this little before the one above ends, cuts that one short."""

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMING = re.compile(rf"^(-?){_TIME}\s*-->\s*(-?){_TIME}(?:\s+(.*))?$")
# Placement that WebVTT knows (region and SRT's own coordinates are left out).
_SETTING = re.compile(
    r"(?:vertical:(?:rl|lr)|align:(?:start|center|end|left|right)|size:\d{1,3}(?:\.\d+)?%"
    r"|line:(?:-?\d+|\d{1,3}(?:\.\d+)?%)(?:,(?:start|center|end))?"
    r"|position:\d{1,3}(?:\.\d+)?%(?:,(?:line-left|center|line-right))?)"
)
_TAG = re.compile(r"<(/?)(b|i|u|c|v|lang|ruby|rt)((?:\.[^\s<>.&]+)*)(?:\s+([^<>&]*))?>|</?[A-Za-z][^<>]*>|<[\d:.]+>|\{\\[^{}]*\}")


class Wrong(Exception):
    """What is wrong (one of DETAILS), and in which line."""

    def __init__(self, line: int, detail: str) -> None:
        self.line, self.detail = line, detail


@dataclass(frozen=True)
class Cue:
    """One caption; times in ms, ``text`` in WebVTT's own markup, ``line`` where its times stand in the file."""

    start: int
    end: int
    settings: str
    text: str
    line: int

    @property
    def lines(self) -> list[str]:
        """What is read on the screen, without markup."""
        return [html.unescape(re.sub(r"<[^>]*>", "", line)) for line in self.text.split("\n")]

    @property
    def plain(self) -> str:
        """The same in one line."""
        return " ".join(" ".join(self.lines).split())


def read_text(source: Path, what: Literal["captions", "chapters"]) -> str:
    """Text of a file of captions or chapters; Refused where it is empty, too large or no text."""
    size = source.stat().st_size
    if size > LIMIT_BYTES:
        raise Refused("too_large_file", name=source.name, size=size, limit=LIMIT_BYTES)
    data = source.read_bytes()
    if not data.strip():
        raise Refused("empty", name=source.name)
    try:
        return decode(data)
    except Wrong as wrong:
        raise Refused(what, name=source.name, line=wrong.line, detail=wrong.detail) from None


def decode(data: bytes) -> str:
    """Text of a captions file, with line feeds only."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]  # what is not UTF-8 comes from an old Windows program
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not re.search(r"[\x00-\x08\x0e-\x1f]", text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise Wrong(1, DETAILS["no_text"])


def parse(text: str, most_at_once: int = 2) -> tuple[Cue, ...]:
    """The cues of an SRT or WebVTT text, checked: times forward, in order, never more than so many on the screen at once."""
    cues: list[Cue] = []
    for first, lines in _blocks(text):
        if re.match(r"(WEBVTT|NOTE|STYLE|REGION)(\s|$)", lines[0]) and not any("-->" in line for line in lines[:2]):
            continue
        cue = _cue(first, lines)
        if cue is None:
            continue
        if cues:
            before = cues[-1]
            if cue.start < before.start:
                raise Wrong(cue.line, DETAILS["order"])
            if before.start < cue.start < before.end <= cue.start + HEALED_OVERLAP_MS:
                cues[-1] = replace(before, end=cue.start)
            if 1 + sum(one.end > cue.start for one in cues[-LOOKED_BACK:]) > most_at_once:
                raise Wrong(cue.line, DETAILS["overlap" if most_at_once == 1 else "crowd"])
        cues.append(cue)
    if not cues:
        raise Wrong(1, DETAILS["no_captions"])
    return tuple(cues)


def to_vtt(cues: tuple[Cue, ...]) -> bytes:
    """The same cues always give the same bytes."""
    times = (f"{clock(cue.start)} --> {clock(cue.end)} {cue.settings}".rstrip() for cue in cues)
    blocks = (f"{time}\n{cue.text}\n" for time, cue in zip(times, cues, strict=True))
    return ("WEBVTT\n\n" + "\n".join(blocks)).encode()


def clock(ms: int) -> str:
    """A time as WebVTT writes it."""
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, lines) between empty lines."""
    block: list[str] = []
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            block.append(line.strip())
        elif block:
            yield number - len(block), block
            block = []


def _cue(first: int, lines: list[str]) -> Cue | None:
    """A cue from a block: perhaps a number or name, the times, the text. None for a cue without text."""
    at = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
    if at is None:
        raise Wrong(first, DETAILS["no_timing"])
    number = first + at
    found = _TIMING.match(lines[at])
    if found is None:
        raise Wrong(number, DETAILS["timing"])
    minus, *begin, minus_too = found.groups()[:6]
    if minus or minus_too:
        raise Wrong(number, DETAILS["negative"])
    start, end = _ms(begin, number), _ms(found.groups()[6:10], number)
    if end <= start:
        raise Wrong(number, DETAILS["backwards"])
    late = next((index for index, line in enumerate(lines[at + 1 :], start=number + 1) if _TIMING.match(line)), None)
    if late is not None:
        raise Wrong(late, DETAILS["no_empty_line"])
    text = "\n".join(line for line in map(_markup, lines[at + 1 :]) if line)
    settings = " ".join(word for word in (found.group(11) or "").split() if _SETTING.fullmatch(word))
    return Cue(start, end, settings, text, number) if text else None


def _ms(parts: tuple[str | None, ...] | list[str | None], line: int) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts[:3])
    if minutes > 59 or seconds > 59:
        raise Wrong(line, DETAILS["clock"])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((parts[3] or "0").ljust(3, "0"))


def _markup(line: str) -> str:
    """Keeps WebVTT's own tags, drops others (SRT's font, placement codes), and escapes what is left."""
    kept, at = [], 0
    for tag in _TAG.finditer(line):
        kept.append(_escaped(line[at : tag.start()]))
        at = tag.end()
        closing, name, classes, annotation = tag.groups()
        if name:
            kept.append(f"</{name}>" if closing else f"<{name}{classes}{' ' + annotation.strip() if annotation else ''}>")
    return "".join([*kept, _escaped(line[at:])]).strip()


def _escaped(text: str) -> str:
    return html.escape(html.unescape(text), quote=False).replace("\u00a0", "&nbsp;")
