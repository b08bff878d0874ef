"""What is worth a look though nothing is refused: the templates of all warnings, and a warning taken apart again.

A warning travels as an English sentence (in a record, in the log, on standard error). The admin, which knows languages, takes
it apart and says it anew. Only what remark() made can be warned of (the type says it), so that no sentence is without a
translation. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final, NewType


def _(sentence: str) -> str:
    return sentence  # a mark for those who collect sentences to translate


Remark = NewType("Remark", str)
"""A sentence of REMARKS with its places filled in, perhaps with the name of what it is about before it."""

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
    "lost_pictures": _("Of its pictures about {lost} of {seconds} s are missing or can't be read; look closely at the result."),
    "lost_sound": _("Of its sound about {lost} of {seconds} s are missing or can't be read; listen closely to the result."),
    "suspect_picture": _("{name} is damaged in places; look closely at the result."),
    "suspect_sound": _("The sound is damaged in places; listen closely to the result."),
    "by_frame": _("It is taken for a 360° video by its 2:1 frame; choose flat if it is an ordinary film."),
    "by_seam": _("It is taken for a 360° video because its left and right edge meet; choose flat if it is an ordinary film."),
    "by_eyes": _("It is taken for a stereo 360° video because its halves are alike; choose mono or flat if that is wrong."),
    "by_halves": _("It is taken for a stereo 180° video because its halves are alike; choose 360° or flat if that is wrong."),
    "wide": _("It is taken for an ordinary film because the edges of its 2:1 frame do not meet; choose 360° if it is one."),
    "doubted": _("It says in a way that we can't read how it lies on the sphere; choose 360° and equirectangular if it is so."),
    "still_a_face": _("Something like a face is still seen where faces were blurred; look closely at the result."),
    "several": _("The file holds several pictures; only the first is used."),
    "second_eye": _("The file holds a second eye's picture in its metadata; only the first eye is shown."),
    "bright": _("It keeps amounts of light, not colours for a screen; the exposure was chosen from the picture."),
    "unit_and_up": _("{name} does not tell its unit and which way is up: its numbers are taken as {unit}, {axis} as up."),
    "unit": _("{name} does not tell its unit: its numbers are taken as {unit}."),
    "up": _("{name} does not tell which way is up: {axis} as up."),
    "gltf_size": _("{name} is {metres} m at its longest side; glTF counts in metres, so check the export's unit."),
    "size": _("{name} is {metres} m at its longest side; say in which unit it counts."),
    "far": _("{name} stood {distance} from its origin, too far for exact numbers; it was moved there."),
    "far_lost": _(
        "{name} stood {distance} from its origin, so far that its file can't hold its shape; move it there and export it again."
    ),
    "texture": _("{name} names the texture {file}, which is not with it: send both in one zip."),
    "materials": _("{name} names its materials in {file}, which is not with it: send both in one zip."),
    "left_out": _("{name} has {count} parts that are points or lines; they are left out."),
    "no_renderer": _("{name} has no poster: there is no renderer on this machine (Mesa: libegl1 libegl-mesa0 libgl1-mesa-dri)."),
    "poster_late": _("{name} has no poster: the renderer was not ready within {limit} s; package it again to try once more."),
    "poster_failed": _("{name} has no poster: the renderer ended with {status}; package it again to try once more."),
    "outside": _("{place} lies outside {name}, which is seen from there as an object; look at the coordinates."),
    "unseen_inside": _(
        "Nothing of {name} can be seen from {place}, inside it: its walls are seen from one side only; make its materials "
        "double-sided, or choose another place."
    ),
    "unseen": _("Nothing of {name} can be seen from {place}; look at the coordinates."),
    "ambisonic": _("It names no loudspeakers; it is taken for ambisonic sound, of which the omnidirectional channel is used."),
    "surround": _("It names no loudspeakers; its six channels are taken for 5.1 in the usual order."),
}


def remark(code: str, **values: str | float) -> Remark:
    """The sentence of a key of REMARKS."""
    return Remark(REMARKS[code].format(**values))


def about(name: str, said: Remark) -> Remark:
    """The same with what it is about before it, where it does not name that itself."""
    return said if said.startswith(name) else Remark(f"{name}: {said}")


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
