"""Sound for the films: synthesised ambience, and a Dutch voice by espeak-ng where that program is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave

import numpy as np
from numpy.typing import NDArray

RATE = 48000
Sound = NDArray[np.float32]


def can_speak() -> bool:
    return shutil.which("espeak-ng") is not None


def voice(sentence: str) -> Sound | None:
    """The sentence spoken (mono, RATE), or None where espeak-ng is missing."""
    program = shutil.which("espeak-ng")
    if program is None:
        return None
    done = subprocess.run(  # noqa: S603  a fixed program, our own sentence, no shell
        [program, "-v", "nl+f3", "-s", "150", "-p", "45", "-g", "2", "--stdout", sentence], capture_output=True, check=True
    )
    with wave.open(io.BytesIO(done.stdout)) as spoken:
        rate = spoken.getframerate()
        raw = np.frombuffer(spoken.readframes(10**8), np.int16).astype(np.float32) / 32768
    loud = np.flatnonzero(np.abs(raw) > 0.01)
    raw = raw[max(loud[0] - rate // 50, 0) : loud[-1] + rate // 20]
    count = int(len(raw) * RATE / rate)
    wanted = np.fft.rfft(raw)  # band-limited resampling in one piece
    spectrum = np.zeros(count // 2 + 1, complex)
    spectrum[: len(wanted)] = wanted[: len(spectrum)]
    out = np.fft.irfft(spectrum, count) * count / len(raw)
    return (0.55 * out / np.abs(out).max()).astype(np.float32)


def _noise(count: int, low: float, high: float, rng: np.random.Generator) -> Sound:
    """Noise between two frequencies (Hz), peak 1."""
    spectrum = np.fft.rfft(rng.standard_normal(count))
    f = np.fft.rfftfreq(count, 1 / RATE)
    spectrum *= 1 / (1 + (low / np.maximum(f, 1)) ** 4) / (1 + (f / high) ** 4)
    sound = np.fft.irfft(spectrum, count)
    return (sound / np.abs(sound).max()).astype(np.float32)


def _ring(frequencies: tuple[float, ...], seconds: float, fade: float) -> Sound:
    t = np.arange(int(seconds * RATE)) / RATE
    return (sum(np.sin(2 * np.pi * f * t) / (k + 1) for k, f in enumerate(frequencies)) * np.exp(-t / fade)).astype(np.float32)


def workshop(seconds: float, arc: tuple[float, float], seed: int = 1) -> Sound:
    """Fans, a mains hum, tools that fall down now and then, and a welding arc crackling from arc[0] to arc[1] seconds."""
    rng = np.random.default_rng(seed)
    count = int(seconds * RATE)
    t = np.arange(count) / RATE
    out = 0.05 * _noise(count, 80, 500, rng) + 0.012 * np.sin(2 * np.pi * 100 * t) + 0.006 * np.sin(2 * np.pi * 200 * t)
    for at in (1.1, 4.7, 8.2, 10.6):
        clank = 0.05 * _ring((820 + 300 * rng.random(), 1730, 2940, 4120), 0.7, 0.12)
        start = int(at * RATE)
        out[start : start + len(clank)] += clank[: count - start]
    crackle = _noise(count, 1500, 9000, rng) * (0.35 + 0.65 * np.repeat(rng.random(count // 480 + 1), 480)[:count])
    gate = np.clip((t - arc[0]) * 12, 0, 1) * np.clip((arc[1] - t) * 12, 0, 1)
    motor = np.sin(2 * np.pi * (180 + 60 * np.sin(2 * np.pi * t / 2.6)) * t) * np.clip((t - arc[1]) * 2, 0, 1)
    return (out + 0.09 * crackle * gate + 0.012 * motor).astype(np.float32)


def ward(seconds: float, seed: int = 2) -> Sound:
    """A calm chord, air, soft steps, and a monitor's beep at 72 a minute in the first half."""
    rng = np.random.default_rng(seed)
    count = int(seconds * RATE)
    t = np.arange(count) / RATE
    out = 0.02 * _noise(count, 150, 900, rng)
    for f, start in ((220.0, 0), (277.18, 0), (329.63, 0.5), (246.94, 6), (415.3, 6.5), (440.0, 9)):
        swell = np.clip((t - start) / 2, 0, 1) * (0.7 + 0.3 * np.sin(2 * np.pi * t / 5 + f))
        out += 0.014 * swell * (np.sin(2 * np.pi * f * t) + 0.3 * np.sin(4 * np.pi * f * t))
    for k in range(int(min(seconds, 7) * 72 / 60)):
        beep = 0.03 * _ring((988.0,), 0.14, 0.05)
        start = int((0.4 + k * 60 / 72) * RATE)
        out[start : start + len(beep)] += beep[: max(count - start, 0)]
    for k in range(int(seconds / 0.62)):
        step = 0.035 * _noise(4800, 60, 300, rng) * np.exp(-np.arange(4800) / 900)
        start = int((0.3 + 0.62 * k) * RATE)
        out[start : start + 4800] += step[: max(count - start, 0)]
    return out.astype(np.float32)


def mix(ambience: Sound, spoken: list[tuple[float, Sound]]) -> Sound:
    """Voices laid over the ambience, which steps back while somebody speaks; faded at both ends."""
    out, level = np.zeros_like(ambience), np.ones(len(ambience), np.float32)
    for start, sound in spoken:
        a = int(start * RATE)
        b = min(a + len(sound), len(out))
        out[a:b] += sound[: b - a]
        level[max(a - RATE // 10, 0) : b + RATE // 10] = 0.5
    smooth = RATE // 8
    total = np.cumsum(np.pad(level, (smooth // 2, smooth - smooth // 2), mode="edge"), dtype=np.float64)
    level = ((total[smooth:] - total[:-smooth]) / smooth).astype(np.float32)
    out += 1.6 * ambience * level
    fade = np.clip(np.minimum(np.arange(len(out)), np.arange(len(out))[::-1]) / (0.5 * RATE), 0, 1)
    return np.clip(out * fade, -0.98, 0.98).astype(np.float32)
