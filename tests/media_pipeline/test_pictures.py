"""Photos and pictures through the whole package(): what comes out, in which sizes, upright, clean, the same each time."""

from __future__ import annotations

import base64
import io
import json
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from media_pipeline.errors import Refused
from media_pipeline.images.headers import read_header
from media_pipeline.images.reader import read_planes
from media_pipeline.images.tiers import tier_sizes
from media_pipeline.images.view import look
from media_pipeline.package import package
from media_pipeline.probe import probe
from media_pipeline.records import Image as Picture
from media_pipeline.records import Panorama, TileIndex
from media_pipeline.store import MemoryStore, read
from tests import media


def packaged(path: Path, **wish: object) -> tuple[Panorama, MemoryStore]:
    store = MemoryStore()
    asset = package(path, store, **wish)  # type: ignore[arg-type]
    assert isinstance(asset, Panorama)
    return asset, store


def picture(path: Path, **wish: object) -> tuple[Picture, MemoryStore]:
    store = MemoryStore()
    asset = package(path, store, **wish)  # type: ignore[arg-type]
    assert isinstance(asset, Picture)
    return asset, store


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> tuple[Panorama, MemoryStore]:
    return packaged(
        media.photo(
            tmp_path_factory.mktemp("room"),
            width=4200,
            exif=media.exif(),
            xmp=media.gpano(ProjectionType="equirectangular", PoseHeadingDegrees=123.5, Secret="home address"),
        )
    )


def test_what_a_panorama_says(room: tuple[Panorama, MemoryStore]) -> None:
    asset, store = room
    assert (asset.width, asset.height, asset.projection, asset.stereo) == (4200, 2100, "equirectangular", "mono")
    assert [(tier.width, tier.height) for tier in asset.tiers] == [(2048, 1024), (4096, 2048)]
    assert asset.tiles is not None
    index = TileIndex.model_validate_json(read(store, asset.tiles.index.path))
    sizes = [level.face_size for level in index.eyes[0].levels]
    assert len(index.eyes) == 1
    assert sizes[-1] == asset.tiles.face_size
    assert len(sizes) == asset.tiles.levels
    named = {f"blobs/{d[:2]}/{d}.jpg" for level in index.eyes[0].levels for tiles in level.faces.values() for d, _ in tiles}
    blobs = {path for path in store.files if not path.startswith("records/")}
    assert blobs == named | {tier.image.path for tier in asset.tiers} | {asset.poster.path, asset.tiles.index.path}


def test_tiers_show_the_right_directions(room: tuple[Panorama, MemoryStore]) -> None:
    asset, store = room
    for tier in asset.tiers:
        shown = media.pixels(read(store, tier.image.path))
        assert shown.shape == (tier.height, tier.width, 3)
        assert np.abs(shown.astype(np.int16) - media.sphere(tier.width)).max() <= 8


def test_the_poster_looks_straight_ahead(room: tuple[Panorama, MemoryStore]) -> None:
    asset, store = room
    shown = media.pixels(read(store, asset.poster.path)).astype(float)
    assert shown.shape == (682, 1024, 3)
    assert np.abs(shown[338:344, 509:515].mean((0, 1)) - media.colour_at(0, 0)).max() < 4
    assert np.abs(shown[338:344, -3:].mean((0, 1)) - media.colour_at(49.8, 0)).max() < 4
    assert np.abs(shown[338:344, :3].mean((0, 1)) - media.colour_at(-49.8, 0)).max() < 4
    assert shown[0, 512, 1] > shown[-1, 512, 1] + 50  # green grows upwards


@pytest.mark.parametrize(("yaw", "pitch"), [(0, 0), (90, 0), (-135, 30), (180, -60), (10, 85), (-170, -80)])
def test_views_in_any_direction(tmp_path: Path, yaw: float, pitch: float) -> None:
    path = media.photo(tmp_path, "room.png")
    view = look(read_planes(path, read_header(path)), width=120, height=80, fov=60, yaw=yaw, pitch=pitch).rgb()
    assert np.abs(view[39:41, 59:61].mean((0, 1)) - media.colour_at(yaw, pitch)).max() < 4


