"""Every layout of a 360° photo: each pixel of every tile, tier and poster shows its direction in both eyes, black outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from media_pipeline.errors import Cancelled, Refused
from media_pipeline.images import gpano
from media_pipeline.images.headers import read_header
from media_pipeline.images.panorama import package_panorama
from media_pipeline.images.planes import Planes
from media_pipeline.package import asked, package
from media_pipeline.probe import probe
from media_pipeline.progress import silent
from media_pipeline.recipes import PANORAMA
from media_pipeline.records import FACES
from media_pipeline.store import MemoryStore
from tests import media
from tests.media_pipeline.images_out.made import WHOLE, Made, Part, covered, opposite, part, write, xmp

HALF = ((-90.0, 90.0), (-90.0, 90.0))
CROPPED = ((-60.0, 100.0), (-35.0, 60.0))
BEHIND = ((130.0, 290.0), (-70.0, 20.0))  # across the seam
BLOCK = 6.0  # degrees that a block of 16 pixels covers at the most here
STRIP = ((-180.0, 180.0), (-20.0, 25.0))  # as phones make them
TO_THE_POLE = ((-120.0, 170.0), (5.0, 90.0))


@dataclass(frozen=True)
class Layout:
    """``size`` is one eye's in pixels."""

    name: str
    size: tuple[int, int]
    covers: Part = WHOLE
    stereo: str = "mono"
    metadata: bool = False
    wishes: tuple[tuple[str, str], ...] = ()

    def write(self, folder: Path) -> Path:
        left = part(*self.size, self.covers)
        picture = {
            "mono": lambda: left,
            "top-bottom": lambda: np.vstack([left, opposite(left)]),
            "left-right": lambda: np.hstack([left, opposite(left)]),
        }[self.stereo]()
        options: dict[str, Any] = {"xmp": xmp(*self.size, self.covers)} if self.metadata else {}
        return write(folder, picture, f"{self.name}.jpg", **options)


LAYOUTS = [
    Layout("whole", (1200, 600), wishes=(("kind", "panorama"),)),
    Layout("top and bottom", (1200, 600), stereo="top-bottom", wishes=(("kind", "panorama"), ("stereo", "top-bottom"))),
    Layout("left and right", (1200, 600), stereo="left-right", wishes=(("kind", "panorama"), ("stereo", "left-right"))),
    Layout("odd heights", (1202, 601), stereo="top-bottom", wishes=(("kind", "panorama"), ("stereo", "top-bottom"))),
    Layout("half", (600, 600), HALF, wishes=(("projection", "equirectangular"), ("stereo", "mono"))),
    Layout("halves", (600, 600), HALF, "left-right", wishes=(("kind", "panorama"), ("stereo", "left-right"))),
    Layout("squeezed", (1200, 300), stereo="top-bottom", wishes=(("kind", "panorama"), ("stereo", "top-bottom"))),
    Layout("cropped", (640, 380), CROPPED, metadata=True),
    Layout("behind", (640, 360), BEHIND, metadata=True),
    Layout("strip", (1440, 180), STRIP, metadata=True),
    Layout("to the pole", (870, 256), TO_THE_POLE, metadata=True),
]


@pytest.fixture(scope="module", params=LAYOUTS, ids=lambda layout: layout.name)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Layout, Made]:
    layout: Layout = request.param
    return layout, Made(layout.write(tmp_path_factory.mktemp("layout")), **dict(layout.wishes))


def test_the_record_says_what_it_is(made: tuple[Layout, Made]) -> None:
    layout, photo = made
    asset = photo.asset
    assert (asset.projection, asset.stereo) == ("equirectangular", layout.stereo)
    assert asset.coverage.yaw == pytest.approx(layout.covers[0], abs=0.3)
    assert asset.coverage.pitch == pytest.approx(layout.covers[1], abs=0.3)
    assert (asset.width, asset.height) == layout.size
    assert len(photo.index.eyes) == (1 if layout.stereo == "mono" else 2)
    # as many pixels a degree as the photo has on its equator
    turn = layout.size[0] * 360 / (layout.covers[0][1] - layout.covers[0][0])
    assert photo.index.eyes[0].levels[-1].face_size == pytest.approx(turn / np.pi, abs=5)
    assert photo.index.eyes[0].levels[0].face_size <= 512


