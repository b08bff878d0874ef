"""For whom an answer is made: in which language, and with which beginning of its addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language_info

from cms.models.addresses import website_path

ONE_LINE = r"^[^\x00-\x1f]*$"
"""What may stand in a filter: a NUL would be an error of the database."""


@dataclass(frozen=True)
class Reader:
    """``language``: a language of the site. ``base``: scheme and host without a slash at the end, '' for this site itself."""

    language: str = settings.LANGUAGE_CODE
    base: str = ""

    @classmethod
    def of(cls, locale: str | None, base: str = "") -> Reader:
        """For a language as it was asked for: one that the site hasn't got is read in Dutch."""
        wanted = (locale or "").lower().split("-")[0]
        known = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
        return cls(wanted if wanted in known else settings.LANGUAGE_CODE, base.rstrip("/"))

    def address(self, url: str) -> str:
        """An address as this reader can use it."""
        return self.base + url if url.startswith("/") else url

    def content(self, path: str) -> str:
        """The address of a file of the content root."""
        return self.address(settings.CONTENT_URL + path)

    def page(self, name: str, **parts: Any) -> str:
        """The address of a page of the website, in this reader's language."""
        return self.address(website_path(name, self.language, **parts))


def own_name(language: str) -> str:
    """A language's name for itself: Nederlands, English."""
    try:
        return str(get_language_info(language)["name_local"]).capitalize()
    except KeyError:
        return language


def play_path(room: UUID) -> str:
    """Where the player shows a room."""
    return f"/play/{room}/"


def embed_path(video: UUID) -> str:
    """Where a promo video is shown for embedding; the same for as long as the page exists."""
    return f"/embed/video/{video}/"
