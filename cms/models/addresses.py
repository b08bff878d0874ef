"""Where a page is found on the website. Wagtail's own page serving is not mounted: the website is a client of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

if TYPE_CHECKING:
    from wagtail.models import Page


def public_id(page: Page) -> UUID:
    """The id that the outside knows a page by: the same in all languages and for an alias."""
    return (page.alias_of if page.alias_of_id else page).translation_key


def website_path(name: str, language: str, **parts: Any) -> str:
    """Path of a view of the website in a language."""
    with translation.override(language):
        return reverse(f"website:{name}", kwargs=parts)


class WebsiteAddress:
    """Mixin for pages: addresses of the page and of its draft on the website; ``website_path`` says which."""

    def website_path(self) -> str:
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        sites = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        if not sites:
            return None
        return sites[0][0], sites[0][2], self.website_path()

    def get_preview_url(self, request: Any, token: str) -> str:
        """This site's own preview, on whatever host the editor works, so that the panel may frame it; or the front end that
        PREVIEW_CLIENTS names."""
        if settings.PREVIEW_CLIENTS:
            return str(super().get_preview_url(request, token))  # type: ignore[misc]
        kind = f"{self._meta.app_label}.{self._meta.model_name}"  # type: ignore[attr-defined]
        query = urlencode({"content_type": kind, "token": token})
        return f"{website_path('preview', self.locale.language_code)}?{query}"  # type: ignore[attr-defined]
