"""Films with known answers: the colour of the picture tells the second, a white corner tells which way is up."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Colorspace

from media_pipeline.records import Variant, VideoIndex
from media_pipeline.store.base import Store, read

COLOURS = ((200, 40, 40), (40, 180, 40), (40, 60, 200), (200, 180, 40), (160, 40, 180), (40, 180, 180), (120, 120, 120))
"""RGB of second 0, 1, 2 …; again from the start after the last."""

BT709, BT601, BT2020, PQ = 1, 5, 9, 16


@dataclass(frozen=True)
class Film:
    """What to make. ``channels`` of a 440 Hz tone (0: silent film), ``turned`` in degrees as a phone's display matrix says."""

    seconds: float = 5.0
    width: int = 320
    height: int = 180
    rate: Fraction = Fraction(25)
    channels: int = 1
    turned: int = 0
    codec: str = "libx264"
    pixels: str = "yuv420p"
    matrix: int = BT709
    uneven: bool = False
    amplitude: float = 0.1
    sound_seconds: float | None = None
    swells: bool = False

    def write(self, path: Path) -> Path:
        with av.open(str(path), "w", options={"fflags": "+bitexact"}) as out:
            video = out.add_stream(self.codec, rate=self.rate)
            video.width, video.height, video.pix_fmt = self.width, self.height, self.pixels
            video.codec_context.colorspace = self.matrix
            video.codec_context.color_range = 1
            video.time_base = Fraction(1, 90000)
            video.codec_context.time_base = Fraction(1, 90000)
            if self.codec == "libx264":
                video.options = {"preset": "ultrafast", "crf": "12"}
            if self.turned:
                video.set_display_rotation(self.turned)
            layout = {1: "mono", 2: "stereo", 6: "5.1"}.get(self.channels)
            opus = path.suffix == ".webm"
            audio = out.add_stream("libopus" if opus else "aac", rate=48000, layout=layout) if layout else None
            for number in range(round(self.seconds * self.rate)):
                if self.uneven and number % 3 == 1:
                    continue  # a third of the frames is missing, as phones do it in the dark
                picture = self.picture(float(number / self.rate))
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(
                    format=self.pixels, dst_colorspace=Colorspace.ITU709 if self.matrix == BT709 else Colorspace.ITU601
                )
                frame.pts, frame.time_base = round(number / self.rate * 90000), Fraction(1, 90000)
                frame.colorspace = self.matrix
                out.mux(video.encode(frame))
            out.mux(video.encode(None))
            if audio is not None and layout is not None:
                self._tone(out, audio, layout)
        return path

    def picture(self, second: float) -> np.ndarray:
        picture = np.full((self.height, self.width, 3), COLOURS[int(second) % len(COLOURS)], np.uint8)
        picture[: self.height // 3, : self.width // 4] = 255  # upper left
        return picture

    def _tone(self, out: av.container.OutputContainer, audio: av.AudioStream, layout: str) -> None:
        seconds = self.sound_seconds if self.sound_seconds is not None else self.seconds
        samples = np.arange(round(seconds * 48000))
        wave = (self.amplitude * np.sin(2 * np.pi * 440 * samples / 48000)).astype(np.float32)
        if self.swells:  # from 70 dB below, with a knock every half second
            wave[samples % 24000 < 300] *= 20
            wave *= np.logspace(-3.5, 0, wave.size, dtype=np.float32)
        frame = av.AudioFrame.from_ndarray(np.tile(wave, (self.channels, 1)), format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
        resampler = av.AudioResampler(format=audio.format.name, layout=layout, rate=48000)
        for piece in resampler.resample(frame):
            out.mux(audio.encode(piece))
        out.mux(audio.encode(None))


def whole_file(store: Store, variant: Variant, path: Path) -> Path:
    """What a headset plays: init, segment index and segments of one variant as one file."""
    index = VideoIndex.model_validate_json(read(store, variant.index.path))
    segments = (read(store, f"blobs/{digest[:2]}/{digest}.m4s") for digest, _, _ in index.segments)
    path.write_bytes(read(store, index.init.path) + read(store, index.sidx.path) + b"".join(segments))
    return path


def pictures(path: Path) -> list[tuple[float, np.ndarray]]:
    """(seconds, RGB array) of every frame, read as BT.709."""
    with av.open(str(path)) as container:
        return [
            (float(frame.time), frame.to_ndarray(format="rgb24", src_colorspace=Colorspace.ITU709))
            for frame in container.decode(video=0)
        ]


def colour_at(picture: np.ndarray, x: float, y: float) -> tuple[int, int, int]:
    """Mean RGB around a place given as parts (0-1) of width and height."""
    high, wide = picture.shape[:2]
    row, column = int(y * high), int(x * wide)
    patch = picture[max(0, row - 4) : row + 5, max(0, column - 4) : column + 5]
    red, green, blue = patch.reshape(-1, 3).mean(axis=0).round().astype(int)
    return int(red), int(green), int(blue)


def is_close(found: tuple[int, int, int], wanted: tuple[int, int, int], tolerance: int = 6) -> bool:
    """Whether two colours are the same but for rounding and compression."""
    return all(abs(one - other) <= tolerance for one, other in zip(found, wanted, strict=True))
