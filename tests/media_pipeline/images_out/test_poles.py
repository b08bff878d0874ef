"""Faces u and d near the pole are means of what their pixels cover, not single pixels picked out of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media_pipeline.images.cap import _kernel, smoothed
from media_pipeline.images.coverage import Grid
from media_pipeline.images.resample import Block, on_cap
from tests import media
from tests.bench.bench_tiles import supersampled

WIDTH, SIZE = 1024, 326


def noise(width: int = WIDTH) -> np.ndarray:
    """Random grey values, as fine as pixels are: the hardest picture there is."""
    return np.random.default_rng(7).integers(0, 256, (width // 2, width), dtype=np.uint8)


def cap(picture: np.ndarray, face: str, size: int = SIZE) -> np.ndarray:
    grid = Grid(picture.shape[1], picture.shape[0])
    if face == "d":
        picture, grid = picture[::-1, ::-1], grid.upside_down()
    source = smoothed(picture, grid, size, 0)
    where = on_cap(grid, Block(size, 0, 0, size, size))
    return source.sample(where, where.middle + (180.0 if face == "d" else 0.0))


def ring(size: int, near: float, far: float) -> np.ndarray:
    """Which pixels of a cap lie between two distances from the pole, in degrees."""
    a = (np.arange(size) + 0.5) * 2 / size - 1
    away = np.degrees(np.arctan(np.hypot(a[None], a[:, None])))
    return (away >= near) & (away < far)


@pytest.mark.parametrize("face", ["u", "d"])
def test_close_to_heavy_supersampling(face: str) -> None:
    """Picking single pixels is 12 to 26 dB away from the truth in this picture; the floor here is 30."""
    picture = noise()
    truth = supersampled(np.dstack([picture] * 3), face, SIZE, samples=8)[:, :, 0]
    shown = cap(picture, face)
    for near, far in ((0, 3), (3, 10), (10, 20), (20, 35), (35, 55)):
        where = ring(SIZE, near, far)
        assert media.psnr(shown[where], truth[where]) > 30, (near, far)


def test_directions_are_kept_while_smoothing() -> None:
    """A wave of few periods round the pole keeps its place: smoothing moves nothing."""
    width = 2048
    yaw = (np.arange(width) + 0.5) / width * 2 * np.pi - np.pi
    picture = np.broadcast_to(128 + 100 * np.sin(3 * yaw), (width // 2, width)).round().astype(np.uint8)
    size = 652
    a = (np.arange(size) + 0.5) * 2 / size - 1
    for face, sign in (("u", 1), ("d", -1)):
        truth = 128 + 100 * np.sin(3 * np.arctan2(a[None], sign * a[:, None]))
        where = ring(size, 4, 55)
        assert np.abs(cap(picture, face, size) - truth)[where].max() < 5


@pytest.mark.parametrize("length", [0.3, 0.5, 0.99, 1.0, 1.5, 2.0, 3.0, 3.3, 7.9, 11.9])
def test_kernels_are_as_wide_as_asked(length: float) -> None:
    kernel = _kernel(length)
    places = np.arange(len(kernel)) - len(kernel) // 2
    assert kernel.sum() == pytest.approx(1)
    assert (kernel >= 0).all()
    assert kernel == pytest.approx(kernel[::-1])
    assert (kernel * places**2).sum() == pytest.approx(length**2 / 12)


def test_smoothing_leaves_the_picture_alone() -> None:
    picture = noise(256)
    before = picture.copy()
    smoothed(picture, Grid(256, 128), 80, 0)
    assert np.array_equal(picture, before)


def test_a_photo_of_one_colour_keeps_it(tmp_path: Path) -> None:
    picture = np.full((512, 1024), 77, np.uint8)
    for face in ("u", "d"):
        assert np.abs(cap(picture, face).astype(int) - 77).max() <= 1
