"""A small programme made by hand: assets whose bytes are noise with the right first bytes, rooms, sectors, a catalog.

Nothing in it can be decoded; it is for whatever moves, checks or lists content. The same seed gives the same bytes.
"""

from __future__ import annotations

import hashlib
import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from media_pipeline.records import (
    FACES,
    Audio,
    Bounds,
    Captions,
    Hls,
    Image,
    Lod,
    Mesh,
    Panorama,
    PdfDocument,
    Reference,
    Text,
    Tier,
    TileEye,
    TileIndex,
    TileLevel,
    Tiles,
    Variant,
    Video,
    VideoIndex,
)
from media_pipeline.store import Store, put_blob, put_document, read
from vr_rooms.format.catalog import (
    Activity,
    Catalog,
    CatalogSector,
    Generator,
    Organisation,
    SectorDocument,
    SectorRoom,
    SectorVideo,
)
from vr_rooms.format.manifest import (
    ActivityHotspot,
    At,
    Audience,
    InfoHotspot,
    Lesson,
    Profiles,
    ProfileSize,
    RoomManifest,
    Scene,
    SceneHotspot,
)
from vr_rooms.format.profiles import load_indexes, with_profiles

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AUDIENCE = Audience(levels=("vmbo", "mbo"), min_age=13, minutes=5, comfort="comfortable")
NOTHING = Profiles(
    {
        "web": ProfileSize(bytes=0, blobs=0),
        "headset": ProfileSize(bytes=0, blobs=0),
        "headset-hq": ProfileSize(bytes=0, blobs=0),
    }
)


