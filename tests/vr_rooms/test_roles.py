"""Groups of sectors: made once, closed to their own pages and collection."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale

from tests.vr_rooms.conftest import add_sector, scene
from vr_rooms.admin.closed import may, visible
from vr_rooms.services import roles

pytestmark = pytest.mark.django_db


def member(name: str, *groups: str) -> User:
    user = User.objects.create_user(name)
    user.groups.set(Group.objects.filter(name__in=groups))
    assert user.groups.count() == len(groups)
    return user


@pytest.fixture
def care(sector):
    from cms.models import SectorPage

    return add_sector(sector.get_parent().specific, SectorPage, "Zorg")


def everything() -> tuple[int, ...]:
    return (
        Group.objects.count(),
        Collection.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
        sum(group.permissions.count() for group in Group.objects.all()),
    )


def test_the_groups_are_there_after_migrating():
    assert {"Publishers", "Teachers", "Administrators"} <= set(Group.objects.values_list("name", flat=True))


def test_a_sector_brings_its_groups_and_collection(sector, care):
    names = set(Group.objects.values_list("name", flat=True))
    assert {"Techniek – editor", "Techniek – moderator", "Zorg – editor", "Zorg – moderator"} <= names
    assert {"Techniek", "Zorg"} <= set(Collection.objects.values_list("name", flat=True))


def test_running_it_again_changes_nothing(sector, care):
    before = everything()
    roles.sync()
    sector.save()
    assert everything() == before


def test_a_renamed_sector_keeps_its_groups(sector):
    before = everything()
    sector.title = "Techniek en bouw"
    sector.save()
    roles.sync()
    assert everything() == before


def test_an_editor_edits_and_a_moderator_publishes_their_own_sector_only(sector, care, make_room, panorama):
    editor, moderator = member("e", "Techniek – editor"), member("m", "Techniek – moderator")
    own, other = make_room("Lashal", [scene(1, panorama)]), make_room("Zaal", [scene(1, panorama)], parent=care)
    can = [
        (one.can_edit(), one.can_publish())
        for user in (editor, moderator)
        for one in (own.permissions_for_user(user), other.permissions_for_user(user))
    ]
    assert can == [(True, False), (False, False), (True, True), (False, False)]


def test_files_of_another_sector_are_closed(sector, care, make_asset):
    editor = member("e", "Techniek – editor")
    own = make_asset(b"x", collection=Collection.objects.get(name="Techniek"))
    other = make_asset(b"x", collection=Collection.objects.get(name="Zorg"))
    assert list(visible(editor)) == [own]
    assert [may(editor, "change", asset) for asset in (own, other)] == [True, False]


def test_a_translated_sector_is_open_to_the_same_editors(sector):
    english = Locale.objects.get(language_code="en")
    translated = sector.copy_for_translation(english, copy_parents=True)
    assert translated.permissions_for_user(member("e", "Techniek – editor")).can_edit()


def test_teachers_have_no_admin_and_publishers_make_releases(sector):
    teacher, publisher, administrator = member("t", "Teachers"), member("p", "Publishers"), member("a", "Administrators")
    assert not teacher.has_perm("wagtailadmin.access_admin")
    assert publisher.has_perm("vr_rooms.make_release") and administrator.has_perm("vr_rooms.make_release")
    assert not member("e", "Techniek – editor").has_perm("vr_rooms.make_release")
