"""What an editor reads when a file could not be packaged: the pipeline's refusals and our own failures, translated."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from media_pipeline.errors import DETAILS, KNOWN, REFUSALS
from media_pipeline.remarks import taken_apart

FAILURES: Mapping[str, str] = {
    "unexpected": _("{name} could not be packaged because of an error on our side; try again, or ask the administrator."),
    "given_up": _("{name} was given up: packaging it broke off {times} times; export it again, or ask the administrator."),
    "tool_missing": _("{name} could not be packaged: {detail} Ask the administrator."),
    "original_missing": _("The original of {name} is no longer there; upload the file again."),
    "scene_gone": _("The 3D scene {name} is no longer there to draw from; delete this one, or give it a 360° photo of its own."),
    "disk": _("{name} could not be stored ({detail}); ask the administrator to look at the disk."),
}
"""code -> sentence, of what is not the file's fault. {name} is the file's name."""


class VrRoomsError(Exception):
    """Something on this floor that has a sentence for a person."""


class SceneGone(VrRoomsError):
    """The 3D file that a panorama is to be drawn from is no longer there."""


class NotReleasable(VrRoomsError):
    """A room or release that can't be made; the message says what, which and what to do."""


class Busy(VrRoomsError):
    """Somebody else holds the lock."""


def sentence(code: str, values: Mapping[str, Any], name: str) -> str:
    """The sentence of a refusal or failure in the active language, or '' for no code. ``name`` is the file's name as uploaded."""
    if not code:
        return ""
    known = {*KNOWN.values(), *DETAILS.values()}
    if code == "damaged" and values.get("detail") not in known and not (get_language() or "en").startswith("en"):
        code = "damaged_picture"  # what exactly, 3D files say in words for their makers, which nobody translated
    template = REFUSALS.get(code) or FAILURES.get(code) or FAILURES["unexpected"]
    said = {key: gettext(value) if value in known else value for key, value in values.items()}
    try:
        return gettext(template).format(**{**said, "name": name})
    except (KeyError, IndexError):
        # A sentence that got another place since the record was written: the reader still gets a sentence.
        return gettext(FAILURES["unexpected"]).format(name=name)


def remark(warning: str) -> str:
    """A warning of the pipeline's in the active language; as it is where nobody translated it."""
    parts = taken_apart(warning)
    return gettext(parts[0]).format(**parts[1]) if parts else gettext(warning)
