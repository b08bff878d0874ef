"""Adds a folder of real media to the demo: 360° photos become rooms of linked scenes, with meshes and silent videos as
hotspots; videos with sound become drafts, since they have no captions yet."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.text import slugify
from wagtail.models import Locale, Page

from cms.demo.load import Upload, block_id, ensure_child, ensure_translation
from cms.demo.programme import Words
from cms.models import PromoVideoPage, SectorPage
from vr_rooms.models import MediaAsset, RoomPage

EXTENSIONS = {".jpg", ".jpeg", ".png", ".mp4", ".mov", ".webm", ".mkv", ".glb"}
SCENES_A_ROOM = 3
SECTOR = Words("Echte opnamen", "Real recordings")
SUMMARY = Words(
    "Foto's, films en 3D-modellen uit een map op deze computer.", "Photos, films and 3D models from a folder on this computer."
)


def uploads(folder: Path) -> list[Upload]:
    """The photos, videos and GLBs of the folder itself, by name; what can't be packaged is refused later, by name."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in EXTENSIONS and path.is_file())
    # Whoever names a folder of published media here answers for it, as an editor does with the question in the library.
    return [Upload(path, _title(path.stem), SECTOR.nl, people="consented") for path in files]


def credits_of(folder: Path) -> dict[str, tuple[str, str]]:
    """(licence, origin) by file name, from a MANIFEST.csv beside the files; empty without one."""
    manifest = folder / "MANIFEST.csv"
    if not manifest.is_file():
        return {}
    with manifest.open(newline="") as file:
        return {row["name"]: (row.get("licence", "")[:120], row.get("note", "")) for row in csv.DictReader(file)}


def add(home: Page, folder: Path, assets: Sequence[MediaAsset], english: Locale) -> list[Page]:
    """The pages for what is ready: rooms (published) and promo videos (drafts). Gives the rooms."""
    ready = [asset for asset in assets if asset.state == "ready"]
    panoramas = [asset for asset in ready if asset.kind == "panorama"]
    if not panoramas:
        return []
    credits = credits_of(folder)
    sector, made = ensure_child(
        home, SectorPage(title=SECTOR.nl, slug="echte-opnamen", summary=SUMMARY.nl, colour="#2f6b3a", icon="wrench", order=90)
    )
    if made:
        sector.get_latest_revision().publish()
    ensure_translation(sector, english, {"title": SECTOR.en, "summary": SUMMARY.en}).save_revision().publish()
    silent = [asset for asset in ready if asset.kind == "video" and not asset.packaged["has_audio"]]
    things = [asset for asset in ready if asset.kind == "mesh"] + silent
    groups = [panoramas[at : at + SCENES_A_ROOM] for at in range(0, len(panoramas), SCENES_A_ROOM)]
    rooms = []
    for number, group in enumerate(groups):
        room = _room(sector, number, group, things[number :: len(groups)], credits)
        if not room.live:
            room.save_revision().publish()
        rooms.append(room)
    for asset in ready:
        if asset.kind == "video" and asset.packaged["has_audio"]:
            ensure_child(
                sector, PromoVideoPage(title=asset.title, slug=f"film-{slugify(asset.title)}", asset=asset, summary=asset.title)
            )
    return rooms


def _room(
    sector: Page, number: int, group: list[MediaAsset], things: list[MediaAsset], credits: dict[str, tuple[str, str]]
) -> Page:
    key = f"echte-opnamen-{number + 1}"
    known = [credits.get(asset.original_name, ("", "")) for asset in group]
    scenes = [_scene(key, place, group, things[place :: len(group)], known[place][1]) for place in range(len(group))]
    page, _ = ensure_child(
        sector,
        RoomPage(
            title=f"{SECTOR.nl} {number + 1}",
            slug=key,
            summary=", ".join(asset.title for asset in group),
            scenes=json.dumps(scenes),
            levels=["vmbo", "havo", "vwo", "mbo"],
            licence="; ".join(dict.fromkeys(licence for licence, _ in known if licence))[:120],
            credits="; ".join(dict.fromkeys(note for _, note in known if note))[:500],
        ),
    )
    return page


def _scene(key: str, place: int, group: list[MediaAsset], things: list[MediaAsset], note: str) -> dict[str, Any]:
    asset = group[place]
    following = (place + 1) % len(group)
    hotspots: list[dict[str, Any]] = []
    if following != place:
        value: dict[str, Any] = {"label": f"Naar: {group[following].title}", "yaw": 0.0, "pitch": -12.0}
        value |= {"scene": block_id(key, str(following)), "arrive": "default"}
        hotspots.append({"type": "scene", "id": block_id(key, str(place), "next"), "value": value})
    for number, thing in enumerate(things):
        value = {"label": thing.title, "yaw": float((45 + 50 * number + 180) % 360 - 180), "pitch": 0.0, "asset": thing.pk}
        if thing.kind == "mesh":
            value |= {"scale": 1.0, "spin": True}
        hotspots.append({"type": thing.kind, "id": block_id(key, str(place), f"thing-{number}"), "value": value})
    return {
        "type": "scene",
        "id": block_id(key, str(place)),
        "value": {
            "title": asset.title,
            "alt": f"360°-foto: {note or asset.title}",
            "asset": asset.pk,
            "yaw": 0.0,
            "pitch": 0.0,
            "fov": 90.0,
            "north": None,
            "hotspots": hotspots,
        },
    }


def _title(stem: str) -> str:
    words = stem.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
