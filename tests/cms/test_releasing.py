"""When a release is asked for, and the commands around it with their exit statuses."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django_tasks_db.models import DBTaskResult

from cms.tasks import make_release
from tests.cms import programme
from vr_rooms.models import Release
from vr_rooms.signals import asset_packaged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.CONTENT_STORE, settings.TUF_KEYS = str(tmp_path / "content"), str(tmp_path / "keys")
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "media"]}}


def run(*words):
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def status(*words):
    with pytest.raises(CommandError) as caught:
        run(*words)
    assert "\n" not in str(caught.value)
    return caught.value.returncode


def waiting():
    return DBTaskResult.objects.filter(task_path=make_release.module_path, status="READY").count()


def test_a_burst_of_publishing_asks_for_one_release(techniek, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            programme.room(techniek, f"kamer-{number}").save_revision().publish()
    assert waiting() == 1
    assert DBTaskResult.objects.get(task_path=make_release.module_path).run_after is not None


def test_a_release_that_has_begun_does_not_count_as_waiting(techniek, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        programme.room(techniek).save_revision().publish()
    DBTaskResult.objects.update(status="RUNNING")
    with django_capture_on_commit_callbacks(execute=True):
        techniek.save_revision().publish()
    assert waiting() == 1


def _unpublish(page):
    page.unpublish()


def _alias(page):
    page.create_alias(parent=programme.sector(page.get_parent().get_parent().specific, "zorg"))


def _delete(page):
    page.delete()


def _captions(page):
    asset_packaged.send(sender=None, asset_id=1)


def _activity(page):
    programme.activity(programme.organisation(), page.get_parent().specific).save_revision().publish()


@pytest.mark.parametrize("change", [_unpublish, _alias, _delete, _captions, _activity])
def test_what_changes_the_outside_asks_for_a_release(techniek, change, django_capture_on_commit_callbacks):
    room = programme.room(techniek)
    assert waiting() == 0
    with django_capture_on_commit_callbacks(execute=True):
        change(room)
    assert waiting() == 1


def test_a_draft_asks_for_nothing(techniek, django_capture_on_commit_callbacks):
    room = programme.room(techniek)
    with django_capture_on_commit_callbacks(execute=True):
        room.title = "Nieuw"
        room.save_revision()
    assert waiting() == 0


def test_no_release_by_itself_when_that_is_off_or_after_a_rollback(techniek, settings, django_capture_on_commit_callbacks):
    run("release")
    run("rollback", "1")
    with django_capture_on_commit_callbacks(execute=True):
        techniek.save_revision().publish()
    assert waiting() == 0
    run("release")
    settings.RELEASE_ON_PUBLISH = False
    with django_capture_on_commit_callbacks(execute=True):
        techniek.save_revision().publish()
    assert waiting() == 0
    settings.RELEASE_ON_PUBLISH = True
    with django_capture_on_commit_callbacks(execute=True):
        techniek.save_revision().publish()
    assert waiting() == 1


def test_the_task_makes_a_release(techniek):
    assert make_release.func() == 1
    assert Release.objects.get().catalog["sectors"][0]["slug"] == "techniek"


def test_release_and_again_and_above(techniek):
    assert "would hold 0 rooms" in run("release", "--dry-run")
    assert not Release.objects.exists()
    assert run("release") == "Release 1 holds 0 rooms."
    assert run("release") == "Nothing has changed since release 1."
    assert json.loads(run("release", "--above", "40", "--json"))["number"] > 40
    assert run("verify_release").endswith("is whole.")


def test_rollback_brings_the_old_content_back(techniek):
    run("release")
    techniek.title = "Anders"
    techniek.save_revision().publish()
    run("release")
    assert run("rollback", "1").startswith("Release 3 holds the content of release 1.")
    assert Release.objects.first().catalog["sectors"][0]["title"]["nl"] == "Techniek"


def test_a_number_that_was_never_released_is_refused(techniek):
    assert status("rollback", "9") == 3


def test_a_video_whose_blobs_are_gone_stops_the_release(techniek, settings):
    run("release")
    programme.video(techniek)
    assert status("release") == 1
    assert Release.objects.count() == 1


def test_verify_finds_what_is_wrong(techniek, settings):
    assert status("verify_release") == 1
    run("release")
    blob = next(Path(settings.CONTENT_STORE, "blobs").rglob("*.json"))
    blob.write_bytes(b"{}")
    assert status("verify_release") == 1


def test_keys_are_made_once_and_shown(settings):
    assert "root: not here" in run("keys", "status")
    run("keys", "init")
    first = Path(settings.TUF_KEYS, "root.pem").read_bytes()
    run("keys", "init")
    assert Path(settings.TUF_KEYS, "root.pem").read_bytes() == first
    assert "timestamp: here" in run("keys", "status")


def test_a_folder_that_can_not_be_written_is_one_sentence(techniek, settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.CONTENT_STORE = str(tmp_path / "file" / "content")
    assert status("release") == 1
