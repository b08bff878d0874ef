"""A draft room of panoramas that were drawn in one 3D scene, each leading to the others in their true direction."""

from __future__ import annotations

import math
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext
from wagtail.models import Page

from media_pipeline.images.projection import angles, direction
from vr_rooms.models import RoomPage, Viewpoint

APART = 12.0
"""Degrees: of two places in nearly the same direction only the nearer one gets a hotspot; from there the other can be reached."""


def draft_room(parent: Page, title: str, views: Sequence[Viewpoint], user: Any) -> RoomPage:
    """A room below ``parent`` that is not live, with a scene for each view in order. What only a person knows is left open."""
    ids = {view.pk: str(uuid.uuid4()) for view in views}
    page = RoomPage(title=title, locale=parent.locale, live=False, owner=user)
    page.scenes = [
        {
            "type": "scene",
            "id": ids[view.pk],
            "value": {
                "title": view.asset.title,
                "alt": "",
                "asset": view.asset_id,
                "yaw": 0.0,
                "pitch": 0.0,
                "fov": 90.0,
                "north": None,
                "hotspots": [
                    {
                        "type": "scene",
                        "id": str(uuid.uuid4()),
                        "value": {
                            "label": gettext("To {title}").format(title=other.asset.title)[:120],
                            "yaw": round(yaw, 1),
                            "pitch": round(pitch, 1),
                            "scene": ids[other.pk],
                            "arrive": "same",
                        },
                    }
                    for other, yaw, pitch in seen_from(view, views)
                ],
            },
        }
        for view in views
    ]
    parent.add_child(instance=page)
    page.save_revision(user=user, clean=False)  # a draft may lack what only a person knows
    return page


def seen_from(view: Viewpoint, views: Sequence[Viewpoint]) -> list[tuple[Viewpoint, float, float]]:
    """(other view, yaw, pitch) of the places that a view leads to, nearest first; pictures look to -Z in the middle."""
    found: list[tuple[Viewpoint, float, float]] = []
    others = [(math.dist(_place(view), _place(other)), other.pk, other) for other in views if other.pk != view.pk]
    for far, _pk, other in sorted(others, key=lambda one: one[:2]):
        if far == 0:
            continue
        x, y, z = (there - here for there, here in zip(_place(other), _place(view), strict=True))
        yaw, pitch = angles((x, y, z))
        if all(_between((yaw, pitch), (taken_yaw, taken_pitch)) >= APART for _, taken_yaw, taken_pitch in found):
            found.append((other, yaw, pitch))
    return found


def _place(view: Viewpoint) -> tuple[float, float, float]:
    return view.x, view.y, view.z


def _between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Degrees between two directions."""
    cosine = sum(a * b for a, b in zip(direction(*one), direction(*other), strict=True))
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))
