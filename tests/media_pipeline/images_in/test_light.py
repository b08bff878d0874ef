"""OpenEXR and Radiance are read as they say that they lie: windows, tiles, alpha, and lines in any direction."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Refused
from media_pipeline.images.decoding import strips
from media_pipeline.images.headers import read_header
from media_pipeline.images.layout import probe_picture
from tests import media
from tests.media_pipeline.images_in import files
from tests.media_pipeline.images_in.files import decoded
from tests.media_pipeline.seeds import pictures as seeds

LIGHT = files.light(media.sphere(320))  # 160 high: a whole strip and a part
ALIKE = 3  # colour at half size, 4:2:0, at the edge of a window


def framed(light: np.ndarray, left: int, top: int, right: int, bottom: int) -> np.ndarray:
    """The light with so much black around it, or so much less of it."""
    height, width = light.shape[:2]
    light = light[max(0, -top) : height - max(0, -bottom), max(0, -left) : width - max(0, -right)]
    return np.pad(light, ((max(0, top), max(0, bottom)), (max(0, left), max(0, right)), (0, 0)))


@pytest.mark.parametrize("compression", [0, 2, 3])
@pytest.mark.parametrize("tile", [0, 48])
@pytest.mark.parametrize("at", [(0, 0), (-30, -200), (70, 40)])
def test_a_display_window_elsewhere_than_the_data(tmp_path: Path, compression: int, tile: int, at: tuple[int, int]) -> None:
    left, top = at
    wanted = decoded(tmp_path, seeds.exr(LIGHT, 0))
    for rim in ((0, 0, 0, 0), (20, 140, 60, 20), (-20, -10, -60, -30), (40, -20, -40, 20), (0, 0, 400, 0)):
        shown = (left - rim[0], top - rim[1], left + 319 + rim[2], top + 159 + rim[3])
        whole = decoded(tmp_path, seeds.exr(framed(LIGHT, *rim), 0)) if any(rim) else wanted
        found = decoded(tmp_path, seeds.exr(LIGHT, compression, at=at, shown=shown, tile=tile))
        assert np.array_equal(found, whole), rim


def test_the_display_window_tells_what_a_picture_is(tmp_path: Path) -> None:
    """The upper three quarters of a sphere, as a renderer keeps them that leaves out what is empty."""
    path = tmp_path / "room.exr"
    part = framed(files.light(media.sphere(512)), 0, 0, 0, -64)
    path.write_bytes(seeds.exr(part, at=(100, 50), shown=(100, 50, 611, 305)))
    info = probe_picture(path)
    assert (info.kind, info.width, info.height) == ("panorama", 512, 256)
    shown = decoded(tmp_path, path.read_bytes())
    assert shown[:190].std() > 20
    assert shown[194:].max() <= ALIKE


def test_windows_that_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "room.exr"
    path.write_bytes(seeds.exr(LIGHT, shown=(320, 0, 639, 159)))
    with pytest.raises(Refused) as refused:
        read_header(path)
    assert refused.value.code == "damaged_picture"


def test_around_a_transparent_picture_is_black(tmp_path: Path) -> None:
    clear = np.dstack([np.zeros_like(LIGHT), np.zeros(LIGHT.shape[:2], np.float32)])
    shown = decoded(tmp_path, seeds.exr(clear, shown=(0, 0, 639, 159)))
    assert shown[:, :318].min() >= 255 - ALIKE
    assert shown[:, 322:].max() <= ALIKE


def test_a_chunk_at_another_place_than_the_table_says(tmp_path: Path) -> None:
    whole = bytearray(seeds.exr(LIGHT, 0))
    first = len(whole) - 160 * (8 + 320 * 6)
    whole[first : first + 4] = (1).to_bytes(4, "little")
    with pytest.raises(Refused) as refused:
        decoded(tmp_path, bytes(whole))
    assert refused.value.code == "damaged_picture"


WAYS = {
    ("-Y", "+X"): lambda p: p,
    ("-Y", "-X"): np.fliplr,
    ("+Y", "-X"): lambda p: np.rot90(p, 2),
    ("+Y", "+X"): np.flipud,
    ("+X", "-Y"): lambda p: p.transpose(1, 0, 2),
    ("-X", "-Y"): lambda p: np.fliplr(p).transpose(1, 0, 2),
    ("-X", "+Y"): lambda p: np.rot90(p, 2).transpose(1, 0, 2),
    ("+X", "+Y"): lambda p: np.flipud(p).transpose(1, 0, 2),
}
"""How the picture is stored whose lines follow each other the first way and whose pixels in a line the second, Y upwards."""


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_a_radiance_picture_may_be_stored_from_any_corner(tmp_path: Path, way: tuple[str, str]) -> None:
    upright = decoded(tmp_path, seeds.hdr(LIGHT))
    stored = WAYS[way](LIGHT)
    data = seeds.hdr(np.ascontiguousarray(stored))
    size = f"{way[0]} {stored.shape[0]} {way[1]} {stored.shape[1]}\n".encode()
    data = data.replace(f"-Y {stored.shape[0]} +X {stored.shape[1]}\n".encode(), size)
    assert size in data
    shown = decoded(tmp_path, data)
    assert shown.shape == upright.shape
    assert np.abs(shown.astype(int) - upright).mean() < 2  # the exposure is metered on other pixels


def test_a_radiance_file_longer_than_one_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from media_pipeline.images.decoding import through_radiance

    tall = files.light(media.stripes(64, 3 * strips.ROWS + 9))
    wanted = decoded(tmp_path, seeds.hdr(tall))
    monkeypatch.setattr(through_radiance, "_LOOK", 1000)
    assert np.array_equal(decoded(tmp_path, seeds.hdr(tall)), wanted)
