"""Whether this process is up, and whether what it needs can be reached."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks import default_task_backend

from vr_rooms.services.stores import content_store

log = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, store and queue: 200 when all can be reached, else 503. Why not is for the log, not for the public."""
    checks: dict[str, Callable[[], object]] = {"database": _database, "store": _store, "queue": _queue}
    answer = {name: _works(name, check) for name, check in checks.items()}
    return JsonResponse(answer, status=200 if all(answer.values()) else 503)


def _works(name: str, check: Callable[[], object]) -> bool:
    try:
        check()
    except Exception:
        # Whatever a driver raises means the same here: not reachable.
        log.warning("%s can't be reached", name, exc_info=True)
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _store() -> None:
    content_store().exists("metadata/timestamp.json")


def _queue() -> None:
    if type(default_task_backend).__module__.startswith("django_tasks_db"):
        from django_tasks_db.models import DBTaskResult

        DBTaskResult.objects.exists()
