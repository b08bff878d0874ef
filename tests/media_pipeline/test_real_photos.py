"""Real photos and broken files meet the verdict that their list has for them; each real panorama is measured."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.images.headers import read_header
from media_pipeline.images.reader import read_planes
from media_pipeline.images.view import look
from media_pipeline.package import package
from media_pipeline.probe import probe
from media_pipeline.records import Panorama, TileIndex
from media_pipeline.store import MemoryStore, read
from tests import media
from tests.bench.bench_tiles import supersampled

MEDIA = Path(__file__).resolve().parents[3] / "shared" / "media"
pytestmark = [
    pytest.mark.real_media,
    pytest.mark.skipif(not MEDIA.exists(), reason="../shared/media is not here"),
]
PICTURES = {".jpg", ".png", ".mpo", ".gif", ".tif", ".avif", ".heic", ".exr", ".webp"}
NOT_DUE = {".exr", ".heic", ".wav", ".stl", ".obj", ".gltf"}


def suffix(row: dict[str, str]) -> str:
    return Path(row["name"]).suffix.lower()


def rows() -> list[dict[str, str]]:
    if not MEDIA.exists():
        return []
    with (MEDIA / "MANIFEST.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if suffix(row) in PICTURES | NOT_DUE | {".step"} and row["expect"] != "part"]


def not_due(row: dict[str, str]) -> bool:
    """Understood, but not packaged yet: refused by name, whatever the list expects of later."""
    return row["kind"] == "360photo-stereoTB" or suffix(row) in NOT_DUE


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["name"])
def test_verdict(row: dict[str, str]) -> None:
    path, store = MEDIA / row["name"], MemoryStore()
    began = time.monotonic()
    try:
        asset = package(path, store)
    except Refused as refused:
        assert row["expect"] in ("refuse", "either") or not_due(row)
        assert path.name in str(refused)
        assert not store.files
        assert time.monotonic() - began < 5
    else:
        assert row["expect"] in ("accept", "either")
        assert not not_due(row)
        assert asset.kind == ("panorama" if row["kind"].startswith("360") else "image")


PANORAMAS = [row["name"] for row in rows() if row["kind"] in ("360photo", "360sky")]


def _by_size(name: str) -> object:
    large = int(name.rsplit("_", 1)[1].split("x")[0]) > 4096
    return pytest.param(name, marks=pytest.mark.slow) if large else name


@pytest.mark.parametrize("name", [_by_size(name) for name in PANORAMAS])
def test_tiles_against_the_supersampled_photo(name: str) -> None:
    """Faces of the second finest level, joined of their tiles, are close to the truth, which is made another way."""
    path, store = MEDIA / name, MemoryStore()
    asset = package(path, store)
    assert isinstance(asset, Panorama)
    assert asset.tiles is not None
    level = TileIndex.model_validate_json(read(store, asset.tiles.index.path)).eyes[0].levels[-2]
    picture = read_planes(path, read_header(path)).rgb()
    for face in ("f", "l", "u", "d"):
        parts = [media.pixels(read(store, f"blobs/{digest[:2]}/{digest}.jpg")) for digest, _ in level.faces[face]]  # type: ignore[index]
        rows = [np.hstack(parts[row * level.columns : (row + 1) * level.columns]) for row in range(level.columns)]
        truth = supersampled(picture, face, level.face_size)
        shown = np.vstack(rows)
        assert media.psnr(shown, truth) > 27, face
        # no shift of colour: the mean of every face is that of the photo
        assert np.abs(shown.mean((0, 1)) - truth.mean((0, 1))).max() < 2, face


def test_a_wide_gamut_photo_gets_its_colours_right() -> None:
    """The deck's photo is in Adobe RGB: read as sRGB its sky would be 20 grey values too dull."""
    path = MEDIA / "pano_deck_6144x3072.jpg"
    planes = read_planes(path, read_header(path))
    sky = look(planes, width=64, height=64, fov=10, yaw=-30, pitch=25).rgb().mean((0, 1))
    assert sky[2] > sky[0] + 60


def test_the_list_is_covered() -> None:
    assert len(PANORAMAS) >= 8
    assert probe(MEDIA / PANORAMAS[0]).kind == "panorama"
