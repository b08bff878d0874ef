"""Addresses that know no language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms import embeds, health


@require_safe
@cache_control(public=True, max_age=86400)
def no_icon(request: HttpRequest) -> HttpResponse:
    """Pages name their own icon. Browsers that show a bare file ask here, and an empty answer is no error in anybody's log."""
    return HttpResponse(status=204)


urlpatterns = [
    path("favicon.ico", no_icon),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("embed/video/<uuid:id>/", embeds.video, name="embed-video"),
]
