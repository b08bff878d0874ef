"""From a room page to its manifest: geometry from the Dutch page, words from all languages, assets from the library."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from media_pipeline.errors import MissingBlob
from media_pipeline.records import Reference
from media_pipeline.store import Store, put_document, read
from vr_rooms import checks, facts
from vr_rooms.checks import Problem
from vr_rooms.errors import NotReleasable
from vr_rooms.format.catalog import SectorRoom
from vr_rooms.format.manifest import RoomManifest
from vr_rooms.format.profiles import load_indexes, with_profiles
from vr_rooms.services.room_builder import RoomBuilder
from vr_rooms.services.stores import content_store


class RoomProblems(NotReleasable):
    """A room that can't be built; ``problems`` say why."""

    def __init__(self, title: str, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(f"{title}: " + " ".join(problem.sentence for problem in checks.blocking(problems)))


@dataclass(frozen=True)
class Built:
    """A room as its sector document names it, and what an editor should look at."""

    entry: SectorRoom
    problems: list[Problem]


def build(page: Any, translations: Mapping[str, Any], *, sectors: Collection[str], rooms: Collection[str], store: Store) -> Built:
    """Build a room's manifest and put it into the store.

    ``translations``: language -> the live page in it. ``sectors``: ids of the sectors it stands in. ``rooms``: ids of the rooms
    of the release; hotspots to others are left out. Raises RoomProblems, MissingBlob.
    """
    problems = checks.room(facts.of_room(page))
    if checks.blocking(problems):
        raise RoomProblems(page.title, problems)
    manifest = _weighed(RoomBuilder(page, translations, rooms).manifest(sectors), store)
    problems += checks.weight(manifest.profiles["headset"].bytes)
    if checks.blocking(problems):
        raise RoomProblems(page.title, problems)
    return Built(_entry(manifest, put_document(store, manifest)), problems)


def draft(page: Any) -> Reference | None:
    """Put the manifest of a draft into the store, with what is ready of it; None where there is no scene to show yet.
    Raises NotReleasable where what was typed makes no manifest.

    Nothing names this blob but the preview that asked for it, and its address can't be guessed.
    """
    try:
        builder = RoomBuilder(page, {}, None)
        if not builder.scenes:
            return None
        manifest = builder.manifest(())
    except ValidationError as error:
        raise NotReleasable(f"{page.title}: {error}") from None
    return put_document(content_store(), manifest)


def _weighed(manifest: RoomManifest, store: Store) -> RoomManifest:
    def load(path: str) -> bytes:
        try:
            return read(store, path)
        except FileNotFoundError:
            raise MissingBlob(f"{manifest.title.nl} names {path}, which is not in the store.") from None

    return with_profiles(manifest, load_indexes(load, manifest.assets.values()))


def _entry(manifest: RoomManifest, reference: Reference) -> SectorRoom:
    start = next(scene for scene in manifest.scenes if scene.id == manifest.start_scene)
    return SectorRoom(
        id=manifest.id,
        slug=manifest.slug,
        title=manifest.title,
        summary=manifest.summary,
        audience=manifest.audience,
        poster=manifest.assets[start.asset].poster,
        manifest=reference,
        profiles=manifest.profiles,
    )
