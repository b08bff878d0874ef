"""Who offers activities: companies, municipalities, schools, partners."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from cms.fields import HttpsURLField


class OrganisationKind(models.TextChoices):
    """What kind of organisation."""

    COMPANY = "company", _("company")
    MUNICIPALITY = "municipality", _("municipality")
    SCHOOL = "school", _("school")
    PARTNER = "partner", _("partner")


class Organisation(index.Indexed, models.Model):
    """An organisation. The contact's e-mail address is for the programme's own people and never leaves the admin."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind, default=OrganisationKind.COMPANY)
    place = models.CharField(_("place"), max_length=100)
    region = models.CharField(_("region"), max_length=100, blank=True)
    url = HttpsURLField(_("website"), blank=True)
    kvk = models.CharField(
        _("Chamber of Commerce number"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"^\d{8}$", _("A Chamber of Commerce number has eight digits."))],
    )
    logo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("logo")
    )
    contact_email = models.EmailField(_("contact's e-mail address"), blank=True, help_text=_("Is never made public."))

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("place"),
        index.FilterField("kind"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("place"), FieldPanel("region")]),
        FieldPanel("url"),
        FieldPanel("logo"),
        MultiFieldPanel([FieldPanel("kvk"), FieldPanel("contact_email")], heading=_("Only for the programme")),
    ]

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
