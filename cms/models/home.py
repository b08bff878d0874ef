"""The page at the top of the website."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail_headless_preview.models import HeadlessPreviewMixin

from cms.models.addresses import WebsiteAddress, website_path


class HomePage(WebsiteAddress, HeadlessPreviewMixin, Page):
    """The home page: its sectors are its children."""

    summary = models.TextField(_("introduction"), max_length=600, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.SectorPage"]
    content_panels = [*Page.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def website_path(self) -> str:
        return website_path("home", self.locale.language_code)
