"""A promo video for an iframe on any site that is allowed."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import conditional_page, require_safe

from cms.api import videos
from cms.api.reader import Reader
from cms.policy import content_security_policy, embed_ancestors


@require_safe
@xframe_options_exempt  # frame-ancestors says who may frame this; the older header can't name several
@conditional_page
def video(request: HttpRequest, id: UUID) -> HttpResponse:
    """The player of one promo video; ``?lang`` chooses the language, the other wishes are the script's business."""
    reader = Reader.of(request.GET.get("lang"))
    with translation.override(reader.language):
        try:
            context = {"video": videos.video(reader, id)}
        except Http404:
            response = render(request, "embed/absent.html", status=404)
        else:
            response = render(request, "embed/video.html", context)
    response["Content-Security-Policy"] = content_security_policy(frame_ancestors=embed_ancestors())
    response["Content-Language"] = reader.language
    response["Cache-Control"] = "public, no-cache"
    return response
