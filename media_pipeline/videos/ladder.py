"""Which sizes a video gets, at which constant frame rate and with how many frames a segment. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from media_pipeline.recipes import Rung, Video360Recipe, VideoRecipe, WideRung
from media_pipeline.records import Stereo

LONGEST_SIDE = 4096
"""H.264 level 5.1, which every headset and browser decodes, ends here."""
LARGE_MACROBLOCKS = 36_864
"""So many macroblocks end level 5.2; a frame with more (3840 x 3840 for two eyes) needs level 6."""

RATES = tuple(Fraction(rate) for rate in (5, 8, 10, 12, 15, 24, 25, 30, 48, 50, 60, 90, 100, 120, 240))
NTSC = tuple(Fraction(rate * 1000, 1001) for rate in (24, 30, 48, 60, 120, 240))
TOP_RATE, LEAST_RATE = Fraction(30), Fraction(5)
EVEN = Fraction(1, 100)
"""So near is the average to the rate that could carry all timestamps where frames come evenly."""
ROUNDED_DOWN = Fraction(97, 100)
"""An uneven average up to 3 % above a usual rate (30.1) means that rate, and not the next one above (48)."""


@dataclass(frozen=True)
class Step:
    """One variant to make: pixels, constant rate factor, ceilings in bit/s."""

    width: int
    height: int
    crf: int
    max_bitrate: int
    audio_bitrate: int


def ladder(width: int, height: int, recipe: VideoRecipe) -> tuple[Step, ...]:
    """The variants of a source of ``width`` x ``height`` pixels as shown, largest first.

    A rung is the shorter side, so portrait stays portrait. Nothing is scaled up: a source below the lowest rung gets one
    variant of its own (even) size.
    """
    rungs = sorted(recipe.rungs, key=lambda rung: -rung.short_side)
    short = min(width, height)
    fitting = [rung for rung in rungs if rung.short_side <= short]
    chosen = fitting or [Rung(short, rungs[-1].crf, rungs[-1].max_bitrate, rungs[-1].audio_bitrate)]
    steps: list[Step] = []
    for rung in chosen:
        wide, high = _fit(width, height, Fraction(rung.short_side, short))
        if not any((wide, high) == (step.width, step.height) for step in steps):  # two rungs may meet at LONGEST_SIDE
            steps.append(Step(wide, high, rung.crf, rung.max_bitrate, rung.audio_bitrate))
    return tuple(steps)


def sphere_ladder(width: int, height: int, stereo: Stereo, recipe: Video360Recipe) -> tuple[Step, ...]:
    """The variants of a 360° film, largest first, by the width of the frame; never scaled up. Both eyes get whole, even sizes."""
    rungs = sorted(recipe.rungs, key=lambda rung: -rung.width)
    fitting = [rung for rung in rungs if rung.width <= width]
    lowest = rungs[-1]
    chosen = fitting or [WideRung(width, lowest.crf, lowest.max_bitrate, lowest.audio_bitrate)]
    across, down = {"left-right": (4, 2), "top-bottom": (2, 4)}.get(stereo, (2, 2))
    steps: list[Step] = []
    for rung in chosen:
        scale = min(Fraction(rung.width, width), Fraction(LONGEST_SIDE, max(width, height)))
        wide, high = _whole(width * scale, width, across), _whole(height * scale, height, down)
        if not any((wide, high) == (step.width, step.height) for step in steps):
            steps.append(Step(wide, high, rung.crf, rung.max_bitrate, rung.audio_bitrate))
    return tuple(steps)


def macroblocks(width: int, height: int) -> int:
    """How many blocks of 16 x 16 pixels H.264 makes of a frame; its levels count in these."""
    return math.ceil(width / 16) * math.ceil(height / 16)


def constant_rate(base: Fraction | None, average: Fraction | None) -> Fraction:
    """The constant frame rate for a source with these rates (frames per second, as demuxers estimate them).

    Frames that come evenly keep their rate (``base``, which could carry all timestamps), where four seconds hold a whole number
    of them: 12.5, 18 and 20 as well as 24; 23.976 and 29.97 as those of 24 and 30. Of uneven ones ``base`` counts where it is a
    usual rate, else ``average`` is rounded up to a usual one, so that no frame is lost.
    Above 30 the rate is divided by a whole number: 50 and 60 fps cost double the work and half again the bytes, and every
    frame that is kept is then a source frame at even distances. Below 5 it is multiplied by one.
    """
    if base is None or not 1 <= base <= 250:
        base = None
    if base is not None and average is not None and abs(base - average) <= EVEN * average:
        meant = _whole_segments(base) or base
        kept = meant / math.ceil(meant / TOP_RATE) * math.ceil(LEAST_RATE / meant)
        if _whole_segments(kept) == kept:
            return kept
    wanted = base or average or Fraction(25)
    rate = _usual(wanted)
    if rate is None:
        wanted = average if average is not None and 0 < average <= 250 else wanted
        rate = _usual(wanted) or next((usual for usual in RATES if usual >= wanted * ROUNDED_DOWN), RATES[-1])
    return rate / math.ceil(rate / TOP_RATE)


def frames_per_segment(rate: Fraction, segment_s: int) -> int:
    """How many frames make one segment; at 29.97 fps 120 frames, so a segment may be a few ms longer than asked."""
    return math.ceil(segment_s * rate)


def poster_size(width: int, height: int, longest: int) -> tuple[int, int]:
    """A still of at most ``longest`` pixels on its longer side, never scaled up."""
    scale = min(Fraction(1), Fraction(longest, max(width, height)))
    return max(2, round(width * scale)), max(2, round(height * scale))


def _fit(width: int, height: int, scale: Fraction) -> tuple[int, int]:
    """Even sizes (4:2:0 needs them), never above the source's own, the longer side at most LONGEST_SIDE."""
    scale = min(scale, Fraction(LONGEST_SIDE, max(width, height)))
    return _whole(width * scale, width, 2), _whole(height * scale, height, 2)


def _whole(wanted: Fraction, limit: int, of: int) -> int:
    return max(of, min(of * round(wanted / of), limit // of * of))


def _whole_segments(rate: Fraction) -> Fraction | None:
    """The rate that an estimate means, of those with whole frames in four seconds (a segment) or in 4.004 (as NTSC counts)."""
    plain = Fraction(round(4 * rate), 4)
    ntsc = Fraction(round(4 * rate * Fraction(1001, 1000)), 4) * Fraction(1000, 1001)
    closest = min(plain, ntsc, key=lambda usual: abs(usual - rate))
    return closest if abs(closest - rate) <= rate / 2000 else None


def _usual(rate: Fraction) -> Fraction | None:
    """The usual rate that an estimate means, within 1 part in 2000 (24 and 23.976 are 1 part in 1000 apart)."""
    closest = min(RATES + NTSC, key=lambda usual: abs(usual - rate))
    return closest if abs(closest - rate) <= closest / 2000 else None
