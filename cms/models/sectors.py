"""A sector: a field of work with its rooms and promo videos."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_headless_preview.models import HeadlessPreviewMixin

from cms import colours, icons
from cms.blocks import SectorBody
from cms.models.addresses import WebsiteAddress, website_path

is_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six digits or letters, for example #0b5394."))


class SectorPageForm(WagtailAdminPageForm):
    """Makes a colour readable that is not (cms/wagtail_hooks.py tells the editor)."""

    def clean_colour(self) -> str:
        return colours.readable_on(str(self.cleaned_data["colour"]).lower(), colours.PAPER)

    def clean_slug(self) -> str:
        # Addresses of all languages go by the Dutch slug; a capital in it would be another address on a disk.
        return str(self.cleaned_data["slug"]).lower()


class SectorPage(WebsiteAddress, HeadlessPreviewMixin, Page):
    """A sector. Aliases of rooms put them in further sectors."""

    summary = models.TextField(_("summary"), max_length=600)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#0b5394",
        validators=[is_colour],
        help_text=_("Used for headings and buttons; a colour that is too light to read is made darker."),
    )
    icon = models.CharField(_("icon"), max_length=40, default="cog", choices=icons.choices)
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("Lower numbers come first."))
    body = StreamField(SectorBody(required=False), verbose_name=_("text"), blank=True, default=list)

    base_form_class = SectorPageForm
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["vr_rooms.RoomPage", "cms.PromoVideoPage"]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [FieldPanel("colour", widget=forms.TextInput(attrs={"type": "color"})), FieldPanel("icon"), FieldPanel("order")],
            heading=_("Look"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def clean(self) -> None:
        super().clean()
        # A page that is made by code or by an import gets a readable colour too.
        if isinstance(self.colour, str) and not _invalid(self.colour):
            self.colour = colours.readable_on(self.colour.lower(), colours.PAPER)

    def website_path(self) -> str:
        return website_path("sector", self.locale.language_code, slug=self.source().slug)

    def source(self) -> SectorPage:
        """The Dutch page, whose slug is the sector's in every language; itself where it is not translated from one."""
        if self.locale.language_code == "nl":
            return self
        found: SectorPage | None = self.get_translations().filter(locale__language_code="nl").first()
        return found or self


def _invalid(colour: str) -> Any:
    return is_colour.regex.search(colour) is None