def test_the_preview(room: tuple[Panorama, MemoryStore]) -> None:
    head, data = room[0].preview.split(",")
    assert head == "data:image/jpeg;base64"
    assert len(room[0].preview) <= 1024
    shown = media.pixels(base64.b64decode(data)).astype(float)
    assert shown.shape == (24, 48, 3)
    assert np.abs(shown - media.sphere(48)).mean() < 12


def test_a_noisy_photo_still_has_a_small_preview(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (24, 48, 3), dtype=np.uint8).repeat(20, 0).repeat(20, 1)
    path = tmp_path / "noise.jpg"
    path.write_bytes(media.encoded(noise, quality=70))
    assert len(packaged(path, kind="panorama")[0].preview) <= 1024


@pytest.mark.parametrize(("width", "widths"), [(500, [500]), (1022, [1022]), (2048, [2048])])
def test_tiers_are_never_larger_than_the_photo(tmp_path: Path, width: int, widths: list[int]) -> None:
    assert [tier.width for tier in packaged(media.photo(tmp_path, width=width))[0].tiers] == widths


def test_tier_sizes() -> None:
    assert tier_sizes(16384, 8192, (2048, 4096, 8192)) == ((2048, 1024), (4096, 2048), (8192, 4096))
    assert tier_sizes(100, 1, (640,)) == ((100, 1),)


def test_everything_private_is_gone(room: tuple[Panorama, MemoryStore]) -> None:
    asset, store = room
    for path, data in store.files.items():
        for secret in (b"Exif", b"SecretCamera", b"home address", b"Secret", b"ICC_PROFILE"):
            assert secret not in data, path
    for tier in asset.tiers:  # a viewer that knows photo spheres still knows them
        xmp = Image.open(io.BytesIO(read(store, tier.image.path))).info["xmp"].decode()
        assert f'FullPanoWidthPixels="{tier.width}"' in xmp
        assert 'PoseHeadingDegrees="123.5"' in xmp


