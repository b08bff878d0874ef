"""What has been released, and the last good manifest of each room."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Release(models.Model):
    """One signed release. Its content is in the store; this row is what the admin shows and what numbers follow."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    released_at = models.DateTimeField(_("released at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("made by")
    )
    catalog = models.JSONField()  # the catalog as it was signed
    content_digest = models.CharField(max_length=64)  # of the catalog without number and moment
    rollback_of = models.PositiveIntegerField(_("content of release"), null=True, blank=True)
    holds = models.BooleanField(default=False)  # automatic releases wait until an editor makes one
    rooms = models.PositiveIntegerField(_("rooms"), default=0)
    problems = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-number"]
        default_permissions = ("view",)
        permissions = [("make_release", "Can make and roll back releases")]

    def __str__(self) -> str:
        return str(self.number)


class ReleaseTrouble(models.Model):
    """Why the last try to make a release failed; at most one row, gone after the next success."""

    sentence = models.TextField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("failed release")
        verbose_name_plural = _("failed releases")
        default_permissions = ()

    def __str__(self) -> str:
        return self.sentence


class RoomRecord(models.Model):
    """One room as it was last built without an error, and as it stands in the last release."""

    room_id = models.UUIDField(unique=True)
    built = models.JSONField(null=True, blank=True)  # the room's entry in its sector document, with its manifest's reference
    problems = models.JSONField(default=list, blank=True)  # of the last try: [{level, code, values, field, block}]
    released = models.JSONField(null=True, blank=True)  # the entry in the last release; null: not in it
    released_sectors = models.JSONField(default=list, blank=True)  # titles of the sectors that it stands in: [{nl, en}]

    class Meta:
        verbose_name = _("room record")
        verbose_name_plural = _("room records")

    def __str__(self) -> str:
        return str(self.room_id)
