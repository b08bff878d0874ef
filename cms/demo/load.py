"""Loads the demo programme: languages, people, media files, pages. Every step looks first, so that loading twice, or again
after a kill, changes nothing that is there."""

from __future__ import annotations

import json
import os
import secrets
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files import File
from django.core.files.images import ImageFile
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Site

from cms.demo import programme
from cms.demo.programme import Offer, Partner, Promo, Room, Sector, Spot, Words
from cms.models import Activity, HomePage, Organisation, PromoVideoPage, SectorPage
from media_pipeline.digests import sha256_of_file
from vr_rooms.models import AssetCaptions, MediaAsset, RoomPage

MEDIA = Path(__file__).parent / "media"
_NAMESPACE = uuid.UUID("8b3a1d9e-5c1f-4a6e-9c65-0f0d5a3c2b11")

# name -> group, as vr_rooms.services.roles makes them; the administrator is a superuser
PEOPLE = {"redacteur": "{sector} – editor", "moderator": "{sector} – moderator", "docent": "Teachers", "beheerder": None}


def block_id(*names: str) -> str:
    """The same id at each load, so that links between scenes, and between languages, stay true."""
    return str(uuid.uuid5(_NAMESPACE, "/".join(names)))


def password(folder: Path) -> str:
    """The one password of the demo's people: DEMO_PASSWORD, or made at random once and kept (0600)."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "demo-password"
    given = os.environ.get("DEMO_PASSWORD")
    if not given and path.exists():
        return path.read_text().strip()
    word = given or secrets.token_urlsafe(12)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(word + "\n")
    return word


@dataclass(frozen=True)
class Upload:
    """A file to be uploaded: its title and collection in the library, who is on it, captions by language."""

    path: Path
    title: str
    collection: str
    people: str = "none"
    captions: tuple[tuple[str, Path], ...] = ()


def uploads() -> Iterator[Upload]:
    """Every media file of the programme."""
    pictures = {room["key"]: room for room in places()}
    for sector in programme.SECTORS:
        collection = sector.title.nl
        for room in sector.rooms:
            place = pictures[room.key]
            for scene in place["scenes"]:
                yield Upload(MEDIA / scene["file"], f"{place['title']['nl']}: {scene['title']['nl']}", collection)
            for spot in (spot for spots in room.spots.values() for spot in spots):
                if spot.kind in ("image", "mesh"):
                    yield Upload(MEDIA / spot.to, spot.label.nl, collection)
        key = sector.promo.key
        captions = tuple((language, MEDIA / f"{key}.{language}.vtt") for language in ("nl", "en"))
        yield Upload(MEDIA / f"{key}.mp4", sector.promo.title.nl, collection, captions=captions)


def places() -> list[dict[str, Any]]:
    """The rooms of places.json: scenes with files, descriptions and points of interest."""
    return list(_described()["rooms"])


def _described() -> dict[str, Any]:
    return dict(json.loads((MEDIA / "places.json").read_text()))


def ensure_asset(upload: Upload) -> MediaAsset:
    """The library's asset for a file: found by its bytes, else uploaded. A sector's collection came with its roles."""
    root = Collection.get_first_root_node()
    collection = root.get_children().filter(name=upload.collection).first() or root.add_child(name=upload.collection)
    asset = MediaAsset.objects.filter(original_digest=sha256_of_file(upload.path), collection=collection).first()
    if asset is None:
        asset = MediaAsset(title=upload.title, collection=collection, people=upload.people)
        with upload.path.open("rb") as file:
            asset.original = File(file, name=upload.path.name)
            asset.save()
    for language, path in upload.captions:
        if not asset.captions.filter(language=language).exists():
            role = "captions" if language == "nl" else "subtitles"
            with path.open("rb") as file:
                AssetCaptions(asset=asset, language=language, role=role, reviewed=True, file=File(file, name=path.name)).save()
    return asset


def ensure_languages() -> dict[str, Locale]:
    """Dutch and English."""
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES}


def ensure_people(word: str) -> None:
    """The demo's people with the one password; the administrator may do everything."""
    for name, group in PEOPLE.items():
        user, made = get_user_model().objects.get_or_create(
            username=name, defaults={"is_superuser": group is None, "is_staff": group is None}
        )
        if made or not user.check_password(word):
            user.set_password(word)
            user.save()
        if group is not None:
            user.groups.set(Group.objects.filter(name=group.format(sector="Techniek")))


