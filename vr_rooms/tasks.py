"""Background work of this floor, on queue ``media``: long, so that it never keeps releases and search waiting."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.module_loading import import_string
from django_tasks import task


@task(queue_name="media")
def package_asset(asset_id: int) -> str:
    """Package one asset; returns the state it has afterwards."""
    from vr_rooms.services import ingest

    return str(ingest.package_asset(asset_id))


@task(queue_name="default")
def release_by_hand(user_id: int) -> int | None:
    """Make a release because somebody asked for it."""
    from vr_rooms.services import releases

    return releases.make(_catalog(), user=_user(user_id)).number


@task(queue_name="default")
def roll_back(number: int, user_id: int) -> int | None:
    """Release the content of an earlier release again."""
    from vr_rooms.services import releases

    return releases.rollback(number, user=_user(user_id)).number


def _catalog() -> Any:
    # The floor above knows sectors and hands its callable down; named by a string, as models are.
    return import_string(getattr(settings, "RELEASE_CATALOG", "cms.catalog.build_catalog"))


def _user(user_id: int) -> Any:
    return get_user_model().objects.filter(pk=user_id).first()
