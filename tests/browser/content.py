"""A small content root with known answers, written from formats.md by hand: nothing of the product makes it.

Room "calibration": colour = direction (tests/media.py) in tiers 2048 and 4096, and one hotspot of each kind. Scenes:
hall, bench (the same picture, posed 90 degrees to the right), stereo (left eye red, right eye blue), half (180 x 90 degrees),
film360 (a 360° video).
"""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

from tests.media import encoded, sphere, stripes

MEDIA_TYPES = {
    "json": "application/json",
    "jpg": "image/jpeg",
    "vtt": "text/vtt",
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/iso.segment",
    "mp4": "video/mp4",
}
WHOLE = {"yaw": [-180.0, 180.0], "pitch": [-90.0, 90.0]}
CAPTIONS_EN = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nFirst you put on your mask.\n"
CAPTIONS = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nEerst zet je je masker op.\n"
LEFT, RIGHT = (200, 40, 40), (40, 40, 200)
"""What each eye sees in scene "stereo"."""


@dataclass(frozen=True)
class Content:
    """Where the root is and what is in it."""

    root: Path
    manifest: dict[str, Any]
    """<ref> of room "calibration"."""
    other: dict[str, Any]
    """<ref> of room "other"."""
    assets: dict[str, Any]
    """Assets of room "calibration" by id."""

    def data(self, ref: dict[str, Any]) -> bytes:
        return (self.root / ref["path"]).read_bytes()


def text(nl: str, en: str) -> dict[str, str]:
    return {"nl": nl, "en": en}


