"""What packaging gives back: the assets of docs/formats.md, word for word, and what probing found out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator

from media_pipeline.canonical import Degrees, Document, Number
from media_pipeline.digests import BLOB_PATH
from media_pipeline.remarks import Remark

Face = Literal["f", "r", "b", "l", "u", "d"]
Projection = Literal["equirectangular", "cubemap"]
Stereo = Literal["mono", "top-bottom", "left-right"]
Kind = Literal["panorama", "video", "mesh", "audio", "image", "document"]
FACES: tuple[Face, ...] = ("f", "r", "b", "l", "u", "d")


class Reference(Document):
    """A blob by its digest. ``size`` in bytes, ``path`` below the content root."""

    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    size: int = Field(ge=0)
    media_type: str
    path: str

    @field_validator("path")
    @classmethod
    def _a_blob(cls, path: str) -> str:
        if not BLOB_PATH.fullmatch(path):
            raise ValueError(f"{path} is not blobs/<xx>/<sha256>.<ext>")
        return path


class Text(Document):
    """A text for people; Dutch is always there."""

    model_config = ConfigDict(extra="allow")  # other languages: fy, de, …
    nl: str
    en: str | None = None


class Coverage(Document):
    """Which part of the sphere a picture covers, in degrees."""

    yaw: tuple[Degrees, Degrees] = (-180.0, 180.0)
    pitch: tuple[Degrees, Degrees] = (-90.0, 90.0)


class Tier(Document):
    """One whole-image size."""

    image: Reference
    alternatives: tuple[Reference, ...] = ()
    width: int
    height: int


class Tiles(Document):
    """A cube tile pyramid; its digests stand in the index blob."""

    tile_size: int = 512
    face_size: int
    levels: int
    media_type: str = "image/jpeg"
    ext: str = "jpg"
    index: Reference


class Panorama(Document):
    """A 360° photo. ``width`` and ``height`` are one eye's covered part in pixels; ``preview`` is a data URL of at most 1 kB."""

    kind: Literal["panorama"] = "panorama"
    projection: Projection = "equirectangular"
    stereo: Stereo = "mono"
    coverage: Coverage = Coverage()
    width: int
    height: int
    tiers: tuple[Tier, ...]
    tiles: Tiles | None = None
    poster: Reference
    preview: str


class Image(Document):
    """A flat picture. ``alt`` is added by the manifest."""

    kind: Literal["image"] = "image"
    tiers: tuple[Tier, ...]
    alt: Text | None = None


class Variant(Document):
    """One size of a video. ``bandwidth`` in bit/s (peak), ``codecs`` after RFC 6381."""

    width: int
    height: int
    bandwidth: int
    codecs: str
    playlist: Reference
    index: Reference


class Hls(Document):
    """One sound version of a video with all its sizes."""

    language: str
    role: Literal["main", "described"] = "main"
    master: Reference
    variants: tuple[Variant, ...]


class Captions(Document):
    """One captions or subtitles file; ``reviewed`` says that a person has checked it."""

    language: str
    role: Literal["captions", "subtitles"] = "captions"
    reviewed: bool = False
    vtt: Reference


class Storyboard(Document):
    """Small frames of a video in one picture, and the times they stand for."""

    image: Reference
    vtt: Reference


class Video(Document):
    """A video. ``width`` and ``height`` of the largest variant in pixels, ``frame_rate`` in frames per second."""

    kind: Literal["video"] = "video"
    projection: Literal["flat", "equirectangular"] = "flat"
    stereo: Stereo = "mono"
    coverage: Coverage | None = None
    duration_ms: int
    width: int
    height: int
    frame_rate: Number
    has_audio: bool
    hls: tuple[Hls, ...]
    captions: tuple[Captions, ...] = ()
    chapters: Reference | None = None
    poster: Reference
    storyboard: Storyboard | None = None


class Lod(Document):
    """One detail level of a mesh; 0 is the finest."""

    glb: Reference
    triangles: int


class Bounds(Document):
    """The box around a mesh, in metres."""

    min: tuple[Number, Number, Number]
    max: tuple[Number, Number, Number]


class Mesh(Document):
    """A 3D object; ``poster`` is absent where no renderer was there."""

    kind: Literal["mesh"] = "mesh"
    lods: tuple[Lod, ...]
    bounds: Bounds
    poster: Reference | None = None


class Audio(Document):
    """A sound."""

    kind: Literal["audio"] = "audio"
    audio: Reference
    duration_ms: int
    transcript: Text | None = None
    captions: tuple[Captions, ...] = ()


class PdfDocument(Document):
    """A lesson sheet."""

    kind: Literal["document"] = "document"
    file: Reference


Asset = Annotated[Panorama | Image | Video | Mesh | Audio | PdfDocument, Field(discriminator="kind")]


# --- index blobs: long lists of digests, kept out of documents that are read often ---

TileEntry = tuple[str, int]
"""(sha256, size in bytes)"""


class TileLevel(Document):
    """One level: per face the tiles row by row."""

    face_size: int
    columns: int
    faces: dict[Face, tuple[TileEntry, ...]]


class TileEye(Document):
    """One eye's levels, coarsest first."""

    levels: tuple[TileLevel, ...]


class TileIndex(Document):
    """Index blob of a tile pyramid: one eye for mono, left then right for stereo."""

    eyes: tuple[TileEye, ...]


class VideoIndex(Document):
    """Index blob of a video variant; a segment is (sha256, size in bytes, duration in ms)."""

    init: Reference
    sidx: Reference
    segments: tuple[tuple[str, int, int], ...]


# --- what probing finds out ---


class FaceFound(Document):
    """A face that was found in a 360° photo: its middle, the diameter of the disc around it (crown to chin), 0-1 how sure."""

    yaw: Degrees
    pitch: Degrees
    size: Degrees
    confidence: Number


class MediaInfo(Document):
    """What a file is, before anything is decoded whole.

    ``confidence`` (0-1) is that of kind, projection and stereo layout together; ``warnings`` are sentences.
    Sizes in pixels as shown (orientation applied), duration in ms.
    """

    name: str
    kind: Kind
    format: str
    size: int
    width: int | None = None
    height: int | None = None
    projection: Literal["flat", "equirectangular", "cubemap"] | None = None
    stereo: Stereo | None = None
    coverage: Coverage | None = None
    heading: Degrees | None = None  # compass direction of a panorama's centre column, where its metadata tells it
    confidence: Number = 1.0
    duration_ms: int | None = None
    frame_rate: Number | None = None
    video_codec: str | None = None
    has_audio: bool | None = None
    triangles: int | None = None
    faces: tuple[FaceFound, ...] | None = None  # absent where nobody asked for them
    warnings: tuple[Remark, ...] = ()
