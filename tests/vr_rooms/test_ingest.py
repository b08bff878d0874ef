"""From an uploaded file to a packaged record, a refusal or a failure."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import translation

from media_pipeline.errors import DETAILS
from media_pipeline.processes import child
from media_pipeline.store import DiskStore
from media_pipeline.videos import encode
from media_pipeline.videos.ffmpeg import program
from tests.media_pipeline.seeds.audio import SEEDS
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film
from tests.media_pipeline.videos.test_damage import spoilt
from vr_rooms.admin.library import found_out
from vr_rooms.errors import remark, sentence
from vr_rooms.models import AssetCaptions, MediaAsset
from vr_rooms.services import ingest

pytestmark = pytest.mark.django_db


def test_a_panorama_becomes_ready(make_asset, panorama_bytes, settings):
    asset = make_asset(panorama_bytes)
    assert (asset.state, asset.original_size, asset.original_name) == ("uploaded", len(panorama_bytes), "werkplaats.jpg")
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    assert asset.kind == asset.packaged["kind"] == "panorama"
    assert (asset.packaged["width"], asset.packaged["height"]) == (512, 256)
    assert asset.info["name"] == "werkplaats.jpg" and asset.message == ""
    assert asset.packaged_digest == asset.original_digest
    assert DiskStore(settings.CONTENT_STORE).exists(asset.poster_path)
    assert asset.poster_url == settings.CONTENT_URL + asset.poster_path


def test_a_text_named_jpg_is_refused_in_a_sentence(make_asset):
    asset = make_asset(b"no picture", "les.jpg")
    assert ingest.package_asset(asset.pk) == "refused"
    asset.refresh_from_db()
    assert asset.packaged is None and asset.message_code == "text"
    with translation.override("en"):
        assert asset.message == "les.jpg is a text, not a photo, video or 3D file; choose the file itself."


def test_a_replacement_keeps_the_old_record_until_it_is_ready(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    ingest.package_asset(asset.pk)
    asset.refresh_from_db()
    before = asset.packaged
    asset.original = ContentFile(b"broken", "kapot.jpg")
    asset.save()
    asset.refresh_from_db()
    assert (asset.state, asset.packaged, asset.original_name) == ("uploaded", before, "kapot.jpg")
    assert ingest.package_asset(asset.pk) == "refused"
    asset.refresh_from_db()
    assert asset.packaged == before and "kapot.jpg" in asset.message
    folder = Path(asset.original.path).parent
    assert len(list(folder.iterdir())) == 2, "the good original is kept while its successor is refused"
    asset.original = ContentFile(panorama_bytes, "goed.jpg")
    asset.save()
    assert ingest.package_asset(asset.pk) == "ready"
    assert len(list(folder.iterdir())) == 1


def test_a_file_that_takes_its_worker_down_is_given_up_in_the_end(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    MediaAsset.objects.filter(pk=asset.pk).update(attempts=ingest.MOST_ATTEMPTS - 1)
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    assert asset.attempts == 0
    asset.again()
    MediaAsset.objects.filter(pk=asset.pk).update(attempts=ingest.MOST_ATTEMPTS)
    assert ingest.package_asset(asset.pk) == "failed"
    asset.refresh_from_db()
    with translation.override("en"):
        assert "given up" in asset.message and "3 times" in asset.message
    asset.again()
    assert ingest.package_asset(asset.pk) == "ready"


def test_a_worker_that_is_told_to_stop_counts_for_nothing(make_asset, panorama_bytes, monkeypatch):
    asset = make_asset(panorama_bytes)

    def stopped(*args, **kwargs):
        raise SystemExit(1)

    monkeypatch.setattr(ingest.packaging, "package", stopped)
    with pytest.raises(SystemExit):
        ingest.package_asset(asset.pk)
    asset.refresh_from_db()
    assert (asset.state, asset.attempts) == ("packaging", 0)


def test_the_same_bytes_again_are_not_packaged_again(make_asset, panorama_bytes, monkeypatch):
    asset = make_asset(panorama_bytes)
    ingest.package_asset(asset.pk)
    asset.refresh_from_db()
    asset.original = ContentFile(panorama_bytes, "kopie.jpg")
    asset.save()
    asset.refresh_from_db()
    assert (asset.state, asset.original_name) == ("ready", "kopie.jpg")
    monkeypatch.setattr(ingest.packaging, "package", lambda *a, **k: pytest.fail("packaged again"))
    assert ingest.package_asset(asset.pk) == "ready"


@pytest.mark.parametrize("kind", ["sound", "panorama"])
def test_the_same_file_in_another_asset_is_ready_at_once(make_asset, panorama_bytes, monkeypatch, kind):
    data = SEEDS["wav"]() if kind == "sound" else panorama_bytes
    first, second = make_asset(data, "een.bin"), make_asset(data, "twee.bin")
    started, put = [], []
    popen, write = child.subprocess.Popen, DiskStore._write
    monkeypatch.setattr(child.subprocess, "Popen", lambda args, **more: started.append(args) or popen(args, **more))
    monkeypatch.setattr(
        DiskStore, "_write", lambda self, path, *rest, **more: put.append(path) or write(self, path, *rest, **more)
    )
    assert ingest.package_asset(first.pk) == "ready"
    assert put and (kind == "panorama" or any(program() in args for args in started))
    started.clear()
    put.clear()
    assert ingest.package_asset(second.pk) == "ready"
    assert put == [] and not any(program() in args for args in started), "nothing is encoded, nothing is stored"
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.packaged == second.packaged and second.info["name"] == "twee.bin"


def test_another_poster_time_makes_another_picture_and_no_other_film(make_asset, tmp_path, monkeypatch):
    film = Film(seconds=3, width=160, height=90, channels=0).write(tmp_path / "film.mp4").read_bytes()
    asset = make_asset(film, "film.mp4")
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    before = asset.packaged
    monkeypatch.setattr(encode, "picture_command", lambda *_: pytest.fail("encoded again"))
    asset.poster_at = 2.5
    asset.save()
    assert asset.state == "uploaded"
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    assert asset.packaged["poster"] != before["poster"]
    assert asset.packaged["hls"] == before["hls"]


def test_a_poster_time_on_a_photo_does_no_harm(make_asset, panorama_bytes):
    assert ingest.package_asset(make_asset(panorama_bytes, poster_at=3).pk) == "ready"


def test_a_sound_becomes_ready(make_asset):
    asset = make_asset(SEEDS["mp3"](), "gesprek.mp3")
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    assert (asset.kind, asset.packaged["duration_ms"], asset.record()["captions"]) == ("audio", 800, [])
    with translation.override("nl"):
        assert ("Duur", "0:01") in found_out(asset)
    asset = make_asset(Sound(seconds=0.2, channels=8).wav(), "rondom.wav")
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    with translation.override("nl"):
        assert any("ambisonic-geluid" in value for _name, value in found_out(asset)), "a guess is told in Dutch"


def test_another_answer_is_packaged_anew(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    ingest.package_asset(asset.pk)
    asset.refresh_from_db()
    asset.wanted_kind = "image"
    asset.save()
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    assert asset.kind == "image" and asset.uuid


def test_a_form_does_not_write_back_what_a_worker_has_changed(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    in_a_form = MediaAsset.objects.get(pk=asset.pk)
    ingest.package_asset(asset.pk)
    in_a_form.title = "Nieuwe naam"
    in_a_form.people = "none"
    in_a_form.save()
    asset.refresh_from_db()
    assert (asset.title, asset.people) == ("Nieuwe naam", "none")
    assert asset.packaged is not None and asset.handled_request == asset.request


def test_a_file_replaced_during_packaging_is_packaged_next(make_asset, panorama_bytes, monkeypatch):
    asset = make_asset(panorama_bytes)
    real = ingest.packaging.package
    seen = []

    def replaced_meanwhile(path, *args, **kwargs):
        if not seen:
            other = MediaAsset.objects.get(pk=asset.pk)
            other.original = ContentFile(b"x", "x.jpg")
            other.save()
        seen.append(path)
        return real(path, *args, **kwargs)

    monkeypatch.setattr(ingest.packaging, "package", replaced_meanwhile)
    assert ingest.package_asset(asset.pk) == "refused"
    asset.refresh_from_db()
    assert asset.packaged is None, "the record of the replaced file was not written"


def test_our_own_failures_have_a_sentence_and_can_be_tried_again(make_asset, panorama_bytes, monkeypatch, caplog):
    asset = make_asset(panorama_bytes)
    with monkeypatch.context() as broken:
        broken.setattr(ingest.packaging, "package", lambda *a, **k: 1 / 0)
        assert ingest.package_asset(asset.pk) == "failed"
    asset.refresh_from_db()
    with translation.override("en"):
        assert asset.message.startswith("werkplaats.jpg could not be packaged because of an error on our side")
    assert "ZeroDivisionError" in caplog.text
    asset.again()
    assert ingest.package_asset(asset.pk) == "ready"


def test_a_lost_original_is_named(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    Path(asset.original.path).unlink()
    assert ingest.package_asset(asset.pk) == "failed"
    asset.refresh_from_db()
    assert asset.message_code == "original_missing"


def _packagings() -> list[list[int]]:
    from django_tasks import default_task_backend

    return [result.args for result in default_task_backend.results if result.task.name == "package_asset"]


def test_packaging_enqueues_after_commit(make_asset, panorama_bytes, django_capture_on_commit_callbacks):
    from django_tasks import default_task_backend

    default_task_backend.clear()
    with django_capture_on_commit_callbacks(execute=True):
        asset = make_asset(panorama_bytes)
    assert _packagings() == [[asset.pk]]
    default_task_backend.clear()
    ingest.package_asset(asset.pk)
    with django_capture_on_commit_callbacks(execute=True):
        MediaAsset.objects.get(pk=asset.pk).save()
    assert _packagings() == []


def test_captions_that_are_none_are_refused_and_the_ones_before_stay(make_asset, panorama_bytes):
    asset = make_asset(panorama_bytes)
    captions = AssetCaptions(asset=asset, language="nl", reviewed=True)
    captions.file = ContentFile(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHallo\n", "nl.vtt")
    captions.save()
    ingest.package_asset(asset.pk)
    captions.refresh_from_db()
    before = captions.packaged
    assert before["media_type"] == "text/vtt" and captions.message == ""
    captions.file = ContentFile(b"geen ondertitels", "kapot.vtt")
    captions.save()
    ingest.package_asset(asset.pk)
    captions.refresh_from_db()
    assert captions.packaged == before
    with translation.override("en"):
        assert captions.message.startswith("kapot.vtt is no usable captions file (line 1: ")


def test_captions_that_are_hard_to_read_say_so_on_the_page(make_asset, panorama_bytes, client, admin_user):
    asset = make_asset(panorama_bytes)
    captions = AssetCaptions(asset=asset, language="nl")
    captions.file = ContentFile(b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"Lang genoeg " * 9, "nl.vtt")
    captions.save()
    ingest.package_asset(asset.pk)
    captions.refresh_from_db()
    with translation.override("nl"):
        assert captions.remarks[0].startswith("Ondertitels die sneller gaan dan 17 tekens per seconde: 1, de eerste op regel 3")
    client.force_login(admin_user)
    page = client.get(reverse("mediaasset:edit", args=[asset.pk])).content.decode()
    assert "nl.vtt kan worden gebruikt" in page or "nl.vtt can be used" in page
    assert str(len(captions.remarks)) == "2" and "42" in page
    captions.file = ContentFile(b"WEBVTT\n\n00:00.000 --> 00:01.000\nHallo\n", "nl.vtt")
    captions.save()
    ingest.package_asset(asset.pk)
    captions.refresh_from_db()
    assert captions.remarks == []


def test_captions_that_do_not_fit_the_film_say_so_on_the_page(make_asset, client, admin_user, tmp_path):
    short, long = (Film(seconds=s, width=160, height=90).write(tmp_path / f"{s}.mp4").read_bytes() for s in (1, 4))
    asset = make_asset(short, "film.mp4")
    captions = AssetCaptions(asset=asset, language="nl")
    captions.file = ContentFile(b"WEBVTT\n\n00:03.000 --> 00:03.900\nDag!\n", "nl.vtt")
    captions.save()  # together with the film: how long that lasts is known only when it is packaged
    assert ingest.package_asset(asset.pk) == "ready"
    client.force_login(admin_user)
    page = client.get(reverse("mediaasset:edit", args=[asset.pk])).content.decode()
    assert "Ondertitels die na het einde, op 1.0 s, beginnen: 1" in page
    asset.refresh_from_db()
    asset.original = ContentFile(long, "langer.mp4")
    asset.save()
    assert ingest.package_asset(asset.pk) == "ready"
    captions.refresh_from_db()
    assert captions.remarks == [], "another film, to which they belong"
    captions.file = ContentFile(b"WEBVTT\n\n00:07.000 --> 00:07.900\nDag!\n", "later.vtt")
    captions.save()  # and to a film that is there already
    ingest.package_asset(asset.pk)
    captions.refresh_from_db()
    assert len(captions.remarks) == 1


def test_what_packaging_finds_worth_a_look_stands_on_the_page(make_asset, tmp_path):
    film = spoilt(Film(seconds=4, width=160, height=90).write(tmp_path / "film.mp4"), "video", range(30, 60))
    asset = make_asset(film.read_bytes(), "promo.mp4", poster_at=9.0)
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    with translation.override("nl"):
        notes = [value for _, value in found_out(asset) if len(value) > 30]
    assert "Van het beeld ontbreekt ongeveer 1.2 van de 4.0 s of is dat niet te lezen; bekijk het resultaat goed." in notes
    assert [note for note in notes if note.startswith("De film eindigt op 4.0 s, vóór het tijdstip van de poster")]
    obj = make_asset(b"mtllib weg.mtl\n" + b"v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", "kast.obj")
    assert ingest.package_asset(obj.pk) == "ready"
    obj.refresh_from_db()
    assert [one for one in obj.info["warnings"] if one.startswith("kast.obj names its materials")], (
        "by the name that it came with"
    )


def test_no_sentence_is_half_in_another_language():
    detail = {"detail": "line 12 can't be understood"}
    with translation.override("nl"):
        assert (
            sentence("damaged", detail, "kast.obj") == "kast.obj is beschadigd of afgebroken; kopieer of exporteer het opnieuw."
        )
        assert "(" in sentence("damaged", {"detail": DETAILS["no_sound"]}, "film.mp4"), "where there is a translation it is said"
    with translation.override("en"):
        assert "line 12 can't be understood" in sentence("damaged", detail, "kast.obj")


def test_a_warning_without_a_template_is_said_as_it_is():
    assert remark("Something new.") == "Something new."
    with translation.override("nl"):
        said = remark("stoel.stl does not tell its unit and which way is up: its numbers are taken as mm, Z as up.")
    assert said == "stoel.stl vermeldt niet in welke eenheid en wat boven is: de getallen zijn opgevat als mm, met Z naar boven."


def test_a_lesson_sheet_is_a_document(make_asset):
    asset = make_asset(b"%PDF-1.7\n%%EOF\n", "lesblad.pdf")
    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    assert (asset.kind, asset.packaged["file"]["media_type"], asset.poster_url) == ("document", "application/pdf", "")


def test_captions_and_language_join_the_record_without_packaging_again(make_asset, panorama_bytes):
    from vr_rooms.assets import joined

    film = {"kind": "video", "hls": [{"language": "nl", "role": "main"}, {"language": "nl", "role": "described"}], "captions": []}
    texts = [{"language": language, "role": "captions", "reviewed": True, "vtt": {}} for language in ("nl", "en")]
    record = joined(film, "en", texts)
    assert [one["language"] for one in record["captions"]] == ["en", "nl"]
    assert [one["language"] for one in record["hls"]] == ["en", "nl"]
    assert film["captions"] == [] and joined({"kind": "image"}, "en", texts) == {"kind": "image"}
