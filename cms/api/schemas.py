"""What the typed routes answer. The website renders these objects and nothing else.

Texts are in the language that was asked for, else in Dutch; ``language`` says in which. Addresses are absolute in answers over
HTTP and begin with "/" for the website of the same process.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from vr_rooms.format.catalog import ActivityKind, AudienceFor
from vr_rooms.format.manifest import Comfort, Level


class Picture(Schema):
    """A picture that is ready to show. Sizes in pixels, where they are known."""

    url: str
    alt: str = Field("", description="Empty for a picture that adds nothing to the text beside it.")
    width: int | None = None
    height: int | None = None


class SectorRef(Schema):
    """A sector that something stands in."""

    id: UUID
    slug: str
    title: str
    colour: str = Field(description="#rrggbb, readable on white and on paper")
    icon: str = Field(description="A name of lucide's icons")
    url: str = Field(description="Its page on the website")


class Counts(Schema):
    """How much a sector holds."""

    rooms: int
    videos: int
    activities: int


class SectorItem(SectorRef):
    """A sector in a list. ``slug`` is the same in every language."""

    language: str
    summary: str
    order: int
    counts: Counts


class Audience(Schema):
    """For whom a room is; a visit takes ``minutes``."""

    levels: list[Level]
    min_age: int
    minutes: int
    comfort: Comfort
    flashing: bool


class RoomItem(Schema):
    """A 360° room in a list."""

    id: UUID
    slug: str
    title: str
    summary: str
    language: str
    sectors: list[SectorRef]
    audience: Audience
    poster: Picture | None = None
    scenes: int = Field(description="Number of viewpoints")
    released: bool = Field(description="Whether the last release holds it, so that the player can show it")
    url: str = Field(description="Its page on the website")
    play_url: str


class SceneItem(Schema):
    """A viewpoint of a room."""

    id: str
    title: str
    alt: str = Field(description="What can be seen, for who can't see it")
    poster: Picture | None = None


class Lesson(Schema):
    """The lesson around a room, as HTML."""

    goals: str
    before: str
    after: str
    sheet: str | None = Field(None, description="Address of a PDF")


class RoomDetail(RoomItem):
    """A 360° room."""

    viewpoints: list[SceneItem]
    lesson: Lesson | None = None
    licence: str
    credits: str
    manifest: str | None = Field(None, description="Address of the room manifest of the last release")


class VideoItem(Schema):
    """A promo video in a list. ``duration_ms`` in milliseconds."""

    id: UUID
    slug: str
    title: str
    summary: str
    language: str
    sectors: list[SectorRef]
    poster: Picture
    duration_ms: int
    width: int
    height: int
    has_audio: bool
    caption_languages: list[str]
    uploaded_at: datetime.datetime
    url: str = Field(description="Its page on the website")
    embed_url: str


class VideoSource(Schema):
    """One sound version of a video, as HLS."""

    language: str
    role: Literal["main", "described"]
    url: str
    media_type: str = "application/vnd.apple.mpegurl"


class CaptionTrack(Schema):
    """A WebVTT file."""

    language: str
    role: Literal["captions", "subtitles"]
    label: str = Field(description="The language's own name")
    url: str


class VideoDetail(VideoItem):
    """A promo video with all that playing it needs."""

    transcript: str = Field(description="Plain text; a blank line begins a paragraph")
    speech_covers_picture: bool
    sources: list[VideoSource]
    captions: list[CaptionTrack]


class Organisation(Schema):
    """Who offers an activity."""

    id: UUID
    name: str
    kind: Literal["company", "municipality", "school", "partner"]
    place: str
    region: str
    link: str | None = Field(None, description="Its own website")
    logo: Picture | None = None


class ActivityItem(Schema):
    """A guest lesson, internship, workshop, company visit or event."""

    id: UUID
    kind: ActivityKind
    title: str
    summary: str
    language: str
    organisation: Organisation
    sectors: list[SectorRef]
    occupations: list[str]
    levels: list[Level]
    audience_for: list[AudienceFor]
    group_size: int
    place: str
    region: str
    starts_at: datetime.datetime | None = None
    valid_until: datetime.datetime | None = None
    how_to_book: str
    link: str | None = Field(None, description="Where to book or read more")
    url: str = Field(description="Its page on the website")


class TextBlock(Schema):
    """Running text."""

    type: Literal["text"] = "text"
    id: str
    html: str


class SectorDetail(SectorItem):
    """A sector with all that stands in it."""

    body: list[TextBlock]
    rooms: list[RoomItem]
    videos: list[VideoItem]
    activities: list[ActivityItem]


class Home(Schema):
    """The website's home page."""

    title: str
    summary: str
    language: str
    sectors: list[SectorItem]


class SectorList(Schema):
    """One page of sectors; ``count`` counts all of them."""

    items: list[SectorItem]
    count: int


class RoomList(Schema):
    """One page of rooms; ``count`` counts all of them."""

    items: list[RoomItem]
    count: int


class VideoList(Schema):
    """One page of promo videos; ``count`` counts all of them."""

    items: list[VideoItem]
    count: int


class ActivityList(Schema):
    """One page of activities; ``count`` counts all of them."""

    items: list[ActivityItem]
    count: int


class HomePreview(Schema):
    """The draft of the home page."""

    type: Literal["home"] = "home"
    home: Home


class SectorPreview(Schema):
    """The draft of a sector."""

    type: Literal["sector"] = "sector"
    sector: SectorDetail


class RoomPreview(Schema):
    """The draft of a room."""

    type: Literal["room"] = "room"
    room: RoomDetail


class VideoPreview(Schema):
    """The draft of a promo video; ``video`` is absent while no packaged video is chosen."""

    type: Literal["video"] = "video"
    title: str
    summary: str
    video: VideoDetail | None = None


Preview = Annotated[HomePreview | SectorPreview | RoomPreview | VideoPreview, Field(discriminator="type")]


class Problem(Schema):
    """What went wrong, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str = ""
