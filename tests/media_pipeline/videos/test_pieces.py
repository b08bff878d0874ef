"""What a film's encoders hold in memory does not grow with the number of pieces; all of these last as long as their pictures."""

from __future__ import annotations

import io
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import av
import pytest

from media_pipeline.videos.pieces import Pieces, encode

ROOT = Path(__file__).resolve().parents[3]
FRAMES = 45
"""Of a piece: more than x264 looks ahead, so that it holds as many pictures as it ever does."""

_PEAK = """
import io, sys
from media_pipeline.videos.pieces import Pieces, encode
width, height, frames, pieces = 1280, 720, int(sys.argv[1]), int(sys.argv[2])
size = width * height * 3 // 2
class Pictures(io.RawIOBase):
    def __init__(self):
        self.left = size * frames * pieces
    def readinto(self, row):
        taken = min(len(row), self.left)
        row[:taken] = bytes([self.left // size % 251]) * taken
        self.left -= taken
        return taken
options = {"preset": "veryfast", "g": str(frames), "x264-params": "threads=1:rc-lookahead=40", "flags": "+global_header"}
encode(Pieces("", sys.argv[3], width, height, "25", frames, options), Pictures())
# not ru_maxrss: that of a child begins with what its parent had when it forked
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
"""


def test_a_piece_that_is_done_is_let_go_of(tmp_path: Path) -> None:
    started, one, three = (_peak(frames, pieces, tmp_path) for frames, pieces in ((1, 1), (FRAMES, 1), (FRAMES, 3)))
    assert one - started > 50 * 1024  # kB: else there is nothing to be let go of
    assert three - started < 1.4 * (one - started)


def _peak(frames: int, pieces: int, folder: Path) -> int:
    """The most memory in kB that encoding so many pieces took."""
    command = [sys.executable, "-c", _PEAK, str(frames), str(pieces), str(folder / f"{frames}-{pieces}.mp4")]
    return int(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize("rest", [1, 2, 3, 20])
def test_a_last_piece_of_a_few_pictures_makes_the_one_before_no_longer(rest: int, tmp_path: Path) -> None:
    path, size = tmp_path / "film.mp4", 64 * 36 * 3 // 2
    options = {"preset": "veryfast", "g": "20", "x264-params": "threads=1", "flags": "+global_header"}
    noise = random.Random(1).randbytes(size * (20 + rest))
    encode(Pieces("", str(path), 64, 36, "5", 20, options), io.BytesIO(noise))
    with av.open(str(path)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
    assert {packet.duration * packet.time_base for packet in packets} == {Fraction(1, 5)}
    assert sorted(packet.pts * packet.time_base * 5 for packet in packets) == list(range(20 + rest))
