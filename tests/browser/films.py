"""A content root with films whose colours tell direction, eye and second, and with sounds: written from formats.md by hand.

Film "round": second s shows the colour of the direction (tests/media.py) with its channels rolled by s, so that one pixel tells
both. "eyes" (top-bottom) and "half" (180 degrees, left-right): the right eye sees the inverse. Each lasts twelve seconds.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import wave
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np

from media_pipeline.canonical import to_json
from media_pipeline.records import Asset
from tests.browser.content import MEDIA_TYPES, WHOLE, text
from tests.browser.serving import Site
from tests.media import colour_at, encoded, sphere

SECONDS, RATE = 12, 5
HALF = {"yaw": [-90.0, 90.0], "pitch": [-90.0, 90.0]}
TYPES = MEDIA_TYPES | {"wav": "audio/wav"}
DOMAIN = "avc1.42c00d,mp4a.40.2"


def film_colour(yaw: float, pitch: float, second: int, *, right_eye: bool = False) -> np.ndarray:
    """RGB that a film shows in a direction."""
    rgb = np.roll(colour_at(yaw, pitch), second)
    return 256 - rgb if right_eye else rgb


def vtt(words: list[str], seconds: float = 1.0) -> bytes:
    cues = [f"00:00:{i * seconds:06.3f} --> 00:00:{(i + 1) * seconds - 0.01:06.3f}\n{said}\n" for i, said in enumerate(words)]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def tone(seconds: float = 8.0) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes((np.sin(np.arange(int(8000 * seconds)) / 3) * 9000).astype("<i2").tobytes())
    return out.getvalue()


class Root:
    """A content root under construction."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.films = 0
        self.assets: dict[str, Any] = {}
        self.manifest: dict[str, Any] = {}

    def blob(self, data: bytes, ext: str) -> dict[str, Any]:
        sha256 = hashlib.sha256(data).hexdigest()
        path = self.root / "blobs" / sha256[:2] / f"{sha256}.{ext}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return {"sha256": sha256, "size": len(data), "media_type": TYPES[ext], "path": path.relative_to(self.root).as_posix()}

    def document(self, value: Any) -> dict[str, Any]:
        return self.blob(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(), "json")

    def data(self, ref: dict[str, Any]) -> bytes:
        path: str = ref["path"]
        return (self.root / path).read_bytes()

    def hls(self, frames: list[np.ndarray], pitch_hz: int = 440, *, language: str = "nl", role: str = "main") -> dict[str, Any]:
        """One version of a film: a picture a second, and a tone."""
        self.films += 1
        work = self.root.parent / f"film-{self.films}"
        work.mkdir()
        height, width = frames[0].shape[:2]
        command = [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error"),
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(RATE), "-i", "-"),
            *("-f", "lavfi", "-i", f"sine=frequency={pitch_hz}", "-t", str(SECONDS)),
            *("-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_primaries", "bt709"),
            *("-color_trc", "bt709", "-c:v", "libx264", "-preset", "veryfast", "-crf", "8", "-g", str(RATE), "-bf", "0"),
            *("-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "48k", "-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod"),
            *("-hls_segment_type", "fmp4", "-hls_fmp4_init_filename", "init.mp4", "-hls_segment_filename", "%d.m4s", "v.m3u8"),
        ]
        raw = b"".join(frame.tobytes() * RATE for frame in frames)
        subprocess.run(command, check=True, cwd=work, input=raw)
        playlist = (work / "v.m3u8").read_text()
        segments = []
        for name in ["init.mp4", *sorted((path.name for path in work.glob("*.m4s")), key=lambda name: int(name[:-4]))]:
            ref = self.blob((work / name).read_bytes(), name.rpartition(".")[2])
            there = "../" + ref["path"].removeprefix("blobs/")
            playlist = playlist.replace(f'"{name}"', f'"{there}"').replace(f"\n{name}\n", f"\n{there}\n")
            segments.append(ref)
        media = self.blob(playlist.encode(), "m3u8")
        master = f'#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION={width}x{height},CODECS="{DOMAIN}"\n'
        variant = {
            "width": width,
            "height": height,
            "bandwidth": 900000,
            "codecs": DOMAIN,
            "playlist": media,
            "index": self.document({"segments": [[ref["sha256"], ref["size"], 1000] for ref in segments[1:]]}),
        }
        return {
            "language": language,
            "role": role,
            "master": self.blob(f"{master}../{media['path'][6:]}\n".encode(), "m3u8"),
            "variants": [variant],
        }

    def segments(self, film: dict[str, Any]) -> list[str]:
        """Paths of a film's segments, in order."""
        lines = self.data(film["hls"][0]["variants"][0]["playlist"]).decode().splitlines()
        return ["blobs/" + line.removeprefix("../") for line in lines if line.endswith(".m4s")]

    def film(self, versions: list[dict[str, Any]], poster: np.ndarray, **fields: Any) -> dict[str, Any]:
        variant = versions[0]["variants"][0]
        return {
            "kind": "video",
            "projection": "equirectangular",
            "stereo": "mono",
            "coverage": WHOLE,
            "duration_ms": SECONDS * 1000,
            "width": variant["width"],
            "height": variant["height"],
            "frame_rate": float(RATE),
            "has_audio": True,
            "hls": versions,
            "captions": [],
            "poster": self.blob(encoded(poster, subsampling="4:4:4"), "jpg"),
            **fields,
        }


