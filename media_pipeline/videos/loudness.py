"""Brings a film's sound to one loudness: measured first, then one gain for the whole film (EBU R 128, two passes).

Not ffmpeg's loudnorm: in its one-pass form it pumps, in its two-pass form it falls back to that where the peak would rise above
its ceiling, and either way it works at 192 kHz, which costs more than both measures here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from media_pipeline.progress import Progress
from media_pipeline.videos.ffmpeg import INPUT, convert, failure, opened, quiet

PEAK_DB = -2.0  # of samples; between them a wave may rise half a decibel more, and AAC adds as much again
CORRECTION_DB, CLOSE_DB, MEASURES = 6.0, 0.3, 4
SILENCE = -69.9  # LUFS; the filter says -70 where nothing is above its gate
STEREO = "aformat=channel_layouts=stereo"
"""Mono on both sides; of more channels the front ones, with centre and surround 3 dB down and without the bass channel."""

_SUMMARY = re.compile(r"Summary:\s+Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS")


@dataclass(frozen=True)
class Sound:
    """One sound track of a file: where it is, how long (``seconds`` from the file's start, of which it is silent for the first
    ``from_s``), and the filter that makes two channels of it."""

    name: str
    demuxer: str
    track: int
    seconds: float
    channels: str = STEREO
    path: str = INPUT
    from_s: float = 0.0


def measure_gain(sound: Sound, lufs: float, cwd: Path, progress: Progress) -> float | None:
    """The gain in dB that brings the sound to that loudness; None where there is silence only.

    Measured again with that gain and the limiter, since both change what the measure's gates let through: 2 dB with very
    soft or uneven sound. Mostly two measures, never more than MEASURES. Also None for less than one measuring block (0.4 s).
    """
    gain: float | None = None
    for turn in range(MEASURES):
        found = _loudness(sound, gain, cwd, partial(_part, progress, turn))
        if found is None:
            break
        wrong = lufs - found
        gain = wrong if gain is None else gain + max(-CORRECTION_DB, min(CORRECTION_DB, wrong))
        if turn and abs(wrong) < CLOSE_DB:
            break
    progress("loudness", 1, 1)
    return gain


def at_level(sound: Sound, gain: float | None) -> list[str]:
    """Filters: two channels at 48 kHz, from the first sample on, at that gain; only what would clip is held down for a moment."""
    chain = ["aresample=48000:async=1:first_pts=0", "aformat=sample_fmts=fltp:sample_rates=48000", sound.channels]
    if gain is not None:
        limiter = f"alimiter=limit={PEAK_DB}dB:attack=5:release=80:level=false:latency=true"
        chain += [f"volume={gain:.2f}dB:precision=float", limiter]
    return chain


def _part(progress: Progress, turn: int, stage: str, done: int, total: int) -> None:
    """Progress of one run, where mostly two are needed."""
    progress(stage, min(2 * total, turn * total + done), 2 * total)


def _loudness(sound: Sound, gain: float | None, cwd: Path, progress: Progress) -> float | None:
    """Integrated loudness in LUFS at that gain; None for silence."""
    # "info" is where the filter prints its summary.
    chain = ",".join([*at_level(sound, gain), "ebur128=framelog=quiet"])
    measure = ["-map", f"0:{sound.track}", "-af", chain, "-f", "null", "-"]
    args = [*quiet("info"), *opened(sound.demuxer, sound.path), *measure]
    finished = convert(args, sound, sound.seconds, cwd, "loudness", progress, sound=True)
    summary = _SUMMARY.search(finished.stderr)
    if summary is None:
        raise failure(finished, sound, sound=True)
    found = float(summary[1])
    return found if found > SILENCE else None
