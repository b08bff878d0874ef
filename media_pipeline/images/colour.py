"""Colour of pictures that say by number, not by a profile, what their codes mean; all becomes sRGB. Pure.

Sources: ITU-T H.273 (numbers, primaries, transfer curves), IEC 61966-2-1 (sRGB), ITU-R BT.2100 (PQ, HLG), BT.2408 (white).
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

Light = npt.NDArray[np.float32]
"""(…, 3) linear amounts of red, green and blue light; 1.0 is the white of a page."""

Codes = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]

SRGB = 1
_D65 = (0.3127, 0.3290)
# (x, y) of red, green and blue; all others in use are within a hair of sRGB's
_PRIMARIES = {
    SRGB: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),  # BT.2020
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),  # P3 with the theatre's white, which we take as D65
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),  # Display P3
}
LINEAR, PQ, HLG = 8, 16, 18
_CAMERA = {4: 2.2, 5: 2.8}  # pure powers; the other curves of standard video are shown as sRGB is, and so read
_PQ_WHITE = 203.0  # cd/m² of paper white


def is_srgb(colour: tuple[int, int] | None) -> bool:
    """Whether codes with these (primaries, transfer) can be shown as they are."""
    return colour is None or (colour[0] not in (9, 11, 12) and colour[1] not in (LINEAR, PQ, HLG, *_CAMERA))


def is_hdr(colour: tuple[int, int] | None) -> bool:
    """Whether the curve reaches far beyond paper white, so that light has to be tone-mapped."""
    return colour is not None and colour[1] in (PQ, HLG)


def light_of(codes: Codes, colour: tuple[int, int]) -> Light:
    """Linear light, in sRGB's primaries, of 8 or 16 bit codes. Colours outside sRGB have negative parts."""
    curve = _curve(colour[1], 256 if codes.dtype == np.uint8 else 65536)
    return to_srgb_primaries(curve[codes], _PRIMARIES.get(colour[0], _PRIMARIES[SRGB]))


def light_by_power(codes: Codes, gamma: float, primaries: tuple[float, ...] | None) -> Light:
    """Linear light, in sRGB's primaries, of codes of which it is a power; ``primaries`` (x, y) of red, green, blue and white."""
    steps = 256 if codes.dtype == np.uint8 else 65536
    light = (np.linspace(0, 1, steps) ** gamma).astype(np.float32)[codes]
    return light if primaries is None else to_srgb_primaries(light, *in_pairs(primaries))


def in_pairs(primaries: tuple[float, ...]) -> tuple[tuple[tuple[float, float], ...], tuple[float, float]]:
    """(red, green, blue) and white, each (x, y), of eight numbers."""
    red, green, blue, white = ((primaries[at], primaries[at + 1]) for at in (0, 2, 4, 6))
    return (red, green, blue), white


def to_srgb_primaries(light: Light, primaries: tuple[tuple[float, float], ...], white: tuple[float, float] = _D65) -> Light:
    """The same light in sRGB's primaries; ``primaries`` and ``white`` as (x, y)."""
    if primaries == _PRIMARIES[SRGB]:
        return light
    # a picture's white stays white, whatever its place is: eyes adapt
    matrix = np.linalg.inv(_to_xyz(_PRIMARIES[SRGB], _D65)) @ _adapted(white) @ _to_xyz(primaries, white)
    return np.asarray(cv2.transform(light, matrix.astype(np.float32)), dtype=np.float32)


def codes_of(light: Light) -> npt.NDArray[np.uint8]:
    """8-bit sRGB codes of linear light; what is outside 0 to 1 is cut off."""
    steps = len(_codes_table()) - 1
    # table over the square root: dark codes lie close together in light
    index = np.sqrt(np.clip(light, 0.0, 1.0)) * steps + 0.5
    return _codes_table()[index.astype(np.uint16)]


@cache
def _codes_table() -> npt.NDArray[np.uint8]:
    light = np.linspace(0, 1, 16384) ** 2
    codes = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(codes * 255).astype(np.uint8)


@cache
def _curve(transfer: int, steps: int) -> Light:
    """Light of each code."""
    code = np.linspace(0, 1, steps)
    if transfer == LINEAR:
        light = code
    elif transfer == PQ:
        root = code ** (1 / 78.84375)
        light = 10_000 / _PQ_WHITE * (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
    elif transfer == HLG:
        scene = np.where(code <= 0.5, code**2 / 3, (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        light = scene**1.2 * 1000 / _PQ_WHITE  # a 1000 cd/m² screen, its gamma on each part alone
    elif transfer in _CAMERA:
        light = code ** _CAMERA[transfer]
    else:
        light = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    return light.astype(np.float32)


def _to_xyz(primaries: tuple[tuple[float, float], ...], white: tuple[float, float]) -> npt.NDArray[np.float64]:
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in primaries]).T
    return columns * np.linalg.solve(columns, _xyz(white))


def _xyz(place: tuple[float, float]) -> npt.NDArray[np.float64]:
    x, y = place
    return np.array([x / y, 1.0, (1 - x - y) / y])


def _adapted(white: tuple[float, float]) -> npt.NDArray[np.float64]:
    """Bradford's matrix from a white to D65."""
    cone = np.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    return np.asarray(np.linalg.inv(cone) @ np.diag((cone @ _xyz(_D65)) / (cone @ _xyz(white))) @ cone)