def ensure_home(locale: Locale) -> HomePage:
    """The home page of the site, in Dutch; Wagtail's own welcome page is removed."""
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        root = Page.get_first_root_node()
        home = HomePage(title=programme.HOME_TITLE.nl, slug="kijkkamer", summary=programme.HOME_SUMMARY.nl, locale=locale)
        root.add_child(instance=home)
        home.save_revision().publish()
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
        for page in Page.objects.filter(depth=2).exclude(pk=home.pk):
            page.delete()
    return home


def ensure_child(parent: Page, page: Page) -> tuple[Page, bool]:
    """The child with this slug, or this new page as a draft; and whether it was made."""
    found = parent.get_children().filter(slug=page.slug).first()
    if found is not None:
        return found.specific, False
    page.locale = parent.locale
    page.live = False
    parent.add_child(instance=page)
    page.save_revision()
    return page, True


def ensure_translation(page: Page, locale: Locale, values: dict[str, Any]) -> Page:
    """The page in another language, with its own strings."""
    found = page.get_translation_or_none(locale)
    if found is not None:
        return found
    copy = page.copy_for_translation(locale)
    for name, value in values.items():
        setattr(copy, name, value)
    copy.save()
    copy.save_revision()
    return copy


def ensure_sector(home: Page, sector: Sector, order: int, english: Locale) -> SectorPage:
    """A sector's page in both languages, published."""

    def body(language: str) -> str:
        return json.dumps([{"type": "text", "value": sector.body[language], "id": block_id(sector.key, "body")}])

    page, made = ensure_child(
        home,
        SectorPage(
            title=sector.title.nl,
            slug=sector.key,
            summary=sector.summary.nl,
            colour=sector.colour,
            icon=sector.icon,
            order=order,
            body=body("nl"),
        ),
    )
    if made:
        page.get_latest_revision().publish()
    ensure_translation(home, english, {"title": programme.HOME_TITLE.en, "summary": programme.HOME_SUMMARY.en})
    copy = ensure_translation(page, english, {"title": sector.title.en, "summary": sector.summary.en, "body": body("en")})
    for one in (copy.get_parent().specific, copy):
        if not one.live:
            one.save_revision().publish()
    return page


def ensure_partner(partner: Partner) -> Organisation:
    """An organisation with its logo."""
    found = Organisation.objects.filter(name=partner.name).first()
    if found is not None:
        return found
    logo = None
    if partner.logo:
        with (MEDIA / partner.logo).open("rb") as file:
            logo = get_image_model().objects.create(title=partner.name, file=ImageFile(file, name=partner.logo))
    return Organisation.objects.create(
        name=partner.name, kind=partner.kind, place=partner.place, region=programme.REGION, logo=logo
    )


def ensure_offer(
    offer: Offer, sectors: dict[str, SectorPage], partners: dict[str, Organisation], locales: dict[str, Locale]
) -> Activity:
    """An activity in both languages."""
    key = uuid.UUID(block_id("activity", offer.key))
    first: Activity | None = None
    for language, locale in locales.items():
        activity = Activity.objects.filter(translation_key=key, locale=locale).first()
        if activity is None:
            activity = Activity(
                translation_key=key,
                locale=locale,
                kind=offer.kind,
                title=offer.title[language],
                summary=offer.summary[language],
                organisation=partners[offer.partner],
                occupations=list(offer.occupations),
                levels=list(offer.levels),
                audience_for=list(offer.audience_for),
                group_size=offer.group_size,
                place=offer.place,
                region=programme.REGION,
                how_to_book=offer.how_to_book[language],
            )
            activity.sectors = [sectors[name] for name in offer.sectors]
            activity.save()
            activity.save_revision().publish()
        first = first or activity
    if first is None:
        raise RuntimeError("no language is set")
    return first


@dataclass(frozen=True)
class Library:
    """What hotspots lead to: assets by file name, activities and rooms by key, rooms as page ids."""

    assets: dict[str, MediaAsset]
    activities: dict[str, Activity]
    rooms: dict[str, int]


