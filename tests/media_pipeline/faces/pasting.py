"""People at known directions: a flat picture hung on the sphere, upright and facing the viewer. Formulas of its own."""

from __future__ import annotations

import cv2
import numpy as np


def hang(sphere: np.ndarray, picture: np.ndarray, yaw: float, pitch: float, degrees: float, roll: float = 0.0) -> None:
    """Hang ``picture`` (height, width, 4: RGB and how opaque) in ``sphere`` (equirectangular, RGB, changed in place), its
    middle at (yaw, pitch), ``degrees`` high; ``roll`` turns it clockwise."""
    height, width = sphere.shape[:2]
    reach = np.tan(np.radians(degrees / 2)) * max(1.0, picture.shape[1] / picture.shape[0])
    low, high = pitch - np.degrees(np.arctan(1.5 * reach)), pitch + np.degrees(np.arctan(1.5 * reach))
    rows = slice(max(0, int((90 - high) / 180 * height)), min(height, int((90 - low) / 180 * height) + 2))
    up = np.radians(90 - (np.arange(rows.start, rows.stop) + 0.5) * 180 / height)[:, None]
    around = np.radians((np.arange(width) + 0.5) * 360 / width - 180 - yaw)[None, :]
    tilt, turn = np.radians(pitch), np.radians(roll)
    right = np.sin(around) * np.cos(up)
    ahead = np.cos(around) * np.cos(up) * np.cos(tilt) + np.sin(up) * np.sin(tilt)
    above = np.sin(up) * np.cos(tilt) - np.cos(around) * np.cos(up) * np.sin(tilt)
    with np.errstate(divide="ignore", invalid="ignore"):
        a, b = np.where(ahead > 0.05, right / ahead, 9e3), np.where(ahead > 0.05, above / ahead, 9e3)
    a, b = a * np.cos(turn) - b * np.sin(turn), a * np.sin(turn) + b * np.cos(turn)
    columns = np.nonzero(((abs(a) < 1.5 * reach) & (abs(b) < 1.5 * reach)).any(axis=0))[0]
    a, b = a[:, columns], b[:, columns]
    # smaller first, as an eye would see it: no finer than twice what the sphere can hold
    fit = 2 * degrees * height / 180 / picture.shape[0]
    small = cv2.resize(picture, None, fx=fit, fy=fit, interpolation=cv2.INTER_AREA) if fit < 1 else picture
    scale = small.shape[0] / (2 * np.tan(np.radians(degrees / 2)))
    x, y = (a * scale + small.shape[1] / 2 - 0.5).astype(np.float32), (small.shape[0] / 2 - 0.5 - b * scale).astype(np.float32)
    x, y = np.clip(x, -9e3, 9e3), np.clip(y, -9e3, 9e3)
    shown = cv2.remap(small, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT).astype(np.float32)
    opaque = shown[:, :, 3:] / 255
    part = sphere[rows][:, columns]
    sphere[rows, columns] = np.round(part * (1 - opaque) + shown[:, :, :3] * opaque).astype(np.uint8)
