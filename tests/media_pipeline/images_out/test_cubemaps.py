"""A cubemap as a folder or zip of six pictures: its faces are cut as they are, its tiers are equirectangular without edges."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media_pipeline.errors import Refused
from media_pipeline.images.cubefolder import faces_in, is_cubemap
from media_pipeline.images.planes import of_rgb
from media_pipeline.images.unfold import unfolded
from media_pipeline.package import package
from media_pipeline.probe import probe
from media_pipeline.records import FACES
from media_pipeline.store import MemoryStore
from tests import media
from tests.media_pipeline.images_out.made import Made, cubemap, part, write

SIZE = 600
WAYS = [
    ("front", "right", "back", "left", "up", "down"),
    ("room_front", "room_right", "room_back", "room_left", "room_top", "room_bottom"),
    ("KamerFront", "KamerRight", "KamerBack", "KamerLeft", "KamerTop", "KamerBottom"),
    ("pano_f", "pano_r", "pano_b", "pano_l", "pano_u", "pano_d"),
    ("F", "R", "B", "L", "T", "D"),
    ("pz", "px", "nz", "nx", "py", "ny"),
    ("sky-posz", "sky-posx", "sky-negz", "sky-negx", "sky-posy", "sky-negy"),
    ("voor", "rechts", "achter", "links", "boven", "onder"),
    ("hal+z", "hal+x", "hal-z", "hal-x", "hal+y", "hal-y"),
    ("0", "1", "2", "3", "4", "5"),
    ("hal_00", "hal_01", "hal_02", "hal_03", "hal_04", "hal_05"),
    ("cube0", "cube1", "cube2", "cube3", "cube4", "cube5"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(cubemap(tmp_path_factory.mktemp("cube") / "kubus", SIZE))


def test_the_record(made: Made) -> None:
    asset = made.asset
    assert (asset.projection, asset.stereo) == ("cubemap", "mono")
    assert (asset.width, asset.height) == (4 * SIZE, 2 * SIZE)
    assert [(tier.width, tier.height) for tier in asset.tiers] == [(2048, 1024)]
    assert [level.face_size for level in made.index.eyes[0].levels] == [300, SIZE]


@pytest.mark.parametrize("name", FACES)
def test_faces_are_cut_as_they_are(made: Made, name: str) -> None:
    for level in (0, 1):
        shown = made.face(name, level=level)
        assert np.abs(shown - media.face(name, len(shown))).max() <= 8


def test_the_tier_shows_every_direction(made: Made) -> None:
    shown = made.tier().astype(float)
    assert np.abs(shown - part(2048, 1024).astype(float)).max() <= 10


def test_no_edge_shows_between_faces() -> None:
    """With fine detail, places where faces meet are as near to the truth as the middle of a face."""
    size = 256
    faces = {face: of_rgb(np.round(media.face(face, size, media.FINE)).astype(np.uint8)) for face in FACES}
    y = unfolded(faces).y.astype(float)
    truth = of_rgb(part(4 * size, 2 * size, frequency=media.FINE)).y.astype(float)
    error = np.abs(y - truth)
    yaw = (np.arange(4 * size) + 0.5) / (4 * size) * 360 - 180
    pitch = (90 - (np.arange(2 * size) + 0.5) / (2 * size) * 180)[:, None]
    across = np.degrees(np.arctan(np.cos(np.radians((yaw + 45) % 90 - 45))))  # pitch of the upper edge of a side face
    beside = (np.abs((yaw % 90) - 45) < 1) & (np.abs(pitch) < 30)
    above = np.abs(np.abs(pitch) - across) < 1
    middle = (np.abs((yaw + 45) % 90 - 45) < 20) & (np.abs(pitch) < 20)
    assert error.mean() < 3
    assert error[beside & (pitch > -90)].mean() < 1.5 * error[middle].mean() + 0.5
    assert error[above].mean() < 1.5 * error[middle].mean() + 0.5
    assert error.max() < 40


def test_the_poster_and_the_preview(made: Made) -> None:
    shown = made.poster()
    row, column = shown.shape[0] // 2, shown.shape[1] // 2
    assert np.abs(shown[row, column] - media.colour_at(0, 0)).max() < 8
    assert len(made.asset.preview) <= 1024


def test_a_zip_is_the_same_as_a_folder(tmp_path: Path) -> None:
    folder = cubemap(tmp_path / "kubus", 128)
    archive = tmp_path / "kubus.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in folder.iterdir():
            zipped.write(path, f"kamer/{path.name}")
    assert Made(archive).asset == Made(folder).asset
    assert probe(archive).name == "kubus.zip"


@pytest.mark.parametrize("names", WAYS, ids=lambda names: names[0])
def test_ways_of_naming(tmp_path: Path, names: tuple[str, ...]) -> None:
    for number, name in enumerate(names):
        write(tmp_path, np.full((64, 64, 3), 40 * number, np.uint8), f"{name}.JPG".replace(".JPG", ".jpg"))
    (tmp_path / "readme.txt").write_text("zes foto's")
    assert is_cubemap(tmp_path)
    found = faces_in(tmp_path)
    assert [path.stem for path in found.values()] == list(names)
    assert list(found) == list(FACES)


@pytest.mark.parametrize(
    "names", [("cat", "dog"), ("photo1", "photo2", "photo3"), ("IMG_0", "IMG_1", "IMG_2", "IMG_3", "IMG_4"), ("front", "back")]
)
def test_other_pictures_are_no_cubemap(tmp_path: Path, names: tuple[str, ...]) -> None:
    for name in names:
        write(tmp_path, np.zeros((64, 64, 3), np.uint8), f"{name}.jpg")
    assert not is_cubemap(tmp_path)
    with pytest.raises(Refused):
        package(tmp_path, MemoryStore())


@pytest.mark.parametrize("name", ["pano ({})", "{}", "IMG_202{}"])
def test_six_pictures_whose_names_do_not_tell(tmp_path: Path, name: str) -> None:
    folder = cubemap(tmp_path / "kubus", 128, tuple(name.format(number) for number in range(1, 7)))
    (folder / "readme.txt").write_text("zes foto's")
    with pytest.raises(Refused, match="front, right, back, left, up and down") as refused:
        probe(folder)
    assert refused.value.code == "cubemap_names"


@pytest.fixture
def six(tmp_path: Path) -> Path:
    return cubemap(tmp_path / "kubus", 128, ("front", "right", "back", "left", "up", "down"))


def test_one_is_missing(six: Path) -> None:
    (six / "left.jpg").unlink()
    with pytest.raises(Refused, match="left is missing") as refused:
        package(six, MemoryStore())
    assert refused.value.code == "cubemap_missing"


def test_one_is_there_twice(six: Path) -> None:
    shutil.copy(six / "left.jpg", six / "old_left.jpg")
    with pytest.raises(Refused, match=r"left\.jpg and old_left\.jpg") as refused:
        package(six, MemoryStore())
    assert refused.value.code == "cubemap_twice"


def test_one_is_not_square(six: Path) -> None:
    write(six, np.zeros((128, 120, 3), np.uint8), "up.jpg")
    with pytest.raises(Refused, match=r"up\.jpg in kubus has 120 x 128") as refused:
        package(six, MemoryStore())
    assert refused.value.code == "cubemap_not_square"


def test_one_has_another_size(six: Path) -> None:
    write(six, np.zeros((64, 64, 3), np.uint8), "down.jpg")
    with pytest.raises(Refused, match=r"down\.jpg in kubus has sides of 64 pixels and the others of 128") as refused:
        package(six, MemoryStore())
    assert refused.value.code == "cubemap_unequal"


def test_one_is_damaged(six: Path) -> None:
    whole = (six / "back.jpg").read_bytes()
    (six / "back.jpg").write_bytes(whole[: len(whole) // 2])
    store = MemoryStore()
    with pytest.raises(Refused, match=r"back\.jpg is damaged"):
        package(six, store)
    assert not any(path.startswith("blobs/") for path in store.files)


def test_too_small_and_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="too small"):
        package(cubemap(tmp_path / "tiny", 10), MemoryStore())
    from media_pipeline.images.cubefolder import probe_cubemap
    from media_pipeline.recipes import Limits

    with pytest.raises(Refused, match="pixels"):
        probe_cubemap(cubemap(tmp_path / "large", 128), "large", Limits(pixels=90_000))


@pytest.mark.parametrize("wish", [{"projection": "equirectangular"}, {"kind": "image"}, {"stereo": "top-bottom"}])
def test_wishes_that_a_cubemap_can_not_meet(six: Path, wish: dict[str, str]) -> None:
    with pytest.raises(Refused, match="a folder or zip of six pictures, for one eye") as refused:
        package(six, MemoryStore(), **wish)  # type: ignore[arg-type]
    assert refused.value.code == "cubemap_wish"


def test_an_odd_side(tmp_path: Path) -> None:
    photo = Made(cubemap(tmp_path / "odd", 515))
    assert [level.face_size for level in photo.index.eyes[0].levels] == [258, 515]
    for name in FACES:
        assert np.abs(photo.face(name) - media.face(name, 515)).max() <= 12
    assert np.abs(photo.tier() - part(photo.asset.tiers[-1].width, photo.asset.tiers[-1].height).astype(float)).mean() < 2


@pytest.mark.real_media
def test_a_real_cubemap_is_the_panorama_that_it_was_made_of(real_media: Path) -> None:
    """Pannellum's examples: the same photo as six faces and as one picture. A flipped or turned face would be 15 dB or less."""
    photo = Made(real_media / "cube_pannellum")
    picture = Image.open(real_media / "pano_pannellum_4096x2048.jpg").convert("RGB")
    whole = np.asarray(picture.resize((2048, 1024), Image.Resampling.BOX))
    shown = photo.tier(0)
    assert shown.shape == whole.shape
    for rows in (slice(0, 256), slice(256, 512), slice(512, 768), slice(768, 1024)):
        for columns in (slice(0, 512), slice(512, 1024), slice(1024, 1536), slice(1536, 2048)):
            assert media.psnr(shown[rows, columns], whole[rows, columns]) > 24
