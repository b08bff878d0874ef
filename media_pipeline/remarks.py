"""What is worth a look though nothing is refused: the templates of all warnings, and a warning taken apart again.

A warning travels as an English sentence (in a record, in the log, on standard error). The admin, which knows languages, takes
it apart and says it anew. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final


def _(sentence: str) -> str:
    return sentence  # a mark for those who collect sentences to translate


REMARKS: Final[Mapping[str, str]] = {
    "overlap": _("Captions that are on the screen together with the one before: {count}, the first in line {line}."),
    "fast": _(
        "Captions faster than {limit} characters a second: {count}, the first in line {line}, the worst in line {worst}: {most}."
    ),
    "long": _(
        "Captions longer than {limit} characters a line: {count}, the first in line {line}, the worst in line {worst}: {most}."
    ),
    "high": _("Captions of more than {limit} lines: {count}, the first in line {line}, the worst in line {worst}: {most}."),
    "late_captions": _(
        "Captions that begin after the end, at {end} s: {count}, the first in line {line}; is this the right file?"
    ),
    "late_chapters": _("Chapters that begin after the end, at {end} s: {count}; they are left out."),
    "late_poster": _("It ends at {end} s, before the poster's time of {at} s; its last picture is taken."),
    "lengths": _("{name} lasts {sound} s and the film {film} s; what is too much is cut off, what is too little is silent."),
    "suspect": _("The file is damaged in places; look closely at the result."),
    "suspect_face": _("{name} is damaged in places; look closely at the result."),
    "several": _("The file holds several pictures; only the first is used."),
    "second_eye": _("The file holds a second eye's picture in its metadata; only the first eye is shown."),
    "bright": _("Its light is brighter than a screen can show; the exposure was chosen from the picture."),
    "unit_and_up": _("{name} does not tell its unit and which way is up: its numbers are taken as {unit}, {axis} as up."),
    "unit": _("{name} does not tell its unit: its numbers are taken as {unit}."),
    "up": _("{name} does not tell which way is up: {axis} as up."),
    "gltf_size": _("{name} is {metres} m at its longest side; glTF counts in metres, so check the export's unit."),
    "size": _("{name} is {metres} m at its longest side; say in which unit it counts."),
    "texture": _("{name} names the texture {file}, which is not with it: send both in one zip."),
    "materials": _("{name} names its materials in {file}, which is not with it: send both in one zip."),
    "ambisonic": _("It names no loudspeakers; it is taken for ambisonic sound, of which the omnidirectional channel is used."),
    "surround": _("It names no loudspeakers; its six channels are taken for 5.1 in the usual order."),
}


def taken_apart(sentence: str) -> tuple[str, dict[str, str]] | None:
    """(template, what stood in its places) of a warning, or None where no template fits."""
    for template in REMARKS.values():
        found = _pattern(template).fullmatch(sentence)
        if found:
            return template, found.groupdict()
    return None


@cache
def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(template)))
