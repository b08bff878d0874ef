"""Headers of the player's pages: a strict content security policy that knows where the content root is."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse


def _content_origin() -> str:
    parts = urlsplit(settings.CONTENT_URL)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def content_security_policy() -> str:
    """Own scripts and styles only; pictures, films and documents from here, from the content root and from PLAYER_ORIGINS;
    frames only of ours."""
    content = " ".join(dict.fromkeys(filter(None, ("'self'", _content_origin(), *settings.PLAYER_ORIGINS))))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            f"img-src {content} data: blob:",
            f"media-src {content} blob:",
            f"connect-src {content}",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def guarded(response: HttpResponse) -> HttpResponse:
    """The same response with the headers of a player's page."""
    response["Content-Security-Policy"] = content_security_policy()
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Referrer-Policy"] = "no-referrer"
    response["Permissions-Policy"] = "xr-spatial-tracking=(self), camera=(), microphone=(), geolocation=()"
    return response
