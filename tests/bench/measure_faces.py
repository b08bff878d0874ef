"""How well faces are found: ``python -m tests.bench.measure_faces [MEDIA] [--width 8192] [--real SHEET.png]``.

Heads cut from the real files of MEDIA (../shared/media) are hung on a landscape without people, at known directions and sizes;
printed is the part that is found, by the face's height in pixels of the photo and by how far above or below the horizon, front
and side views apart, with all false finds and the processor time of one photo. ``--real`` looks at the real photos instead and
draws every find on a contact sheet.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np

from media_pipeline.faces.disc import Disc, between
from media_pipeline.faces.finder import THRESHOLD, find, views
from media_pipeline.faces.views import Round, Source
from media_pipeline.images.planes import of_rgb
from media_pipeline.records import Coverage
from tests.media_pipeline.faces.pasting import hang
from tests.media_pipeline.faces.people import Head, heads

MEDIA = Path(__file__).resolve().parents[3] / "shared" / "media"
HEIGHTS = (16, 20, 24, 32, 40, 48, 64, 96, 200, 500)
BANDS = {"0°": (0, -9, 9), "±25°": (25, -25), "±45°": (45, -45), "±65°": (65, -65), "±88°": (88, -88)}


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("media", nargs="?", type=Path, default=MEDIA)
    parser.add_argument("--width", type=int, default=8192)
    parser.add_argument("--real", type=Path, metavar="SHEET.png")
    wish = parser.parse_args()
    if wish.real:
        real(wish.media, wish.real)
    else:
        hung(wish.media, wish.width)
    return 0


def hung(media: Path, width: int) -> None:
    """Print one line a size: found / hung of front views and of side views in every band."""
    people = heads(media)
    ground = cv2.cvtColor(cv2.imread(str(media / "pano_pannellum_4096x2048.jpg")), cv2.COLOR_BGR2RGB)
    ground = cv2.resize(ground, (width, width // 2), interpolation=cv2.INTER_CUBIC)
    todo = views(width / 360)
    work = sum(view.width * view.height for view in todo) / 1e6
    print(f"{width} wide: {len(todo)} views, {work:.1f} million pixels; threshold {THRESHOLD}")
    print("height of the face | " + " | ".join(f"{band} front, side" for band in BANDS) + " | false | seconds of processor")
    for height in HEIGHTS:
        degrees, cells, wrong, spent = height * 360 / width, [], 0, 0.0
        for pitches in BANDS.values():
            picture, truth = scene(ground, people, degrees, pitches)
            planes, began = of_rgb(picture), time.process_time()
            finds = find(planes, Coverage())
            spent += time.process_time() - began
            hits = [any(meets(found, place) for found in finds) for place, _ in truth]
            wrong += sum(not any(meets(found, place) for place, _ in truth) for found in finds)
            sides = [[hit for hit, (_, who) in zip(hits, truth, strict=True) if who.profile == side] for side in (False, True)]
            cells.append(", ".join(f"{sum(some)}/{len(some)}" for some in sides))
        print(f"{height} px {degrees:.2f}° | " + " | ".join(cells) + f" | {wrong} | {spent / len(BANDS):.1f}", flush=True)


def scene(
    ground: np.ndarray, people: list[Head], degrees: float, pitches: tuple[int, ...]
) -> tuple[np.ndarray, list[tuple[Disc, Head]]]:
    """The landscape with heads hung around it, none over another, and who hangs where."""
    picture, truth = ground.copy(), []
    if degrees > 4:
        pitches = pitches[:1] if degrees > 12 or 0 in pitches else pitches
    for pitch in pitches:
        room = max(3.2 * degrees, 5) / max(0.05, np.cos(np.radians(pitch)))
        for number in range(max(1, min(16, int(360 / room)))):
            who = people[len(truth) % len(people)]
            place = Disc(-180 + 360 * number / max(1, min(16, int(360 / room))), pitch, degrees)
            whole = 2 * np.degrees(np.arctan(np.tan(np.radians(degrees / 2)) / who.face))
            hang(picture, who.picture, place.yaw, place.pitch, whole)
            truth.append((place, who))
    return picture, truth


def meets(found: Disc, place: Disc) -> bool:
    return between(found.centre, place.centre) < 0.6 * place.size


def real(media: Path, sheet: Path) -> None:
    """Print what is found in every real photo, and draw each find for an eye to judge."""
    crops = []
    for name, picture in photos(media):
        planes, began = of_rgb(picture), time.process_time()
        finds = find(planes, Coverage())
        told = ", ".join(f"({f.yaw:.1f}, {f.pitch:.1f}) {f.size:.1f}° {f.confidence:.2f}" for f in finds)
        print(f"{name}: {len(finds)} in {time.process_time() - began:.1f} s CPU: {told}", flush=True)
        source = Source(planes, Coverage())
        for found in finds:
            view = Round(found.yaw, found.pitch, 192, 192, 192 / (2.2 * found.size))
            source.prepare(view.density)
            crop = source.seen(view).copy()
            cv2.putText(crop, name[:20], (3, 14), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 0))
            height = f"{found.confidence:.2f} {found.size * picture.shape[1] / 360:.0f} px"
            cv2.putText(crop, height, (3, 186), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 0))
            crops.append(crop)
    crops += [np.zeros((192, 192, 3), np.uint8)] * (-len(crops) % 8)
    rows = [np.hstack(crops[row : row + 8]) for row in range(0, len(crops), 8)]
    if rows:
        cv2.imwrite(str(sheet), np.vstack(rows)[:, :, ::-1])


def photos(media: Path) -> Iterator[tuple[str, np.ndarray]]:
    """All real 360° photos, each eye of the stereo ones, and a few pictures of a 360° film with people near by."""
    for path in sorted([*media.glob("pano_*"), *media.glob("sky_*"), *media.glob("stereoTB_*.jpg")]):
        picture = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        if path.name.startswith("stereo"):
            yield f"{path.stem} L", picture[: len(picture) // 2]
            yield f"{path.stem} R", picture[len(picture) // 2 :]
        else:
            yield path.stem, picture
    with av.open(str(media / "v360_paris_gear360_1920x960.mp4")) as film:
        for number, frame in enumerate(film.decode(video=0)):
            if number in (0, 100, 225):
                yield f"paris {number}", frame.to_ndarray(format="rgb24")


if __name__ == "__main__":
    sys.exit(main())
