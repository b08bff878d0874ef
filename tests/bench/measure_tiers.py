"""Tiers as WebP and AVIF beside our JPEG, on real photos: bytes at equal SSIM, and what encoding costs (docs/adr/0007).

``python -m tests.bench.measure_tiers`` prints a line a photo and format. It is no bench: it decided something once.
"""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

from media_pipeline.images import headers, reader
from media_pipeline.images.planes import encode
from media_pipeline.recipes import PANORAMA
from tests import media

REAL = Path(__file__).resolve().parents[3] / "shared" / "media"
PHOTOS = (
    ("pano_deck_6144x3072.jpg", 4096),
    ("pano_pannellum_4096x2048.jpg", 2048),
    ("pano_gpano_park_4000x2000.jpg", 2048),
    ("pano_gear360_field_7200x3600.jpg", 2048),
)
FORMATS: tuple[tuple[str, dict[str, Any]], ...] = (("WEBP", {"method": 4}), ("AVIF", {"speed": 8}))


def main() -> None:
    for name, width in PHOTOS:
        planes = reader.read_planes(REAL / name, headers.read_header(REAL / name)).reduced(width, width // 2)
        picture = Image.fromarray(planes.rgb())
        truth = _grey(picture)
        began = time.process_time()
        jpeg = encode(planes, PANORAMA.tier_quality)
        seconds = time.process_time() - began
        wanted = ssim(_grey(Image.open(io.BytesIO(jpeg))), truth)
        print(f"{name} {width}: JPEG {len(jpeg)} bytes, SSIM {wanted:.4f}, {seconds:.2f} s", flush=True)
        for kind, options in FORMATS:
            print(f"  {kind} {_lowest(picture, truth, wanted, len(jpeg), kind, options)}", flush=True)


def _lowest(picture: Image.Image, truth: np.ndarray, wanted: float, jpeg: int, kind: str, options: dict[str, Any]) -> str:
    """The lowest quality whose SSIM is at least that of the JPEG."""
    low, high, found = 30, 98, "none is good enough"
    while low <= high:
        quality = (low + high) // 2
        buffer, began = io.BytesIO(), time.process_time()
        picture.save(buffer, kind, quality=quality, **options)
        seconds = time.process_time() - began
        shown = _grey(Image.open(buffer))
        if ssim(shown, truth) >= wanted:
            share = len(buffer.getvalue()) / jpeg
            found = f"q{quality}: {share:.3f} of the bytes, PSNR {media.psnr(shown, truth):.2f}, {seconds:.2f} s"
            high = quality - 1
        else:
            low = quality + 1
    return found


def _grey(picture: Image.Image) -> np.ndarray:
    return np.asarray(cv2.cvtColor(np.asarray(picture.convert("RGB")), cv2.COLOR_RGB2GRAY))


def ssim(one: np.ndarray, other: np.ndarray) -> float:
    """Structural similarity (Wang et al. 2004): Gaussian windows of 11 x 11, sigma 1.5."""

    def mean(picture: np.ndarray) -> np.ndarray:
        return np.asarray(cv2.GaussianBlur(picture, (11, 11), 1.5))

    a, b = one.astype(np.float32), other.astype(np.float32)
    ma, mb = mean(a), mean(b)
    va, vb, both = mean(a * a) - ma * ma, mean(b * b) - mb * mb, mean(a * b) - ma * mb
    top = (2 * ma * mb + 6.5025) * (2 * both + 58.5225)
    return float((top / ((ma * ma + mb * mb + 6.5025) * (va + vb + 58.5225))).mean())


if __name__ == "__main__":
    main()
