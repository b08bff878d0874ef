"""A sphere, half a sphere, two eyes or a flat picture: told by metadata first, then by looking, with a stated confidence."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from media_pipeline.images import gpano, layout
from media_pipeline.images.coverage import HALF, WHOLE
from media_pipeline.images.layout import SECOND_EYE, Layout, probe_picture
from tests import media


def room(width: int, shift: int = 0) -> np.ndarray:
    """(width / 2, width, 3): a whole sphere with things in it that repeat nowhere; ``shift`` turns it to the side."""
    random = np.random.default_rng(5)
    height = width // 2
    ground = np.hstack([random.integers(0, 255, (9, 18, 3)).astype(np.float32)] * 3)  # three times round, so that it is closed
    picture = cv2.resize(ground, (3 * width, height), interpolation=cv2.INTER_CUBIC)[:, width : 2 * width].copy()
    for _ in range(60):
        x, y, size = (int(random.integers(*span)) for span in ((0, width), (height // 5, 4 * height // 5), (8, width // 12)))
        tint = random.integers(0, 255, 3).tolist()
        for turn in (-width, 0, width):
            cv2.rectangle(picture, (x + turn, y), (x + turn + size, y + size // 2), tint, -1)
    rows = np.abs(np.linspace(-1, 1, height))[:, None, None]
    mean = np.array([140.0, 150, 170])
    calm = np.clip((rows - 0.75) * 4, 0, 1) ** 0.5  # towards the poles one colour
    picture = picture * (1 - calm) + mean * calm
    return np.roll(np.clip(picture, 0, 255), shift, axis=1).astype(np.float32)


WIDTH = 512
SPHERE, OTHER = room(WIDTH), room(WIDTH, 4)
AHEAD, OTHER_AHEAD = (eye[:, WIDTH // 4 : 3 * WIDTH // 4] for eye in (SPHERE, OTHER))
FLAT = media.stripes(WIDTH, WIDTH // 2).astype(np.float32)


def fisheye() -> np.ndarray:
    y, x = np.mgrid[-1:1:256j, -1:1:256j]
    return np.where((x * x + y * y < 0.95)[..., None], AHEAD, 0).astype(np.float32)


def framed(width: int, height: int) -> np.ndarray:
    picture = np.full((height, width, 3), 250, np.float32)
    picture[height // 4 : -height // 4, width // 4 : -width // 4] = AHEAD[: height - 2 * (height // 4) + 1, :1][0, 0]
    return picture


SEEN: dict[str, tuple[tuple[int, int], np.ndarray, Layout]] = {
    "whole sphere": ((4096, 2048), SPHERE, Layout("mono", 0.95, WHOLE)),
    "small whole sphere": ((600, 300), SPHERE, Layout("mono", 0.95, WHOLE)),
    "two eyes above each other": ((4096, 4096), np.vstack([SPHERE, OTHER]), Layout("top-bottom", 0.9, WHOLE)),
    "two squeezed eyes": ((4096, 2048), np.vstack([SPHERE[::2], OTHER[::2]]), Layout("top-bottom", 0.7, WHOLE)),
    "two eyes beside each other": ((8192, 2048), np.hstack([SPHERE, OTHER]), Layout("left-right", 0.8, WHOLE)),
    "two half spheres": ((4096, 2048), np.hstack([AHEAD, OTHER_AHEAD]), Layout("left-right", 0.8, HALF)),
    "two half spheres above": ((2048, 4096), np.vstack([AHEAD, OTHER_AHEAD]), Layout("top-bottom", 0.6, HALF)),
    "half a sphere": ((2048, 2048), AHEAD, Layout("mono", 0.5, HALF)),
    "a banner": ((2000, 1000), FLAT, Layout(None, 0.6)),
    "a square photo": ((2000, 2000), SPHERE[64:192, 100:228], Layout(None, 0.9)),
    "a small square": ((600, 600), AHEAD, Layout(None, 0.95)),
    "a logo": ((2000, 1000), framed(512, 256), Layout(None, 0.6)),
    "a square logo": ((2000, 2000), framed(256, 256), Layout(None, 0.8)),
    "two fisheye circles": ((4096, 2048), np.hstack([fisheye(), fisheye()]), Layout(None, 0.6)),
    "a tall photo": ((2000, 4000), np.vstack([FLAT, 255 - FLAT]), Layout(None, 0.95)),
    "a strip": ((4000, 1000), np.hstack([FLAT, 255 - FLAT]), Layout(None, 0.95)),
    "a usual photo": ((4000, 3000), FLAT, Layout(None, 0.95)),
}


@pytest.mark.parametrize("name", SEEN)
def test_told_by_looking(name: str) -> None:
    (width, height), small, wanted = SEEN[name]
    assert layout.of(width, height, None, small) == wanted


def test_a_scene_that_repeats_itself_stays_one_sphere_but_less_sure() -> None:
    twice = np.hstack([cv2.resize(SPHERE, (256, 256), interpolation=cv2.INTER_AREA)] * 2)
    assert layout.of(4096, 2048, None, twice) == Layout("mono", 0.6, WHOLE)


def test_a_black_picture_is_no_stereo_photo() -> None:
    for shape in ((256, 512, 3), (512, 512, 3), (128, 512, 3), (512, 256, 3)):
        found = layout.of(4 * shape[1], 4 * shape[0], None, np.zeros(shape, np.float32))
        assert found.stereo is None


def sphere_of(**fields: object) -> gpano.PhotoSphere | None:
    return gpano.read(media.gpano(ProjectionType="equirectangular", **fields))


def test_metadata_comes_first() -> None:
    assert layout.of(4096, 2048, sphere_of(), FLAT) == Layout("mono", 1.0, WHOLE)
    assert layout.of(4096, 4096, sphere_of(StereoMode="top-bottom"), FLAT) == Layout("top-bottom", 1.0, WHOLE)
    assert layout.of(4096, 1024, sphere_of(StereoMode="left-right"), FLAT) == Layout("left-right", 1.0, WHOLE)
    assert layout.of(4096, 2048, None, FLAT, latlong=True) == Layout("mono", 1.0, WHOLE)


def test_metadata_of_half_a_sphere() -> None:
    half = sphere_of(FullPanoWidthPixels=4096, FullPanoHeightPixels=2048, CroppedAreaImageWidthPixels=2048,
                     CroppedAreaImageHeightPixels=2048, CroppedAreaLeftPixels=1024, CroppedAreaTopPixels=0)  # fmt: skip
    assert layout.of(2048, 2048, half, FLAT) == Layout("mono", 1.0, HALF)
    assert layout.of(1024, 1024, half, FLAT) == Layout("mono", 1.0, HALF)  # scaled since
    assert layout.of(2048, 1365, half, FLAT) == Layout(None, 0.95)  # cut since: it can't be about this picture


@pytest.mark.parametrize("at", [(0, 700), (0, -100), (-200, 100), (2048, 100)])
def test_metadata_of_a_part_that_lies_beyond_the_sphere(at: tuple[int, int]) -> None:
    """It can't be about this picture, whose rows would lie below the nadir."""
    beyond = gpano.PhotoSphere("equirectangular", full=(2048, 1024), cropped=(2048, 600), crop_at=at)
    assert layout.of(2048, 600, beyond, FLAT) == Layout(None, 0.95)
    rounded = gpano.PhotoSphere("equirectangular", full=(2048, 1024), cropped=(2048, 600), crop_at=(0, 429))
    found = layout.of(2048, 600, rounded, FLAT).coverage
    assert found is not None and found.pitch[0] == -90.0


def test_stereo_tags_of_video_in_a_photo() -> None:
    packet = media.gpano(ProjectionType="equirectangular").replace(
        b" GPano:", b' xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/" GSpherical:StereoMode="top-bottom" GPano:', 1
    )
    found = gpano.read(packet)
    assert found is not None
    assert (found.projection, found.stereo) == ("equirectangular", "top-bottom")


def test_a_hidden_second_eye_is_told(tmp_path: Path) -> None:
    packet = media.gpano(ProjectionType="equirectangular").replace(
        b" GPano:", b' xmlns:GImage="http://ns.google.com/photos/1.0/image/" GImage:Mime="image/jpeg" GPano:', 1
    )
    path = tmp_path / "vr.jpg"
    path.write_bytes(media.encoded(media.sphere(512), xmp=packet))
    assert probe_picture(path).warnings == (SECOND_EYE,)
