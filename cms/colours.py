"""Colours that can be read: contrast after WCAG 2.2, and the nearest readable neighbour of a colour. Pure."""

from __future__ import annotations

import colorsys

PAPER, INK = "#fbfaf7", "#1d2430"
DARK_PAPER = "#14181f"
READABLE = 4.5
"""The lowest contrast ratio for text (WCAG 2.2, success criterion 1.4.3)."""

_STEP = 0.005  # of lightness: fine enough that nobody sees the difference, at most 200 steps


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance (0-1) of ``#rrggbb``; formula: WCAG 2.2, "relative luminance"."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1-21) of two colours ``#rrggbb``."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str, background: str) -> str:
    """The colour itself when it can be read on the background, else the nearest one of its hue that can."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = -_STEP if luminance(background) > 0.18 else _STEP
    found = colour
    while contrast(found, background) < READABLE and 0.0 <= lightness + step <= 1.0:
        lightness += step
        channels = colorsys.hls_to_rgb(hue, lightness, saturation)
        found = "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)
    return found
