"""How far files are, in words for a page and as JSON for its script."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from vr_rooms.admin.closed import may, visible
from vr_rooms.models import MediaAsset
from vr_rooms.models.choices import AssetKind, State

AT_MOST = 100
_WAITING = (State.UPLOADED, State.PACKAGING)
_AGAIN = (State.REFUSED, State.FAILED, State.CANCELLED)

STAGES = {
    "probe": _("Examining"),
    "reading": _("Reading"),
    "check": _("Checking"),
    "render": _("Drawing"),
    "faces": _("Looking for faces"),
    "loudness": _("Measuring the sound"),
    "voice": _("Adding a voice"),
    "encode": _("Converting"),
    "tiles": _("Tiles"),
    "tiers": _("Sizes"),
    "lods": _("Simplifying"),
    "poster": _("Picture"),
    "store": _("Storing"),
    "verify": _("Checking what was made"),
}
"""media_pipeline's stages, as a person calls them."""

_COUNTED = ("tiles", "store")
"""Stages whose numbers are things; of all others a part is told."""


def status(asset: MediaAsset, user: Any = None) -> dict[str, Any]:
    """What the page shows of one file. The addresses are there where ``user`` may press those buttons."""
    waits = asset.state in _WAITING
    changes = user is not None and (waits or asset.state in _AGAIN or _lacks_poster(asset)) and may(user, "change", asset)
    stopping = waits and asset.cancel_wanted
    return {
        "id": asset.pk,
        "state": str(asset.state),
        "label": gettext("being cancelled") if stopping else str(asset.get_state_display()),
        "final": not waits,
        "per_cent": asset.per_cent,
        "progress": "" if stopping else words(asset),
        "message": asset.message,
        "kind": str(asset.get_kind_display()) if asset.kind else "",
        "poster": asset.poster_url,
        "cancel_url": reverse("mediaasset:cancel", args=[asset.pk]) if changes and waits and not stopping else "",
        "again_url": reverse("mediaasset:again", args=[asset.pk]) if changes and not waits else "",
    }


def _lacks_poster(asset: MediaAsset) -> bool:
    """A 3D object that was packaged where nothing could draw it; packaged once more it may get its picture."""
    return asset.state == State.READY and asset.kind == AssetKind.MESH and not asset.poster_path


def words(asset: MediaAsset) -> str:
    """The stage, how far it is and how long it may take, like "Tiles: 120 of 306, about 20 s left"; '' where nothing goes on."""
    if asset.state != State.PACKAGING or not asset.stage:
        return ""
    name = str(STAGES.get(asset.stage, _("Packaging")))
    if not asset.total:
        return name
    if asset.stage in _COUNTED:
        far = gettext("{done} of {total}").format(done=asset.done, total=asset.total)
    else:
        far = gettext("{per_cent} %").format(per_cent=asset.per_cent)
    left = _left(asset.left_s)
    return f"{name}: {far}, {left}" if left else f"{name}: {far}"


def _left(seconds: int | None) -> str:
    """A time left, no more exactly than it is known."""
    if seconds is None:
        return ""
    if seconds < 60:
        return gettext("about {seconds} s left").format(seconds=max(5, 5 * round(seconds / 5)))
    if seconds < 3600:
        return gettext("about {minutes} min left").format(minutes=round(seconds / 60))
    hours = round(seconds / 3600)
    return ngettext("about {hours} hour left", "about {hours} hours left", hours).format(hours=hours)


@require_safe
def progress(request: HttpRequest) -> JsonResponse:
    """``?ids=1,2`` -> {"assets": [status]}, of those that this user may see."""
    wanted = [int(one) for one in request.GET.get("ids", "").split(",") if one.isdigit()][:AT_MOST]
    found = visible(request.user).filter(pk__in=wanted)
    return JsonResponse({"assets": [status(asset, request.user) for asset in found]})
