"""Pictures that surfaces wear: floors, walls, signs, screens and views from windows; (h, w, 3) uint8 sRGB."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .scene import Picture, rgb
from .shapes import Floats


def cloud(size: int, cells: int, rng: np.random.Generator, octaves: int = 4) -> Floats:
    """Seamless value noise (size, size), mean 0, about -1..1."""
    total = np.zeros((size, size), np.float32)
    for k in range(octaves):
        n = cells * 2**k
        grid = rng.standard_normal((n, n)).astype(np.float32)
        wide = cv2.copyMakeBorder(grid, 2, 2, 2, 2, cv2.BORDER_WRAP)
        scale = size // n
        fine = cv2.resize(wide, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        total += fine[2 * scale : -2 * scale, 2 * scale : -2 * scale] / 2**k
    return total / np.abs(total).max()


def _tint(colour: str, noise: Floats, depth: float) -> Picture:
    return np.clip((rgb(colour) * (1 + depth * noise[..., None])) * 255, 0, 255).astype(np.uint8)


def concrete(colour: str = "#b3b2ac", seed: int = 1) -> Picture:
    """A poured floor of 4 x 4 m with faint clouds and a saw-cut joint."""
    rng = np.random.default_rng(seed)
    picture = _tint(colour, cloud(1024, 4, rng, 6), 0.13)
    for at in (0, 512):
        picture[at : at + 3] = picture[at : at + 3] * 0.72
        picture[:, at : at + 3] = picture[:, at : at + 3] * 0.72
    return picture


def tiles(
    colour: str = "#cfd6d3", joint: str = "#9aa3a0", seed: int = 2, count: int = 4, size: int = 1024, depth: float = 0.04
) -> Picture:
    """count x count tiles, each a shade of its own, with joints."""
    rng = np.random.default_rng(seed)
    picture = _tint(colour, cloud(size, 8, rng), depth).astype(float)
    step = size // count
    for i in range(count):
        for j in range(count):
            picture[i * step : (i + 1) * step, j * step : (j + 1) * step] *= 1 + 0.035 * rng.standard_normal()
    for k in range(count):
        picture[k * step : k * step + 5] = rgb(joint) * 255
        picture[:, k * step : k * step + 5] = rgb(joint) * 255
    return np.clip(picture, 0, 255).astype(np.uint8)


def linoleum(colour: str = "#9fb7b0", seed: int = 3) -> Picture:
    rng = np.random.default_rng(seed)
    return _tint(colour, 0.6 * cloud(512, 32, rng, 3) + 0.5 * cloud(512, 4, rng), 0.09)


def planks(colour: str = "#b98a5a", seed: int = 4, rows: int = 8) -> Picture:
    """Wooden boards along u."""
    rng = np.random.default_rng(seed)
    size = 1024
    grain = cv2.resize(rng.standard_normal((size, 16)).astype(np.float32), (size, size), interpolation=cv2.INTER_CUBIC)
    picture = _tint(colour, 0.3 * grain + 0.4 * cloud(size, 4, rng), 0.12).astype(float)
    step = size // rows
    for r in range(rows):
        picture[r * step : (r + 1) * step] *= 1 + 0.06 * rng.standard_normal()
        picture[r * step : r * step + 3] *= 0.6
        cut = int(rng.integers(size))
        picture[r * step : (r + 1) * step, cut : cut + 3] *= 0.6
    return np.clip(picture, 0, 255).astype(np.uint8)


def bricks(colour: str = "#d9d4c8", seed: int = 5, rows: int = 12, columns: int = 4) -> Picture:
    """Painted brickwork in running bond."""
    rng = np.random.default_rng(seed)
    h, w = rows * 64, columns * 192
    picture = np.tile(rgb(colour) * 255, (h, w, 1))
    for r in range(rows):
        for c in range(columns):
            x = (c * 192 + (r % 2) * 96 + np.arange(192)) % w
            picture[r * 64 : (r + 1) * 64][:, x] *= 1 + 0.03 * rng.standard_normal()
        x = (np.arange(columns) * 192 + (r % 2) * 96) % w
        for d in range(5):
            picture[r * 64 : (r + 1) * 64, (x + d) % w] *= 0.88
        picture[r * 64 : r * 64 + 5] *= 0.88
    return np.clip(picture, 0, 255).astype(np.uint8)


def stripes(first: str = "#f2c318", second: str = "#23262a", count: int = 8) -> Picture:
    """Slanting hazard stripes, repeating along u."""
    y, x = np.mgrid[0:64, 0 : 64 * count]
    band = ((x + y) // 32) % 2 == 0
    return np.where(band[..., None], rgb(first) * 255, rgb(second) * 255).astype(np.uint8)


def outside(seed: int = 6, width: int = 1024, height: int = 512) -> Picture:
    """A flat, green view from a window: sky, clouds, a row of trees, a water's edge."""
    rng = np.random.default_rng(seed)
    y = np.linspace(0, 1, height)[:, None, None]
    picture = (rgb("#8fc1ea") * (1 - y) + rgb("#eaf4fb") * y) * 255 * np.ones((height, width, 1))
    puffs = cv2.resize(cloud(512, 4, rng, 5), (width, height))
    cover = np.clip(puffs * 1.6 - 0.1, 0, 1)[..., None] * (1 - 0.4 * y)
    picture = picture * (1 - cover) + 250 * cover
    horizon = int(height * 0.66)
    x = np.arange(width)
    for colour, base, depth in (("#8fa99a", 26, 0.5), ("#6c9162", 40, 1.0)):
        bumps = sum(np.sin(x / width * 2 * np.pi * f + rng.uniform(0, 6)) / f**0.6 for f in (5, 9, 17, 31, 47))
        top = horizon - (base + 7 * depth * bumps).astype(int)
        for column in range(width):
            picture[top[column] : horizon, column] = rgb(colour) * 255
    ground = np.linspace(0, 1, height - horizon)[:, None, None]
    picture[horizon:] = (rgb("#9cc274") * (1 - ground) + rgb("#6f9f4c") * ground) * 255
    water = slice(horizon + 30, horizon + 62)
    picture[water] = picture[water] * 0.25 + rgb("#a9cfe4") * 255 * 0.75
    return np.clip(picture, 0, 255).astype(np.uint8)


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own built-in typeface, so that no font has to be shipped."""
    return ImageFont.load_default(size)


def sign(
    lines: Sequence[str],
    width: int,
    height: int,
    ground: str = "#ffffff",
    ink: str = "#1c2b36",
    edge: str | None = None,
    size: float | None = None,
    left: bool = False,
) -> Picture:
    """Words on a board; the first line larger than the rest when there are more than two."""
    image = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(image)
    if edge:
        draw.rounded_rectangle((6, 6, width - 7, height - 7), 18, outline=edge, width=8)
    big = size or height / (len(lines) + 1) * 0.9
    sizes = [big if i == 0 or len(lines) <= 2 else big * 0.62 for i in range(len(lines))]
    y = (height - sum(s * 1.3 for s in sizes)) / 2
    for text, s in zip(lines, sizes, strict=True):
        while font(s).getlength(text) > width * 0.9 and s > 8:
            s *= 0.94
        x = width * 0.07 if left else (width - font(s).getlength(text)) / 2
        draw.text((x, y), text, font=font(s), fill=ink)
        y += s * 1.3
    return np.asarray(image)


def pictogram(kind: str, ground: str, size: int = 256) -> Picture:
    """Round or triangular safety signs, drawn with plain geometry: mask, warning, goggles, exit, cross."""
    big = size * 4
    image = Image.new("RGB", (big, big), "#ffffff")
    draw = ImageDraw.Draw(image)

    def at(*values: float) -> list[float]:
        return [v * big for v in values]

    if kind in ("mask", "goggles", "ears"):
        draw.ellipse(at(0.04, 0.04, 0.96, 0.96), fill=ground)
        draw.ellipse(at(0.28, 0.18, 0.72, 0.82), fill="#ffffff")
        if kind == "mask":
            draw.rounded_rectangle(at(0.3, 0.3, 0.7, 0.8), big * 0.06, fill="#ffffff", outline=ground, width=big // 50)
            draw.rounded_rectangle(at(0.36, 0.4, 0.64, 0.55), big * 0.02, fill=ground)
        elif kind == "goggles":
            draw.rounded_rectangle(at(0.24, 0.38, 0.48, 0.54), big * 0.05, fill=ground, outline="#ffffff", width=big // 60)
            draw.rounded_rectangle(at(0.52, 0.38, 0.76, 0.54), big * 0.05, fill=ground, outline="#ffffff", width=big // 60)
        else:
            for x in (0.24, 0.66):
                draw.rounded_rectangle(at(x, 0.36, x + 0.1, 0.6), big * 0.03, fill=ground, outline="#ffffff", width=big // 60)
            draw.arc(at(0.27, 0.12, 0.73, 0.62), 180, 360, fill="#ffffff", width=big // 22)
    elif kind == "warning":
        draw.polygon(at(0.5, 0.05, 0.97, 0.9, 0.03, 0.9), fill="#1a1a1a")
        draw.polygon(at(0.5, 0.15, 0.88, 0.85, 0.12, 0.85), fill=ground)
        draw.polygon(at(0.56, 0.3, 0.4, 0.58, 0.5, 0.58, 0.44, 0.8, 0.62, 0.5, 0.52, 0.5), fill="#1a1a1a")
    elif kind == "exit":
        draw.rectangle(at(0, 0, 1, 1), fill=ground)
        draw.rectangle(at(0.1, 0.15, 0.42, 0.85), fill="#ffffff")
        draw.polygon(at(0.5, 0.42, 0.7, 0.42, 0.7, 0.28, 0.94, 0.5, 0.7, 0.72, 0.7, 0.58, 0.5, 0.58), fill="#ffffff")
    elif kind == "cross":
        draw.rectangle(at(0, 0, 1, 1), fill=ground)
        draw.rectangle(at(0.4, 0.15, 0.6, 0.85), fill="#ffffff")
        draw.rectangle(at(0.15, 0.4, 0.85, 0.6), fill="#ffffff")
    return np.asarray(image.resize((size, size), Image.Resampling.LANCZOS))


def screen(title: str, rows: Sequence[str], accent: str = "#39c0a5", width: int = 512, height: int = 320) -> Picture:
    """A computer's screen: title bar, lines of words, a small bar chart."""
    image = Image.new("RGB", (width, height), "#10202c")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width, 46), fill=accent)
    draw.text((16, 8), title, font=font(26), fill="#06131c")
    for i, row in enumerate(rows):
        draw.text((20, 64 + i * 38), row, font=font(24), fill="#d7ecf5")
    for i, tall in enumerate((60, 95, 70, 120, 88, 135)):
        draw.rectangle((width - 190 + i * 28, height - 20 - tall, width - 172 + i * 28, height - 20), fill=accent)
    return np.asarray(image)


