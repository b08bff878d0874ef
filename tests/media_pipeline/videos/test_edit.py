"""An edit in the middle of a film leaves most other segments' bytes alone: that is what whole-file addressing rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from media_pipeline.recipes import VIDEO, Rung, VideoRecipe
from media_pipeline.records import VideoIndex
from media_pipeline.store.base import read
from tests.media_pipeline.videos.played import Packaged, package

CAP = 80_000


@dataclass(frozen=True)
class Moving:
    """A texture that drifts, each picture coded by itself (Motion JPEG), so that an edit changes those pictures only.
    Between ``edited`` seconds the picture is upside down."""

    seconds: float
    width: int
    height: int
    rate: int
    edited: tuple[float, float] = (0.0, 0.0)

    def write(self, path: Path) -> Path:
        random = np.random.default_rng(7)
        world = np.kron(random.integers(40, 216, (self.height // 4, self.width // 2, 3), np.uint8), np.ones((8, 8, 1), np.uint8))
        with av.open(str(path), "w") as out:
            video = out.add_stream("mjpeg", rate=self.rate, options={"qscale": "3"})
            video.width, video.height, video.pix_fmt = self.width, self.height, "yuvj420p"
            for number in range(round(self.seconds * self.rate)):
                x, y = 3 * number % self.width, number % self.height
                picture = np.ascontiguousarray(world[y : y + self.height, x : x + self.width])
                if self.edited[0] <= number / self.rate < self.edited[1]:
                    picture = np.ascontiguousarray(picture[::-1])
                frame = av.VideoFrame.from_ndarray(picture, format="rgb24").reformat(format="yuvj420p")
                frame.pts, frame.time_base = number, Fraction(1, self.rate)
                out.mux(video.encode(frame))
            out.mux(video.encode(None))
        return path


def segments(packaged: Packaged) -> list[list[tuple[str, int]]]:
    """(digest, size) of every segment of every variant."""
    store, video = packaged
    indexes = (VideoIndex.model_validate_json(read(store, one.index.path)) for one in video.hls[0].variants)
    return [[(digest, size) for digest, size, _ in index.segments] for index in indexes]


def compared(film: Moving, tmp_path: Path, recipe: VideoRecipe = VIDEO) -> tuple[float, list[list[bool]]]:
    """The share of bytes that is the same, and of each variant's segments which are."""
    before = segments(package(replace(film, edited=(0, 0)).write(tmp_path / "before.mov"), recipe=recipe))
    after = segments(package(film.write(tmp_path / "after.mov"), recipe=recipe))
    same = [[one == other for one, other in zip(*both, strict=True)] for both in zip(before, after, strict=True)]
    kept = {part for variant in before for part in variant}
    reused = sum(size for variant in after for digest, size in variant if (digest, size) in kept)
    return reused / sum(size for variant in after for _, size in variant), same


def test_an_edit_in_the_middle_leaves_the_rest_alone(tmp_path: Path) -> None:
    share, ((*same,),) = compared(Moving(40, 160, 96, 10, edited=(17.0, 18.0)), tmp_path)
    assert same == [number != 4 for number in range(10)]  # seconds 16 to 20
    assert share > 0.8, (share, same)


def test_a_film_above_its_cap_too(tmp_path: Path) -> None:
    """Under a cap a rate control remembers what it has spent: carried on, every later segment would be another."""
    tight = replace(VIDEO, rungs=(Rung(96, 23, CAP, 96_000),))
    share, ((*same,),) = compared(Moving(24, 160, 96, 10, edited=(9.0, 10.0)), tmp_path, tight)
    assert same == [number != 2 for number in range(6)]
    assert share > 0.7, (share, same)
    (sizes,) = segments(package(tmp_path / "before.mov", recipe=tight))
    rate = sum(size for _, size in sizes) * 8 / 24
    assert 0.8 * CAP < rate < 1.15 * CAP, "the cap does not bind, or does not hold"
