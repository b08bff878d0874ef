"""A room: scenes that one looks around in, for whom it is, and the lesson around it."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_headless_preview.models import HeadlessPreviewMixin

from vr_rooms.blocks import SceneLinkWidget, ScenesBlock
from vr_rooms.models.fields import ChoiceListField
from vr_rooms.room_form import RoomForm
from vr_rooms.words import COMFORTS, LEVELS, RICH_TEXT


class RoomPage(HeadlessPreviewMixin, Page):
    """A room below a sector. An alias below another sector is the same room; a translation only gives strings."""

    summary = models.TextField(_("summary"), max_length=500, help_text=_("One or two sentences for lists."))
    scenes = StreamField(ScenesBlock(), verbose_name=_("scenes"))
    start_scene = models.CharField(_("start scene"), max_length=36, blank=True, help_text=_("Empty: the first scene."))

    levels = ChoiceListField(_("levels"), options=LEVELS)
    min_age = models.PositiveSmallIntegerField(_("minimum age"), default=10, validators=[MaxValueValidator(18)])
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("How long a visit takes."),
    )
    comfort = models.CharField(_("comfort"), max_length=12, choices=COMFORTS, default="comfortable")
    flashing = models.BooleanField(_("holds flashing images"), default=False)

    lesson_goals = RichTextField(_("goals"), blank=True, features=list(RICH_TEXT))
    lesson_before = RichTextField(_("before the visit"), blank=True, features=list(RICH_TEXT))
    lesson_after = RichTextField(_("after the visit"), blank=True, features=list(RICH_TEXT))
    lesson_sheet = models.ForeignKey(
        "vr_rooms.MediaAsset",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("lesson sheet (PDF)"),
    )

    licence = models.CharField(_("licence"), max_length=120, blank=True)
    credits = models.CharField(_("credits"), max_length=500, blank=True)

    base_form_class = RoomForm
    parent_page_types: ClassVar = ["cms.SectorPage"]
    subpage_types: ClassVar = []
    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("scenes"),
        FieldPanel("start_scene", widget=SceneLinkWidget),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("levels", "min_age", "minutes", "comfort", "flashing")], heading=_("For whom")
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("lesson_goals", "lesson_before", "lesson_after", "lesson_sheet")], heading=_("Lesson")
        ),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("credits")], heading=_("Rights")),
    ]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary"), index.SearchField("scenes")]

    class Meta:
        verbose_name = _("360° room")
        verbose_name_plural = _("360° rooms")

    @property
    def room_id(self) -> str:
        """The id in manifests and addresses: the same in all languages and for aliases, new for a copy."""
        source = self.alias_of if self.alias_of_id else self
        return str(source.translation_key)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Rooms are shown by the player, wherever they stand in the tree."""
        sites = self._get_relevant_site_root_paths(request)
        if not sites:
            return None
        return sites[0][0], sites[0][2], reverse("vr_rooms:room", args=[self.room_id])

    def get_preview_url(self, request: HttpRequest, token: str) -> str:
        """The player on the draft."""
        return reverse("vr_rooms:preview") + "?" + urlencode({"token": token})
