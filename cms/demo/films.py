"""The two promo films: where the camera flies, what is said, and what the pictures show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from .captions import Cue
from .modelling.camera import Setup, Studio
from .modelling.scene import Words
from .modelling.shapes import Floats
from .sound import RATE, Sound, can_speak, mix, voice, ward, workshop
from .workplaces import lasserij, robot, robotcel

RATE_OF_FRAMES, SIZE = 25, (1280, 720)
DISSOLVE = 10  # frames that two shots share
SOUNDS = Words("Achtergrondgeluid, geen stem", "Background sounds, no voice")
ANGLE = 52.0  # vertical field of view, degrees


@dataclass(frozen=True)
class Shot:
    """A flight through one place: keys (camera, target), frames, and what moves on each frame."""

    place: str
    frames: int
    keys: tuple[tuple[tuple[float, float, float], tuple[float, float, float]], ...]
    moves: Callable[[Setup, float], None] | None = None
    paints: Callable[[NDArray[np.uint8], Floats, Floats, int], NDArray[np.uint8]] | None = None


@dataclass(frozen=True)
class Film:
    key: str
    sector: str
    title: Words
    summary: Words
    shots: tuple[Shot, Shot]
    ambience: Callable[[float], Sound]
    spoken: tuple[tuple[float, Words], ...]  # starts in seconds
    seen: Words  # what the pictures show, for the transcript

    @property
    def frames(self) -> int:
        return sum(s.frames for s in self.shots) - DISSOLVE

    @property
    def seconds(self) -> float:
        return self.frames / RATE_OF_FRAMES

    def soundtrack(self) -> tuple[Sound, list[tuple[float, float]]]:
        """The sound, and (start, end) seconds of each sentence; no sentences where espeak-ng is missing."""
        voices = [(start, voice(words.nl)) for start, words in self.spoken]
        heard = [(start, sound) for start, sound in voices if sound is not None]
        return mix(self.ambience(self.seconds), heard), [(start, start + len(sound) / RATE) for start, sound in heard]

    def cues(self, times: Sequence[tuple[float, float]], language: str) -> list[Cue]:
        """Captions stay a little after the voice, but never into the next sentence or past the film's end.

        Without a voice (times empty) one caption says that there are sounds only.
        """
        if not times:
            return [Cue(0.5, self.seconds - 0.5, getattr(SOUNDS, language))]
        out = []
        for n, ((start, end), (_, words)) in enumerate(zip(times, self.spoken, strict=True)):
            limit = times[n + 1][0] - 0.08 if n + 1 < len(times) else self.seconds - 0.1
            out.append(Cue(start, min(end + 0.7, limit), getattr(words, language)))
        return out

    def transcript(self, language: str) -> str:
        spoken = (
            " ".join(getattr(words, language) for _, words in self.spoken) if can_speak() else f"[{getattr(SOUNDS, language)}]"
        )
        return f"{spoken}\n\n[{getattr(self.seen, language)}]"


def pictures(film: Film, studio: Callable[[str], Studio]) -> Iterator[NDArray[np.uint8]]:
    """The film's frames, the second shot dissolving out of the first."""
    first, second = (_fly(shot, studio(shot.place)) for shot in film.shots)
    held = []
    for n, picture in enumerate(first):
        if n < film.shots[0].frames - DISSOLVE:
            yield picture
        else:
            held.append(picture)
    for n, picture in enumerate(second):
        if n < DISSOLVE:
            share = (n + 1) / (DISSOLVE + 1)
            yield cv2.addWeighted(held[n], 1 - share, picture, share, 0)
        else:
            yield picture


def _fly(shot: Shot, studio: Studio) -> Iterator[NDArray[np.uint8]]:
    setup = studio.canvas(SIZE)
    try:
        for n in range(shot.frames):
            yield frame(setup, shot, n)
    finally:
        setup.close()


