"""Background work of this floor, on queue ``default``."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django_tasks import task

GATHER = datetime.timedelta(seconds=3)
"""How long a release waits for more changes: an editor who publishes ten pages gets one release, not ten."""


@task(queue_name="default")
def make_release() -> int | None:
    """Release what is live, if that is something new; returns the number of the newest release."""
    from cms.catalog import build_catalog
    from vr_rooms.services import releases

    return releases.make(build_catalog, automatic=True).number


def release_soon() -> bool:
    """Ask for a release, unless one that has not begun will see this change too. Call after commit.

    Returns whether a task was put into the queue: not when RELEASE_ON_PUBLISH is off, nor while a rollback holds.
    """
    from vr_rooms.services import releases

    if not settings.RELEASE_ON_PUBLISH or releases.held() or _one_is_waiting():
        return False
    wish: Any = make_release
    if make_release.get_backend().supports_defer:
        wish = make_release.using(run_after=timezone.now() + GATHER)
    wish.enqueue()
    return True


def _one_is_waiting() -> bool:
    """Whether the queue holds a release that has not begun. Begun ones don't count: they may have read the old state."""
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(task_path=make_release.module_path, status="READY").exists()
