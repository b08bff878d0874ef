"""Real photos and broken files meet the verdict that their list has for them; each real panorama is measured."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image, ImageCms

from media_pipeline.errors import Refused
from media_pipeline.images.headers import read_header
from media_pipeline.images.reader import read_planes
from media_pipeline.images.view import look
from media_pipeline.package import package
from media_pipeline.probe import probe
from media_pipeline.records import Coverage, Panorama, TileIndex
from media_pipeline.store import MemoryStore, read
from tests import media
from tests.bench.bench_tiles import supersampled

MEDIA = Path(__file__).resolve().parents[3] / "shared" / "media"
pytestmark = [
    pytest.mark.real_media,
    pytest.mark.skipif(not MEDIA.exists(), reason="../shared/media is not here"),
]
PICTURES = {".jpg", ".png", ".mpo", ".gif", ".tif", ".avif", ".heic", ".exr", ".webp"}


def rows() -> list[dict[str, str]]:
    """The list's lines of pictures; what is part of a tour, a mesh or a cubemap has tests of its own."""
    if not MEDIA.exists():
        return []
    with (MEDIA / "MANIFEST.csv").open(newline="") as file:
        return [row for row in csv.DictReader(file) if Path(row["name"]).suffix.lower() in PICTURES and row["expect"] != "part"]


PANORAMAS = [row["name"] for row in rows() if row["kind"] in ("360photo", "360sky")]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["name"])
def test_verdict(row: dict[str, str]) -> None:
    """Each file is packaged or refused as the list says; large mono panoramas, most of them packaged below, are looked at."""
    path, store = MEDIA / row["name"], MemoryStore()
    try:
        looked_at = row["kind"] in ("360photo", "360sky", "360photo-upscaled")
        made = probe(path) if looked_at else package(path, store)
    except Refused as refused:
        assert row["expect"] in ("refuse", "either")
        assert path.name in str(refused)
        assert not store.files
    else:
        assert row["expect"] in ("accept", "either")
        assert made.kind == ("panorama" if row["kind"].startswith("360") else "image")


@pytest.mark.parametrize("row", [row for row in rows() if row["kind"].startswith("360")], ids=lambda row: row["name"])
def test_layout(row: dict[str, str]) -> None:
    info = probe(MEDIA / row["name"])
    assert info.stereo == ("top-bottom" if row["kind"].endswith("stereoTB") else "mono")
    assert info.coverage == Coverage()
    # one drawn room has four equal walls: its halves could be two eyes
    assert info.confidence >= (0.6 if "testroom" in row["name"] else 0.9)


REFUSED = {
    "bad/pillow_decompression_bomb.gif": "not_due",
    "bad/vips_17000x17000.avif": "too_many_pixels",
    "bad/pillow_crash-2020-10-test.tif": "damaged_picture",
    "bad/pillow_truncated_jpeg.jpg": "damaged_picture",
    "bad/pillow_broken_data_stream.png": "damaged_picture",
}


@pytest.mark.parametrize("name", REFUSED)
def test_why_broken_files_are_refused(name: str) -> None:
    with pytest.raises(Refused) as refused:
        probe(MEDIA / name)
    assert refused.value.code == REFUSED[name]


def test_a_phones_heic() -> None:
    """Made of 48 tiles, on its side, in Display P3: shown upright, in the colours that littleCMS makes of its profile."""
    path = MEDIA / "bad" / "iphone.heic"
    info = probe(path)
    assert (info.kind, info.format, info.width, info.height) == ("image", "heic", 3024, 4032)
    shown = Image.fromarray(read_planes(path, read_header(path)).rgb()).resize((189, 252), Image.Resampling.BOX)
    told = pillow_heif.open_heif(path).to_pillow()
    small, profile = told.resize((189, 252), Image.Resampling.BOX), io.BytesIO(told.info["icc_profile"])
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    wanted = ImageCms.profileToProfile(small, profile, ImageCms.createProfile("sRGB"), renderingIntent=intent)
    assert np.abs(np.asarray(shown).astype(int) - np.asarray(wanted)).mean() < 2.5
    assert np.abs(np.asarray(shown).astype(int) - np.asarray(small)).mean() > 4  # without its profile it is too dull


@pytest.mark.parametrize("name", ["hdr_hotelroom.exr", "hdr_artist_workshop_512x256.exr"])
def test_rooms_in_light_are_neither_dark_nor_washed_out(name: str) -> None:
    path = MEDIA / name
    shown = read_planes(path, read_header(path)).rgb()
    assert 85 < shown.mean() < 140
    assert (shown.min(2) > 250).mean() < 0.03  # windows keep their curtains
    assert (shown.max(2) < 8).mean() < 0.05


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
