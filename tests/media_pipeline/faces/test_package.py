"""package --blur: no tier, tile, poster or preview holds a blurred face; probe --faces says where they are."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import ToolMissing
from media_pipeline.faces import net
from media_pipeline.faces.disc import Disc
from media_pipeline.faces.finder import THRESHOLD
from media_pipeline.faces.net import Net
from media_pipeline.package import package
from media_pipeline.records import Panorama, TileIndex
from media_pipeline.store import MemoryStore, read
from tests import media
from tests.media_pipeline.command import called
from tests.media_pipeline.faces.scenes import near, sphere_with

FACES = [(0.0, 3.0, 16.0), (178.0, 0.0, 12.0), (30.0, 80.0, 20.0), (-75.0, -45.0, 16.0)]
"""The first is in the poster, which looks straight ahead."""


def photo(folder: Path, picture: np.ndarray, **options: object) -> Path:
    path = folder / "room.jpg"
    path.write_bytes(media.encoded(picture, **options))
    return path


def pictures(store: MemoryStore, asset: Panorama) -> Iterator[tuple[str, np.ndarray]]:
    """Every picture that a device or browser can get to see, with its name."""
    for tier in asset.tiers:
        for image in (tier.image, *tier.alternatives):
            yield f"tier {tier.width} {image.media_type}", media.pixels(read(store, image.path))
    yield "poster", media.pixels(read(store, asset.poster.path))
    yield "preview", media.pixels(base64.b64decode(asset.preview.partition(",")[2]))
    assert asset.tiles is not None
    for eye in TileIndex.model_validate_json(read(store, asset.tiles.index.path)).eyes:
        for level in eye.levels:
            for face, tiles in level.faces.items():
                for number, (digest, _) in enumerate(tiles):
                    yield f"tile {face} {level.face_size} {number}", media.pixels(read(store, f"blobs/{digest[:2]}/{digest}.jpg"))


def in_thirty_twos(picture: np.ndarray) -> np.ndarray:
    height, width = picture.shape[:2]
    return np.pad(picture, ((0, -height % 32), (0, -width % 32), (0, 0)), mode="edge")


@pytest.mark.usefixtures("centerface")
def test_blurred_faces_are_nowhere(tmp_path: Path) -> None:
    path, eye = photo(tmp_path, sphere_with(FACES, 1024)), Net()
    seen = {}
    for blur in (None, "all"):
        store = MemoryStore()
        asset = package(path, store, blur=blur)
        assert isinstance(asset, Panorama)
        seen[blur] = [name for name, picture in pictures(store, asset) if eye.faces(in_thirty_twos(picture), THRESHOLD)]
    # the test can see: without the wish there are faces in the tier, in the poster, and in tiles of four sides
    assert {"poster", "tier 1024 image/jpeg"} <= set(seen[None])
    assert {name.split()[1] for name in seen[None] if name.startswith("tile")} >= {"f", "b", "u"}
    assert seen["all"] == []


@pytest.mark.slow
@pytest.mark.usefixtures("centerface")
def test_both_eyes(tmp_path: Path) -> None:
    """The right eye sees the face 4 degrees further to the left; one that only it sees is blurred as well."""
    left = sphere_with([(20.0, 0.0, 16.0)], 1024)
    right = sphere_with([(16.0, 0.0, 16.0), (-100.0, 10.0, 14.0)], 1024)
    path = photo(tmp_path, np.concatenate([left, right]))
    store, eye = MemoryStore(), Net()
    asset = package(path, store, kind="panorama", stereo="top-bottom", blur="all")
    assert isinstance(asset, Panorama)
    assert [name for name, picture in pictures(store, asset) if eye.faces(in_thirty_twos(picture), THRESHOLD)] == []
    by_hand = MemoryStore()
    asset = package(path, by_hand, kind="panorama", stereo="top-bottom", blur="20,0,16")
    assert isinstance(asset, Panorama)
    tier = media.pixels(read(by_hand, asset.tiers[-1].image.path))
    assert len(eye.faces(in_thirty_twos(tier), THRESHOLD)) == 1  # the other one was not asked for


def test_by_hand_without_the_net(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "weights", missing)
    grid = media.sphere(1024, media.FINE)
    path, store = photo(tmp_path, grid), MemoryStore()
    asset = package(path, store, kind="panorama", blur="-180,0,20;5,89,10")
    assert isinstance(asset, Panorama)
    tier = media.pixels(read(store, asset.tiers[-1].image.path))
    assert grid[246:266, :20].std() > 40
    assert tier[246:266, :20].std(axis=(0, 1)).max() < 12  # a smear
    assert media.psnr(tier[200:300, 400:600], grid[200:300, 400:600]) > 30


@pytest.mark.usefixtures("centerface")
def test_the_wish_is_part_of_what_is_remembered(tmp_path: Path) -> None:
    path, store = photo(tmp_path, sphere_with(FACES[:1], 512)), MemoryStore()
    plain = package(path, store)
    blurred = package(path, store, blur="0,3,16")
    assert plain != blurred
    assert package(path, store, blur="0,3,16") == blurred
    assert package(path, store) == plain


@pytest.mark.usefixtures("centerface")
def test_probe_tells_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = photo(tmp_path, sphere_with(FACES, 1024))
    status, out, err = called(capsys, "probe", path, "--faces")
    assert (status, err) == (0, "")
    faces = [Disc(**face) for face in json.loads(out)["faces"]]
    assert len(faces) == len(FACES)
    for face in FACES:
        assert any(near(found, *face) for found in faces), face
    status, out, _ = called(capsys, "probe", path)
    assert status == 0
    assert "faces" not in json.loads(out)


@pytest.mark.usefixtures("centerface")
def test_probe_tells_that_there_are_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = called(capsys, "probe", photo(tmp_path, media.sphere(512)), "--faces")
    assert status == 0
    assert json.loads(out)["faces"] == []


@pytest.mark.usefixtures("centerface")
def test_an_upright_photo_on_its_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """EXIF says how to turn it; the faces are told of the photo as it is shown."""
    upright = sphere_with([(40.0, 10.0, 20.0)], 1024)
    path = photo(tmp_path, np.rot90(upright).copy(), exif=media.exif(6))
    status, out, _ = called(capsys, "probe", path, "--faces")
    assert status == 0
    (face,) = json.loads(out)["faces"]
    assert near(Disc(**face), 40.0, 10.0, 20.0)


def test_without_the_net(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    net.weights.cache_clear()
    path = photo(tmp_path, media.sphere(512))
    for command in (("probe", path, "--faces"), ("package", path, "--store", tmp_path / "store", "--blur", "all")):
        status, out, err = called(capsys, *command)
        assert (status, out) == (4, "")
        assert "make faces" in err
        assert len(err.strip().splitlines()) == 1
    assert called(capsys, "probe", path)[0] == 0
    assert called(capsys, "package", path, "--store", tmp_path / "store")[0] == 0


@pytest.mark.parametrize("blur", ["some", "0,0", "0,95,3", "0,0,-1", "0,0,4;x", ";"])
def test_malformed(tmp_path: Path, capsys: pytest.CaptureFixture[str], blur: str) -> None:
    path = photo(tmp_path, media.sphere(512))
    status, out, err = called(capsys, "package", path, "--store", tmp_path / "store", "--blur", blur)
    assert (status, out) == (2, "")
    assert "--blur" in err
    assert len(err.strip().splitlines()) == 1
    assert not any((tmp_path / "store").glob("blobs/*"))


def test_negative_yaw_needs_no_equals_sign(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = photo(tmp_path, media.sphere(512))
    assert called(capsys, "package", path, "--store", tmp_path / "store", "--blur", "-30,0,10")[0] == 0


def test_only_in_photos_of_all_around(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = photo(tmp_path, media.stripes())
    for command in (("probe", path, "--faces"), ("package", path, "--store", tmp_path / "store", "--blur", "0,0,4")):
        status, _, err = called(capsys, *command)
        assert status == 2
        assert "360° photos" in err


def test_a_face_beside_a_cropped_photo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    xmp = media.gpano(
        ProjectionType="equirectangular",
        FullPanoWidthPixels=1024,
        FullPanoHeightPixels=512,
        CroppedAreaImageWidthPixels=256,
        CroppedAreaImageHeightPixels=256,
        CroppedAreaLeftPixels=384,
        CroppedAreaTopPixels=128,
    )
    path = photo(tmp_path, media.sphere(1024)[128:384, 384:640], xmp=xmp)
    status, _, err = called(capsys, "package", path, "--store", tmp_path / "store", "--blur", "120,0,5")
    assert status == 2
    assert "yaw 120" in err
    assert called(capsys, "package", path, "--store", tmp_path / "store", "--blur", "30,0,15")[0] == 0


def missing() -> Path:
    raise ToolMissing("not here")
