"""The catalog of all sectors and the document of one sector, as docs/formats.md has them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from media_pipeline.records import Reference, Text, Video
from vr_rooms.format.manifest import Audience, Level, Profiles
from vr_rooms.format.wire import SCHEMA_VERSION, Id, Moment, Said, Slug, WireDocument, read_as

ActivityKind = Literal["gastles", "stage", "workshop", "bedrijfsbezoek", "evenement"]
AudienceFor = Literal["leerling", "ouder", "leraar"]
_COLOUR = r"^#[0-9a-f]{6}$"
_ICON = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class Generator(WireDocument):
    """The program that made a release."""

    name: str
    version: str


class CatalogSector(WireDocument):
    """A sector's entry. ``colour`` as #rrggbb, ``icon`` a name of lucide's set."""

    id: Id
    slug: Slug
    title: Said
    summary: Text
    colour: str = Field(pattern=_COLOUR)
    icon: str = Field(pattern=_ICON)
    order: int
    document: Reference


class Catalog(WireDocument):
    """All sectors: the one signed target. ``release`` and ``released_at`` are filled in by who makes the release."""

    schema_version: str = Field(default=SCHEMA_VERSION, pattern=r"^1\.\d+$")
    release: int = Field(ge=0)
    released_at: Moment
    languages: tuple[str, ...]
    generator: Generator
    sectors: tuple[CatalogSector, ...]


class SectorRoom(WireDocument):
    """A room's entry in its sector, enough for a list; ``profiles`` are the manifest's."""

    id: Id
    slug: Slug
    title: Said
    summary: Text
    audience: Audience
    poster: Reference
    manifest: Reference
    profiles: Profiles


class SectorVideo(WireDocument):
    """A promo video. ``speech_covers_picture`` says that the sound tells all that is seen, so that no description is needed."""

    id: Id
    slug: Slug
    title: Said
    summary: Text
    transcript: Text
    speech_covers_picture: bool
    video: Video
    uploaded_at: Moment
    embed_path: str = Field(pattern=r"^/")


class Organisation(WireDocument):
    """Who offers activities; ``kind`` is company, municipality, school, partner or a later word."""

    id: Id
    name: str
    kind: str
    place: str
    url: str
    logo: Reference | None = None


class Activity(WireDocument):
    """Something real to do. ``organisation`` and ``sectors`` are ids, ``group_size`` in people."""

    id: Id
    kind: ActivityKind
    title: Said
    summary: Text
    organisation: Id
    sectors: tuple[Id, ...]
    occupations: tuple[Text, ...] = ()
    levels: tuple[Level, ...]
    audience_for: tuple[AudienceFor, ...]
    group_size: int = Field(ge=0)
    place: str
    region: str
    starts_at: Moment | None = None
    valid_until: Moment | None = None
    how_to_book: Text
    url: str | None = None


class SectorDocument(WireDocument):
    """One sector: rooms, promo videos, activities, organisations. ``body`` stays empty until its blocks have a schema."""

    schema_version: str = Field(default=SCHEMA_VERSION, pattern=r"^1\.\d+$")
    id: Id
    slug: Slug
    title: Said
    summary: Text
    colour: str = Field(pattern=_COLOUR)
    icon: str = Field(pattern=_ICON)
    body: tuple[dict[str, Any], ...] = ()
    rooms: tuple[SectorRoom, ...] = ()
    videos: tuple[SectorVideo, ...] = ()
    activities: tuple[Activity, ...] = ()
    organisations: tuple[Organisation, ...] = ()


def read_catalog(data: bytes, name: str = "catalog.json") -> Catalog:
    """A catalog from its bytes, also one of a later format; Damaged where it is none."""
    return read_as(Catalog, data, name)


def read_sector(data: bytes, name: str = "the sector document") -> SectorDocument:
    """A sector document from its bytes, also one of a later format; Damaged where it is none."""
    return read_as(SectorDocument, data, name)
