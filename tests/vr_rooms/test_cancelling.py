"""How far packaging is, and stopping it: in the queue, between two reports, in a child that says nothing, in a real worker."""

from __future__ import annotations

import os
import signal
import sys

import psutil
import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import translation

from media_pipeline import processes
from media_pipeline.errors import Cancelled
from media_pipeline.store import DiskStore
from tests.vr_rooms.test_library import assets, people, places  # noqa: F401
from tests.vr_rooms.test_reconcile import WORKER
from vr_rooms.admin.progress import STAGES, status, words
from vr_rooms.models import MediaAsset
from vr_rooms.services import ingest, locks, reconcile, watching


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test moves."""

    class Clock:
        now = 100.0

    monkeypatch.setattr(watching, "monotonic", lambda: Clock.now)
    return Clock


@pytest.mark.django_db
def test_progress_is_written_at_most_once_a_second_with_the_time_left(make_asset, clock, django_assert_num_queries):
    asset = make_asset(b"x")
    watch = watching.Watching(asset.pk)
    watch.progress("tiles", 0, 306)
    with django_assert_num_queries(2):
        for second in (0.5, 1.0, 1.4, 1.9, 2.0, 2.5):
            clock.now = 100 + second
            watch.progress("tiles", round(60 * second), 306)
            watch.beat()
    asset.refresh_from_db()
    assert (asset.stage, asset.done, asset.total, asset.left_s, asset.per_cent) == ("tiles", 120, 306, 3, 39)


@pytest.mark.django_db
def test_beats_do_not_keep_reports_from_being_written(make_asset, clock):
    asset = make_asset(b"x")
    watch = watching.Watching(asset.pk)
    for tick in range(1, 60):
        clock.now = 100 + tick / 10
        watch.beat()
        if tick % 5 == 0:
            watch.progress("encode", tick, 60)
    asset.refresh_from_db()
    assert (asset.stage, asset.done) == ("encode", 50)


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["progress", "beat"])
@pytest.mark.parametrize("why", ["cancelled", "deleted"])
def test_a_wish_to_stop_is_heard_within_a_second(make_asset, clock, how, why):
    asset = make_asset(b"x")
    watch = watching.Watching(asset.pk)
    tell = watch.beat if how == "beat" else lambda: watch.progress("tiles", 1, 2)
    clock.now += 1
    tell()
    MediaAsset.objects.filter(pk=asset.pk).update(cancel_wanted=True) if why == "cancelled" else asset.delete()
    clock.now += 0.5
    tell()
    clock.now += 0.5
    with pytest.raises(Cancelled):
        tell()


@pytest.mark.django_db
def test_a_busy_database_ends_no_packaging(make_asset, clock, monkeypatch):
    watch = watching.Watching(make_asset(b"x").pk)
    monkeypatch.setattr(watch, "_going_on", _Locked())
    clock.now += 1
    watch.progress("tiles", 1, 2)
    clock.now += 1
    watch.beat()


class _Locked:
    def update(self, **fields):
        raise OperationalError("database is locked")

    def exists(self):
        raise OperationalError("database is locked")


def test_a_silent_child_is_stopped(tmp_path):
    beats = []

    def stop():
        beats.append(psutil.Process().children(recursive=True))
        if len(beats) > 1 and beats[-1]:
            raise Cancelled("enough")

    with processes.heartbeat(stop), pytest.raises(Cancelled):
        sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
        processes.run(sleeping, cwd=tmp_path, timeout_s=60, memory_bytes=1 << 30)
    assert not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in beats[-1])
    assert processes.run([sys.executable, "-c", ""], cwd=tmp_path, timeout_s=60, memory_bytes=1 << 30).returncode == 0


@pytest.mark.django_db
def test_what_waits_is_cancelled_at_once_and_can_be_tried_again(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    assert ingest.cancel(asset.pk)
    asset.refresh_from_db()
    assert (asset.state, asset.cancel_wanted, asset.message) == ("cancelled", False, "")
    assert ingest.package_asset(asset.pk) == "cancelled", "the task that is still in the queue finds nothing to do"
    assert reconcile.waiting() == [], "and nobody puts it there again"
    assert not ingest.cancel(asset.pk)
    asset.again()
    assert ingest.package_asset(asset.pk) == "ready"
    assert not ingest.cancel(asset.pk), "what is ready stays so"
    asset.refresh_from_db()
    assert asset.state == "ready" and not asset.cancel_wanted


@pytest.mark.django_db
def test_what_a_worker_is_at_is_cancelled_by_the_worker(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    with locks.held(ingest.lock_name(asset.pk)):
        assert ingest.cancel(asset.pk)
    asset.refresh_from_db()
    assert (asset.state, asset.cancel_wanted) == ("uploaded", True)
    with translation.override("nl"):
        assert status(asset)["label"] == "wordt geannuleerd"
    assert ingest.package_asset(asset.pk) == "cancelled"
    asset.refresh_from_db()
    assert not asset.cancel_wanted


@pytest.mark.django_db
def test_a_worker_that_died_keeps_nobody_from_cancelling(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    MediaAsset.objects.filter(pk=asset.pk).update(state="packaging", stage="tiles", done=3, total=9, left_s=4, attempts=1)
    assert ingest.cancel(asset.pk)
    asset.refresh_from_db()
    assert (asset.state, asset.stage, asset.done, asset.left_s, asset.attempts) == ("cancelled", "", 0, None, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("earlier", [False, True])
def test_in_the_middle(make_asset, panorama_bytes, settings, monkeypatch, earlier):
    asset = make_asset(panorama_bytes)
    before = None
    if earlier:
        ingest.package_asset(asset.pk)
        asset.refresh_from_db()
        before = asset.packaged
        asset.wanted_kind = "image"
        asset.save()
    monkeypatch.setattr(watching, "EVERY_S", 0.0)
    stages = []
    package = ingest.packaging.package

    def cancelled_at_the_second_report(*args, progress, **kwargs):
        def told(stage, done, total):
            if len(stages) == 1:
                MediaAsset.objects.filter(pk=asset.pk).update(cancel_wanted=True)
            stages.append(stage)
            progress(stage, done, total)

        return package(*args, progress=told, **kwargs)

    monkeypatch.setattr(ingest.packaging, "package", cancelled_at_the_second_report)
    assert ingest.package_asset(asset.pk) == "cancelled" and len(stages) == 2
    asset.refresh_from_db()
    assert asset.packaged == before and (asset.stage, asset.attempts, asset.message) == ("", 0, "")
    records = list(DiskStore(settings.CONTENT_STORE).keys("records/"))
    assert len(records) == (1 if earlier else 0), "nothing that is half done is remembered as done"


@pytest.mark.django_db
def test_a_new_file_is_not_cancelled_with_the_old_one(make_asset, panorama_bytes):
    from django.core.files.base import ContentFile

    asset = make_asset(b"x")
    with locks.held(ingest.lock_name(asset.pk)):
        ingest.cancel(asset.pk)
    asset = MediaAsset.objects.get(pk=asset.pk)
    asset.original = ContentFile(panorama_bytes, "nieuw.jpg")
    asset.save()
    assert ingest.package_asset(asset.pk) == "ready"


@pytest.mark.django_db
def test_words(make_asset):
    asset = make_asset(b"x")
    asset.state, asset.stage, asset.done, asset.total, asset.left_s = "packaging", "tiles", 120, 306, 21
    expected = {
        ("tiles", 21): ("Tegels: 120 van 306, nog ongeveer 20 s", "Tiles: 120 of 306, about 20 s left"),
        ("encode", 1): ("Omzetten: 39%, nog ongeveer 5 s", "Converting: 39 %, about 5 s left"),
        ("encode", 610): ("Omzetten: 39%, nog ongeveer 10 min", "Converting: 39 %, about 10 min left"),
        ("encode", 7300): ("Omzetten: 39%, nog ongeveer 2 uur", "Converting: 39 %, about 2 hours left"),
        ("loudness", None): ("Geluid meten: 39%", "Measuring the sound: 39 %"),
        ("something new", None): ("Verwerken: 39%", "Packaging: 39 %"),
    }
    for (asset.stage, asset.left_s), (dutch, english) in expected.items():
        with translation.override("nl"):
            assert words(asset) == dutch
        with translation.override("en"):
            assert words(asset) == english
    asset.state = "ready"
    assert words(asset) == ""


def test_every_stage_has_a_name():
    import re
    from pathlib import Path

    import media_pipeline

    code = "\n".join(path.read_text() for path in Path(media_pipeline.__file__).parent.rglob("*.py"))
    told = set(re.findall(r'progress\("(\w+)"', code)) | set(re.findall(r'"(\w+)", progress\b', code))
    assert {"tiles", "encode"} <= told <= set(STAGES)


@pytest.mark.django_db
def test_the_button_is_there_for_who_may_press_it(client, people, assets):  # noqa: F811
    asset = assets["Techniek"]
    url = reverse("mediaasset:cancel", args=[asset.pk])
    for who, may in (("techniek", True), ("boss", True), ("chooser", False)):
        client.force_login(people[who])
        listed = client.get(reverse("mediaasset:index")).content.decode()
        (told,) = client.get(reverse("mediaasset:progress"), {"ids": asset.pk}).json()["assets"]
        assert (f'action="{url}"' in listed) == (told["cancel_url"] == url) == may, who
    client.force_login(people["chooser"])
    assert client.post(url).status_code in (302, 403)
    asset.refresh_from_db()
    assert asset.state == "uploaded"
    client.force_login(people["techniek"])
    assert client.get(url).status_code == 405
    answer = client.post(url, headers={"accept": "application/json"}).json()
    assert (answer["state"], answer["final"], answer["cancel_url"]) == ("cancelled", True, "")
    page = client.get(reverse("mediaasset:edit", args=[asset.pk])).content.decode()
    assert answer["again_url"] and f'action="{answer["again_url"]}"' in page
    assert client.post(answer["again_url"]).status_code == 302
    asset.refresh_from_db()
    assert asset.state == "uploaded"


ADD = """
import django; django.setup()
from pathlib import Path
from django.core.files.base import ContentFile
from vr_rooms.models import MediaAsset
asset = MediaAsset(title="film")
asset.original.save("film.mp4", ContentFile(Path({path!r}).read_bytes()), save=False)
asset.save()
"""


@pytest.mark.slow
@pytest.mark.django_db  # or no test database is made when only slow tests run
def test_a_real_worker_in_the_middle_of_an_encode(own_site, tmp_path):
    from tests.media_pipeline.videos.films import Film

    film = Film(seconds=40, width=1280, height=720).write(tmp_path / "film.mp4")
    own_site.run("-c", ADD.format(path=str(film)))
    with own_site.running(*WORKER) as worker:
        own_site.until("packaging", 60)
        own_site.until_stage("encode", 60)
        children = psutil.Process(worker.pid).children(recursive=True)
        assert any("ffmpeg" in child.name() for child in children)
        own_site.write("cancel_wanted = 1")  # as cancel() does while a worker has the lock
        own_site.until("cancelled", 30)
        _gone, alive = psutil.wait_procs(children, timeout=10)
        assert not alive, f"still at it: {alive}"
        assert worker.poll() is None, "the worker goes on with other files"
        os.kill(worker.pid, signal.SIGTERM)
    done = [path.stem for path in (tmp_path / "content" / "records").rglob("*.json")]
    assert "asset" not in done and "encode" not in done, "what was stored of it is named nowhere"
