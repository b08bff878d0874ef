"""A promo video: a flat film with captions and a transcript, on a page of its own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index
from wagtail_headless_preview.models import HeadlessPreviewMixin

from cms.models.addresses import WebsiteAddress, public_id, website_path
from cms.publishable import VideoFacts, why_not
from vr_rooms.choosers import AssetChooser


class PromoVideoPageForm(WagtailAdminPageForm):
    """A draft saves as it is; publishing needs what the law and a viewer need."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        reviewer = cleaned.get("picture_reviewer", "").strip()
        if cleaned.get("speech_covers_picture") and not reviewer and not self.is_deferred_validation:
            self.add_error("picture_reviewer", _("Write who has checked that the speech covers the picture."))
        if not self.is_deferred_validation and cleaned.get("asset"):
            problem = why_not(VideoFacts.of(cleaned["asset"], cleaned.get("transcript", "")))
            if problem:
                self.add_error(None, forms.ValidationError(problem))
        return cleaned


class PromoVideoPage(WebsiteAddress, HeadlessPreviewMixin, Page):
    """A promo video below a sector."""

    asset = models.ForeignKey(
        "vr_rooms.MediaAsset", null=True, on_delete=models.PROTECT, related_name="promo_videos", verbose_name=_("video")
    )
    summary = models.TextField(_("summary"), max_length=600)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("All that is said, and what is seen and heard where that matters. A blank line begins a paragraph."),
    )
    speech_covers_picture = models.BooleanField(
        _("the speech tells everything that is seen"),
        default=False,
        help_text=_("Then the video needs no audio description."),
    )
    picture_reviewer = models.CharField(_("checked by"), max_length=100, blank=True, help_text=_("Is never made public."))
    poster = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture before play"),
        help_text=_("Without a picture a frame of the video is shown."),
    )

    base_form_class = PromoVideoPageForm
    parent_page_types = ["cms.SectorPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("transcript")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("asset", widget=AssetChooser(kinds=("video",))),
        FieldPanel("poster"),
        MultiFieldPanel(
            [FieldPanel("transcript"), FieldPanel("speech_covers_picture"), FieldPanel("picture_reviewer")],
            heading=_("For those who don't hear or see it"),
        ),
    ]

    class Meta:
        verbose_name = _("promo video")
        verbose_name_plural = _("promo videos")

    def website_path(self) -> str:
        return website_path("video", self.locale.language_code, id=public_id(self))

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """The form's check again: a workflow's approval, a schedule and the API publish without a form.

        Raises PublishPagePermissionError with the sentence. A schedule is dropped instead, so that one page can't hold up
        all others that are due.
        """
        draft = revision.as_object()
        problem = why_not(VideoFacts.of(draft.asset, draft.transcript))
        if not problem:
            return super().publish(revision, *args, **kwargs)
        if kwargs.get("log_action") == "wagtail.publish.scheduled":
            type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            return None
        raise PublishPagePermissionError(problem)
