"""Light without an upper end brought to what a screen shows: an exposure chosen from the picture, then a shoulder. Pure.

Exposure: the geometric mean of the picture's brightness becomes KEY, as a camera's meter has it (Reinhard and others,
"Photographic Tone Reproduction for Digital Images", 2002). Shoulder: their extended curve, on brightness alone so that hues
stay, up to a white that all but the brightest hundredth part stays below; what is still too strong a colour for the screen
is mixed with white until it fits, as film does. The same light always gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from media_pipeline.images.colour import Light

KEY = 0.18
WHITE_ABOVE = 0.99
LEAST_WHITE, MOST_WHITE = 1.0, 16.0
SAMPLES = 1_000_000
"""So many pixels are enough to meter."""
_LUMINANCE = np.array([[0.2126, 0.7152, 0.0722]], np.float32)


@dataclass(frozen=True)
class Exposure:
    """``gain`` multiplies the light; ``white`` is the brightness, after that, which becomes the screen's white."""

    gain: float = 1.0
    white: float = 4.0


def metered(light: Light, *, sphere: bool) -> Exposure:
    """The exposure of (height, width, 3), a picture or every so manieth pixel of it; ``sphere``: its rows count for the part
    of the sphere that they cover."""
    brightness = _brightness(light)
    rows = (np.arange(len(brightness)) + 0.5) / len(brightness)
    weight = np.repeat((np.sin(rows * np.pi) if sphere else np.ones_like(rows))[:, None], brightness.shape[1], axis=1)
    lit = brightness > 1e-6
    if not lit.any():
        return Exposure()
    gain = KEY / float(np.exp(np.average(np.log(brightness[lit]), weights=weight[lit])))
    bright = _quantile(brightness[lit], weight[lit], WHITE_ABOVE) * gain
    return Exposure(gain, float(np.clip(bright, LEAST_WHITE, MOST_WHITE)))


def mapped(light: Light, exposure: Exposure) -> Light:
    """Light between 0 and 1 for a screen."""
    out = np.maximum(light, np.float32(0))
    before = _brightness(out) * np.float32(exposure.gain)
    after = np.minimum(before * (1 + before / np.float32(exposure.white**2)) / (1 + before), np.float32(1))
    out *= (np.float32(exposure.gain) * after / np.maximum(before, np.float32(1e-9)))[..., None]
    strong = out.max(-1) > 1
    # towards grey of the same brightness, as far as the strongest part has to go to be 1
    grey = after[strong][:, None]
    colours = out[strong]
    share = (1 - grey) / np.maximum(colours.max(-1, keepdims=True) - grey, np.float32(1e-9))
    out[strong] = grey + (colours - grey) * share
    return out


def _brightness(light: Light) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.transform(np.maximum(light, 0), _LUMINANCE), dtype=np.float32)


def _quantile(values: npt.NDArray[np.float32], weights: npt.NDArray[np.float64], part: float) -> float:
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(total, part * total[-1])])
