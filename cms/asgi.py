"""What uvicorn serves: Django, and beside it the files that need no Django (content root, static files, sized-down pictures)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.core.asgi import get_asgi_application
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
try:
    django = get_asgi_application()
except ImproperlyConfigured as wrong:
    print(wrong, file=sys.stderr)  # noqa: T201
    sys.exit(2)

from django.conf import settings
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from vr_rooms.content import content_files, content_redirects


def _routes() -> list[BaseRoute]:
    routes: list[BaseRoute] = [
        Mount("/static", StaticFiles(directory=settings.STATIC_ROOT, check_dir=False)),
        # Only the sized-down pictures: originals lie beside this folder and are never served.
        Mount("/media/images", StaticFiles(directory=Path(settings.MEDIA_ROOT) / "images", check_dir=False)),
    ]
    content = content_redirects if settings.CONTENT_STORE.startswith("s3://") else content_files
    routes.append(Mount("/content", content(settings.CONTENT_STORE)))
    return [*routes, Mount("/", django)]


application = Starlette(routes=_routes())