@pytest.mark.parametrize("name", FACES)
def test_each_pixel_of_each_face_shows_its_direction_or_black(made: tuple[Layout, Made], name: str) -> None:
    layout, photo = made
    for eye in range(len(photo.index.eyes)):
        shown = photo.face(name, eye).astype(float)
        truth = media.face(name, len(shown))
        truth = 255 - truth if eye else truth
        inside, outside = (covered(name, len(shown), layout.covers, margin) for margin in (BLOCK, -BLOCK))
        assert np.abs(shown - truth)[inside].max(initial=0) <= 8
        assert shown[outside].max(initial=0) <= 1
        assert inside.any() or outside.any()
        # beside the edge, JPEG's blocks hold some of both
        inside, outside = (covered(name, len(shown), layout.covers, margin) for margin in (1.0, -1.0))
        assert np.abs(shown - truth)[inside].max(initial=0) <= 40
        assert shown[outside].max(initial=0) <= 40


def test_a_tier_holds_the_covered_part_of_both_eyes(made: tuple[Layout, Made]) -> None:
    layout, photo = made
    tier = photo.asset.tiers[-1]
    assert (tier.width, tier.height) == (layout.size if layout.stereo == "mono" else tuple(n // 2 * 2 for n in layout.size))
    shown = photo.tier().astype(float)
    truth = part(tier.width, tier.height, layout.covers).astype(float)
    if layout.stereo == "top-bottom":
        truth = np.vstack([truth, 255 - truth])
    elif layout.stereo == "left-right":
        truth = np.hstack([truth, 255 - truth])
    assert shown.shape == truth.shape
    error = np.abs(shown - truth)
    assert error.mean() < 2
    if layout.stereo == "left-right":  # where the eyes meet, JPEG's blocks hold some of both
        error[:, tier.width - 16 : tier.width + 16] = 0
    elif layout.stereo == "top-bottom":
        error[tier.height - 16 : tier.height + 16] = 0
    assert error.max() < 30


def test_the_poster_looks_into_the_covered_part(made: tuple[Layout, Made]) -> None:
    layout, photo = made
    (left, right), (bottom, top) = layout.covers
    shown = photo.poster().astype(float)
    assert shown.shape[1] == pytest.approx(1.5 * shown.shape[0], abs=3)
    middle = shown[shown.shape[0] // 2 - 1 : shown.shape[0] // 2 + 1, shown.shape[1] // 2 - 1 : shown.shape[1] // 2 + 1].mean(
        (0, 1)
    )
    # the colour of the middle is that of a direction inside, as near to straight ahead as there is one
    yaw, pitch = np.meshgrid(np.linspace(left, right, 181), np.linspace(top, bottom, 91))
    colours = part(181, 91, layout.covers).reshape(-1, 3).astype(float)
    nearest = np.abs(colours - middle).sum(axis=1).argmin()
    assert np.abs(colours[nearest] - middle).max() < 10
    if layout.covers == WHOLE:
        assert abs(yaw.ravel()[nearest]) < 4
        assert abs(pitch.ravel()[nearest]) < 4
    assert (shown.max(axis=-1) < 8).mean() < 0.02  # hardly anything of it is outside
    assert len(photo.asset.preview) <= 1024


def test_what_a_mono_tier_says_of_itself_is_what_it_is(made: tuple[Layout, Made], tmp_path: Path) -> None:
    layout, photo = made
    path = tmp_path / "tier.jpg"
    path.write_bytes(photo.tier_bytes())
    sphere = gpano.read(read_header(path).xmp)
    if layout.stereo != "mono":
        assert sphere is None
        return
    assert sphere is not None
    again = Made(path)
    assert again.asset.coverage.yaw == pytest.approx(photo.asset.coverage.yaw, abs=0.5)
    assert again.asset.coverage.pitch == pytest.approx(photo.asset.coverage.pitch, abs=0.5)


@pytest.mark.parametrize("mistake", ["eyes swapped", "coverage moved"])
def test_the_measure_sees_mistakes(tmp_path: Path, mistake: str) -> None:
    """The tests above would not pass a photo that is wrong in these ways."""
    layout = Layout("cropped", (640, 380), CROPPED, metadata=True)
    picture = part(640, 380, CROPPED)
    if mistake == "eyes swapped":
        picture = opposite(picture)
    covers = ((-55.0, 105.0), CROPPED[1]) if mistake == "coverage moved" else CROPPED
    photo = Made(write(tmp_path, picture, xmp=xmp(640, 380, covers)))
    shown = photo.face("f").astype(float)
    inside = covered("f", len(shown), layout.covers, BLOCK)
    assert np.abs(shown - media.face("f", len(shown)))[inside].max() > 8


def test_more_pixels_a_degree_than_any_sphere_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo through a long lens does not make faces of a gigapixel."""
    monkeypatch.setattr("media_pipeline.images.cubemap.LARGEST_TURN", 1600)
    covers = ((-20.0, 20.0), (-10.0, 10.0))
    photo = Made(write(tmp_path, part(800, 400, covers), xmp=xmp(800, 400, covers)))
    assert (photo.asset.width, photo.asset.tiers[-1].width) == (800, 800)
    shown = photo.face("f").astype(float)
    assert len(shown) == pytest.approx(1600 / np.pi, abs=8)
    inside = covered("f", len(shown), covers, 4.0)
    assert np.abs(shown - media.face("f", len(shown)))[inside].max() <= 8


def test_the_same_bytes_again(tmp_path: Path) -> None:
    path = LAYOUTS[1].write(tmp_path)
    wishes = dict(LAYOUTS[1].wishes)
    assert Made(path, **wishes).asset == Made(path, **wishes).asset


def test_shapes_that_are_no_sphere(tmp_path: Path) -> None:
    path = write(tmp_path, part(1200, 300))
    with pytest.raises(Refused, match="twice as wide"):
        package(path, MemoryStore(), kind="panorama")
    assert package(path, MemoryStore(), kind="panorama", stereo="left-right").kind == "panorama"
    with pytest.raises(Refused, match="too small"):
        package(write(tmp_path, part(100, 50), "small.jpg"), MemoryStore(), kind="panorama", stereo="left-right")


def test_an_edit_is_in_everything_that_is_made(tmp_path: Path) -> None:
    """What is done to an eye's picture after reading reaches tiles, tiers, poster and preview; each eye is handed over once."""
    seen: list[tuple[int, int]] = []

    def red(planes: Planes) -> Planes:
        seen.append((planes.width, planes.height))
        return Planes(np.full_like(planes.y, 76), np.full_like(planes.cb, 85), np.full_like(planes.cr, 255))

    path = LAYOUTS[2].write(tmp_path)
    info = asked(probe(path), "panorama", None, "left-right")
    photo = Made.__new__(Made)
    photo.store = MemoryStore()
    photo.asset = package_panorama(path, info, photo.store, PANORAMA, silent, edit=red)
    assert seen == [LAYOUTS[2].size] * 2
    pictures = [photo.face(name, eye) for name in FACES for eye in (0, 1)] + [photo.tier(), photo.poster()]
    for picture in pictures:
        assert np.abs(picture.astype(float) - (254, 0, 0)).max() < 8


def test_stopping_in_any_stage(tmp_path: Path) -> None:
    path = LAYOUTS[1].write(tmp_path)
    for stage in ("reading", "tiles", "tiers"):

        def stop(now: str, _done: int, _total: int, stage: str = stage) -> None:
            if now == stage:
                raise Cancelled("enough")

        with pytest.raises(Cancelled):
            package(path, MemoryStore(), progress=stop, kind="panorama", stereo="top-bottom")


def test_progress_counts_both_eyes_once(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = LAYOUTS[1].write(tmp_path)
    package(
        path,
        MemoryStore(),
        progress=lambda stage, done, total: told.append((done, total)) if stage == "tiles" else None,
        kind="panorama",
        stereo="top-bottom",
    )
    assert told[-1][0] == told[-1][1] == 12
    assert [done for done, _ in told] == sorted(done for done, _ in told)