@pytest.mark.parametrize("kind", ["jpeg", "png"])
def test_everything_private_is_gone_from_pictures(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "picture"
    path.write_bytes(media.encoded(media.stripes(), kind, exif=media.exif(), icc_profile=_swapped_profile()))
    assert b"SecretCamera" in path.read_bytes()
    _, store = picture(path)
    for name, data in store.files.items():
        for secret in (b"Exif", b"SecretCamera", b"ICC_PROFILE", b"http://"):
            assert secret not in data, name


def test_the_same_photo_gives_the_same_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = media.photo(tmp_path, width=2048)
    first, one = packaged(path)
    monkeypatch.setattr("media_pipeline.images.tiling.cores", lambda: 1)
    again, other = packaged(path)
    assert again == first
    assert other.files == one.files


@pytest.mark.parametrize("orientation", [1, 2, 3, 4, 5, 6, 7, 8])
def test_pictures_are_turned_upright(tmp_path: Path, orientation: int) -> None:
    upright = media.stripes(640, 480)
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    path = tmp_path / "turned.jpg"
    path.write_bytes(media.encoded(np.ascontiguousarray(stored), exif=media.exif(orientation)))
    info = probe(path)
    assert (info.kind, info.width, info.height) == ("image", 640, 480)
    asset, store = picture(path)
    shown = media.pixels(read(store, asset.tiers[0].image.path))
    assert shown.shape == upright.shape
    assert np.abs(shown.astype(int) - upright).mean() < 4


def test_a_turned_panorama(tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    path.write_bytes(media.encoded(np.ascontiguousarray(media.sphere(1024)[::-1, ::-1]), exif=media.exif(3)))
    asset, store = packaged(path)
    shown = media.pixels(read(store, asset.tiers[0].image.path))
    assert np.abs(shown.astype(int) - media.sphere(1024)).max() <= 8


SORTS = {
    "4:4:4": {"subsampling": "4:4:4"},
    "4:2:2": {"subsampling": "4:2:2"},
    "4:2:0": {"subsampling": "4:2:0"},
    "progressive": {"progressive": True},
    "rgb": {"subsampling": "4:4:4", "keep_rgb": True},
}


@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_of_jpeg_keeps_its_colours(tmp_path: Path, sort: str) -> None:
    asset, store = packaged(media.photo(tmp_path, **SORTS[sort]))
    shown = media.pixels(read(store, asset.tiers[0].image.path))
    assert np.abs(shown.astype(int) - media.sphere(1024)).max() <= 8


def test_png_with_16_bits_palette_and_grey(tmp_path: Path) -> None:
    grey = media.sphere(1024)[:, :, 1]
    for name, image in {
        "16": Image.fromarray(grey.astype(np.uint16) * 257),
        "L": Image.fromarray(grey),
        "P": Image.fromarray(grey).convert("P"),
        "1": Image.fromarray(grey).convert("1"),
    }.items():
        path = tmp_path / f"{name}.png"
        image.save(path)
        asset, store = packaged(path, kind="panorama")
        shown = media.pixels(read(store, asset.tiers[0].image.path)).astype(int)
        tolerance = 40 if name == "1" else 4
        assert np.abs(shown.mean((0, 1)) - grey.mean()).max() < tolerance, name
        assert np.abs(np.diff(shown, axis=2)).max() <= 4, name  # no colour


def test_grey_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "grey.jpg"
    path.write_bytes(media.encoded(media.sphere(1024), mode="L"))
    asset, store = packaged(path)
    shown = media.pixels(read(store, asset.tiers[0].image.path)).astype(int)
    assert np.abs(np.diff(shown, axis=2)).max() <= 3


def test_cmyk_jpeg(tmp_path: Path) -> None:
    path = tmp_path / "print.jpg"
    path.write_bytes(media.encoded(media.stripes(), mode="CMYK"))
    asset, store = picture(path)
    shown = media.pixels(read(store, asset.tiers[0].image.path)).astype(int)
    # a printer's colours are duller, yet left is dark red-less and right is red, not the other way round
    assert shown[:, 600:, 0].mean() > shown[:, :40, 0].mean() + 60


def test_transparency_becomes_white(tmp_path: Path) -> None:
    rgba = np.dstack([media.stripes(300, 200), np.zeros((200, 300), np.uint8)])
    rgba[:, 150:, 3] = 255
    path = tmp_path / "logo.png"
    Image.fromarray(rgba).save(path)
    asset, store = picture(path)
    shown = media.pixels(read(store, asset.tiers[0].image.path)).astype(int)
    assert shown[:, :140].min() > 245
    assert np.abs(shown[:, 160:] - rgba[:, 160:, :3]).mean() < 4


def test_a_wide_gamut_profile_is_applied(tmp_path: Path) -> None:
    """Adobe RGB's green is far outside sRGB: left unconverted, pictures look pale."""
    wide = tmp_path / "wide.jpg"
    narrow = tmp_path / "narrow.jpg"
    swapped = _swapped_profile()
    wide.write_bytes(media.encoded(media.stripes(), icc_profile=swapped))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    narrow.write_bytes(media.encoded(media.stripes(), icc_profile=srgb))
    shown = {}
    for path in (wide, narrow):
        asset, store = picture(path)
        shown[path] = media.pixels(read(store, asset.tiers[0].image.path)).astype(int)
    assert np.abs(shown[narrow] - media.stripes()).mean() < 4
    assert np.abs(shown[wide][:, :, [1, 0, 2]] - media.stripes()).mean() < 6


def test_a_profile_is_applied_to_panoramas_too(tmp_path: Path) -> None:
    asset, store = packaged(media.photo(tmp_path, icc_profile=_swapped_profile()))
    shown = media.pixels(read(store, asset.tiers[0].image.path)).astype(int)
    assert np.abs(shown[:, :, [1, 0, 2]] - media.sphere(1024)).mean() < 4


def _swapped_profile() -> bytes:
    """sRGB with red and green exchanged, under another name: an unapplied profile is seen at once."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    data = bytearray(data.replace(b"sRGB", b"test").replace(b"s\0R\0G\0B", b"t\0e\0s\0t"))
    red, green = data.index(b"rXYZ"), data.index(b"gXYZ")
    data[red : red + 4], data[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


def test_a_broken_profile_is_no_reason_to_refuse(tmp_path: Path) -> None:
    path = tmp_path / "profile.jpg"
    path.write_bytes(media.encoded(media.stripes(), icc_profile=b"\0" * 400))
    asset, store = picture(path)
    assert np.abs(media.pixels(read(store, asset.tiers[0].image.path)).astype(int) - media.stripes()).mean() < 4


def test_damaged_exif_is_no_reason_to_refuse(tmp_path: Path) -> None:
    whole = media.encoded(media.stripes(), exif=media.exif(1))
    at = whole.index(b"Exif\0\0") + 6
    for seed in range(5):
        data = bytearray(whole)
        for place in range(at, at + 60):
            data[place] = random.Random(seed * 100 + place).randrange(256)
        path = tmp_path / f"{seed}.jpg"
        path.write_bytes(bytes(data))
        asset, _ = picture(path)
        assert asset.tiers[0].width in (640, 480)  # a random orientation may turn it


def test_picture_tiers(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    path.write_bytes(media.encoded(media.stripes(3000, 1500)))
    asset, store = picture(path, kind="image")
    assert [(tier.width, tier.height) for tier in asset.tiers] == [(640, 320), (1280, 640), (2048, 1024)]
    for tier in asset.tiers:
        shown = media.pixels(read(store, tier.image.path))
        assert shown.shape == (tier.height, tier.width, 3)
        assert np.abs(shown[:, :, 0].mean(0) - np.linspace(20, 235, tier.width)).max() < 4
    small = tmp_path / "small.png"
    small.write_bytes(media.encoded(media.stripes(300, 200), "png"))
    assert [tier.width for tier in picture(small)[0].tiers] == [300]


def test_the_same_picture_gives_the_same_digests(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(media.encoded(media.stripes(1500, 900)))
    assert picture(path)[1].files == picture(path)[1].files


def test_png_and_jpeg_take_different_ways_to_the_same_picture(tmp_path: Path) -> None:
    ways = [packaged(media.photo(tmp_path, name)) for name in ("a.png", "a.jpg")]
    one, other = (media.pixels(read(store, asset.tiers[0].image.path)) for asset, store in ways)
    assert media.psnr(one, other) > 42


def test_progress_is_told_in_order(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    package(media.photo(tmp_path), MemoryStore(), progress=lambda *step: told.append(step))
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["probe", "reading", "tiles", "tiers"]
    for stage in stages:
        steps = [(done, total) for name, done, total in told if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


def test_the_asset_is_what_the_contract_says(room: tuple[Panorama, MemoryStore]) -> None:
    asset, _ = room
    plain = json.loads(asset.model_dump_json())
    assert plain["kind"] == "panorama"
    assert plain["coverage"] == {"yaw": [-180.0, 180.0], "pitch": [-90.0, 90.0]}


@pytest.mark.parametrize(
    ("kind", "part"), [("jpeg", 0.2), ("jpeg", 0.5), ("jpeg", 0.9), ("jpeg", 0.99), ("png", 0.5), ("png", 0.99)]
)
def test_cut_off_files_are_refused(tmp_path: Path, kind: str, part: float) -> None:
    whole = media.encoded(media.sphere(1024), kind)
    path = tmp_path / "half.jpg"
    path.write_bytes(whole[: int(len(whole) * part)])
    store = MemoryStore()
    with pytest.raises(Refused) as refusal:
        package(path, store)
    assert refusal.value.code == "damaged_picture"
    assert not store.files


def test_all_is_safe_on_the_medium_before_the_asset_is_named(tmp_path: Path) -> None:
    class Watched(MemoryStore):
        safe = False

        def put(self, path: str, data: bytes | Path, *, media_type: str) -> None:
            self.safe = False
            super().put(path, data, media_type=media_type)

        def barrier(self) -> None:
            self.safe = True

    store = Watched()
    package(media.photo(tmp_path), store)
    assert store.safe


@pytest.mark.parametrize("kind", ["jpeg", "png"])
@pytest.mark.parametrize("orientation", [1, 6])
def test_another_file_at_the_same_path_is_read_anew(tmp_path: Path, kind: str, orientation: int) -> None:
    """A worker's scratch file has the same name each time; libvips remembers what it loaded by name."""
    path = tmp_path / "upload"
    path.write_bytes(media.encoded(media.stripes(200, 100), kind, exif=media.exif(orientation)))
    first = picture(path)[0]
    path.write_bytes(media.encoded(255 - media.stripes(200, 100), kind, exif=media.exif(orientation)))
    assert picture(path)[0] != first
    path.write_bytes(media.encoded(media.stripes(200, 100), kind, exif=media.exif(9 - orientation if orientation > 1 else 3)))
    assert picture(path)[0] != first
