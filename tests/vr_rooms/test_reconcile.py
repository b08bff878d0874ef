"""Work that a killed worker left behind is found and taken up again."""

from __future__ import annotations

import datetime
import os
import signal
import time

import psutil
import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from tests import media
from vr_rooms.models import MediaAsset
from vr_rooms.models.choices import State
from vr_rooms.services import ingest, locks, reconcile
from vr_rooms.tasks import package_asset


@pytest.fixture
def tasks_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "media"]}}


@pytest.fixture
def rows(db, tasks_in_the_database):
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(task_path=reconcile.TASK_PATH)


@pytest.mark.django_db
def test_what_waits_and_is_not_queued_is_found(make_asset, rows, panorama_bytes):
    lost, ready, refused = make_asset(panorama_bytes), make_asset(panorama_bytes), make_asset(b"tekst")
    ingest.package_asset(ready.pk)
    ingest.package_asset(refused.pk)
    MediaAsset.objects.filter(pk=lost.pk).update(state=State.PACKAGING)
    assert reconcile.waiting() == [lost.pk]
    call_command("reconcile")
    assert [row.args_kwargs["args"] for row in rows] == [[lost.pk]]
    call_command("reconcile")
    assert len(rows.all()) == 1, "what is in the queue is not queued again"


@pytest.mark.django_db
def test_what_a_worker_has_locked_is_left_alone(make_asset, rows, panorama_bytes):
    asset = make_asset(panorama_bytes)
    with locks.held(ingest.lock_name(asset.pk)):
        assert reconcile.waiting() == []
    assert reconcile.waiting() == [asset.pk]


@pytest.mark.django_db
def test_captions_that_wait_are_found(make_asset, rows, panorama_bytes):
    from django.core.files.base import ContentFile

    from vr_rooms.models import AssetCaptions

    asset = make_asset(panorama_bytes)
    ingest.package_asset(asset.pk)
    captions = AssetCaptions(asset=asset, language="nl")
    captions.file.save("nl.vtt", ContentFile(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHallo\n"), save=False)
    captions.save()
    assert reconcile.waiting() == [asset.pk]
    ingest.package_asset(asset.pk)
    assert reconcile.waiting() == []


@pytest.mark.django_db
def test_the_task_of_a_dead_worker_is_closed(make_asset, rows, panorama_bytes):
    asset = make_asset(panorama_bytes)
    package_asset.enqueue(asset.pk)
    rows.update(status="RUNNING", started_at=timezone.now())
    assert reconcile.close_dead_tasks() == 0, "a moment ago: the worker may not have locked it yet"
    rows.update(started_at=timezone.now() - 2 * reconcile.GRACE)
    with locks.held(ingest.lock_name(asset.pk)):
        assert reconcile.close_dead_tasks() == 0, "it is alive"
    assert reconcile.close_dead_tasks() == 1
    assert rows.get().status == "FAILED" and rows.get().exception_class_path.endswith("WorkerGone")
    assert reconcile.waiting() == [asset.pk]


@pytest.mark.django_db
def test_a_release_that_was_killed_is_asked_for_again(tasks_in_the_database):
    from django_tasks_db.models import DBTaskResult

    from vr_rooms.services import releases
    from vr_rooms.tasks import roll_back

    roll_back.enqueue(3, 7)
    tasks = DBTaskResult.objects.filter(task_path="vr_rooms.tasks.roll_back")
    tasks.update(status="RUNNING", started_at=timezone.now() - 2 * reconcile.GRACE)
    with locks.held(releases.LOCK):
        call_command("reconcile")
    assert [row.status for row in tasks.all()] == ["RUNNING"]
    call_command("reconcile")
    call_command("reconcile")
    assert sorted((row.status, row.args_kwargs["args"]) for row in tasks.all()) == [("FAILED", [3, 7]), ("READY", [3, 7])]


ADD = """
import django; django.setup()
from pathlib import Path
from django.core.files.base import ContentFile
from vr_rooms.models import MediaAsset
asset = MediaAsset(title="groot", people="none")
asset.original.save("groot.jpg", ContentFile(Path({path!r}).read_bytes()), save=False)
asset.save()
"""
WORKER = ("manage.py", "db_worker", "--queue-name", "media", "--interval", "0.1", "--no-startup-delay", "--no-reload")


@pytest.mark.slow
@pytest.mark.django_db  # or no test database is made when only slow tests run
def test_a_worker_killed_in_the_middle_leaves_nothing_undone(own_site, tmp_path):
    photo = tmp_path / "groot.jpg"
    Image.fromarray(media.sphere(1024)).resize((8192, 4096)).save(photo, quality=85)
    site = own_site
    site.run("-c", ADD.format(path=str(photo)))
    first = site.start(*WORKER)
    site.until("packaging", 60)
    children = psutil.Process(first.pid).children(recursive=True)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    _gone, alive = psutil.wait_procs(children, timeout=5)
    assert not alive, f"orphans: {alive}"
    assert site.asset()[0] == "packaging"
    started = time.monotonic()
    second = site.start(*WORKER)
    try:
        site.run("manage.py", "reconcile")
        site.until("ready", 90)
        print(f"ready {time.monotonic() - started:.1f} s after a new worker's start")
    finally:
        second.kill()
        second.wait()


def test_the_grace_is_shorter_than_the_clock(db):
    assert datetime.timedelta(seconds=30) > reconcile.GRACE
