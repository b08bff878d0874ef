"""What there is to see where: the modelled rooms told as data (places.json), directions computed from the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .modelling.scene import Scene, Viewpoint, Words
from .workplaces import fysiotherapie, lasserij, robotcel, verpleegafdeling

SCHEMA = "1.0"


@dataclass(frozen=True)
class Place:
    """One room of the demo programme: its key, the key of its sector, its name, and what builds its model."""

    key: str
    sector: str
    title: Words
    build: Callable[[], Scene]

    def file(self, scene: str) -> str:
        return f"{self.key}-{scene}.jpg"


PLACES = (
    Place("lasserij", "techniek", Words("Lasserij", "Welding shop"), lasserij.build),
    Place("robotcel", "techniek", Words("Robotcel", "Robot cell"), robotcel.build),
    Place("verpleegafdeling", "zorg", Words("Verpleegafdeling", "Hospital ward"), verpleegafdeling.build),
    Place("fysiotherapie", "zorg", Words("Fysiotherapie", "Physiotherapy"), fysiotherapie.build),
)


def text(words: Words) -> dict[str, str]:
    return {"nl": words.nl, "en": words.en}


def describe(place: Place, scene: Scene) -> dict[str, Any]:
    """The room's entry in places.json; yaw and pitch in degrees as formats.md counts them."""
    return {
        "key": place.key,
        "sector": place.sector,
        "title": text(place.title),
        "scenes": [
            {
                "key": key,
                "file": place.file(key),
                "title": text(view.title),
                "alt": text(view.alt),
                "points": {**_interests(scene, view), **_ways(scene, key, view)},
            }
            for key, view in scene.viewpoints.items()
        ],
    }


def _interests(scene: Scene, view: Viewpoint) -> dict[str, Any]:
    out = {}
    for key in view.shows:
        thing = scene.interests[key]
        yaw, pitch = view.direction(thing.at)
        out[key] = {"yaw": yaw, "pitch": pitch, "label": text(thing.label), "about": text(thing.about)}
    return out


def _ways(scene: Scene, here: str, view: Viewpoint) -> dict[str, Any]:
    """To every other viewpoint: where it really lies, and `arrive`, the same walking direction seen from there."""
    out = {}
    for key, other in scene.viewpoints.items():
        if key == here:
            continue
        x, y, z = other.at
        yaw, pitch = view.direction((x, y, z - 0.3))  # a little below the eyes: where one would walk
        onward = (yaw + view.heading - other.heading + 180) % 360 - 180
        label = Words(f"Naar: {other.title.nl}", f"Go to: {other.title.en}")
        out[f"to:{key}"] = {
            "yaw": yaw,
            "pitch": pitch,
            "label": text(label),
            "scene": key,
            "arrive": {"yaw": round(onward, 3) + 0.0, "pitch": 0.0},
        }
    return out
