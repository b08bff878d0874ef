"""Heads cut from the real files of ../shared/media, with a soft oval rim, to be hung at known directions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np

_PARIS = "v360_paris_gear360_1920x960.mp4"
# name: (file, frame, box of the face: middle x, y, width, height in pixels, seen from the side?)
_CUTS = {
    "man with glasses": ("chapters.mp4", 0, (578, 398, 253, 349), False),
    "boy": ("bad/exif_invalid_00971.jpg", 0, (529, 78, 55, 68), False),
    "blonde woman": (_PARIS, 200, (1690, 386, 59, 71), False),
    "woman in red": (_PARIS, 150, (718, 394, 58, 79), False),
    "man with cap": ("pano_deck_UPSCALED_8192x4096.jpg", 0, (5855, 2028, 36, 41), False),
    "man in blue": ("pano_deck_UPSCALED_8192x4096.jpg", 0, (3247, 2650, 30, 34), False),
    "woman in red from the side": (_PARIS, 0, (738, 398, 48, 75), True),
    "blonde woman from the side": (_PARIS, 0, (1654, 406, 34, 58), True),
}
_AROUND = 1.9  # what is cut out, in heights of the face


@dataclass(frozen=True)
class Head:
    """``picture`` (height, width, 4): RGB and how opaque; the face's own height is ``face`` of the picture's."""

    name: str
    picture: np.ndarray
    face: float
    profile: bool


def heads(media: Path) -> list[Head]:
    """All heads; ``media`` is the folder of real files."""
    return [_cut(name, _pixels(media / file, frame), box, profile) for name, (file, frame, box, profile) in _CUTS.items()]


def _pixels(path: Path, frame: int) -> np.ndarray:
    if path.suffix == ".jpg":
        return cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
    with av.open(str(path)) as film:
        for number, picture in enumerate(film.decode(video=0)):
            if number == frame:
                return picture.to_ndarray(format="rgb24")
    raise ValueError(f"{path} has no frame {frame}")


def _cut(name: str, rgb: np.ndarray, box: tuple[int, int, int, int], profile: bool) -> Head:
    x, y, width, height = box
    half_width, half_height = width * _AROUND * 1.15 / 2, height * _AROUND / 2
    top, left = int(y - half_height), int(x - half_width)
    rows, columns = np.mgrid[top : int(y + half_height), left : int(x + half_width)]
    inside = (rows >= 0) & (columns >= 0) & (rows < rgb.shape[0]) & (columns < rgb.shape[1])
    pixels = rgb[np.clip(rows, 0, rgb.shape[0] - 1), np.clip(columns, 0, rgb.shape[1] - 1)]
    away = ((columns - x) / half_width) ** 2 + ((rows - y) / half_height) ** 2
    opaque = np.where(inside, np.clip((1 - away) * 6, 0, 1) * 255, 0)
    return Head(name, np.dstack([pixels, opaque.astype(np.uint8)]), height / rows.shape[0], profile)
