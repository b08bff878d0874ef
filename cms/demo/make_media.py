"""Makes all media of the demo programme into cms/demo/media:  python -m cms.demo.make_media [--only NAME]

Needs OpenGL (Mesa is enough). The same code and versions give the same pictures.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import jpeg
from .captions import webvtt
from .details import DETAILS, Detail, picture
from .films import FILMS, RATE_OF_FRAMES, SIZE, Film, pictures
from .glb import glb
from .logos import ORGANISATIONS, logo
from .modelling.camera import Studio, panorama
from .modelling.scene import Words
from .mp4 import write_mp4
from .places import PLACES, SCHEMA, Place, describe, text
from .sound import can_speak
from .workplaces import robot, robotcel

MEDIA = Path(__file__).parent / "media"
ROBOT = Words("Robotarm", "Robot arm")
ROBOT_ALT = Words("Een oranje robotarm met een lastoorts aan het eind.", "An orange robot arm with a welding torch at its end.")
WIDTH, QUALITY, CRF = 4096, 80, 30
_studios: dict[str, Studio] = {}


def studio(key: str) -> Studio:
    """The place's lit model; light is computed once a run."""
    if key not in _studios:
        _studios[key] = Studio(next(p for p in PLACES if p.key == key).build())
    return _studios[key]


def make_places() -> None:
    rooms = [describe(p, _studios[p.key].scene if p.key in _studios else p.build()) for p in PLACES]
    content = {
        "schema_version": SCHEMA,
        "licence": "CC0-1.0",
        "rooms": rooms,
        "films": [describe_film(f) for f in FILMS],
        "pictures": [{"key": d.key, "file": f"{d.key}.jpg", "room": d.place, "alt": text(d.alt)} for d in DETAILS],
        "meshes": [{"key": "robotarm", "file": "robotarm.glb", "room": "robotcel", "title": text(ROBOT), "alt": text(ROBOT_ALT)}],
        "organisations": [{"key": o.key, "sector": o.sector, "name": o.name, "logo": f"logo-{o.key}.png"} for o in ORGANISATIONS],
    }
    write_json("places.json", content)


def make_panoramas(place: Place) -> None:
    for n, (key, view) in enumerate(studio(place.key).scene.viewpoints.items()):
        picture = panorama(studio(place.key), view, WIDTH)
        write(place.file(key), jpeg.encode(picture, QUALITY, gpano=n == 0))


def make_film(film: Film) -> None:
    if not can_speak():
        print("  espeak-ng is not installed: this film gets background sounds and no voice (apt install espeak-ng, then again)")
    sound, times = film.soundtrack()
    path = MEDIA / f"{film.key}.mp4"
    write_mp4(path, pictures(film, studio), RATE_OF_FRAMES, SIZE, sound, CRF)
    print(f"  {path.name}: {path.stat().st_size / 1000:.0f} kB, {film.seconds:.1f} s")
    for language in ("nl", "en"):
        write(f"{film.key}.{language}.vtt", webvtt(film.cues(times, language), language).encode())


def describe_film(film: Film) -> dict[str, Any]:
    return {
        "key": film.key,
        "sector": film.sector,
        "file": f"{film.key}.mp4",
        "seconds": film.seconds,
        "title": text(film.title),
        "summary": text(film.summary),
        "captions": {language: f"{film.key}.{language}.vtt" for language in ("nl", "en")},
        "transcript": {language: film.transcript(language) for language in ("nl", "en")},
    }


def make_detail(detail: Detail) -> None:
    write(f"{detail.key}.jpg", jpeg.encode(picture(detail, studio(detail.place)), QUALITY))


def make_mesh() -> None:
    write("robotarm.glb", glb(robot.mesh_pieces(robotcel.REST), "Robotarm"))


def make_logos() -> None:
    for organisation in ORGANISATIONS:
        write(f"logo-{organisation.key}.png", logo(organisation))


def write(name: str, data: bytes) -> None:
    (MEDIA / name).write_bytes(data)
    print(f"  {name}: {len(data) / 1000:.0f} kB")


def write_json(name: str, content: dict[str, Any]) -> None:
    write(name, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())


def works() -> dict[str, Callable[[], None]]:
    """What can be made, by the name that --only takes."""
    out: dict[str, Callable[[], None]] = {}
    for place in PLACES:
        out[place.key] = lambda place=place: make_panoramas(place)  # type: ignore[misc]
    for detail in DETAILS:
        out[detail.key] = lambda detail=detail: make_detail(detail)  # type: ignore[misc]
    out["mesh"], out["logos"] = make_mesh, make_logos
    for film in FILMS:
        out[film.key] = lambda film=film: make_film(film)  # type: ignore[misc]
    out["places"] = make_places
    return out


def main() -> None:
    todo = works()
    parser = argparse.ArgumentParser(prog="python -m cms.demo.make_media", description="Make the demo programme's media.")
    parser.add_argument("--only", choices=sorted(todo), action="append", help="make this alone (may be given more than once)")
    chosen = parser.parse_args().only
    MEDIA.mkdir(exist_ok=True)
    for name, make in todo.items():
        if chosen and name not in chosen:
            continue
        started = time.perf_counter()
        print(name)
        make()
        print(f"  {time.perf_counter() - started:.1f} s")


if __name__ == "__main__":
    main()
