"""What stands in the last release: read from the rows that making a release writes, without opening the store."""

from __future__ import annotations

from uuid import UUID

from media_pipeline.records import Reference, Text
from vr_rooms.format.catalog import SectorRoom
from vr_rooms.models import Release, RoomRecord


def last_release() -> Release | None:
    """The newest release, None before the first."""
    return Release.objects.first()


def released_manifest(room_id: UUID | str) -> Reference | None:
    """The reference of a room's manifest in the last release; None where the room is not in it."""
    room = released_room(room_id)
    return room.manifest if room else None


def released_room(room_id: UUID | str) -> SectorRoom | None:
    """A room's entry in the last release; None where the room is not in it."""
    record = RoomRecord.objects.filter(room_id=room_id, released__isnull=False).first()
    return SectorRoom.read(record.released) if record else None


def released_rooms() -> list[tuple[SectorRoom, tuple[Text, ...]]]:
    """All rooms of the last release by Dutch title, each with the titles of its sectors. One query."""
    records = RoomRecord.objects.filter(released__isnull=False)
    rooms = [(SectorRoom.read(record.released), tuple(map(Text.model_validate, record.released_sectors))) for record in records]
    return sorted(rooms, key=lambda room: (room[0].title.nl.casefold(), room[0].id))


def text(value: Text, locale: str) -> str:
    """A text of a wire document in a language, Dutch where it was not translated."""
    return str(getattr(value, locale.partition("-")[0], None) or value.nl)
