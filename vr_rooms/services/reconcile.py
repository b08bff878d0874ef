"""Finds work that a killed worker left behind. Idempotent; changes nothing but tasks that nobody runs any more."""

from __future__ import annotations

import datetime
import logging
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from vr_rooms.models import AssetCaptions, MediaAsset
from vr_rooms.models.choices import State
from vr_rooms.services import ingest, locks, releases

logger = logging.getLogger(__name__)

GRACE = datetime.timedelta(seconds=10)
"""A worker has claimed its task this long before it must hold the asset's lock."""

TASK_PATH = "vr_rooms.tasks.package_asset"

RELEASE_PATHS = ("cms.tasks.make_release", "vr_rooms.tasks.release_by_hand", "vr_rooms.tasks.roll_back")
"""Tasks that hold the lock of releases while they work. Doing one again does no harm: the same content makes no new release."""


class WorkerGone(Exception):
    """The worker of this task ended without a word; the reconciler has seen to its work."""


def waiting() -> list[int]:
    """Primary keys of assets that must be enqueued: neither packaged, nor locked by a worker, nor in the queue already."""
    files = MediaAsset.objects.filter(state__in=(State.UPLOADED, State.PACKAGING)).values_list("pk", flat=True)
    captions = AssetCaptions.objects.exclude(digest=F("handled_digest")).values_list("asset_id", flat=True)
    queued = _queued()
    return [pk for pk in sorted({*files, *captions} - queued) if locks.is_free(ingest.lock_name(pk))]


def close_dead_tasks() -> int:
    """Mark packaging tasks as failed whose worker is gone, so that they don't stand as running for ever; returns how many."""
    return len([_closed(task) for task in _running(TASK_PATH) if locks.is_free(ingest.lock_name(_asset_id(task)))])


def dead_releases() -> list[Any]:
    """Close the release tasks whose worker is gone, and give them, to be enqueued again."""
    found = _running(*RELEASE_PATHS)
    return [_closed(task) for task in found] if found and locks.is_free(releases.LOCK) else []


def _closed(task: Any) -> Any:
    logger.warning("the worker of task %s (%s) is gone; the task is closed", task.pk, task.task_path)
    task.set_failed(WorkerGone("the worker was killed"))
    return task


def _running(*paths: str) -> list[Any]:
    tasks = _tasks(*paths)
    return [] if tasks is None else list(tasks.running().filter(started_at__lt=timezone.now() - GRACE))


def _tasks(*paths: str) -> QuerySet[Any] | None:
    """These tasks in the database; None where another backend keeps them."""
    if not isinstance(task_backends["default"], DatabaseBackend):
        return None
    return DBTaskResult.objects.filter(task_path__in=paths)


def _queued() -> set[int]:
    # A task that a worker has just claimed is not counted: that worker may be dead. One task too many finds nothing to do.
    tasks = _tasks(TASK_PATH)
    return set() if tasks is None else {_asset_id(task) for task in tasks.ready()}


def _asset_id(task: Any) -> int:
    given = task.args_kwargs
    return int(given["args"][0] if given["args"] else given["kwargs"]["asset_id"])
