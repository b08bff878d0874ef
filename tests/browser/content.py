"""A small content root with known answers.

Room "calibration": colour = direction (tests/media.py) in tiers 2048 and 4096, and one hotspot of each kind. Scenes:
hall, bench (the same picture, posed 90 degrees to the right), stereo (left eye red, right eye blue), half (180 x 90 degrees),
film360 (a 360° video). Room "other" has one scene.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests import roots
from tests.browser import hls
from tests.media import sphere, stripes
from tests.roots import WHOLE, Root, spot, text

LEFT, RIGHT = (200, 40, 40), (40, 40, 200)
"""What each eye sees in scene "stereo"."""


@dataclass
class Content(Root):
    """``manifest`` is room "calibration"'s, which shows all the assets."""

    other: dict[str, Any] = field(default_factory=dict)
    """<ref> of room "other"."""


def make(root: Path) -> Content:
    made = Content(root)
    made.assets = _assets(made)
    about = {"sectors": ["s"], "licence": "CC0-1.0", "credits": "Proefmakers", "future": True}
    back = spot("back", "scene", 80.0, 0.0, text("Terug", "Back"), scene="hall", arrive="same")
    scenes = [
        _scene("hall", "Hal", "Hall", "full", _hall()),
        _scene("bench", "Werkbank", "Bench", "full", [back], pose={"yaw": 90.0, "pitch": 0.0, "roll": 0.0}),
        _scene("stereo", "Diepte", "Depth", "stereo"),
        _scene("half", "Half", "Half", "half"),
        _scene("film360", "Film", "Film", "film360"),
        _scene("framed", "Lijst", "Frame", "framed"),
        _scene("film-framed", "Filmlijst", "Film frame", "film-framed", [back]),
    ]
    made.manifest = made.room("calibration", text("De proefruimte", "The test room"), scenes, **about)
    far = _scene("far", "Ver weg", "Far away", "full")
    made.other = made.room("other", text("De andere ruimte", "The other room"), [far], **about)
    made.release(3, [{"id": "s", "slug": "s", "document": made.document(_sector(made))}])
    return made


def _assets(made: Content) -> dict[str, Any]:
    full = sphere(4096)
    eyes = np.concatenate([np.full((256, 512, 3), eye, np.uint8) for eye in (LEFT, RIGHT)])
    panorama = made.panorama(sphere(2048), full)
    # A poster may be a framed view, as the pipeline makes it: nothing to wrap around somebody's head.
    frame = made.jpeg(stripes(300, 200))
    card = hls.moving(2)
    captions = [
        hls.captions(made, "nl", ["Eerst zet je je masker op."], 2.0),
        hls.captions(made, "en", ["First you put on your mask."], 2.0, "subtitles"),
    ]
    film = hls.film(card, [hls.version(made, card)], made.jpeg(stripes(320, 180)), captions=captions)
    round_ = film | {"height": 160, "projection": "equirectangular", "coverage": WHOLE}
    return {
        "full": panorama,
        "stereo": made.panorama(eyes, stereo="top-bottom"),
        "half": made.panorama(full[512:1536, 1024:3072], coverage={"yaw": [-90.0, 90.0], "pitch": [-45.0, 45.0]}),
        "photo": {
            "kind": "image",
            "tiers": [{"image": made.jpeg(stripes()), "width": 640, "height": 480}],
            "alt": text("Een proefbeeld", "A test picture"),
        },
        "film": film,
        "framed": panorama | {"poster": frame},
        "film360": round_ | {"poster": panorama["poster"]},
        "film-framed": round_ | {"poster": frame},
    }


def _scene(id_: str, nl: str, en: str, *more: Any, **fields: Any) -> dict[str, Any]:
    alt = text(f"{nl}: kleuren naar richting.", f"{en}: colours by direction.")
    return roots.scene(id_, text(nl, en), *more, alt=alt, **fields)


def _hall() -> list[dict[str, Any]]:
    body = text("Beschermt je ogen.\n\nHet glas wordt vanzelf donker.", "Protects your eyes.")
    bench = {"scene": "bench", "arrive": {"yaw": 100.0, "pitch": 5.0}}
    return [
        spot("mask", "info", -30.0, 5.0, text("Lasmasker", "Welding mask"), body=body, image="photo"),
        spot("to-bench", "scene", 30.0, -10.0, text("Naar de werkbank", "To the bench"), **bench),
        spot("film", "video", 0.0, -25.0, text("Kijk hoe het gaat", "See how it goes"), asset="film"),
        spot("photo", "image", 10.0, 22.0, text("Het werkstuk", "The piece"), asset="photo"),
        spot("site", "link", -12.0, -22.0, text("Lees verder", "Read on"), url="https://example.org/lassen"),
        spot("visit", "activity", 150.0, 0.0, text("Kom langs", "Come and visit"), activity="act"),
        spot("other", "room", -140.0, 10.0, text("Naar de andere ruimte", "To the other room"), room="other", arrive="default"),
        spot("later", "hologram", 5.0, 0.0, text("Uit de toekomst", "From the future")),
    ]


def _sector(made: Content) -> dict[str, Any]:
    poster = made.assets["full"]["poster"]
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
    return {
        "schema_version": "1.0",
        "id": "s",
        "slug": "s",
        "title": text("Proef", "Test"),
        "rooms": [
            {"id": id_, "slug": id_, "title": text(id_), "poster": poster, "manifest": ref}
            for id_, ref in (("calibration", made.manifest), ("other", made.other))
        ],
        "videos": [],
        "activities": [activity],
        "organisations": [{"id": "firm", "name": "Voorbeeldbedrijf"}],
    }