def make(root: Path) -> Root:
    made = Root(root)
    around = sphere(512)
    seconds = [np.roll(around, second, axis=2) for second in range(SECONDS)]
    inverse = [(256 - frame.astype(int)).clip(0, 255).astype(np.uint8) for frame in seconds]
    front = [frame[:, 128:384] for frame in seconds]
    front_inverse = [frame[:, 128:384] for frame in inverse]
    said = {"nl": [f"Dit is seconde {i}." for i in range(SECONDS)], "en": [f"This is second {i}." for i in range(SECONDS)]}
    captions = [
        {"language": language, "role": "captions", "reviewed": True, "vtt": made.blob(vtt(words), "vtt")}
        for language, words in said.items()
    ]
    stacked = [np.concatenate(pair) for pair in zip(seconds, inverse, strict=True)]
    beside = [np.concatenate(pair, axis=1) for pair in zip(front, front_inverse, strict=True)]
    grey = np.full((120, 180, 3), 90, np.uint8)
    main = made.hls(seconds)
    described = made.hls([frame // 2 for frame in seconds], 880, role="described")
    unplayable = main | {"variants": [main["variants"][0] | {"codecs": "hvc1.9.9.L999.B0"}]}
    sound = {
        "kind": "audio",
        "audio": made.blob(tone(), "wav"),
        "duration_ms": 8000,
        "transcript": text("Je hoort een lasser.\n\nHij vertelt over zijn werk.", "You hear a welder."),
        "captions": [
            {"language": "nl", "role": "captions", "reviewed": True, "vtt": made.blob(vtt(["Ik las al tien jaar."], 8.0), "vtt")}
        ],
    }
    made.assets = {
        "round": made.film([main, described], around, captions=captions),
        "eyes": made.film([made.hls(stacked)], grey, stereo="top-bottom"),
        "half": made.film(
            [made.hls(beside)],
            grey,
            stereo="left-right",
            coverage=HALF,
        ),
        "foreign": made.film([unplayable], around),
        "framed": made.film([unplayable], grey),
        # Covers as much as a framed view is shaped: 3:2, which says nothing about what its poster is.
        "cropped": made.film([unplayable], grey, coverage={"yaw": [-90.0, 90.0], "pitch": [-60.0, 60.0]}, width=384, height=256),
        "photo": _photo(made, around),
        "voice": sound,
        "wind": sound | {"audio": made.blob(tone(2.0), "wav"), "transcript": None, "captions": []},
        "flat": made.film(
            [made.hls([np.full((90, 160, 3), 40 + 10 * i, np.uint8) for i in range(SECONDS)]), described],
            grey,
            projection="flat",
            captions=captions,
            chapters=made.blob(vtt(["Het begin", "Het einde"], 3.0), "vtt"),
        ),
    }
    del made.assets["flat"]["coverage"]
    sound_spot = _spot("sound", "audio", -30.0, asset="voice")
    away = _spot("away", "scene", 30.0, scene="photo", arrive="default")
    back = _spot("back", "scene", -30.0, scene="round", arrive="default")
    scenes = [
        _scene("round", "round", [_spot("on", "scene", 30.0, scene="photo", arrive="default"), sound_spot]),
        _scene("photo", "photo", [back, _spot("film", "video", 0.0, asset="flat")]) | {"narration": "voice", "ambient": "wind"},
        *(_scene(name, name, [away]) for name in ("eyes", "half", "foreign", "framed", "cropped")),
    ]
    made.manifest = _room(made, "films", scenes)
    return made


def _room(made: Root, id_: str, scenes: list[dict[str, Any]]) -> dict[str, Any]:
    return made.document(
        {
            "schema_version": "1.0",
            "id": id_,
            "slug": id_,
            "title": text("De filmruimte", "The film room"),
            "summary": text("", ""),
            "sectors": ["s"],
            "languages": ["nl", "en"],
            "coordinate_system": "yaw-right-pitch-up-degrees",
            "start_scene": scenes[0]["id"],
            "scenes": scenes,
            "assets": made.assets,
        }
    )


def room_of(root: Path, film: Asset) -> Root:
    """A room about one film that the pipeline put there."""
    made = Root(root)
    made.assets = {"real": to_json(film)}
    made.manifest = _room(made, "real", [_scene("real", "real", [])])
    return made


def _photo(made: Root, picture: np.ndarray) -> dict[str, Any]:
    image = made.blob(encoded(picture, subsampling="4:4:4"), "jpg")
    tiers = [{"image": image, "alternatives": [], "width": picture.shape[1], "height": picture.shape[0]}]
    return {
        "kind": "panorama",
        "projection": "equirectangular",
        "stereo": "mono",
        "coverage": WHOLE,
        "width": picture.shape[1],
        "height": picture.shape[0],
        "tiers": tiers,
        "poster": image,
        "preview": "",
    }


def _spot(id_: str, kind: str, yaw: float, **fields: Any) -> dict[str, Any]:
    at = {"yaw": yaw, "pitch": 0.0}
    return {
        "id": id_,
        "kind": kind,
        "at": at,
        "distance": 3.0,
        "label": text(f"Rondje {id_}", f"Disc {id_}"),
        "order": 1,
        **fields,
    }


def _scene(id_: str, asset: str, spots: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": id_,
        "title": text(f"Plek {id_}", f"Scene {id_}"),
        "alt": text(f"Kleuren naar richting in {id_}.", f"Colours by direction in {id_}."),
        "asset": asset,
        "pose": {"yaw": 0.0, "pitch": 0.0, "roll": 0.0},
        "initial_view": {"yaw": 0.0, "pitch": 0.0, "fov": 90.0},
        "hotspots": spots,
    }


def site_of(films: Root) -> Site:
    """A site of its own for one test."""
    config = {
        "content_url": "/content/",
        "manifest": films.manifest,
        "locale": "nl",
        "release": 1,
        "play_url": "/play/{id}/",
        "index_url": "/play/",
    }
    return Site(films.root, config)
