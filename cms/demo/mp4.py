"""Pictures and sound into one small MP4: H.264 and AAC, no metadata, ready to be streamed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from .sound import RATE, Sound


def write_mp4(path: Path, frames: Iterable[NDArray[np.uint8]], rate: int, size: tuple[int, int], sound: Sound, crf: int) -> None:
    """frames (height, width, 3) sRGB at `rate` a second; sound mono at RATE.  One encoder thread: the same bytes each time.

    Written above its folder and moved there when whole: rendering takes minutes, and the old film serves meanwhile.
    """
    part = path.parent.with_name(f".{path.name}.part")
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    with av.open(str(part), "w", format="mp4", options=options) as out:
        video = out.add_stream("libx264", rate=rate, options={"crf": str(crf), "preset": "slow", "threads": "1"})
        video.width, video.height = size
        video.pix_fmt = "yuv420p"
        video.codec_context.color_primaries = video.codec_context.color_trc = video.codec_context.colorspace = 1  # BT.709
        video.codec_context.color_range = 1
        audio = out.add_stream("aac", rate=RATE, layout="mono", options={"b": "80000", "flags": "+bitexact"})
        for n, picture in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24").reformat(
                format="yuv420p", dst_colorspace="ITU709", src_color_range="JPEG", dst_color_range="MPEG"
            )
            frame.pts, frame.time_base = n, Fraction(1, rate)
            out.mux(video.encode(frame))
        out.mux(video.encode())
        for start in range(0, len(sound), 1024):
            block = av.AudioFrame.from_ndarray(sound[None, start : start + 1024], format="fltp", layout="mono")
            block.sample_rate, block.pts, block.time_base = RATE, start, Fraction(1, RATE)
            out.mux(audio.encode(block))
        out.mux(audio.encode())
    part.replace(path)
