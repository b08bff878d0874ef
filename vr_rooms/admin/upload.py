"""Uploading files to the library: a page to drop them on, and one request for each file."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from media_pipeline.recipes import LIMITS
from vr_rooms.admin.forms import AssetCreateForm
from vr_rooms.admin.progress import status
from vr_rooms.models import MediaAsset
from vr_rooms.permissions import policy


class UploadView(WagtailAdminTemplateMixin, TemplateView):
    """GET: the page. POST: one file (multipart ``original``, ``collection``, ``title``?) -> 201 and its status, or 400 and a
    sentence. A resumable protocol can come beside this without changing it."""

    template_name = "vr_rooms/admin/upload.html"
    page_title = _("Upload")
    header_icon = "upload"
    index_url_name = ""
    edit_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy().user_has_permission(request.user, "add"):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        library = {"url": reverse(self.index_url_name), "label": capfirst(MediaAsset._meta.verbose_name_plural)}
        return [*self.breadcrumbs_items, library, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = AssetCreateForm(user=self.request.user)
        return {**super().get_context_data(**kwargs), "form": form, "limit": LIMITS.file_bytes}

    def post(self, request: HttpRequest) -> JsonResponse:
        data = request.POST.copy()
        file = request.FILES.get("original")
        if file is not None and not data.get("title", "").strip():
            data["title"] = PurePosixPath(file.name or "").stem[:255] or "?"
        asset = MediaAsset(uploaded_by_user=request.user)
        form = AssetCreateForm(data, request.FILES, instance=asset, user=request.user)
        if not form.is_valid():
            sentences = [str(error) for errors in form.errors.values() for error in errors]
            return JsonResponse({"error": " ".join(sentences)}, status=400)
        asset = form.save()
        log(instance=asset, action="wagtail.create", user=request.user)
        edit_url = reverse(self.edit_url_name, args=[asset.pk])
        return JsonResponse({**status(asset, request.user), "title": asset.title, "edit_url": edit_url}, status=201)