def vital_signs(width: int = 512, height: int = 340) -> Picture:
    """A patient monitor: heart trace, pulse wave, breathing, and their numbers."""
    image = Image.new("RGB", (width, height), "#05080c")
    draw = ImageDraw.Draw(image)
    x = np.arange(0, width - 150)
    t = (x % 92) / 92
    beat = np.exp(-((t - 0.3) ** 2) / 0.0004) * 1.0 - np.exp(-((t - 0.36) ** 2) / 0.0004) * 0.35
    beat += 0.16 * np.exp(-((t - 0.16) ** 2) / 0.002) + 0.25 * np.exp(-((t - 0.62) ** 2) / 0.004)
    wave = np.maximum(np.sin(2 * np.pi * t), -0.2) ** 1 + 0.3 * np.sin(4 * np.pi * t + 0.6)
    breath = np.sin(2 * np.pi * x / 180)
    for trace, base, tall, colour in ((beat, 95, 62, "#4be06a"), (wave, 195, 26, "#43c8f0"), (breath, 290, 24, "#f0d943")):
        draw.line([(float(a), float(base - tall * b)) for a, b in zip(x, trace, strict=True)], fill=colour, width=4)
    for y, name, value, colour in ((20, "HR", "72", "#4be06a"), (130, "SpO2", "98", "#43c8f0"), (232, "RR", "14", "#f0d943")):
        draw.text((width - 138, y), name, font=font(22), fill=colour)
        draw.text((width - 138, y + 20), value, font=font(66), fill=colour)
    return np.asarray(image)
