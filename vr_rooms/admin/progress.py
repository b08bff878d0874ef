"""How far files are, as JSON for the library's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from vr_rooms.admin.closed import visible
from vr_rooms.models import MediaAsset
from vr_rooms.models.choices import State

AT_MOST = 100
_FINAL = (State.READY, State.REFUSED, State.FAILED)


def status(asset: MediaAsset) -> dict[str, Any]:
    """What the page shows of one file."""
    return {
        "id": asset.pk,
        "state": str(asset.state),
        "label": str(asset.get_state_display()),
        "final": asset.state in _FINAL,
        "per_cent": asset.per_cent,
        "progress": gettext("{per_cent} %").format(per_cent=asset.per_cent) if asset.total else "",
        "message": asset.message,
        "kind": str(asset.get_kind_display()) if asset.kind else "",
        "poster": asset.poster_url,
    }


@require_safe
def progress(request: HttpRequest) -> JsonResponse:
    """``?ids=1,2`` -> {"assets": [status]}, of those that this user may see."""
    wanted = [int(one) for one in request.GET.get("ids", "").split(",") if one.isdigit()][:AT_MOST]
    return JsonResponse({"assets": [status(asset) for asset in visible(request.user).filter(pk__in=wanted)]})