def name(seed: str) -> str:
    """An id that belongs to a seed."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, seed))


def text(nl: str) -> Text:
    """A text in both languages."""
    return Text(nl=nl, en=f"{nl} (en)")


def noise(seed: str, size: int, start: bytes = b"") -> bytes:
    """``size`` bytes that belong to a seed."""
    return start + hashlib.shake_256(seed.encode()).digest(size - len(start))


def jpeg(store: Store, seed: str, size: int = 600) -> Reference:
    """A JPEG by its first bytes."""
    return put_blob(store, noise(seed, size, b"\xff\xd8\xff\xe0"), "jpg")


def panorama(store: Store, seed: str, *, tiers: Sequence[int] = (2048, 4096), levels: int = 2, size: int = 600) -> Panorama:
    """A mono panorama with tiers and tiles; the 4096 tier is four times ``size`` bytes, and so on."""
    pyramid = []
    for level in range(levels):
        columns = 2**level
        faces = {}
        for face in FACES:
            tiles = [jpeg(store, f"{seed} {level} {face} {n}", size // 2) for n in range(columns**2)]
            faces[face] = tuple((tile.sha256, tile.size) for tile in tiles)
        pyramid.append(TileLevel(face_size=512 * columns, columns=columns, faces=faces))
    index = put_document(store, TileIndex(eyes=(TileEye(levels=tuple(pyramid)),)))
    return Panorama(
        width=max(tiers),
        height=max(tiers) // 2,
        tiers=tuple(Tier(image=jpeg(store, f"{seed} {w}", size * (w // 1024) ** 2 // 4), width=w, height=w // 2) for w in tiers),
        tiles=Tiles(face_size=512 * 2 ** (levels - 1), levels=levels, index=index),
        poster=jpeg(store, f"{seed} poster"),
        preview="data:image/jpeg;base64,/9j/4A==",
    )


def _variant(store: Store, seed: str, width: int, height: int, segments: int, size: int) -> tuple[Variant, str]:
    timescale = 12800
    # As much of ISO BMFF as a reader needs to find the video track's timescale.
    init = struct.pack(">I4s4sI", 16, b"ftyp", b"iso6", 0) + b"mdhd" + struct.pack(">IIII", 0, 0, 0, timescale) + b"hdlrvide"
    made = [put_blob(store, noise(f"{seed} {width} {n}", size), "m4s") for n in range(segments)]
    body = struct.pack(">IIIIIHH", 0, 1, timescale, 0, 0, 0, segments)
    body += b"".join(struct.pack(">III", one.size, 4 * timescale, 0x90000000) for one in made)
    first = put_blob(store, init + f"{seed} {width}".encode(), "mp4")
    sidx = put_blob(store, struct.pack(">I4s", 8 + len(body), b"sidx") + body, "m4s")
    lines = [f'#EXTM3U\n#EXT-X-MAP:URI="../{first.path[6:]}"']
    lines += [f"#EXTINF:4.0,\n../{one.path[6:]}" for one in made]
    playlist = put_blob(store, "\n".join([*lines, "#EXT-X-ENDLIST", ""]).encode(), "m3u8")
    index = put_document(store, VideoIndex(init=first, sidx=sidx, segments=tuple((one.sha256, one.size, 4000) for one in made)))
    codecs = "avc1.64001f,mp4a.40.2"
    bandwidth = size * 2
    line = f'#EXT-X-STREAM-INF:BANDWIDTH={bandwidth},RESOLUTION={width}x{height},CODECS="{codecs}"\n../{playlist.path[6:]}\n'
    return Variant(width=width, height=height, bandwidth=bandwidth, codecs=codecs, playlist=playlist, index=index), line


def video(
    store: Store, seed: str, *, sizes: Sequence[tuple[int, int]] = ((1920, 1080), (1280, 720)), segments: int = 3, size: int = 700
) -> Video:
    """A flat video with captions; each segment has ``size`` bytes and lasts 4 s."""
    made = [_variant(store, seed, width, height, segments, size) for width, height in sizes]
    master = put_blob(store, ("#EXTM3U\n" + "".join(line for _, line in made)).encode(), "m3u8")
    vtt = put_blob(store, f"WEBVTT\n\n00:00.500 --> 00:03.500\n{seed}\n".encode(), "vtt")
    return Video(
        duration_ms=4000 * segments,
        width=sizes[0][0],
        height=sizes[0][1],
        frame_rate=25.0,
        has_audio=True,
        hls=(Hls(language="nl", master=master, variants=tuple(variant for variant, _ in made)),),
        captions=(Captions(language="nl", reviewed=True, vtt=vtt),),
        poster=jpeg(store, f"{seed} poster"),
    )


def image(store: Store, seed: str) -> Image:
    """A picture of two tiers."""
    tiers = tuple(Tier(image=jpeg(store, f"{seed} {w}"), width=w, height=w // 2) for w in (640, 1280))
    return Image(tiers=tiers, alt=text("Een plaatje"))


def mesh(store: Store, seed: str, triangles: Sequence[int] = (50_000, 15_000)) -> Mesh:
    """A mesh with a lod for each number of triangles."""
    lods = tuple(Lod(glb=put_blob(store, noise(f"{seed} {n}", n // 50, b"glTF"), "glb"), triangles=n) for n in triangles)
    return Mesh(lods=lods, bounds=Bounds(min=(-1.0, 0.0, -1.0), max=(1.0, 2.0, 1.0)), poster=jpeg(store, f"{seed} poster"))


def audio(store: Store, seed: str) -> Audio:
    """A sound."""
    return Audio(audio=put_blob(store, noise(seed, 400), "m4a"), duration_ms=1000, transcript=text("Een geluid"))


def document(store: Store, seed: str) -> PdfDocument:
    """A lesson sheet."""
    return PdfDocument(file=put_blob(store, noise(seed, 500, b"%PDF"), "pdf"))


def manifest(
    store: Store, slug: str, *, words: str = "Kijk rond.", size: int = 600, seed: str = "", tiers: Sequence[int] = (2048, 4096)
) -> RoomManifest:
    """A room of two linked scenes with an info and an activity hotspot; its profile sizes are counted."""
    seed = seed or slug
    scenes = (name(f"{slug} hal"), name(f"{slug} werkbank"))
    assets = {name(f"{slug} photo {n}"): panorama(store, f"{seed} photo {n}", size=size, tiers=tiers, levels=1) for n in (0, 1)}
    ids = list(assets)

    def scene(here: int) -> Scene:
        there = SceneHotspot(
            id=name(f"{slug} way {here}"), at=At(yaw=60.0, pitch=0.0), label=text("Verder"), order=1, scene=scenes[1 - here]
        )
        more = (
            InfoHotspot(id=name(f"{slug} info"), at=At(yaw=-30.0, pitch=5.0), label=text("Lasmasker"), order=2, body=text(words))
            if here == 0
            else ActivityHotspot(
                id=name(f"{slug} do"), at=At(yaw=20.0, pitch=-10.0), label=text("Kom langs"), order=2, activity=name("visit")
            )
        )
        return Scene(
            id=scenes[here], title=text(f"Plek {here}"), alt=text("Een werkplaats."), asset=ids[here], hotspots=(there, more)
        )

    bare = RoomManifest(
        id=name(slug),
        slug=slug,
        title=text(slug.title()),
        summary=text(words),
        sectors=(name("sector"),),
        languages=("nl", "en"),
        audience=AUDIENCE,
        lesson=Lesson(goals=text("Doelen"), before=text("Voor"), after=text("Na"), sheet=document(store, f"{seed} sheet").file),
        start_scene=scenes[0],
        scenes=(scene(0), scene(1)),
        assets=assets,
        profiles=NOTHING,
        licence="CC0-1.0",
    )
    return with_profiles(bare, load_indexes(lambda path: _now(store, path), assets.values()))


def _now(store: Store, path: str) -> bytes:
    store.barrier()
    return read(store, path)


@dataclass
class Programme:
    """What a catalog is made of; change a field and call ``catalog`` again."""

    store: Store
    sectors: dict[str, list[str]] = field(default_factory=lambda: {"techniek": ["lasserij", "garage"], "zorg": ["praktijk"]})
    """sector slug -> room slugs"""
    words: dict[str, str] = field(default_factory=dict)
    """room slug -> its text"""
    videos: bool = True
    size: int = 600
    tiers: tuple[int, ...] = (2048, 4096)

    def room(self, slug: str) -> SectorRoom:
        """A room's entry; its manifest and assets are stored."""
        made = manifest(self.store, slug, words=self.words.get(slug, "Kijk rond."), size=self.size, tiers=self.tiers)
        poster = next(asset.poster for asset in made.assets.values() if isinstance(asset, Panorama))
        return SectorRoom(
            id=made.id,
            slug=slug,
            title=made.title,
            summary=made.summary,
            audience=made.audience,
            poster=poster,
            manifest=put_document(self.store, made),
            profiles=made.profiles,
        )

    def video(self, sector: str) -> SectorVideo:
        """A promo video's entry."""
        one = name(f"{sector} promo")
        return SectorVideo(
            id=one,
            slug="promo",
            title=text("Werken hier"),
            summary=text("Een minuut."),
            transcript=text("Welkom."),
            speech_covers_picture=True,
            video=video(self.store, f"{sector} promo", size=self.size),
            uploaded_at=NOW,
            embed_path=f"/embed/video/{one}/",
        )

    def sector(self, slug: str) -> SectorDocument:
        """A sector's document with rooms, a video, an activity and its organisation with a logo."""
        organisation = Organisation(
            id=name("firm"), name="Voorbeeldbedrijf", kind="company", place="Voorbeeldstad", url="https://example.org/",
            logo=jpeg(self.store, "logo"),
        )  # fmt: skip
        activity = Activity(
            id=name("visit"),
            kind="bedrijfsbezoek",
            title=text("Bedrijfsbezoek"),
            summary=text("Kijk mee."),
            organisation=organisation.id,
            sectors=(name(slug),),
            levels=("vmbo",),
            audience_for=("leerling",),
            group_size=12,
            place="Voorbeeldstad",
            region="Voorbeeldregio",
            how_to_book=text("Vraag je docent."),
        )
        return SectorDocument(
            id=name(slug),
            slug=slug,
            title=text(slug.title()),
            summary=text("Maken."),
            colour="#0b5394",
            icon="cog",
            rooms=tuple(self.room(one) for one in self.sectors[slug]),
            videos=(self.video(slug),) if self.videos else (),
            activities=(activity,),
            organisations=(organisation,),
        )

    def catalog(self) -> Catalog:
        """The whole, stored but for the catalog itself."""
        entries = []
        for order, slug in enumerate(self.sectors):
            made = self.sector(slug)
            entries.append(
                CatalogSector(
                    id=made.id,
                    slug=slug,
                    title=made.title,
                    summary=made.summary,
                    colour=made.colour,
                    icon=made.icon,
                    order=order,
                    document=put_document(self.store, made),
                )
            )
        return Catalog(
            release=0,
            released_at=NOW,
            languages=("nl", "en"),
            generator=Generator(name="tests", version="1"),
            sectors=tuple(entries),
        )
