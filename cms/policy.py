"""Content security policies of the website and the embeds: own scripts and styles, media from here and from the content root."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

from django.conf import settings

from vr_rooms.services.stores import content_store


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _content_origins() -> list[str]:
    """Where blobs come from when that is not this host: CONTENT_URL, or the bucket that /content/ redirects to."""
    found = {_origin(settings.CONTENT_URL)}
    if settings.CONTENT_STORE.startswith("s3://"):
        found.add(_origin(content_store().url("blobs/") or ""))
    return sorted(found - {""})


def content_security_policy(*, frame_ancestors: str, style: str = "") -> str:
    """The policy's header. ``style``: the text of the one style element that the page holds, '' for none."""
    media = " ".join(["'self'", *_content_origins()])
    styles = "'self'"
    if style:
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        styles += f" 'sha256-{digest}'"
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            f"style-src {styles}",
            "font-src 'self'",
            f"img-src {media} data:",
            f"media-src {media} blob:",
            f"connect-src {media}",
            "frame-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
            f"frame-ancestors {frame_ancestors}",
        )
    )


def embed_ancestors() -> str:
    """Who may frame an embed, as the setting EMBED_ALLOWED says; this site always may."""
    allowed = " ".join(settings.EMBED_ALLOWED)
    return allowed if "*" in settings.EMBED_ALLOWED else f"'self' {allowed}".strip()
