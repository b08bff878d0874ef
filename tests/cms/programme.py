"""A small programme in the database, made without files: packaged records are written as packaging would write them."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from wagtail.models import Locale, Page, Site

from cms.models import Activity, HomePage, Organisation, PromoVideoPage, SectorPage
from vr_rooms.models import AssetCaptions, MediaAsset, RoomPage


def reference(what: str, ext: str = "jpg", media_type: str = "image/jpeg") -> dict[str, Any]:
    """A reference to bytes that are the name itself."""
    digest = hashlib.sha256(what.encode()).hexdigest()
    return {"sha256": digest, "size": len(what.encode()), "media_type": media_type, "path": f"blobs/{digest[:2]}/{digest}.{ext}"}


def video_record(name: str = "video", **changes: Any) -> dict[str, Any]:
    """The record of a flat video with sound in one size."""
    playlist = reference(f"{name}.m3u8", "m3u8", "application/vnd.apple.mpegurl")
    variant = {
        "width": 1280,
        "height": 720,
        "bandwidth": 1_000_000,
        "codecs": "avc1.64001f,mp4a.40.2",
        "playlist": playlist,
        "index": reference(f"{name}.json", "json", "application/json"),
    }
    return {
        "kind": "video",
        "projection": "flat",
        "stereo": "mono",
        "duration_ms": 61_500,
        "width": 1280,
        "height": 720,
        "frame_rate": 25.0,
        "has_audio": True,
        "hls": [
            {
                "language": "nl",
                "role": "main",
                "master": reference(f"{name}-master", "m3u8", "application/vnd.apple.mpegurl"),
                "variants": [variant],
            }
        ],
        "captions": [],
        "poster": reference(f"{name}.jpg"),
        **changes,
    }


def panorama_record(name: str = "panorama") -> dict[str, Any]:
    """The record of a small 360° photo."""
    return {
        "kind": "panorama",
        "projection": "equirectangular",
        "stereo": "mono",
        "coverage": {"yaw": [-180.0, 180.0], "pitch": [-90.0, 90.0]},
        "width": 2048,
        "height": 1024,
        "tiers": [{"image": reference(f"{name}-2048"), "alternatives": [], "width": 2048, "height": 1024}],
        "poster": reference(f"{name}-poster"),
        "preview": "data:image/jpeg;base64,AA==",
    }


def asset(title: str, record: dict[str, Any] | None, **fields: Any) -> MediaAsset:
    """A media file that has been packaged (or, with None, has not)."""
    request = f"{hashlib.sha256(title.encode()).hexdigest()}:::"
    made = MediaAsset(
        title=title,
        kind=(record or {}).get("kind", ""),
        packaged=record,
        state="ready" if record else "uploaded",
        original_digest=request.partition(":")[0],
        handled_request=request,
        packaged_request=request if record else "",
        people="none",
        **fields,
    )
    made.save()
    return made


def caption(to: MediaAsset, language: str = "nl", reviewed: bool = True) -> AssetCaptions:
    """Packaged captions of a video."""
    text = AssetCaptions(
        asset=to,
        language=language,
        reviewed=reviewed,
        digest="0" * 64,
        handled_digest="0" * 64,
        packaged=reference(f"{to.title}-{language}", "vtt", "text/vtt"),
    )
    text.save()
    return text


def locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def home(title: str = "Kijk binnen") -> HomePage:
    """The home page as the root of the only site."""
    locale("nl")
    root = Page.get_first_root_node()
    made = root.add_child(instance=HomePage(title=title, slug="kijkkamer", summary="Welkom.", locale=locale("nl")))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", port=80, root_page=made, is_default_site=True)
    return made


def sector(parent: HomePage, slug: str = "techniek", **fields: Any) -> SectorPage:
    values = {"title": slug.capitalize(), "summary": f"Over {slug}.", "colour": "#0b5394", "icon": "cog", "order": 1, **fields}
    return parent.add_child(instance=SectorPage(slug=slug, locale=parent.locale, **values))


def room(parent: SectorPage, slug: str = "lasplaats", photo: MediaAsset | None = None, **fields: Any) -> RoomPage:
    """A room with two scenes that lead to one another."""
    photo = photo or asset(f"foto {slug}", panorama_record(slug))
    one, two = str(uuid.uuid4()), str(uuid.uuid4())
    scenes = [_scene(one, "De werkplaats", two, photo), _scene(two, "De kantine", one, photo)]
    values = {
        "title": slug.capitalize(),
        "summary": f"Kijk rond in {slug}.",
        "levels": ["vmbo", "mbo"],
        "scenes": scenes,
        **fields,
    }
    return parent.add_child(instance=RoomPage(slug=slug, locale=parent.locale, **values))


def _scene(own: str, title: str, other: str, photo: MediaAsset) -> dict[str, Any]:
    spot = {
        "type": "scene",
        "id": str(uuid.uuid4()),
        "value": {"label": "Ga verder", "yaw": 10.0, "pitch": 0.0, "scene": other, "arrive": "default"},
    }
    value = {
        "title": title,
        "alt": f"Je staat in {title}.",
        "asset": photo.pk,
        "yaw": 0.0,
        "pitch": 0.0,
        "fov": 90.0,
        "north": None,
    }
    return {"type": "scene", "id": own, "value": {**value, "hotspots": [spot]}}


def video(
    parent: SectorPage, slug: str = "werken-in-de-techniek", film: MediaAsset | None = None, **fields: Any
) -> PromoVideoPage:
    """A promo video that may be shown."""
    if film is None:
        film = asset(f"film {slug}", video_record(slug))
        caption(film)
    values = {"title": slug.capitalize(), "summary": "Een dag mee.", "transcript": "Hallo.\n\nDag.", **fields}
    return parent.add_child(instance=PromoVideoPage(slug=slug, asset=film, locale=parent.locale, **values))


def organisation(name: str = "Lasbedrijf De Vonk", **fields: Any) -> Organisation:
    values = {"kind": "company", "place": "Oosterdam", "region": "Oost", "url": "https://devonk.example", **fields}
    return Organisation.objects.create(name=name, **values)


def activity(offered_by: Organisation, *sectors: SectorPage, title: str = "Gastles lassen", **fields: Any) -> Activity:
    values = {
        "kind": "gastles",
        "summary": "Een lasser vertelt.",
        "levels": ["vmbo"],
        "audience_for": ["leerling"],
        "occupations": ["lasser"],
        "group_size": 30,
        "place": "Oosterdam",
        "region": "Oost",
        "how_to_book": "Bel of mail.",
        **fields,
    }
    made = Activity(title=title, organisation=offered_by, locale=locale("nl"), **values)
    made.save()
    made.sectors.set(sectors)
    made.save()
    return made


def in_english(page: Any, **texts: Any) -> Any:
    """A live English translation."""
    copy = (
        page.copy_for_translation(locale("en"), copy_parents=True)
        if isinstance(page, Page)
        else page.copy_for_translation(locale("en"))
    )
    for field, text in texts.items():
        setattr(copy, field, text)
    copy.live = True
    copy.save()
    return copy
