"""Logos of the demo programme's organisations, which plainly do not exist; simple geometry and Pillow's own letters."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from .modelling.pictures import font

WIDTH, HEIGHT, FINER = 640, 240, 4


@dataclass(frozen=True)
class Organisation:
    """A made-up organisation; `name` says that it is an example."""

    key: str
    sector: str
    name: str
    short: str
    colour: str
    mark: Callable[[ImageDraw.ImageDraw, float], None]


def _spark(draw: ImageDraw.ImageDraw, s: float) -> None:
    """A hexagon nut with a spark in it."""
    middle = np.array((120.0, 120.0)) * s
    corners = [tuple(middle + 96 * s * np.array((np.cos(a), np.sin(a)))) for a in np.radians(np.arange(0, 360, 60))]
    draw.polygon(corners, fill="#d8551e")
    star = [
        tuple(middle + (62 if k % 2 == 0 else 20) * s * np.array((np.cos(a), np.sin(a))))
        for k, a in enumerate(np.radians(np.arange(0, 360, 45) - 90))
    ]
    draw.polygon(star, fill="#fff4d6")


def _linden(draw: ImageDraw.ImageDraw, s: float) -> None:
    """A round tree: trunk and four branches in its crown."""
    draw.ellipse((24 * s, 16 * s, 216 * s, 208 * s), fill="#2f8f7a")
    draw.rectangle((111 * s, 70 * s, 129 * s, 228 * s), fill="#2f8f7a")
    draw.rectangle((113 * s, 70 * s, 127 * s, 208 * s), fill="#fdfdf8")
    for foot, reach in ((160, 58), (118, 42)):
        for side in (-1, 1):
            tip = ((120 + side * reach) * s, (foot - reach) * s)
            draw.line(((120 * s, foot * s), tip), fill="#fdfdf8", width=round(13 * s))
            draw.ellipse((tip[0] - 9 * s, tip[1] - 9 * s, tip[0] + 9 * s, tip[1] + 9 * s), fill="#fdfdf8")


ORGANISATIONS = (
    Organisation("de-vonk", "techniek", "Voorbeeldbedrijf De Vonk", "De Vonk", "#24303a", _spark),
    Organisation("de-linde", "zorg", "Voorbeeldziekenhuis De Linde", "De Linde", "#1f5f52", _linden),
)


def logo(organisation: Organisation) -> bytes:
    """PNG, 640 x 240, palette of 64 colours."""
    image = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), "#ffffff")
    draw = ImageDraw.Draw(image)
    organisation.mark(draw, FINER)
    kind = organisation.name.removesuffix(organisation.short).strip()
    draw.text((250 * FINER, 52 * FINER), organisation.short, font=font(82 * FINER), fill=organisation.colour)
    draw.text((254 * FINER, 150 * FINER), kind, font=font(36 * FINER), fill=organisation.colour)
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(64)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()
