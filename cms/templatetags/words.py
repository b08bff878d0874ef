"""Words and small drawings of the website's templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import translate_url
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from cms.api.reader import own_name
from cms.models.activities import AUDIENCES, ActivityKind
from cms.models.partners import OrganisationKind
from vr_rooms.words import COMFORTS, LEVELS

register = template.Library()

_LABELS: dict[str, Any] = {
    **dict(LEVELS),
    **dict(AUDIENCES),
    **dict(COMFORTS),
    **dict(ActivityKind.choices),
    **dict(OrganisationKind.choices),
}
KIND_ICONS = {
    "gastles": "users",
    "stage": "briefcase",
    "workshop": "hammer",
    "bedrijfsbezoek": "building-2",
    "evenement": "calendar",
}
LANGUAGE_NAMES = {"nl": _("Dutch"), "en": _("English")}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of the icon sheet, which says nothing to a screen reader: a word always stands beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("built/cms/icons.svg"), name)


@register.filter
def label(word: str) -> str:
    """What people call a fixed word of the API: a level, a kind, for whom."""
    return str(_LABELS.get(word, word))


@register.filter
def labels(words: list[str]) -> str:
    """Several of them, with commas."""
    return ", ".join(label(word) for word in words)


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of activity."""
    return KIND_ICONS.get(kind, "handshake")


@register.filter
def duration(milliseconds: int) -> str:
    """1:02"""
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{seconds:02}"


@register.filter
def language_names(codes: list[str]) -> str:
    """Languages in the reader's language."""
    return ", ".join(str(LANGUAGE_NAMES.get(code, code)) for code in codes)


@register.simple_tag
def lang(item: Any) -> SafeString | str:
    """The attribute that says in which language something is, where that is not the page's."""
    language = getattr(item, "language", None)
    return format_html(' lang="{}"', language) if language and language != get_language() else ""


@register.simple_tag(takes_context=True)
def languages(context: Any) -> list[dict[str, Any]]:
    """This page in each language: code, the language's own name, path, absolute address, whether it is this one."""
    request = context.get("request")
    if request is None:
        return []
    return [
        {
            "code": code,
            "name": own_name(code),
            "path": path,
            "absolute": request.build_absolute_uri(path),
            "here": code == get_language(),
        }
        for code in ("nl", "en")
        for path in [translate_url(request.path, code)]
    ]


@register.simple_tag
def speeds() -> list[str]:
    """How fast a film can be played."""
    return ["0.5", "0.75", "1", "1.25", "1.5", "2"]


@register.simple_tag
def brand() -> str:
    """The platform's name."""
    return gettext("Kijkkamer")
