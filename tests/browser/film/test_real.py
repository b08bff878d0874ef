"""Real films, from the pipeline into the page and a headset."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.package import package
from media_pipeline.store.disk import DiskStore
from tests.browser.conftest import Tab
from tests.browser.film.watching import stop_at
from tests.browser.films import room_of
from tests.browser.pixels import screenshot
from tests.browser.serving import Site
from tests.browser.worn import headset


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """Correlation of the middles of two pages, in squares of 15 pixels: the camera may have moved a little."""
    small = [picture[90:300, 145:655].reshape(14, 15, 34, 15, 3).mean(axis=(1, 3)).ravel() for picture in (one, other)]
    return float(np.corrcoef(*small)[0, 1])


@pytest.mark.real_media
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("name", ["v360_stereoTB_testroom_1080.mp4", "vr180_sv3d_st3d_1072x1504.mp4"])
def test_real_films_from_the_pipeline(
    new_tab: Callable[..., Tab], npm_file: Callable[[str], str], real_media: Path, tmp_path: Path, site: Site, name: str
) -> None:
    """The poster that hangs in the room is the film's own view, frames move, the eyes differ."""
    room = room_of(tmp_path / "content", package(real_media / name, DiskStore(tmp_path / "content"), kind="video360"))
    site.root, site.config = room.root, site.config | {"manifest": room.manifest}
    still = new_tab(reduced_motion="reduce").open("/play/real/")
    poster = screenshot(still.page)
    still.page.get_by_role("button", name="Speel af").click()
    still.until("kijkkamer.picture === 'film'")
    stop_at(still, 0)
    first = screenshot(still.page)
    alike = likeness(poster, first)
    assert alike > 0.6
    for turned in (first[:, ::-1], first[::-1]):  # neither mirrored nor upside down
        assert 1 - likeness(poster, turned) > 1.3 * (1 - alike)
    worn = headset(new_tab, npm_file)
    worn.open("/play/real/", until="kijkkamer.picture === 'film' && kijkkamer.film.time > 0.3")
    worn.enter()
    pictures = []
    for second in ("1", "4"):
        worn.page.get_by_role("slider", name="Plek in de film").fill(second)
        worn.until(f"kijkkamer.film.time >= {second}")
        worn.page.wait_for_timeout(400)
        pictures.append(worn.picture()[60:140].astype(float))
    assert np.abs(pictures[0][:, :240] - pictures[0][:, 240:]).mean() > 1
    if name.startswith("vr180"):  # in the test room little moves
        assert np.abs(pictures[0] - pictures[1]).mean() > 0.5
    assert worn.state()["errors"] == []
