"""Making and rolling back releases: what is live, built, catalogued, signed and written down, under one lock."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from media_pipeline import canonical
from media_pipeline.digests import sha256
from media_pipeline.errors import Damaged, MissingBlob, PipelineError
from media_pipeline.release import repository, rotation
from media_pipeline.store import Store, read
from vr_rooms import checks
from vr_rooms.checks import Problem
from vr_rooms.errors import NotReleasable, VrRoomsError
from vr_rooms.format.catalog import Catalog, SectorDocument, SectorRoom, read_sector
from vr_rooms.models import Release, ReleaseTrouble, RoomRecord
from vr_rooms.services import live, locks, manifests, schemas
from vr_rooms.services.overlay import Overlay
from vr_rooms.services.released import last_release, released_manifest, released_rooms
from vr_rooms.services.stores import content_store
from vr_rooms.signals import release_published

__all__ = ["BuildCatalog", "Outcome", "held", "make", "released_manifest", "released_rooms", "rollback"]

logger = logging.getLogger(__name__)

LOCK = "release"

BuildCatalog = Callable[[Mapping[str, SectorRoom], Store], Catalog]
"""Handed down by the floor that knows sectors: gets room id -> the room's entry, puts sector documents (and their pictures) into
the store, and gives the catalog. ``release`` and ``released_at`` of it are filled in here."""


@dataclass(frozen=True)
class Outcome:
    """What came of a release. ``number`` is that of the newest release, None when there is none (a dry run may be the first).

    ``made``: a new one was signed (in a dry run: would be). ``held``: an automatic release waits after a rollback.
    ``problems``: room id -> what is wrong with it; a room with an error stands in the release as it last was without one.
    """

    number: int | None
    made: bool
    rooms: int = 0
    held: bool = False
    problems: Mapping[str, list[Problem]] = dataclasses.field(default_factory=dict)
    titles: Mapping[str, str] = dataclasses.field(default_factory=dict)


def make(
    build_catalog: BuildCatalog, *, above: int | None = None, dry_run: bool = False, automatic: bool = False, user: Any = None
) -> Outcome:
    """Make a release of all that is live, unless nothing has changed.

    ``above``: the number must be higher than this. ``automatic``: nobody asked, so a rollback holds it. Must not run inside a
    transaction. Raises MissingBlob, Damaged, KeyProblem (each with a sentence); the release before stays what it was.
    """
    with locks.held(LOCK, wait=True), _told(dry_run=dry_run):
        if automatic and held():
            return Outcome(_number(), made=False, held=True)
        store = Overlay(content_store()) if dry_run else content_store()
        entries, problems, titles = _rooms(store, remember=not dry_run)
        catalog = canonical.to_json(build_catalog(entries, store))
        if dry_run:
            return Outcome(_number(), repository.changed(store, catalog), len(entries), problems=problems, titles=titles)
        schemas.put(store)
        outcome = _publish(store, catalog, above=above, user=user, problems=problems, titles=titles)
        if not automatic:
            Release.objects.filter(holds=True).update(holds=False)
        return outcome


def rollback(number: int, *, user: Any = None) -> Outcome:
    """Release the content of an earlier release again, under a new number. Automatic releases wait until an editor makes one.

    Raises NotReleasable where there is no such release, MissingBlob where its content is no longer whole.
    """
    with locks.held(LOCK, wait=True), _told():
        earlier = Release.objects.filter(number=number).first()
        if earlier is None:
            known = ", ".join(str(one) for one in Release.objects.values_list("number", flat=True)[:10]) or "none"
            raise NotReleasable(f"There is no release {number}; there are: {known}.")
        outcome = _publish(content_store(), earlier.catalog, above=None, user=user, problems={}, titles={}, rollback_of=number)
        Release.objects.filter(number=outcome.number).update(holds=True)
        return outcome


def held() -> bool:
    """Whether automatic releases wait, because somebody has rolled back."""
    return Release.objects.filter(holds=True).exists()


@contextlib.contextmanager
def _told(*, dry_run: bool = False) -> Iterator[None]:
    """Leave the sentence of a failure where editors see it: releases are made by workers, whose errors nobody reads."""
    try:
        yield
    except Exception as error:
        known = isinstance(error, PipelineError | VrRoomsError)
        if not dry_run:
            sentence = str(error) if known else f"{type(error).__name__}: {error}"
            ReleaseTrouble.objects.update_or_create(pk=1, defaults={"sentence": sentence})
        raise
    if not dry_run:
        ReleaseTrouble.objects.all().delete()


def _number() -> int | None:
    last = last_release()
    return last.number if last else None


def _rooms(store: Store, *, remember: bool) -> tuple[dict[str, SectorRoom], dict[str, list[Problem]], dict[str, str]]:
    """Room id -> entry of every live room that could be built, now or before; what is wrong; and the rooms' titles."""
    rooms = live.rooms()
    entries: dict[str, SectorRoom] = {}
    problems: dict[str, list[Problem]] = {}
    records = {str(record.room_id): record for record in RoomRecord.objects.filter(room_id__in=list(rooms))}
    for room_id, room in rooms.items():
        record = records.get(room_id) or RoomRecord(room_id=room_id)
        try:
            built = manifests.build(room.page, room.translations, sectors=room.sectors, rooms=rooms.keys(), store=store)
        except manifests.RoomProblems as error:
            problems[room_id] = error.problems
            logger.warning("room %s is released as it was before: %s", room.page.title, error)
            if record.built is not None:
                entries[room_id] = SectorRoom.read(record.built)
        except (MissingBlob, Damaged):
            raise  # a release must not name what is not there
        except Exception as error:  # one room that we can't build must not hold up all others
            logger.exception("room %s is released as it was before", room.page.title)
            problems[room_id] = [checks.broken(type(error).__name__)]
            if record.built is not None:
                entries[room_id] = SectorRoom.read(record.built)
        else:
            problems[room_id] = built.problems
            entries[room_id] = built.entry
        if remember:
            _remember(record, entries.get(room_id), problems[room_id])
    return entries, {key: value for key, value in problems.items() if value}, {key: one.page.title for key, one in rooms.items()}


