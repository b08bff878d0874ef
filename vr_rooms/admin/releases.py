"""The release panel: what devices have now, making a release, going back to an earlier one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from vr_rooms.checks import SENTENCES, Problem
from vr_rooms.models import Release, ReleaseTrouble, RoomRecord
from vr_rooms.permissions import MAKE_RELEASES
from vr_rooms.services import locks
from vr_rooms.services.releases import LOCK, held
from vr_rooms.tasks import release_by_hand, roll_back

SHOWN = 50


def may_see(user: Any) -> bool:
    """Whether a user sees the panel."""
    return bool(user.has_perm("vr_rooms.view_release") or user.has_perm(MAKE_RELEASES))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The last release with its problems, and all before it."""
    if not may_see(request.user):
        raise PermissionDenied
    releases = list(Release.objects.select_related("made_by").defer("catalog")[:SHOWN])
    context = {
        "releases": releases,
        "last": releases[0] if releases else None,
        "problems": _problems(),
        "trouble": ReleaseTrouble.objects.first(),
        "held": held(),
        "busy": not locks.is_free(LOCK),
        "may_make": request.user.has_perm(MAKE_RELEASES),
    }
    return render(request, "vr_rooms/admin/releases.html", context)


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Ask for a release; a worker makes it."""
    if not request.user.has_perm(MAKE_RELEASES):
        raise PermissionDenied
    release_by_hand.enqueue(request.user.pk)
    messages.success(request, gettext("The release is being made. Reload this page in a moment."))
    return redirect("vr_releases:index")


@require_POST
def back(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for an earlier release's content; a worker signs it."""
    if not request.user.has_perm(MAKE_RELEASES):
        raise PermissionDenied
    get_object_or_404(Release, number=number)
    roll_back.enqueue(number, request.user.pk)
    sentence = gettext("Going back to release {number}. New pages wait until somebody makes a release again.")
    messages.success(request, sentence.format(number=number))
    return redirect("vr_releases:index")


def _problems() -> list[dict[str, str]]:
    """What is wrong with rooms as they were last tried: their title and a sentence in the active language."""
    found = []
    for record in RoomRecord.objects.exclude(problems=[]):
        title = ((record.built or record.released or {}).get("title") or {}).get("nl", "")
        for one in record.problems:
            if one.get("code") in SENTENCES:
                problem = Problem(one["level"], one["code"], tuple(one["values"].items()))
                found.append({"room": title, "level": one["level"], "sentence": problem.sentence})
    return found


urlpatterns = [
    path("", index, name="index"),
    path("make/", make, name="make"),
    path("back/<int:number>/", back, name="back"),
]
