"""Tiles show the right direction at every pixel: a flipped face, swapped rows, a seam or a blurred pole fails with a number."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Cancelled
from media_pipeline.images import cubemap
from media_pipeline.images.headers import read_header
from media_pipeline.images.planes import Planes
from media_pipeline.images.reader import read_planes
from media_pipeline.records import FACES, TileEye
from tests import media

WIDTH, TILE = 1200, 128  # face 384, in two levels and nine tiles; no power of two anywhere


class Tiles:
    """Tiles put into memory, and faces joined of them again."""

    def __init__(self, planes: Planes, *, quality: int = 98, threads: int | None = None) -> None:
        self.blobs: dict[str, bytes] = {}
        self.advanced: list[tuple[int, int]] = []
        self.eye: TileEye = cubemap.make_tiles(
            planes,
            self._put,
            lambda done, total: self.advanced.append((done, total)),
            tile_size=TILE,
            quality=quality,
            threads=threads,
        )

    def _put(self, data: bytes) -> tuple[str, int]:
        digest = hashlib.sha256(data).hexdigest()
        self.blobs[digest] = data
        return digest, len(data)

    def face(self, level: int, name: str) -> np.ndarray:
        at = self.eye.levels[level]
        tiles = [media.pixels(self.blobs[digest]) for digest, _ in at.faces[name]]  # type: ignore[index]
        rows = [np.hstack(tiles[row * at.columns : (row + 1) * at.columns]) for row in range(at.columns)]
        return np.vstack(rows)


def planes_of(folder: Path, frequency: float, width: int = WIDTH, **options: object) -> Planes:
    path = folder / "sphere.png"
    path.write_bytes(media.encoded(media.sphere(width, frequency), "png", compress_level=1))
    return read_planes(path, read_header(path))


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Tiles:
    return Tiles(planes_of(tmp_path_factory.mktemp("calm"), media.CALM))


@pytest.fixture(scope="module")
def fine(tmp_path_factory: pytest.TempPathFactory) -> Tiles:
    return Tiles(planes_of(tmp_path_factory.mktemp("fine"), media.FINE))


def test_levels_are_complete(calm: Tiles) -> None:
    assert [level.face_size for level in calm.eye.levels] == [96, 192, 384]
    for level in calm.eye.levels:
        assert set(level.faces) == set(FACES)
        assert all(len(tiles) == level.columns**2 for tiles in level.faces.values())
        for name in FACES:
            for digest, size in level.faces[name]:
                assert len(calm.blobs[digest]) == size
    total = sum(len(tiles) for level in calm.eye.levels for tiles in level.faces.values())
    assert calm.advanced[-1] == (total, total)
    assert [done for done, _ in calm.advanced] == sorted(done for done, _ in calm.advanced)


@pytest.mark.parametrize("level", [0, 1, 2])
@pytest.mark.parametrize("name", FACES)
def test_each_pixel_shows_its_direction(calm: Tiles, name: str, level: int) -> None:
    shown = calm.face(level, name)
    assert shown.shape == (calm.eye.levels[level].face_size,) * 2 + (3,)
    assert np.abs(shown - media.face(name, len(shown))).max() <= 6


@pytest.mark.parametrize("name", FACES)
def test_no_shift_by_even_half_a_pixel(fine: Tiles, name: str) -> None:
    shown = fine.face(2, name)
    truth = media.face(name, len(shown), media.FINE)
    assert media.psnr(shown, truth) > 44
    moved = media.face_directions(name, len(shown))
    half = np.cross(moved, [0.3, 0.5, 0.8])
    half *= 1 / len(shown) / np.linalg.norm(half, axis=-1, keepdims=True)  # about half a pixel aside
    assert media.psnr(shown, media.colour(moved + half, media.FINE)) < 40  # the measure can tell


@pytest.mark.parametrize("name", FACES)
def test_corners_and_centre(fine: Tiles, name: str) -> None:
    shown = fine.face(2, name).astype(float)
    truth = media.face(name, len(shown), media.FINE)
    middle = len(shown) // 2
    for rows in (slice(0, 2), slice(middle - 1, middle + 1), slice(-2, None)):
        for columns in (slice(0, 2), slice(middle - 1, middle + 1), slice(-2, None)):
            assert np.abs(shown[rows, columns].mean((0, 1)) - truth[rows, columns].mean((0, 1))).max() < 6


def test_faces_meet_without_a_seam(fine: Tiles) -> None:
    """The step across an edge is the one that the directions of both pixels ask for."""
    shown = {name: fine.face(2, name).astype(float) for name in FACES}
    truth = {name: media.face(name, 384, media.FINE) for name in FACES}

    def across(faces: dict[str, np.ndarray]) -> np.ndarray:
        steps = [faces[one][:, -1] - faces[other][:, 0] for one, other in ("fr", "rb", "bl", "lf")]
        steps += [faces["u"][-1] - faces["f"][0], faces["f"][-1] - faces["d"][0]]
        steps += [faces["u"][0] - faces["b"][0][::-1], faces["d"][-1] - faces["b"][-1][::-1]]
        return np.array(steps)

    assert np.abs(across(shown) - across(truth)).mean(axis=(1, 2)).max() < 5
    turned = shown | {"u": np.rot90(shown["u"])}
    assert np.abs(across(turned) - across(truth)).mean(axis=(1, 2)).max() > 20  # the measure can tell


@pytest.mark.parametrize("mistake", ["flipped", "rows swapped", "faces swapped", "quarter turn"])
def test_the_measure_sees_mistakes(calm: Tiles, mistake: str) -> None:
    shown = calm.face(2, "u")
    wrong = {
        "flipped": shown[:, ::-1],
        "rows swapped": np.vstack([shown[192:], shown[:192]]),
        "faces swapped": calm.face(2, "d"),
        "quarter turn": np.rot90(shown),
    }[mistake]
    assert np.abs(wrong - media.face("u", len(shown))).max() > 40


def test_the_pole_is_a_mean_not_noise(tmp_path: Path) -> None:
    """A pattern that changes with every pixel of a row near the pole must come out as its mean."""
    picture = np.full((600, WIDTH, 3), 128, np.uint8)
    picture[:20, ::2] = 28
    picture[:20, 1::2] = 228
    path = tmp_path / "noise.png"
    path.write_bytes(media.encoded(picture, "png"))
    tiles = Tiles(read_planes(path, read_header(path)))
    shown = tiles.face(2, "u")[186:198, 186:198].astype(float)  # 3 degrees around the pole
    assert np.abs(shown - 128).max() < 12


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_the_same_tiles_at_any_number_of_threads(tmp_path: Path, threads: int, fine: Tiles) -> None:
    assert Tiles(planes_of(tmp_path, media.FINE), threads=threads).eye == fine.eye


def test_stopping_stops(tmp_path: Path) -> None:
    planes = planes_of(tmp_path, media.CALM)
    calls = 0

    def stop(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        cubemap.make_tiles(planes, lambda data: ("0" * 64, len(data)), stop, tile_size=TILE, quality=75)
    assert calls == 1


def test_a_store_that_fails_stops_the_work(tmp_path: Path) -> None:
    def full(_data: bytes) -> tuple[str, int]:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        cubemap.make_tiles(planes_of(tmp_path, media.CALM), full, lambda *_: None, tile_size=TILE, quality=75)


@pytest.mark.parametrize("width", [64, 66, 100, 250, 1001])
def test_small_and_odd_widths(tmp_path: Path, width: int) -> None:
    height = width // 2
    picture = media.sphere(2 * height)
    if width % 2:
        picture = np.hstack([picture, picture[:, -1:]])
    path = tmp_path / "small.png"
    path.write_bytes(media.encoded(picture, "png"))
    tiles = Tiles(read_planes(path, read_header(path)))
    for name in FACES:
        shown = tiles.face(-1, name)
        assert np.abs(shown - media.face(name, len(shown))).mean() < 4


def test_a_grey_photo_is_made_as_any_other(tmp_path: Path) -> None:
    """Its colour planes are left out of the work; one stray pixel of colour takes the long way, and gives the same elsewhere."""
    path = tmp_path / "grey.jpg"
    path.write_bytes(media.encoded(media.sphere(WIDTH, media.FINE), mode="L"))
    planes = read_planes(path, read_header(path))
    assert planes.cb.min() == planes.cb.max() == 128
    stray = planes.cb.copy()
    stray[len(stray) // 2, 0] = 129  # in the middle of face b
    short, long = Tiles(planes), Tiles(Planes(planes.y, stray, planes.cr))
    for name in "frlud":
        assert np.array_equal(short.face(2, name), long.face(2, name))
    assert np.ptp(short.face(2, "f").astype(int), axis=2).max() <= 1