def _remember(record: RoomRecord, entry: SectorRoom | None, problems: list[Problem]) -> None:
    built = canonical.to_json(entry) if entry else None
    found = [dataclasses.asdict(problem) | {"values": dict(problem.values)} for problem in problems]
    if record.pk is None or (record.built, record.problems) != (built, found):
        record.built, record.problems = built, found
        record.save()


def _publish(
    store: Store,
    catalog: dict[str, Any],
    *,
    above: int | None,
    user: Any,
    problems: Mapping[str, list[Problem]],
    titles: Mapping[str, str],
    rollback_of: int | None = None,
) -> Outcome:
    # The database may be ahead of the store (a store from a backup) or behind it: numbers rise from the higher of both.
    floor = max(_number() or 0, above or 0)
    keys = rotation.open_keys(store, settings.TUF_KEYS)
    released = repository.publish(store, catalog, keys, now=timezone.now(), above=floor)
    catalog = {**catalog, "release": released.version, "released_at": released.released_at}
    outcome = Outcome(released.version, released.made, problems=problems, titles=titles)
    if Release.objects.filter(number=released.version).exists():
        return dataclasses.replace(outcome, rooms=RoomRecord.objects.filter(released__isnull=False).count())
    # Also when nothing was signed: a process that was killed after signing has left no row.
    rooms = _write_down(store, catalog, outcome, user, rollback_of)
    release_published.send(sender=Release, number=released.version)
    return dataclasses.replace(outcome, rooms=rooms)


def _write_down(store: Store, catalog: dict[str, Any], outcome: Outcome, user: Any, rollback_of: int | None) -> int:
    """The release's row, and on each room's record how it stands in the release; gives the number of rooms."""
    entries: dict[str, SectorRoom] = {}
    sectors: dict[str, list[Any]] = {}
    for sector in catalog["sectors"]:
        for room in _sector(store, sector["document"]["path"]).rooms:
            entries[room.id] = room
            sectors.setdefault(room.id, []).append(sector["title"])
    with transaction.atomic(durable=True):
        Release.objects.create(
            number=outcome.number,
            released_at=datetime.datetime.fromisoformat(catalog["released_at"]),
            made_by=user,
            catalog=catalog,
            content_digest=_content_digest(catalog),
            rollback_of=rollback_of,
            rooms=len(entries),
            problems=[
                {"room": outcome.titles.get(room_id, ""), "level": one.level, "code": one.code, "values": dict(one.values)}
                for room_id, found in outcome.problems.items()
                for one in found
            ],
        )
        RoomRecord.objects.exclude(room_id__in=list(entries)).update(released=None, released_sectors=[])
        for room_id, entry in entries.items():
            new = {"released": canonical.to_json(entry), "released_sectors": sectors[room_id]}
            RoomRecord.objects.update_or_create(room_id=room_id, defaults=new)
    return len(entries)


def _sector(store: Store, path: str) -> SectorDocument:
    try:
        return read_sector(read(store, path), path)
    except FileNotFoundError:
        raise MissingBlob(f"The catalog names {path}, which is not in the store.") from None


def _content_digest(catalog: dict[str, Any]) -> str:
    return sha256(canonical.dumps({name: value for name, value in catalog.items() if name not in repository.PER_RELEASE}))