def frame(setup: Setup, shot: Shot, n: int) -> NDArray[np.uint8]:
    """Frame n of a shot, (height, width, 3)."""
    t = n / (shot.frames - 1)
    t = t * t * (3 - 2 * t) * 0.6 + t * 0.4  # set off and arrive gently
    at, target = (_along([k[i] for k in shot.keys], t) for i in (0, 1))
    if shot.moves:
        shot.moves(setup, n / RATE_OF_FRAMES)
    picture = setup.look(at, target - at, (0, 0, 1), ANGLE)
    return shot.paints(picture, at, target - at, n) if shot.paints else picture


def _along(keys: Sequence[tuple[float, float, float]], t: float) -> Floats:
    """A Catmull-Rom curve through the keys, t in [0, 1]."""
    p = np.asarray(keys, float)
    p = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    k = min(int(t * (len(keys) - 1)), len(keys) - 2)
    f = t * (len(keys) - 1) - k
    a, b, c, d = p[k : k + 4]
    return np.asarray(0.5 * (2 * b + (c - a) * f + (2 * a - 5 * b + 4 * c - d) * f**2 + (3 * b - a - 3 * c + d) * f**3))


def _on_picture(point: Floats, at: Floats, direction: Floats) -> tuple[float, float, float]:
    """(column, row, distance ahead) of a point in a frame."""
    ahead = direction / np.linalg.norm(direction)
    right = np.cross(ahead, (0.0, 0.0, 1.0))
    right /= np.linalg.norm(right)
    ray = point - at
    depth = float(ray @ ahead)
    scale = SIZE[1] / 2 / np.tan(np.radians(ANGLE / 2)) / max(depth, 0.05)
    return SIZE[0] / 2 + float(ray @ right) * scale, SIZE[1] / 2 - float(ray @ np.cross(right, ahead)) * scale, depth


def _weld(picture: NDArray[np.uint8], at: Floats, direction: Floats, frame: int) -> NDArray[np.uint8]:
    """The welding arc at the cobot's torch: a flickering glow and a few sparks, as light added to the frame."""
    rng = np.random.default_rng(1000 + frame)
    place = robot.step(0, move=lasserij.COBOT_AT) @ robot.poses(lasserij.COBOT_POSE, lasserij.COBOT_SCALE)[4]
    tip = (place @ (0.62 * lasserij.COBOT_SCALE, 0, -0.31 * lasserij.COBOT_SCALE, 1))[:3]
    column, row, depth = _on_picture(tip, at, direction)
    if depth < 0.3 or not (-300 < column < SIZE[0] + 300):
        return picture
    power = 0.55 + 0.45 * float(rng.random())
    y, x = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    distance = np.hypot(x - column, y - row) * depth / 3
    glow = power * (1.3 * np.exp(-((distance / 7) ** 2)) + 0.4 * np.exp(-distance / 28) + 0.12 * np.exp(-distance / 120))
    light = glow[..., None] * np.array([205, 225, 255], np.float32)
    for _ in range(14):
        angle, reach = rng.uniform(-2.9, -0.2), rng.uniform(15, 95) * 3 / depth
        away = np.array([np.cos(angle), np.sin(angle)]) * reach
        start = np.array([column, row]) + 0.4 * away
        end = np.array([column, row]) + away + (0, 0.004 * reach**2)
        cv2.line(light, tuple(map(int, start)), tuple(map(int, end)), (255.0, 190.0, 90.0), 1, cv2.LINE_AA)
    return np.clip(picture + light, 0, 255).astype(np.uint8)


def _stack(setup: Setup, seconds: float) -> None:
    """The robot swings between conveyor and pallet, dipping at both."""
    swing = 0.5 - 0.5 * np.cos(2 * np.pi * seconds / 5.2)
    dip = np.abs(np.cos(2 * np.pi * seconds / 5.2)) ** 3
    angles = (20 + 125 * swing, 2 + 16 * dip, 30 + 6 * dip, 40 - 8 * dip)
    moves = robot.motion(robotcel.ROBOT_AT, robotcel.ROBOT_TURN, 1.0, robotcel.REST, angles)
    for n, matrix in enumerate(moves):
        if f"robot{n}" in setup.groups:
            setup.move(f"robot{n}", matrix)


