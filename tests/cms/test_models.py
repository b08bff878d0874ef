"""What an editor may save, and what only publishing asks for."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPagePermissionError
from wagtail.models import Page

from cms import colours
from cms.models import Activity, PromoVideoPage
from cms.publishable import VideoFacts, why_not
from tests.cms import programme

UNTOUCHED = {
    "seo_title": "",
    "search_description": "",
    "go_live_at": "",
    "expire_at": "",
    "comments-TOTAL_FORMS": 0,
    "comments-INITIAL_FORMS": 0,
}
"""What every page's form sends of fields that nobody fills in."""
GOOD = VideoFacts(packaged_kind="video", projection="flat", has_audio=True, reviewed=frozenset({"nl"}), transcript=True)


@pytest.mark.parametrize("colour", ["#0b5394", "#ffd200", "#ff6600", "#7fc97f", "#ffffff", "#767676", "#000000"])
def test_a_readable_neighbour_is_readable(colour):
    for background in (colours.PAPER, colours.DARK_PAPER, "#1c222c"):
        used = colours.readable_on(colour, background)
        assert colours.contrast(used, background) >= colours.READABLE
        assert (used == colour) == (colours.contrast(colour, background) >= colours.READABLE)


def test_contrast_as_wcag_counts_it():
    assert round(colours.contrast("#000000", "#ffffff"), 2) == 21.0
    assert round(colours.contrast("#767676", "#ffffff"), 2) == 4.54


def test_a_colour_that_is_too_light_is_made_darker(techniek):
    techniek.colour = "#ffd200"
    techniek.save()
    assert colours.contrast(techniek.colour, colours.PAPER) >= colours.READABLE


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"packaged_kind": ""}, "nog niet klaar"),
        ({"projection": "equirectangular"}, "platte video"),
        ({"packaged_kind": "panorama"}, "platte video"),
        ({"reviewed": frozenset({"en"})}, "ondertiteling"),
        ({"transcript": False}, "uitgeschreven tekst"),
    ],
)
def test_why_a_video_can_not_be_published_in_one_dutch_sentence(change, word):
    sentence = str(why_not(VideoFacts(**{**GOOD.__dict__, **change})))
    assert word in sentence
    assert sentence.count(".") == 1


def test_what_may_be_published():
    assert why_not(GOOD) is None
    assert why_not(VideoFacts(**{**GOOD.__dict__, "has_audio": False, "reviewed": frozenset()})) is None


@pytest.mark.django_db
@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize("transcript", ["Hallo.", " \n"])
@pytest.mark.parametrize("record", [None, {}, {"has_audio": False}, {"projection": "equirectangular"}])
def test_the_lists_follow_the_same_rule(client, techniek, record, transcript, reviewed):
    film = programme.asset("film", None if record is None else programme.video_record("film", **record))
    programme.caption(film, reviewed=reviewed)
    page = programme.video(techniek, "film", film, transcript=transcript)
    listed = client.get("/api/v3/videos/").json()["count"] == 1
    assert listed == (why_not(VideoFacts.of(film, page.transcript)) is None)


@pytest.fixture
def editor(client, db):
    user = get_user_model().objects.create_superuser("beheerder", password="geheim-woord")
    client.force_login(user)
    return client


def form(page, **changes):
    values = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "asset": page.asset_id or "",
        "transcript": page.transcript,
        "poster": "",
        "picture_reviewer": "",
        **UNTOUCHED,
        **changes,
    }
    return {name: value for name, value in values.items() if value is not None}


def test_a_draft_saves_and_publishing_says_what_is_missing(editor, techniek):
    film = programme.asset("film", programme.video_record("film"))
    page = programme.video(techniek, "film", film, live=False)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    saved = editor.post(address, form(page, summary="Anders"))
    assert saved.status_code == 302
    refused = editor.post(address, form(page, **{"action-publish": "1"}))
    assert refused.status_code == 200
    assert "geen gecontroleerde Nederlandse ondertiteling" in refused.content.decode()
    assert not PromoVideoPage.objects.get(pk=page.pk).live
    programme.caption(film)
    assert editor.post(address, form(page, **{"action-publish": "1"})).status_code == 302
    assert PromoVideoPage.objects.get(pk=page.pk).live


