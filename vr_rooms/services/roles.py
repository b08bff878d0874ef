"""The groups of a site and what they may do. Running it again changes nothing; it adds what is missing and takes nothing away,
so that what an administrator has added by hand stays.

Each sector has an editor and a moderator group of its own, closed to its pages (in all languages) and its collection. The
collection has the sector's Dutch title when it is made, and is found by the groups afterwards, so that both may be renamed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

EDITOR = "{sector} – editor"
MODERATOR = "{sector} – moderator"
PUBLISHERS = "Publishers"
TEACHERS = "Teachers"
ADMINISTRATORS = "Administrators"

SECTOR = "cms.SectorPage"

_EDITOR_PAGES = ("add_page", "change_page")
_MODERATOR_PAGES = (*_EDITOR_PAGES, "publish_page", "lock_page", "unlock_page")
_ASSETS = ("add_mediaasset", "choose_mediaasset", "change_mediaasset")
_PICTURES = ("add_image", "choose_image", "change_image")
_SNIPPETS = ("activity", "organisation")


@transaction.atomic
def sync() -> None:
    """Make all groups, with the permissions of all sectors there are."""
    _grant(PUBLISHERS, ["access_admin", "make_release", "view_release"])
    _group(TEACHERS)  # class sessions only; no admin
    administrators = ["add_user", "change_user", "delete_user", "view_user", "add_group", "change_group", "view_group"]
    _grant(
        ADMINISTRATORS, ["access_admin", "make_release", "view_release", *administrators, *_snippets("add", "change", "delete")]
    )
    for page in Page.objects.filter(depth=1):
        _pages(ADMINISTRATORS, page, (*_MODERATOR_PAGES, "bulk_delete_page"))
    root = Collection.get_first_root_node()
    if root is not None:
        _collection(ADMINISTRATORS, root, (*_ASSETS, *_PICTURES))
    for sector in apps.get_model(SECTOR).objects.filter(alias_of=None, locale__language_code=settings.LANGUAGE_CODE):
        sync_sector(sector)


@transaction.atomic
def sync_sector(sector: Any) -> None:
    """Make the groups of one sector; a translation stands for its Dutch source."""
    source = sector.get_translations(inclusive=True).filter(locale__language_code=settings.LANGUAGE_CODE).first() or sector
    known = _known(source)
    names = known or {EDITOR: EDITOR.format(sector=source.title), MODERATOR: MODERATOR.format(sector=source.title)}
    collection = _collection_of(names[EDITOR], source.title)
    for role, allowed in ((EDITOR, _EDITOR_PAGES), (MODERATOR, _MODERATOR_PAGES)):
        _grant(names[role], ["access_admin", *_snippets("add", "change")])
        for page in source.get_translations(inclusive=True):
            _pages(names[role], page, allowed)
        _collection(names[role], collection, (*_ASSETS, *_PICTURES))


def _known(source: Any) -> dict[str, str]:
    """The sector's groups where it has them already, found by their permissions: a renamed sector gets no second pair."""
    endings = {role: role.format(sector="") for role in (EDITOR, MODERATOR)}
    held = Group.objects.filter(page_permissions__page__in=source.get_translations(inclusive=True)).distinct()
    found = {role: group.name for group in held for role, ending in endings.items() if group.name.endswith(ending)}
    return found if len(found) == len(endings) else {}


def _collection_of(editors: str, title: str) -> Collection:
    held = GroupCollectionPermission.objects.filter(group__name=editors, permission__codename=_ASSETS[0]).first()
    if held is not None:
        found: Collection = held.collection
        return found
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    return root.get_children().filter(name=title).first() or root.add_child(name=title)


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _grant(name: str, codenames: Iterable[str]) -> None:
    _group(name).permissions.add(*_permissions(codenames))


def _pages(name: str, page: Page, codenames: Iterable[str]) -> None:
    for permission in _permissions(codenames).filter(content_type__app_label="wagtailcore", content_type__model="page"):
        GroupPagePermission.objects.get_or_create(group=_group(name), page_id=page.pk, permission=permission)


def _collection(name: str, collection: Collection, codenames: Iterable[str]) -> None:
    for permission in _permissions(codenames):
        GroupCollectionPermission.objects.get_or_create(group=_group(name), collection=collection, permission=permission)


def _permissions(codenames: Iterable[str]) -> Any:
    # access_admin and the like exist once; those of pages, pictures and assets by their app
    ours = Q(content_type__app_label__in=("wagtailadmin", "wagtailcore", "wagtailimages", "vr_rooms", "cms", "auth"))
    return Permission.objects.filter(ours, codename__in=list(codenames))


def _snippets(*actions: str) -> list[str]:
    return [f"{action}_{model}" for model in _SNIPPETS for action in actions]
