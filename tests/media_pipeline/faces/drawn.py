"""A head that nobody has: drawn with a few shaded ovals, so like a face that the net finds it with confidence."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

FACE = 0.52
"""The height of the face (as the net draws its box) as part of the picture's."""
_HIGH, _WIDE = 512, 448


@cache
def head(skin: tuple[int, int, int] = (224, 172, 140), hair: tuple[int, int, int] = (62, 42, 30)) -> np.ndarray:
    """(512, 448, 4) pixels: RGB and how opaque; the face's middle is the picture's."""
    picture = np.zeros((_HIGH, _WIDE, 3), np.float32)
    opaque = np.zeros((_HIGH, _WIDE), np.float32)
    x, y = _WIDE / 2, _HIGH / 2

    def oval(
        across: float, down: float, wide: float, high: float, colour: object, soft: float = 0.08, strength: float = 1.0
    ) -> None:
        nonlocal picture, opaque
        rows, columns = np.mgrid[0:_HIGH, 0:_WIDE]
        away = np.hypot((columns - x - across) / wide, (rows - y - down) / high)
        part = np.clip((1 - away) / soft, 0, 1) * strength
        picture = picture * (1 - part[..., None]) + np.asarray(colour, np.float32) * part[..., None]
        opaque = np.maximum(opaque, part)

    tone = np.asarray(skin, np.float32)
    oval(0, 270, 190, 100, (60, 80, 120))  # shoulders
    oval(0, 150, 62, 110, tone * 0.78)  # neck
    oval(0, -40, 142, 178, hair)
    oval(-122, 5, 16, 34, tone * 0.85)  # ears
    oval(122, 5, 16, 34, tone * 0.85)
    oval(0, 0, 120, 160, tone * 0.86, 0.05)
    oval(-14, -12, 108, 146, tone, 0.5)  # light from the left
    oval(-20, -80, 70, 44, tone * 1.08, 0.9)  # forehead
    oval(0, -150, 118, 52, hair, 0.25)  # fringe
    for side in (-1, 1):
        oval(side * 62, 34, 34, 26, tone * (0.98, 0.86, 0.84), 0.9, 0.7)  # cheeks
        oval(side * 50, -30, 38, 26, tone * 0.72, 0.9, 0.8)  # sockets
        oval(side * 50, -24, 26, 12, (238, 234, 230), 0.3)
        oval(side * 50, -24, 11, 12, (70, 52, 40), 0.2)
        oval(side * 50, -24, 5, 6, (12, 10, 10), 0.2)
        oval(side * 47, -27, 2.6, 2.6, (255, 255, 255), 0.4)
        oval(side * 50, -36, 29, 5, (50, 36, 28), 0.6)  # lashes
        oval(side * 52, -58, 36, 8, hair, 0.5)  # brows
        oval(side * 17, 50, 9, 6, tone * 0.5, 0.6)  # nostrils
    oval(10, 10, 9, 46, tone * 0.78, 0.9, 0.8)  # the nose's shadow and ridge
    oval(-3, 6, 8, 46, tone * 1.1, 0.9, 0.8)
    oval(0, 42, 22, 14, tone * 1.02, 0.9)
    oval(0, 62, 26, 7, tone * 0.7, 0.9, 0.7)
    oval(0, 88, 42, 13, (176, 84, 80), 0.4)  # lips
    oval(0, 87, 40, 3, (96, 40, 40), 0.6)
    oval(0, 112, 30, 7, tone * 0.76, 0.9, 0.7)
    oval(0, 146, 50, 10, tone * 0.8, 0.9, 0.5)  # chin
    smooth = cv2.GaussianBlur(np.clip(picture, 0, 255), (0, 0), 1.2)
    return np.dstack([smooth, opaque * 255]).round().astype(np.uint8)
