"""A content root with films whose colours tell direction, eye and second, and with sounds.

Film "round": second s shows the colour of the direction (tests/media.py) with its channels rolled by s, so that one pixel tells
both. "eyes" (top-bottom) and "half" (180 degrees, left-right): the right eye sees the inverse. Each lasts twelve seconds.
"""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import Any

import numpy as np

from media_pipeline.canonical import to_json
from media_pipeline.records import Asset
from tests.browser import hls
from tests.browser.serving import Site
from tests.media import colour_at, sphere
from tests.roots import WHOLE, Root, scene, spot, text

SECONDS = 12
HALF = {"yaw": [-90.0, 90.0], "pitch": [-90.0, 90.0]}
TITLE = text("De filmruimte", "The film room")


def film_colour(yaw: float, pitch: float, second: int, *, right_eye: bool = False) -> np.ndarray:
    """RGB that a film shows in a direction."""
    rgb = np.roll(colour_at(yaw, pitch), second)
    return 256 - rgb if right_eye else rgb


def tone(seconds: float = 8.0) -> bytes:
    """A WAV file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes((np.sin(np.arange(int(8000 * seconds)) / 3) * 9000).astype("<i2").tobytes())
    return out.getvalue()


def make(root: Path) -> Root:
    made = Root(root)
    made.assets = _films(made) | _sounds(made)
    picture = made.jpeg(sphere(512))
    made.assets["photo"] = made.panorama(sphere(512), poster=picture, preview="")
    away = _spot("away", "scene", 30.0, scene="photo", arrive="default")
    on = _spot("on", "scene", 30.0, scene="photo", arrive="default")
    back = _spot("back", "scene", -30.0, scene="round", arrive="default")
    inside = [back, _spot("film", "video", 0.0, asset="flat")]
    scenes = [
        _scene("round", "round", [on, _spot("sound", "audio", -30.0, asset="voice")]),
        _scene("photo", "photo", inside, narration="voice", ambient="wind"),
        _scene("noise", "photo", [_spot("noise", "audio", 0.0, asset="noise")], narration="noise"),
        *(_scene(name, name, [away]) for name in ("eyes", "half", "foreign", "framed", "cropped")),
    ]
    made.manifest = made.room("films", TITLE, scenes)
    return made


def room_of(root: Path, film: Asset) -> Root:
    """A room about one film that the pipeline put there."""
    made = Root(root, {"real": to_json(film)})
    made.manifest = made.room("real", TITLE, [_scene("real", "real", [])])
    return made


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


def _films(made: Root) -> dict[str, Any]:
    sphere_ = sphere(512)
    seconds = [np.roll(sphere_, second, axis=2) for second in range(SECONDS)]
    inverse = [(256 - frame.astype(int)).clip(0, 255).astype(np.uint8) for frame in seconds]
    round_ = hls.one_a_second(seconds)
    stacked = hls.one_a_second([np.concatenate(pair) for pair in zip(seconds, inverse, strict=True)])
    beside = hls.one_a_second(
        [np.concatenate([eye[:, 128:384] for eye in pair], axis=1) for pair in zip(seconds, inverse, strict=True)]
    )
    flat = hls.one_a_second([np.full((90, 160, 3), 40 + 10 * second, np.uint8) for second in range(SECONDS)])
    main = hls.version(made, round_)
    dimmed = hls.one_a_second([frame // 2 for frame in seconds])
    described = hls.version(made, dimmed, pitch_hz=880, role="described")
    unplayable = main | {"variants": [main["variants"][0] | {"codecs": "hvc1.9.9.L999.B0"}]}
    captions = [
        hls.captions(made, "nl", [f"Dit is seconde {i}." for i in range(SECONDS)]),
        hls.captions(made, "en", [f"This is second {i}." for i in range(SECONDS)]),
    ]
    grey, around = made.jpeg(np.full((120, 180, 3), 90, np.uint8)), made.jpeg(sphere_)
    whole = {"projection": "equirectangular", "coverage": WHOLE}
    half = whole | {"coverage": HALF, "stereo": "left-right"}
    # Covers as much as a framed view is shaped: 3:2, which says nothing about what its poster is.
    cropped = whole | {"coverage": {"yaw": [-90.0, 90.0], "pitch": [-60.0, 60.0]}, "width": 384, "height": 256}
    chapters = made.blob(hls.vtt(["Het begin", "Het einde"], 3.0), "vtt")
    return {
        "round": hls.film(round_, [main, described], around, captions=captions, **whole),
        "eyes": hls.film(stacked, [hls.version(made, stacked)], grey, **whole | {"stereo": "top-bottom"}),
        "half": hls.film(beside, [hls.version(made, beside)], grey, **half),
        "foreign": hls.film(round_, [unplayable], around, **whole),
        "framed": hls.film(round_, [unplayable], grey, **whole),
        "cropped": hls.film(round_, [unplayable], grey, **cropped),
        "flat": hls.film(flat, [hls.version(made, flat), described], grey, captions=captions, chapters=chapters),
    }


def _sounds(made: Root) -> dict[str, Any]:
    voice = {
        "kind": "audio",
        "audio": made.blob(tone(), "wav"),
        "duration_ms": 8000,
        "transcript": text("Je hoort een lasser.\n\nHij vertelt over zijn werk.", "You hear a welder."),
        "captions": [hls.captions(made, "nl", ["Ik las al tien jaar."], 8.0)],
    }
    return {
        "voice": voice,
        "wind": voice | {"audio": made.blob(tone(2.0), "wav"), "transcript": None, "captions": []},
        "noise": voice | {"audio": made.blob(b"These bytes have their digest and are no sound.", "wav")},
    }


def _spot(id_: str, kind: str, yaw: float, **fields: Any) -> dict[str, Any]:
    return spot(id_, kind, yaw, 0.0, text(f"Rondje {id_}", f"Disc {id_}"), **fields)


def _scene(id_: str, asset: str, spots: list[dict[str, Any]], **fields: Any) -> dict[str, Any]:
    alt = text(f"Kleuren naar richting in {id_}.", f"Colours by direction in {id_}.")
    return scene(id_, text(f"Plek {id_}", f"Scene {id_}"), asset, spots, alt=alt, **fields)
