"""Where a panorama is drawn from: a place in a 3D scene of the library."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from vr_rooms.models.assets import MediaAsset


class Viewpoint(models.Model):
    """The place in a 3D scene from which a panorama is drawn, by the pipeline and not by a camera.

    Such a panorama has no file until it is drawn; the drawn picture becomes its original. Metres, right-handed, +Y up.
    """

    asset = models.OneToOneField(MediaAsset, on_delete=models.CASCADE, primary_key=True, related_name="viewpoint")
    mesh = models.ForeignKey(MediaAsset, null=True, on_delete=models.SET_NULL, related_name="viewpoints")
    x = models.FloatField()
    y = models.FloatField()
    z = models.FloatField()
    stereo = models.BooleanField(default=False)
    warnings = models.JSONField(default=list, blank=True, editable=False)  # what was worth a look when it was drawn, as sentences

    class Meta:
        verbose_name = _("viewpoint")
        verbose_name_plural = _("viewpoints")
        ordering = ["asset_id"]

    def __str__(self) -> str:
        return f"{self.x:g}, {self.y:g}, {self.z:g}"
