"""From cube faces to an equirectangular picture, and from that to a flat view; pure, formats.md (Coordinates)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def equirectangular(faces: dict[str, NDArray[np.uint8]], width: int, side: int, border: int) -> NDArray[np.uint8]:
    """Cube faces of side + 2 border pixels to (width / 2, width, 3); axes and face table of formats.md (Coordinates)."""
    height = width // 2
    yaw = ((np.arange(width, dtype=np.float32) + 0.5) / width - 0.5) * 2 * np.pi
    out = np.empty((height, width, 3), np.uint8)
    for top in range(0, height, 256):
        pitch = (0.5 - (np.arange(top, min(top + 256, height), dtype=np.float32)[:, None] + 0.5) / height) * np.pi
        x, y, z = np.cos(pitch) * np.sin(yaw), np.broadcast_to(np.sin(pitch), (len(pitch), width)), -np.cos(pitch) * np.cos(yaw)
        best = np.stack([-z, z, x, -x, y, -y]).argmax(0)
        strip = out[top : top + 256]
        for i, (name, a, b, m) in enumerate(
            (("f", x, -y, -z), ("b", -x, -y, z), ("r", z, -y, x), ("l", -z, -y, -x), ("u", x, -z, y), ("d", x, z, -y))
        ):
            rows, columns = np.where(best == i)
            if not len(rows):
                continue
            r, c = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
            here = best[r, c] == i
            depth = np.where(here, m[r, c], 1)
            u = (a[r, c] / depth + 1) * side / 2 - 0.5 + border
            v = (b[r, c] / depth + 1) * side / 2 - 0.5 + border
            drawn = cv2.remap(faces[name], u.astype(np.float32), v.astype(np.float32), cv2.INTER_LINEAR)
            strip[r, c][here] = drawn[here]
    return out


def perspective(panorama: NDArray[np.uint8], yaw: float, pitch: float, fov: float, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A flat view (size = width, height; fov horizontal, degrees) into an equirectangular picture."""
    w, h = size
    t = np.tan(np.radians(fov / 2))
    px, py = np.meshgrid(((np.arange(w) + 0.5) / w * 2 - 1) * t, (1 - (np.arange(h) + 0.5) / h * 2) * t * h / w)
    p, q = np.radians(pitch), np.radians(yaw)
    ahead, y = np.cos(p) - py * np.sin(p), np.sin(p) + py * np.cos(p)
    x = px * np.cos(q) + ahead * np.sin(q)
    z = ahead * np.cos(q) - px * np.sin(q)
    height, width = panorama.shape[:2]
    u = (np.degrees(np.arctan2(x, z)) / 360 + 0.5) % 1 * width - 0.5
    v = (0.5 - np.degrees(np.arctan2(y, np.hypot(x, z))) / 180) * height - 0.5
    padded = cv2.copyMakeBorder(panorama, 0, 0, 2, 2, cv2.BORDER_WRAP)
    return cv2.remap(padded, (u + 2).astype(np.float32), v.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
