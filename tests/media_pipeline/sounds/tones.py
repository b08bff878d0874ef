"""Sounds with known answers: a tone of its own in each channel, so that a wrong mix is heard as a wrong frequency."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

TONES = (440.0, 660.0, 990.0, 1480.0, 2210.0, 3310.0, 4970.0, 7450.0)
"""Hertz of channel 0, 1, 2 …; no two of them are neighbours or octaves."""

_PLAIN, _EXTENSIBLE, _FLOAT = 1, 0xFFFE, 3
_PCM_GUID = bytes.fromhex("0100000000001000800000aa00389b71")
_AMBISONIC_GUID = bytes.fromhex("010000002107d3118644c8c1ca000000")
_LAYOUTS = {1: "mono", 2: "stereo", 6: "5.1"}


@dataclass(frozen=True)
class Sound:
    """What to make: ``channels`` tones of ``amplitude``, ``seconds`` long, at ``rate`` samples a second."""

    seconds: float = 2.0
    channels: int = 2
    amplitude: float = 0.2
    rate: int = 48000

    def waves(self) -> np.ndarray:
        """(channels, samples) floats."""
        time = np.arange(round(self.seconds * self.rate)) / self.rate
        tones = [TONES[number % len(TONES)] for number in range(self.channels)]
        return np.stack([self.amplitude * np.sin(2 * np.pi * tone * time) for tone in tones])

    def wav(self, *, mask: int | None = None, ambisonic: bool = False, said_bytes: int | None = None) -> bytes:
        """16-bit PCM; ``mask`` names the speakers (none: the plain old header, which names none), ``said_bytes`` is what the
        header says of the data's length."""
        data = np.round(self.waves().T * 32767).astype("<i2").tobytes()
        block = 2 * self.channels
        plain = mask is None and not ambisonic
        form = struct.pack("<HHIIHH", _PLAIN if plain else _EXTENSIBLE, self.channels, self.rate, self.rate * block, block, 16)
        if not plain:
            form += struct.pack("<HHI", 22, 16, mask or 0) + (_AMBISONIC_GUID if ambisonic else _PCM_GUID)
        said = len(data) if said_bytes is None else said_bytes
        body = b"WAVE" + b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", said) + data
        return b"RIFF" + struct.pack("<I", len(body)) + body

    def encoded(self, container: str, codec: str, *, metadata: dict[str, str] | None = None) -> bytes:
        """The bytes of any other kind: ``container`` and ``codec`` as libav names them."""
        buffer = io.BytesIO()
        with av.open(buffer, "w", format=container, options={"fflags": "+bitexact"}) as out:
            layout = _LAYOUTS.get(self.channels, f"{self.channels} channels")
            stream = out.add_stream(codec, rate=self.rate, layout=layout)
            stream.codec_context.flags |= av.codec.context.Flags.bitexact
            stream.options = {"strict": "experimental"}  # libav's own Vorbis encoder calls itself that
            out.metadata.update(metadata or {})
            frame = av.AudioFrame.from_ndarray(self.waves().astype(np.float32), format="fltp", layout=layout)
            frame.sample_rate, frame.pts, frame.time_base = self.rate, 0, Fraction(1, self.rate)
            resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=self.rate)
            for piece in resampler.resample(frame):
                out.mux(stream.encode(piece))
            out.mux(stream.encode(None))
        return buffer.getvalue()


def with_id3(data: bytes, title: str, cover: bytes) -> bytes:
    """The same stream behind an ID3 tag with a title and a cover picture (JPEG)."""

    def frame(name: bytes, content: bytes) -> bytes:
        return name + struct.pack(">IH", len(content), 0) + content

    frames = frame(b"TIT2", b"\0" + title.encode("latin-1"))
    frames += frame(b"APIC", b"\0image/jpeg\0\x03\0" + cover)
    size = len(frames)
    syncsafe = bytes((size >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\0\0" + syncsafe + frames + data


def heard(data: bytes | Path) -> tuple[np.ndarray, int]:
    """(channels, samples) floats of a sound file's first sound track, and its rate."""
    with av.open(io.BytesIO(data) if isinstance(data, bytes) else str(data)) as container:
        pieces = [frame.to_ndarray() for frame in container.decode(audio=0)]
        return np.concatenate(pieces, axis=1), container.streams.audio[0].rate


def strength(wave: np.ndarray, rate: int, hertz: float) -> float:
    """Amplitude of one tone in a wave."""
    time = np.arange(wave.size) / rate
    return float(2 * abs(np.mean(wave * np.exp(-2j * np.pi * hertz * time))))
