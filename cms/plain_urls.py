"""Addresses that know no language."""

from __future__ import annotations

from django.urls import path

from cms import embeds, health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("embed/video/<uuid:id>/", embeds.video, name="embed-video"),
]