def test_who_says_that_speech_covers_the_picture_gives_a_name(editor, techniek):
    page = programme.video(techniek)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = editor.post(address, form(page, speech_covers_picture="on", **{"action-publish": "1"}))
    assert "Schrijf op wie heeft gecontroleerd" in refused.content.decode()
    named = form(page, speech_covers_picture="on", picture_reviewer="Redactie", **{"action-publish": "1"})
    assert editor.post(address, named).status_code == 302


def test_publishing_without_a_form_is_refused_too(techniek):
    page = programme.video(techniek, "film", programme.asset("film", None), live=False)
    revision = page.save_revision()
    with pytest.raises(PublishPagePermissionError, match="nog niet klaar"):
        revision.publish()
    assert not PromoVideoPage.objects.get(pk=page.pk).live


def test_a_schedule_that_can_not_be_kept_holds_up_no_other(techniek):
    from django.core.management import call_command

    bad = programme.video(techniek, "fout", programme.asset("film", None), live=False)
    good = programme.video(techniek, "goed", live=False)
    for page in (bad, good):
        revision = page.save_revision()
        revision.approved_go_live_at = timezone.now() - timezone.timedelta(minutes=1)
        revision.save()
    call_command("publish_scheduled")
    assert not PromoVideoPage.objects.get(pk=bad.pk).live
    assert PromoVideoPage.objects.get(pk=good.pk).live
    call_command("publish_scheduled")


def test_an_editor_is_told_that_a_colour_was_changed(editor, techniek):
    values = {
        "title": "Techniek",
        "slug": "techniek",
        "summary": "…",
        "colour": "#FFD200",
        "icon": "cog",
        "order": "1",
        "body-count": "0",
        **UNTOUCHED,
        "action-publish": "1",
    }
    address = reverse("wagtailadmin_pages:edit", args=[techniek.pk])
    page = editor.post(address, values, follow=True).content.decode()
    assert "De kleur #ffd200 is te licht" in page
    techniek.refresh_from_db()
    assert techniek.colour != "#ffd200"


def test_activities_and_organisations_have_forms_in_the_admin(editor, techniek):
    offered_by = programme.organisation()
    address = reverse("wagtailsnippets_cms_activity:add")
    programme.in_english(techniek, title="Engineering")
    page = editor.get(address)
    assert page.status_code == 200
    assert "Engineering" not in page.content.decode(), "a sector's Dutch page stands for it in every language"
    assert "Beroepen" in page.content.decode()
    values = {
        "kind": "gastles",
        "organisation": offered_by.pk,
        "title": "Nieuw",
        "summary": "…",
        "sectors": [techniek.pk],
        "occupations": "lasser\r\n\r\n robotmonteur ",
        "levels": ["vmbo", "mbo"],
        "audience_for": ["leerling"],
        "group_size": "20",
        "place": "Oosterdam",
        "region": "Oost",
        "how_to_book": "Bel.",
        "url": "devonk.example/les",
        "action-publish": "1",
    }
    answer = editor.post(address, values)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Activity.objects.get()
    assert (made.occupations, made.levels, made.live) == (["lasser", "robotmonteur"], ["vmbo", "mbo"], True)
    assert made.url == "https://devonk.example/les"
    assert list(made.sectors.all()) == [techniek]
    assert editor.get(reverse("wagtailsnippets_cms_organisation:list")).status_code == 200


def test_pages_stand_where_they_belong(home):
    from cms.models import HomePage, SectorPage
    from vr_rooms.models import RoomPage

    assert SectorPage.can_create_at(home)
    assert not RoomPage.can_create_at(home)
    sector = programme.sector(home)
    assert RoomPage.can_create_at(sector)
    assert PromoVideoPage.can_create_at(sector)
    assert not SectorPage.can_create_at(sector)
    assert HomePage.can_create_at(Page.get_first_root_node())
