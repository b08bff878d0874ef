"""The content root over HTTP, straight from disk: Range, ETag, 304 and CORS, no listing, nothing but its four folders.

A plain ASGI application beside Django (Django's own file response knows no Range). In front of many headsets nginx or a CDN
does the same; the headers here are what they must send.
"""

from __future__ import annotations

import re
from pathlib import Path

from starlette._utils import get_route_path
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from media_pipeline.digests import MEDIA_TYPES
from media_pipeline.store.address import open_store

_PUBLIC = re.compile(
    r"(metadata/[0-9a-z.]+\.json|targets/[0-9a-f]{64}\.catalog\.json|blobs/[0-9a-f]{2}/[0-9a-f]{64}\.[a-z0-9]+|schemas/[a-z0-9_.-]+\.json)"
)
FOREVER = "public, max-age=31536000, immutable"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Range, If-None-Match",
    "Access-Control-Expose-Headers": "Content-Length, Content-Range, ETag",
    "Access-Control-Max-Age": "86400",
}


def cache_control(path: str) -> str:
    """How long a path of the content root may be kept: what has a digest or a number in its name for ever, the pointer never."""
    if path.startswith(("blobs/", "targets/")) or re.fullmatch(r"metadata/\d+\.[a-z]+\.json", path):
        return FOREVER
    return "no-cache"


class ContentFiles(StaticFiles):
    """Static files below a content root."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "OPTIONS":
            await Response(status_code=204, headers=CORS)(scope, receive, send)
            return
        await super().__call__(scope, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        if not _PUBLIC.fullmatch(path):
            raise HTTPException(status_code=404, headers=CORS)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            raise HTTPException(status_code=error.status_code, headers=CORS) from None
        response.headers.update({**CORS, "Cache-Control": cache_control(path), "X-Content-Type-Options": "nosniff"})
        if media_type := MEDIA_TYPES.get(Path(path).suffix[1:]):
            response.headers["Content-Type"] = media_type
        return response


def content_files(root: str) -> ASGIApp:
    """The application for a content root in a folder (which may not exist before the first release)."""
    return ContentFiles(directory=root, check_dir=False)


def content_redirects(address: str) -> ASGIApp:
    """The application for a content root in a bucket: each address leads to the bucket's own. CONTENT_URL spares the detour."""
    store = open_store(address)

    async def redirect(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        path = get_route_path(scope).lstrip("/")
        url = store.url(path) if _PUBLIC.fullmatch(path) else None
        if scope["method"] == "OPTIONS":
            response = Response(status_code=204, headers=CORS)
        elif url is None:
            response = Response(status_code=404, headers=CORS)
        else:
            # A detour that may move: the bucket's own answer says how long the file itself may be kept.
            response = Response(status_code=307, headers={**CORS, "Location": url, "Cache-Control": "no-cache"})
        await response(scope, receive, send)

    return redirect
