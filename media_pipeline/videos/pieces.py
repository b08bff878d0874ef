"""Encodes raw pictures as H.264 in pieces that know nothing of each other. Runs inside a child, as a module of its own.

A rate control under a cap carries its state on for ever: after one second that is changed every later segment has other
bytes. An encoder of its own for each segment keeps the change where it is.
"""

from __future__ import annotations

import io
import json
import sys
import threading
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import av

READY = "ready"
"""Said on standard output when every pipe is open: from then on nothing that is written to one is lost."""

BUFFER = 1024**2


@dataclass(frozen=True)
class Pieces:
    """One variant: raw 4:2:0 pictures come from the pipe ``pictures``, the fragmented MP4 ``out`` is written.

    ``options`` are the encoder's; ``frames`` is how many make one piece; ``rate`` is a fraction, frames per second. Paths are
    relative to the working directory.
    """

    pictures: str
    out: str
    width: int
    height: int
    rate: str
    frames: int
    options: dict[str, str]


def encode(job: Pieces, pictures: BinaryIO) -> None:
    """All pieces of one variant, one after the other, as one film without a gap."""
    frame = av.VideoFrame(job.width, job.height, "yuv420p")  # x264 copies each picture: one frame serves all
    frame.time_base = 1 / Fraction(job.rate)
    rows = _rows(frame)
    written = {"movflags": "frag_keyframe+dash+delay_moov+skip_sidx", "avoid_negative_ts": "disabled", "fflags": "+bitexact"}
    with av.open(job.out, "w", format="mp4", options=written) as out:
        track = Track(out, out.add_stream_from_template(_described(job)))
        encoder, number = _encoder(job), 0
        while _filled(pictures, rows):
            if number and number % job.frames == 0:
                track.write(encoder.encode(None))
                encoder = _encoder(job)
            frame.pts = number
            track.write(encoder.encode(frame))
            number += 1
        if number:
            track.write(encoder.encode(None))


def _described(job: Pieces) -> Any:
    """A stream with an encoder's description of what it will make, for the header.

    Not the first piece's own: PyAV keeps a stream's encoder, with all its pictures, until the file is closed, which was half of
    what a film took in memory.
    """
    with av.open(io.BytesIO(), "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov"}) as nothing:
        stream = nothing.add_stream("libx264", rate=Fraction(job.rate))
        _prepared(stream.codec_context, job)
        nothing.start_encoding()
        return stream


def _encoder(job: Pieces) -> Any:
    """An encoder that has seen nothing yet."""
    return _prepared(av.CodecContext.create("libx264", "w"), job)


def _prepared(encoder: Any, job: Pieces) -> Any:
    encoder.width, encoder.height, encoder.pix_fmt = job.width, job.height, "yuv420p"
    encoder.time_base, encoder.framerate = 1 / Fraction(job.rate), Fraction(job.rate)
    encoder.sample_aspect_ratio = Fraction(1)
    encoder.color_range, encoder.colorspace, encoder.color_primaries, encoder.color_trc = 1, 1, 1, 1  # BT.709, limited
    encoder.options = job.options
    return encoder


def _rows(frame: Any) -> list[memoryview]:
    """Where a picture's bytes go, in their order: whole planes, or row by row where a frame's rows have gaps after them."""
    parts = []
    for plane in frame.planes:
        whole = memoryview(plane)
        if plane.line_size == plane.width:
            parts.append(whole[: plane.width * plane.height])
        else:
            parts += [whole[at : at + plane.width] for at in range(0, plane.height * plane.line_size, plane.line_size)]
    return parts


def _filled(pictures: BinaryIO, rows: list[memoryview]) -> bool:
    """Reads one picture; False at the end, also where the last one is not whole: whoever wrote it says what went wrong."""
    return all(pictures.readinto(row) == len(row) for row in rows)  # type: ignore[attr-defined]


class Track:
    """Where the packets of all pieces go, one after the other, each to be decoded one picture's time after the one before.

    An encoder that gets one or two pictures only, as the last may, does not know how long it holds B-frames back: by its own
    times the piece before would last as much longer.
    """

    def __init__(self, out: Any, stream: Any) -> None:
        self._out, self._stream = out, stream
        self._number, self._held = 0, 0

    def write(self, packets: list[Any]) -> None:
        for packet in packets:
            if self._number == 0:
                self._held = packet.pts - packet.dts
            packet.dts = self._number - self._held
            packet.stream = self._stream
            self._out.mux(packet)
            self._number += 1


def main(jobs: list[Pieces]) -> None:
    """All variants side by side: x264 keeps to one thread each, for equal bytes on any number of cores."""
    problems: list[BaseException] = []

    def work(job: Pieces, pictures: BinaryIO) -> None:
        try:
            encode(job, pictures)
        except BaseException as problem:  # a thread's is lost otherwise
            problems.append(problem)
            pictures.close()  # so that whoever writes to it does not wait

    with ExitStack() as opened:
        pipes = [opened.enter_context(Path(job.pictures).open("rb", buffering=BUFFER)) for job in jobs]
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        threads = [threading.Thread(target=work, args=both) for both in zip(jobs, pipes, strict=True)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if problems:
        raise problems[0]


if __name__ == "__main__":
    main([Pieces(**job) for job in json.loads(sys.argv[1])])
