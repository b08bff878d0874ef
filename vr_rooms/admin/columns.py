"""Columns of the media library."""

from __future__ import annotations

from typing import Any

from django.middleware.csrf import get_token
from wagtail.admin.ui.tables import Column

from vr_rooms.admin.progress import status


class PreviewColumn(Column):
    """The picture that stands for a file."""

    cell_template_name = "vr_rooms/admin/preview_cell.html"


class StateColumn(Column):
    """How far a file is, kept up to date by library.js."""

    cell_template_name = "vr_rooms/admin/state_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        return {
            **super().get_cell_context_data(instance, parent_context),
            "status": status(instance, request.user),
            "csrf_token": get_token(request),
        }
