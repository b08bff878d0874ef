"""What the tests of rooms share: a small site, files with known content, and packaging without a worker."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from tests import media
from tests.vr_rooms.own_site import Site


@pytest.fixture(autouse=True)
def _own_folders(settings: Any, tmp_path: Path) -> None:
    settings.CONTENT_STORE = str(tmp_path / "content")
    settings.MEDIA_STORE = str(tmp_path / "media")
    settings.TUF_KEYS = str(tmp_path / "keys")


@pytest.fixture(scope="session")
def panorama_bytes() -> bytes:
    """A small 360° photo."""
    return media.encoded(media.sphere(512))


@pytest.fixture(scope="session")
def picture_bytes() -> bytes:
    """A small flat picture."""
    return media.encoded(media.stripes())


@pytest.fixture
def make_asset(db: None):
    """Makes a media file from bytes, not packaged yet."""
    from vr_rooms.models import MediaAsset

    def make(data: bytes, name: str = "werkplaats.jpg", **fields: Any) -> MediaAsset:
        asset = MediaAsset(title=fields.pop("title", name), **fields)
        asset.original.save(name, ContentFile(data), save=False)
        asset.save()
        return asset

    return make


@pytest.fixture
def sector(db: None):
    """A live sector "Techniek" below the Dutch home page of the default site."""
    from cms.models import HomePage, SectorPage

    return add_sector(_home(HomePage), SectorPage, "Techniek")


def _home(model: Any) -> Any:
    from wagtail.models import Locale, Page, Site

    Locale.objects.get_or_create(language_code="nl")
    Locale.objects.get_or_create(language_code="en")
    root = Page.objects.get(depth=1)
    home = model(title="Kijkkamer", slug="kijkkamer", locale=Locale.objects.get(language_code="nl"))
    root.add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    return home


def add_sector(home: Any, model: Any, title: str) -> Any:
    sector = model(title=title, slug=title.lower(), summary=f"Alles over {title.lower()}.", locale=home.locale)
    home.add_child(instance=sector)
    return sector


@pytest.fixture
def panorama(make_asset, panorama_bytes):
    """A packaged 360° photo, with the question about people answered."""
    return packaged(make_asset(panorama_bytes, title="Lashal", people="none"))


def packaged(asset: Any) -> Any:
    from vr_rooms.services import ingest

    assert ingest.package_asset(asset.pk) == "ready"
    asset.refresh_from_db()
    return asset


@pytest.fixture
def make_room(sector: Any):
    """Makes a live room of scenes given as (title, asset, hotspots)."""
    from vr_rooms.models import RoomPage

    def make(title: str, scenes: list[dict[str, Any]], parent: Any = None, **fields: Any) -> RoomPage:
        fields = {"summary": f"Kijk rond in {title}.", "levels": ["vmbo"], **fields}
        page = RoomPage(title=title, slug=title.lower().replace(" ", "-"), locale=sector.locale, **fields)
        page.scenes = [{"type": "scene", **scene} for scene in scenes]
        (parent or sector).add_child(instance=page)
        return RoomPage.objects.get(pk=page.pk)

    return make


def scene(number: int, asset: Any, *hotspots: dict[str, Any], **value: Any) -> dict[str, Any]:
    """A scene block as it is stored."""
    return {
        "id": scene_id(number),
        "value": {
            "title": f"Plek {number}",
            "alt": f"Wat je ziet op plek {number}.",
            "asset": asset.pk if asset else None,
            "yaw": 10.0,
            "pitch": 0.0,
            "fov": 90.0,
            "north": None,
            "hotspots": list(hotspots),
            **value,
        },
    }


def scene_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def hotspot(number: int, kind: str, **value: Any) -> dict[str, Any]:
    """A hotspot block as it is stored."""
    return {
        "type": kind,
        "id": f"00000000-0000-4000-9000-{number:012d}",
        "value": {"label": f"Punt {number}", "yaw": 20.0, "pitch": -5.0, **value},
    }


def to_scene(number: int, target: int, **value: Any) -> dict[str, Any]:
    """A hotspot that leads to a scene."""
    return hotspot(number, "scene", scene=scene_id(target), arrive="default", **value)


@pytest.fixture
def own_site(django_db_setup, django_db_blocker, tmp_path):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("works on a copy of an SQLite database")
    found = Site(tmp_path)
    with (
        django_db_blocker.unblock(),
        contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"])) as source,
        contextlib.closing(sqlite3.connect(found.database)) as copy,
    ):
        source.backup(copy)
    return found