def make(root: Path) -> Content:
    def blob(data: bytes, ext: str) -> dict[str, Any]:
        sha256 = hashlib.sha256(data).hexdigest()
        path = root / "blobs" / sha256[:2] / f"{sha256}.{ext}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return {"sha256": sha256, "size": len(data), "media_type": MEDIA_TYPES[ext], "path": path.relative_to(root).as_posix()}

    def document(value: Any) -> dict[str, Any]:
        return blob(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(), "json")

    def jpeg(rgb: np.ndarray) -> bytes:
        return encoded(rgb, subsampling="4:4:4")

    def panorama(pictures: list[np.ndarray], *, stereo: str = "mono", coverage: dict[str, Any] = WHOLE) -> dict[str, Any]:
        across, down = (2 if stereo == "left-right" else 1), (2 if stereo == "top-bottom" else 1)
        tiers = [
            {"image": blob(jpeg(rgb), "jpg"), "width": rgb.shape[1] // across, "height": rgb.shape[0] // down} for rgb in pictures
        ]
        preview = "data:image/jpeg;base64," + base64.b64encode(encoded(pictures[0][::64, ::64], quality=30)).decode()
        return {
            "kind": "panorama",
            "projection": "equirectangular",
            "stereo": stereo,
            "coverage": coverage,
            "width": tiers[-1]["width"],
            "height": tiers[-1]["height"],
            "tiers": tiers,
            "poster": blob(jpeg(pictures[0][::4, ::4]), "jpg"),
            "preview": preview,
        }

    full = sphere(4096)
    eyes = np.concatenate([np.full((256, 512, 3), eye, np.uint8) for eye in (LEFT, RIGHT)])
    assets = {
        "full": panorama([sphere(2048), full]),
        "stereo": panorama([eyes], stereo="top-bottom"),
        "half": panorama([full[512:1536, 1024:3072]], coverage={"yaw": [-90.0, 90.0], "pitch": [-45.0, 45.0]}),
        "photo": {
            "kind": "image",
            "tiers": [{"image": blob(encoded(stripes(), "jpeg"), "jpg"), "width": 640, "height": 480}],
            "alt": text("Een proefbeeld", "A test picture"),
        },
        "film": _film(root, blob, document),
    }
    # A poster may be a framed view, as the pipeline makes it: nothing to wrap around somebody's head.
    assets["framed"] = assets["full"] | {"poster": blob(encoded(stripes(300, 200), "jpeg"), "jpg")}
    assets["film360"] = assets["film"] | {
        "width": 320,
        "height": 160,
        "projection": "equirectangular",
        "coverage": WHOLE,
        "poster": assets["full"]["poster"],
    }

    assets["film-framed"] = assets["film360"] | {"poster": assets["framed"]["poster"]}

    def spot(id_: str, kind: str, yaw: float, pitch: float, nl: str, en: str, **fields: Any) -> dict[str, Any]:
        return {
            "id": id_,
            "kind": kind,
            "at": {"yaw": yaw, "pitch": pitch},
            "distance": 3.0,
            "label": text(nl, en),
            "order": 0,
            **fields,
        }

    def scene(id_: str, nl: str, en: str, asset: str, spots: list[dict[str, Any]], yaw: float = 0.0) -> dict[str, Any]:
        return {
            "id": id_,
            "title": text(nl, en),
            "alt": text(f"{nl}: kleuren naar richting.", f"{en}: colours by direction."),
            "asset": asset,
            "pose": {"yaw": yaw, "pitch": 0.0, "roll": 0.0},
            "initial_view": {"yaw": 0.0, "pitch": 0.0, "fov": 90.0},
            "hotspots": [{**fields, "order": order} for order, fields in enumerate(spots, 1)],
        }

    def room(id_: str, nl: str, en: str, scenes: list[dict[str, Any]]) -> dict[str, Any]:
        used = {s["asset"] for s in scenes} | {
            h[key] for s in scenes for h in s["hotspots"] for key in ("asset", "image") if key in h
        }
        return document(
            {
                "schema_version": "1.0",
                "id": id_,
                "slug": id_,
                "title": text(nl, en),
                "summary": text("", ""),
                "sectors": ["s"],
                "languages": ["nl", "en"],
                "coordinate_system": "yaw-right-pitch-up-degrees",
                "start_scene": scenes[0]["id"],
                "scenes": scenes,
                "assets": {key: assets[key] for key in used},
                "licence": "CC0-1.0",
                "credits": "Proefmakers",
                "future": True,
            }
        )

    hall = [
        spot(
            "mask",
            "info",
            -30.0,
            5.0,
            "Lasmasker",
            "Welding mask",
            body=text("Beschermt je ogen.\n\nHet glas wordt vanzelf donker.", "Protects your eyes."),
            image="photo",
        ),
        spot(
            "to-bench",
            "scene",
            30.0,
            -10.0,
            "Naar de werkbank",
            "To the bench",
            scene="bench",
            arrive={"yaw": 100.0, "pitch": 5.0},
        ),
        spot("film", "video", 0.0, -25.0, "Kijk hoe het gaat", "See how it goes", asset="film"),
        spot("photo", "image", 10.0, 22.0, "Het werkstuk", "The piece", asset="photo"),
        spot("site", "link", -12.0, -22.0, "Lees verder", "Read on", url="https://example.org/lassen"),
        spot("visit", "activity", 150.0, 0.0, "Kom langs", "Come and visit", activity="act"),
        spot("other", "room", -140.0, 10.0, "Naar de andere ruimte", "To the other room", room="other", arrive="default"),
        spot("later", "hologram", 5.0, 0.0, "Uit de toekomst", "From the future"),
    ]
    back = spot("back", "scene", 80.0, 0.0, "Terug", "Back", scene="hall", arrive="same")
    manifest = room(
        "calibration",
        "De proefruimte",
        "The test room",
        [
            scene("hall", "Hal", "Hall", "full", hall),
            scene("bench", "Werkbank", "Bench", "full", [back], yaw=90.0),
            scene("stereo", "Diepte", "Depth", "stereo", []),
            scene("half", "Half", "Half", "half", []),
            scene("film360", "Film", "Film", "film360", []),
            scene("framed", "Lijst", "Frame", "framed", []),
            scene("film-framed", "Filmlijst", "Film frame", "film-framed", [back]),
        ],
    )
    other = room("other", "De andere ruimte", "The other room", [scene("far", "Ver weg", "Far away", "full", [])])
    activity = {
        "id": "act",
        "kind": "bedrijfsbezoek",
        "title": text("Bedrijfsbezoek", "Company visit"),
        "summary": text("Kijk een middag mee.", "Spend an afternoon."),
        "organisation": "firm",
        "sectors": ["s"],
        "occupations": [],
        "levels": ["vmbo", "mbo"],
        "audience_for": ["leerling"],
        "group_size": 12,
        "place": "Voorbeeldstad",
        "region": "Voorbeeldregio",
        "how_to_book": text("Vraag je docent.", "Ask your teacher."),
        "url": "https://example.org/kom-langs",
    }
    rooms = [
        {"id": id_, "slug": id_, "title": text(id_, id_), "poster": assets["full"]["poster"], "manifest": ref}
        for id_, ref in (("calibration", manifest), ("other", other))
    ]
    sector = document(
        {
            "schema_version": "1.0",
            "id": "s",
            "slug": "s",
            "title": text("Proef", "Test"),
            "rooms": rooms,
            "videos": [],
            "activities": [activity],
            "organisations": [{"id": "firm", "name": "Voorbeeldbedrijf"}],
        }
    )
    _metadata(root, {"schema_version": "1.0", "release": 3, "sectors": [{"id": "s", "slug": "s", "document": sector}]})
    return Content(root, manifest, other, assets)


def _metadata(root: Path, catalog: dict[str, Any]) -> None:
    """The way from the timestamp to the catalog, unsigned: a browser's trust is the connection's."""
    data = json.dumps(catalog).encode()
    sha256 = hashlib.sha256(data).hexdigest()
    files = {
        "metadata/timestamp.json": {"signed": {"meta": {"snapshot.json": {"version": 3}}}},
        "metadata/3.snapshot.json": {"signed": {"meta": {"targets.json": {"version": 2}}}},
        "metadata/2.targets.json": {"signed": {"targets": {"catalog.json": {"length": len(data), "hashes": {"sha256": sha256}}}}},
        f"targets/{sha256}.catalog.json": catalog,
    }
    for name, value in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data if value is catalog else json.dumps(value).encode())


