"""One picture from one packet, by a decoder of ffmpeg's that is named, never guessed."""

from __future__ import annotations

from typing import Any, cast

import av
import numpy as np
import numpy.typing as npt
from av.video.codeccontext import VideoCodecContext


def frame(decoder: str, data: bytes, extradata: bytes = b"") -> av.VideoFrame:
    """The picture in ``data``; ValueError where it can't be read or is damaged."""
    context = cast(VideoCodecContext, av.CodecContext.create(decoder, "r"))
    if extradata:
        context.extradata = extradata
    context.options = {"err_detect": "explode"}
    context.thread_count = 1
    try:
        frames = [*context.decode(av.Packet(data)), *context.decode(None)]
    except av.FFmpegError as problem:
        raise ValueError(str(problem)) from problem
    if not frames or frames[-1].is_corrupt:
        raise ValueError("the decoder gives no picture")
    return frames[-1]


def planes(picture: av.VideoFrame, kind: type[np.generic]) -> list[npt.NDArray[Any]]:
    """The planes of a frame whose samples are of this kind, as they lie in its memory."""
    return [np.frombuffer(memoryview(plane), kind).reshape(plane.height, -1)[:, : plane.width] for plane in picture.planes]
