"""A page of the website: template, sector colours, and the headers that all pages have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from cms import colours
from cms.api.schemas import SectorRef
from cms.policy import content_security_policy


def page(
    request: HttpRequest, template: str, context: dict[str, Any], sectors: Iterable[SectorRef] = (), status: int = 200
) -> HttpResponse:
    """Render a page. ``sectors``: whatever stands on it in a sector's colour."""
    style = _style(sectors)
    response = render(request, f"website/{template}", {**context, "style": style}, status=status)
    response["Content-Security-Policy"] = content_security_policy(frame_ancestors="'self'", style=style)
    return response


def as_draft(response: HttpResponse) -> HttpResponse:
    """For a page that shows a draft: not kept, not indexed, its address told to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _style(sectors: Iterable[SectorRef]) -> str:
    """A rule for each sector: its colour, and its lighter neighbour in the dark scheme."""
    found = {str(sector.id): sector.colour for sector in sectors}
    light = "".join(f".s-{key}{{--accent:{colour}}}" for key, colour in found.items())
    dark = "".join(f".s-{key}{{--accent:{colours.readable_on(colour, '#1c222c')}}}" for key, colour in found.items())
    # Ids are UUIDs and colours were checked to be #rrggbb: nothing in here was typed.
    return mark_safe(f"{light}@media(prefers-color-scheme:dark){{{dark}}}") if found else ""  # noqa: S308