def _sidx(sizes: list[int]) -> bytes:
    """The box that says where in one file each second of the film lies; ffmpeg counts 25 frames a second in 12800ths."""
    body = struct.pack(">IIIIIHH", 0, 1, 12800, 0, 0, 0, len(sizes))
    body += b"".join(struct.pack(">III", size, 12800, 0x90000000) for size in sizes)
    return struct.pack(">I4s", 8 + len(body), b"sidx") + body


def _film(root: Path, blob: Any, document: Any) -> dict[str, Any]:
    """Two seconds of H.264 and a tone in one variant, with captions."""
    work = root.parent / "film"
    work.mkdir()
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=320x180:rate=25",
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=440",
        "-t",
        "2",
        "-c:v",
        "libx264",
        "-preset",
        "ultrafast",
        "-g",
        "25",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-f",
        "hls",
        "-hls_time",
        "1",
        "-hls_playlist_type",
        "vod",
        "-hls_segment_type",
        "fmp4",
        "-hls_segment_options",
        "movflags=+skip_sidx",
        "-hls_fmp4_init_filename",
        "init.mp4",
        "-hls_segment_filename",
        "%d.m4s",
        "v.m3u8",
    ]
    subprocess.run(command, check=True, cwd=work, stdin=subprocess.DEVNULL)
    playlist = (work / "v.m3u8").read_text()
    parts = []
    for name in ["init.mp4", *sorted(path.name for path in work.glob("*.m4s"))]:
        parts.append(blob((work / name).read_bytes(), name.rpartition(".")[2]))
        playlist = playlist.replace(name, "../" + parts[-1]["path"].removeprefix("blobs/"))
    init, *segments = parts
    index = {
        "init": init,
        "sidx": blob(_sidx([segment["size"] for segment in segments]), "m4s"),
        "segments": [[segment["sha256"], segment["size"], 1000] for segment in segments],
    }
    media = blob(playlist.encode(), "m3u8")
    master = (
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-STREAM-INF:BANDWIDTH=400000,RESOLUTION=320x180,CODECS="avc1.42c00d,mp4a.40.2"\n'
        f"../{media['path'].removeprefix('blobs/')}\n"
    )
    return {
        "kind": "video",
        "projection": "flat",
        "stereo": "mono",
        "duration_ms": 2000,
        "width": 320,
        "height": 180,
        "frame_rate": 25.0,
        "has_audio": True,
        "hls": [
            {
                "language": "nl",
                "role": "main",
                "master": blob(master.encode(), "m3u8"),
                "variants": [
                    {
                        "width": 320,
                        "height": 180,
                        "bandwidth": 400000,
                        "codecs": "avc1.42c00d,mp4a.40.2",
                        "playlist": media,
                        "index": document(index),
                    }
                ],
            }
        ],
        "captions": [
            {"language": "nl", "role": "captions", "reviewed": True, "vtt": blob(CAPTIONS, "vtt")},
            {"language": "en", "role": "subtitles", "reviewed": True, "vtt": blob(CAPTIONS_EN, "vtt")},
        ],
        "poster": blob(encoded(stripes(320, 180), "jpeg"), "jpg"),
    }