FILMS = (
    Film(
        "promo-techniek",
        "techniek",
        Words("Kijk binnen bij techniek", "Look inside technology"),
        Words("Een vlucht door de lasserij en langs de robotcel.", "A flight through the welding shop and past the robot cell."),
        (
            Shot(
                "lasserij",
                165,
                (
                    ((-5.2, -3.0, 1.9), (1.0, 1.0, 1.2)),
                    ((-2.4, -2.0, 1.75), (2.6, 0.6, 1.1)),
                    ((0.6, -1.2, 1.6), (3.1, 0.2, 1.0)),
                    ((2.0, -1.15, 1.45), (3.1, 0.2, 1.0)),
                ),
                None,
                _weld,
            ),
            Shot(
                "robotcel",
                170,
                (
                    ((-1.8, -3.6, 2.1), (2.6, 2.6, 1.2)),
                    ((0.4, -2.4, 1.9), (2.9, 2.8, 1.2)),
                    ((1.5, -0.6, 1.7), (3.1, 2.9, 1.3)),
                    ((1.6, 0.7, 1.6), (3.2, 2.9, 1.35)),
                ),
                _stack,
            ),
        ),
        lambda seconds: workshop(seconds, (2.2, 6.2)),
        (
            (0.6, Words("Welkom in de lasserij.", "Welcome to the welding shop.")),
            (
                2.7,
                Words(
                    "Hier lassen mensen en robots samen hekken en frames.",
                    "Here people and robots weld gates and frames together.",
                ),
            ),
            (6.7, Words("In de robotcel stapelt een arm de dozen.", "In the robot cell an arm stacks the boxes.")),
            (9.7, Words("Lijkt het je wat? Loop een dag mee!", "Does it appeal to you? Join us for a day!")),
        ),
        Words(
            "Beeld: de camera vliegt door een lichte werkplaats naar een lasrobot met een felle vlam, daarna door "
            "een geel hek naar een oranje robotarm.",
            "Picture: the camera flies through a bright workshop to a welding robot with a bright arc, then through "
            "a yellow fence to an orange robot arm.",
        ),
    ),
    Film(
        "promo-zorg",
        "zorg",
        Words("Kijk binnen in de zorg", "Look inside health care"),
        Words(
            "Een wandeling over de verpleegafdeling en door de oefenzaal.",
            "A walk across the ward and through the exercise hall.",
        ),
        (
            Shot(
                "verpleegafdeling",
                165,
                (
                    ((5.6, -2.2, 1.7), (-2.0, -2.6, 1.2)),
                    ((3.0, -2.2, 1.65), (0.0, -0.6, 1.3)),
                    ((1.9, -1.0, 1.6), (0.2, 2.6, 1.2)),
                    ((1.7, 1.0, 1.6), (-2.9, 2.4, 1.0)),
                    ((0.9, 2.4, 1.55), (-3.2, 2.2, 1.1)),
                ),
            ),
            Shot(
                "fysiotherapie",
                170,
                (
                    ((3.9, 1.4, 1.75), (-1.0, 0.6, 0.9)),
                    ((2.4, 0.0, 1.7), (-2.0, 0.8, 1.0)),
                    ((0.3, -1.3, 1.6), (-2.4, 1.2, 1.0)),
                    ((-1.6, -1.6, 1.5), (0.6, 2.4, 1.1)),
                ),
            ),
        ),
        ward,
        (
            (0.6, Words("Welkom op de verpleegafdeling.", "Welcome to the ward.")),
            (3.1, Words("Hier help je mensen om weer beter te worden.", "Here you help people to get well again.")),
            (6.7, Words("Bij fysiotherapie leren ze opnieuw bewegen.", "At physiotherapy they learn to move again.")),
            (9.65, Words("Wil jij dat ook? Vraag een stage aan!", "Would you like that too? Ask for a placement!")),
        ),
        Words(
            "Beeld: de camera gaat langs de balie de patiëntenkamer in, met twee bedden, daarna door een zonnige "
            "oefenzaal met een loopbrug en hometrainers.",
            "Picture: the camera passes the desk into the patients' room with two beds, then moves through a sunny "
            "exercise hall with parallel bars and bicycles.",
        ),
    ),
)
