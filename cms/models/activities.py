"""Something real that a visit leads to: a guest lesson, an internship, a workshop, a company visit, an event."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail.search import index

from cms.fields import HttpsURLField, LinesField
from vr_rooms.models.fields import ChoiceListField
from vr_rooms.words import LEVELS

AUDIENCES = (("leerling", _("pupils")), ("ouder", _("parents")), ("leraar", _("teachers")))


class ActivityKind(models.TextChoices):
    """What kind of activity; the keys are those of the sector document."""

    GUEST_LESSON = "gastles", _("guest lesson")
    INTERNSHIP = "stage", _("internship")
    WORKSHOP = "workshop", _("workshop")
    COMPANY_VISIT = "bedrijfsbezoek", _("company visit")
    EVENT = "evenement", _("event")


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities as the outside may see them."""

    def open(self) -> ActivityQuerySet:
        """Published, and not over."""
        return self.filter(live=True).filter(models.Q(valid_until=None) | models.Q(valid_until__gte=timezone.now()))


class Activity(index.Indexed, DraftStateMixin, RevisionMixin, TranslatableMixin, ClusterableModel):
    """An activity. The outside knows it by its ``translation_key``, which is the same in all languages."""

    kind = models.CharField(_("kind"), max_length=14, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), max_length=600)
    organisation = models.ForeignKey(
        "cms.Organisation", on_delete=models.PROTECT, related_name="activities", verbose_name=_("organisation")
    )
    # Only Dutch pages: they stand for the sector in every language.
    sectors = ParentalManyToManyField(
        "cms.SectorPage",
        related_name="activities",
        verbose_name=_("sectors"),
        limit_choices_to={"locale__language_code": settings.LANGUAGE_CODE},
    )
    occupations = LinesField(_("occupations"), blank=True, help_text=_("One a line."))
    levels = ChoiceListField(_("levels"), options=LEVELS)
    audience_for = ChoiceListField(_("meant for"), options=AUDIENCES)
    group_size = models.PositiveSmallIntegerField(_("largest group"), default=1, help_text=_("Number of people."))
    place = models.CharField(_("place"), max_length=100)
    region = models.CharField(_("region"), max_length=100)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    valid_until = models.DateTimeField(_("shown until"), null=True, blank=True)
    how_to_book = models.TextField(_("how to book"), max_length=600)
    url = HttpsURLField(_("page to book or read more"), blank=True)

    objects = ActivityQuerySet.as_manager()

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.FilterField("locale_id"),
        index.FilterField("kind"),
        index.FilterField("live"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("organisation")]),
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("sectors", widget=forms.CheckboxSelectMultiple),
        FieldPanel("occupations"),
        FieldRowPanel([FieldPanel("levels"), FieldPanel("audience_for")]),
        FieldRowPanel([FieldPanel("group_size"), FieldPanel("place"), FieldPanel("region")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("valid_until")]),
        MultiFieldPanel([FieldPanel("how_to_book"), FieldPanel("url")], heading=_("Booking")),
        PublishingPanel(),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.valid_until and self.valid_until < self.starts_at:
            raise ValidationError({"valid_until": _("This moment is before the activity begins.")})