def scenes_of(room: Room, place: dict[str, Any], library: Library, language: str) -> list[dict[str, Any]]:
    """The StreamField value of a room in one language: points of interest from places.json, then the room's own hotspots."""
    return [
        {
            "type": "scene",
            "id": block_id(room.key, scene["key"]),
            "value": {
                "title": scene["title"][language],
                "alt": scene["alt"][language],
                "asset": library.assets[scene["file"]].pk,
                "yaw": float(scene.get("initial_view", {}).get("yaw", 0.0)),
                "pitch": float(scene.get("initial_view", {}).get("pitch", 0.0)),
                "fov": 90.0,
                "north": None,
                "hotspots": [
                    *[_point(room.key, scene["key"], name, point, language) for name, point in scene["points"].items()],
                    *[
                        spot
                        for number, one in enumerate(room.spots.get(scene["key"], ()))
                        if (spot := _spot(room.key, scene["key"], number, one, library, language))
                    ],
                ],
            },
        }
        for scene in place["scenes"]
    ]


def _point(room: str, scene: str, name: str, point: dict[str, Any], language: str) -> dict[str, Any]:
    value = {"label": point["label"][language], "yaw": point["yaw"], "pitch": point["pitch"]}
    if "scene" in point:
        more: dict[str, Any] = {"scene": block_id(room, point["scene"]), "arrive": "default"}
        return {"type": "scene", "id": block_id(room, scene, name), "value": value | more}
    more = {"body": f"<p>{point['about'][language]}</p>", "image": None, "image_alt": ""}
    return {"type": "info", "id": block_id(room, scene, name), "value": value | more}


def _spot(room: str, scene: str, number: int, spot: Spot, library: Library, language: str) -> dict[str, Any] | None:
    value: dict[str, Any] = {"label": spot.label[language], "yaw": spot.at[0], "pitch": spot.at[1]}
    if spot.kind == "room":
        if spot.to not in library.rooms:
            return None
        value |= {"room": library.rooms[spot.to], "arrive": "default"}
    elif spot.kind == "activity":
        value |= {"activity": library.activities[spot.to].pk, "occupation": "", "region": "", "levels": []}
    elif spot.kind == "link":
        value |= {"url": spot.to}
    else:
        value |= {"asset": library.assets[spot.to].pk}
        if spot.kind == "image":
            value |= {"alt": spot.text[language] if spot.text else spot.label[language]}
        if spot.kind == "mesh":
            value |= {"scale": 1.0, "spin": True}
    return {"type": spot.kind, "id": block_id(room, scene, f"spot-{number}"), "value": value}


def ensure_room(sector: Page, room: Room, place: dict[str, Any], library: Library) -> RoomPage:
    """A room's Dutch page, as a draft. Links to rooms that are not there yet are added by :func:`finish_room`."""
    page, _ = ensure_child(
        sector,
        RoomPage(
            title=room.title.nl,
            slug=room.key,
            scenes=json.dumps(scenes_of(room, place, library, "nl")),
            licence=programme.LICENCE,
            credits=programme.CREDITS.nl,
            levels=list(room.levels),
            min_age=room.min_age,
            minutes=room.minutes,
            **_strings(room, "nl"),
        ),
    )
    return page


def finish_room(page: RoomPage, room: Room, place: dict[str, Any], library: Library, english: Locale) -> None:
    """All links, the English texts, and publish."""
    if page.live and page.get_translation_or_none(english) is not None:
        return
    page.scenes = json.dumps(scenes_of(room, place, library, "nl"))
    page.save()
    page.save_revision().publish()
    words = _strings(room, "en") | {
        "title": room.title.en,
        "credits": programme.CREDITS.en,
        "scenes": json.dumps(scenes_of(room, place, library, "en")),
    }
    copy = ensure_translation(page, english, words)
    copy.save_revision().publish()


def _strings(room: Room, language: str) -> dict[str, str]:
    texts: dict[str, Words] = {
        "summary": room.summary,
        "lesson_goals": room.goals,
        "lesson_before": room.before,
        "lesson_after": room.after,
    }
    return {name: words[language] for name, words in texts.items()}


def ensure_promo(sector: Page, promo: Promo, asset: MediaAsset, english: Locale) -> None:
    """The promo video's page in both languages, published."""
    (film,) = [film for film in _described()["films"] if film["key"] == promo.key]
    transcript = film["transcript"]
    page, _ = ensure_child(
        sector,
        PromoVideoPage(
            title=promo.title.nl,
            slug=f"film-{promo.key}",
            asset=asset,
            summary=promo.summary.nl,
            transcript=transcript["nl"],
            speech_covers_picture=True,
            picture_reviewer="Demo",
        ),
    )
    if not page.live:
        page.save_revision().publish()
    copy = ensure_translation(
        page, english, {"title": promo.title.en, "summary": promo.summary.en, "transcript": transcript["en"]}
    )
    if not copy.live:
        copy.save_revision().publish()
