"""What the drawn panoramas show: things where they are, without seams, and for two eyes with the right disparity."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.errors import Cancelled, Refused, ToolMissing
from media_pipeline.progress import silent
from media_pipeline.rendering.eyes import EYE_DISTANCE_M
from media_pipeline.rendering.pictures import draw_pictures
from media_pipeline.rendering.viewpoints import Viewpoint
from tests import media
from tests.media_pipeline.meshes.models import cube
from tests.media_pipeline.rendering import scenes
from tests.media_pipeline.rendering.conftest import Draw
from tests.media_pipeline.rendering.scenes import Ball, direction

HEAD = (2.0, 1.6, -3.0)
RED, GREEN, BLUE, YELLOW, PINK, CYAN, WHITE, BLACK = (
    (1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1), (0, 0, 0),
)  # fmt: skip


def beside(yaw: float, pitch: float, far: float) -> tuple[float, float, float]:
    """A place seen from HEAD in this direction."""
    x, y, z = np.add(HEAD, direction(yaw, pitch, far))
    return float(x), float(y), float(z)


def where(picture: np.ndarray, colour: tuple[int, int, int]) -> tuple[float, float]:
    """(yaw, pitch) in degrees of the middle of what has this colour; white, which edges against the sky have too, at the top."""
    height, width = picture.shape[:2]
    shown = picture[: height // 4] if colour == WHITE else picture
    same = np.abs(shown.astype(int) - 255 * np.array(colour)).max(axis=2) < 25
    assert same.any(), f"nothing is {colour}"
    rows, columns = np.nonzero(same)
    yaw, pitch = (columns + 0.5) / width * 360 - 180, 90 - (rows + 0.5) / height * 180
    middle = (scenes.directions(yaw, pitch) * np.cos(np.radians(pitch))[:, None]).sum(axis=0)  # each pixel by its area
    x, y, z = middle / np.linalg.norm(middle)
    return float(np.degrees(np.arctan2(x, -z))), float(np.degrees(np.arcsin(y)))


def turn(one: float, other: float) -> float:
    """Degrees from ``other`` to ``one``, to the right."""
    return (one - other + 180) % 360 - 180


PLACES = [(0, 0, RED), (90, 20, GREEN), (180, -30, BLUE), (-90, 45, YELLOW), (45, 35.26, PINK), (-135, -35.26, CYAN)]


def test_balls_stand_where_they_are(draw: Draw, tmp_path: Path) -> None:
    """In the middle of faces, on edges, in corners of the cube, on the picture's own edge; straight up, straight down."""
    poles = [Ball(beside(0, 90, 2), WHITE), Ball(beside(0, -90, 2), BLACK)]
    scene = scenes.balls(tmp_path / "balls.glb", *(Ball(beside(yaw, pitch, 2), rgb) for yaw, pitch, rgb in PLACES), *poles)
    ahead, turned = draw(scene, [Viewpoint(*HEAD), Viewpoint(*HEAD, yaw=30)], width=1024)
    for yaw, pitch, rgb in PLACES:
        for picture, from_ in ((ahead, 0), (turned, 30)):
            found_yaw, found_pitch = where(picture, rgb)
            assert abs(turn(found_yaw, yaw - from_)) < 0.25
            assert found_pitch == pytest.approx(pitch, abs=0.2)
    assert where(ahead, WHITE)[1] > 89.5
    assert where(ahead, BLACK)[1] < -89.5


def test_no_seam_and_no_pole_shows(draw: Draw, tmp_path: Path) -> None:
    """A globe whose colour is its direction, against the picture made from the formulas."""
    globe = scenes.coloured_globe(tmp_path / "globe.glb")
    (picture,) = draw(globe, [Viewpoint(0, 0, 0)], width=1024)
    wanted = media.sphere(1024)
    assert media.psnr(picture, wanted) > 42
    assert np.abs(picture.astype(int) - wanted).max() <= 6


def test_light_is_the_same_on_all_faces(draw: Draw, tmp_path: Path) -> None:
    """A lit room with shiny walls, drawn once more with the cube turned by 45 degrees: the same picture, shifted."""
    room = scenes.lit_room(tmp_path / "room.glb")
    straight, turned = draw(room, [Viewpoint(0.3, 1.6, 0.2), Viewpoint(0.3, 1.6, 0.2, yaw=45)], width=512)
    shifted = np.roll(turned, 512 // 8, axis=1)
    assert media.psnr(straight, shifted) > 38
    assert straight[128, 256, 0] > straight[128, 256, 1] + 40  # the red wall ahead, not the sky
    # the mean over small areas: thin lines may fall on another pixel, a face of another brightness may not be
    blocks = np.abs(straight.astype(float) - shifted).reshape(32, 8, 64, 8, 3).mean(axis=(1, 3))
    assert blocks.max() < 8


@pytest.mark.slow
def test_two_eyes_see_near_things_apart_all_around(draw: Draw, tmp_path: Path) -> None:
    """Left above right; what is near lies further right for the left eye, by the angle between the eyes; not at the poles."""
    near = [(0, 0, RED, 1.0), (90, 0, GREEN, 1.5), (180, 0, BLUE, 1.0), (-90, 20, YELLOW, 2.0), (45, 50, PINK, 1.0)]
    all_ = [Ball(beside(yaw, pitch, far), rgb, 0.06) for yaw, pitch, rgb, far in near]
    poles = [Ball(beside(0, 88, 1), WHITE, 0.03), Ball(beside(90, -88, 1), BLACK, 0.03), Ball(beside(-45, 0, 200), CYAN, 12)]
    scene = scenes.balls(tmp_path / "balls.glb", *all_, *poles)
    (picture,) = draw(scene, [Viewpoint(*HEAD)], stereo=True, width=1024)
    assert picture.shape == (1024, 1024, 3)
    left, right = picture[:512], picture[512:]
    for yaw, pitch, rgb, far in near:
        apart = turn(where(left, rgb)[0], where(right, rgb)[0])
        level = far * np.cos(np.radians(pitch))
        assert apart == pytest.approx(2 * np.degrees(np.arcsin(EYE_DISTANCE_M / 2 / level)), abs=0.15), yaw
        assert turn(where(left, rgb)[0], yaw) > 0 > turn(where(right, rgb)[0], yaw)
    for rgb in (WHITE, BLACK, CYAN):
        (left_yaw, left_pitch), (right_yaw, right_pitch) = where(left, rgb), where(right, rgb)
        assert direction(left_yaw, left_pitch) == pytest.approx(direction(right_yaw, right_pitch), abs=0.006)


@pytest.mark.slow
def test_two_eyes_see_a_large_triangle_as_bent_as_small_ones(draw: Draw, tmp_path: Path) -> None:
    """A stripe on the floor of two triangles, 200 m long, 1 m to the right and 1 m below: where each column's ray meets it."""
    scene = scenes.stripe(tmp_path / "stripe.glb", beside=1.0, below=1.0)
    (picture,) = draw(scene, [Viewpoint(0, 0, 0)], stereo=True, width=1024)
    for eye, sign in ((picture[:512], -1), (picture[512:], 1)):
        for yaw in (30, 45, 90, 130):
            column = eye[:, round((yaw / 360 + 0.5) * 1024)].astype(int)
            rows = np.nonzero(column[:, 0] - column[:, 1] > 120)[0]
            around = np.radians(yaw)
            away = (1.0 - sign * EYE_DISTANCE_M / 2 * np.cos(around)) / np.sin(around)
            assert 90 - (rows.mean() + 0.5) / 512 * 180 == pytest.approx(-np.degrees(np.arctan(1 / away)), abs=0.25)


@pytest.mark.slow
def test_the_same_scene_gives_the_same_bytes(renderer: None, tmp_path: Path) -> None:
    room = scenes.lit_room(tmp_path / "room.glb")
    made = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (path,) = draw_pictures(room, "room", [Viewpoint(0, 1.6, 0)], folder, stereo=True, width=256, progress=silent)
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_a_place_that_sees_nothing_is_told(draw: Draw, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    scene = scenes.one_sided_floor(tmp_path / "floor.glb")
    with caplog.at_level(logging.WARNING, "media_pipeline.warnings"):
        draw(scene, [Viewpoint(0, 1.6, 0), Viewpoint(0, -1.6, 50)], width=256)
    assert [record.getMessage() for record in caplog.records] == [
        "Nothing of floor.glb can be seen from 0,-1.6,50; look at the coordinates."
    ]


def test_walls_without_an_inside_are_told(draw: Draw, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    scene = tmp_path / "doos.glb"
    scene.write_bytes(cube().glb())
    with caplog.at_level(logging.WARNING, "media_pipeline.warnings"):
        draw(scene, [Viewpoint(0, 0, 0)], width=256)
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.startswith("Nothing of doos.glb can be seen from 0,0,0, inside it: its walls")


@pytest.mark.parametrize(("at", "outside"), [((0, 1.6, 0), False), ((0, 6, 0), False), ((0, 1.6, 8), True), ((0, -3, 0), True)])
def test_a_place_outside_the_scene_is_told(
    draw: Draw, tmp_path: Path, caplog: pytest.LogCaptureFixture, at: tuple[float, float, float], outside: bool
) -> None:
    scene = scenes.balls(tmp_path / "hal.glb", *(Ball((x, y, z), RED) for x in (-4, 4) for y in (0, 3) for z in (-4, 4)))
    with caplog.at_level(logging.WARNING, "media_pipeline.warnings"):
        draw(scene, [Viewpoint(*at)], width=256)
    where = ",".join(f"{one:g}" for one in at)
    sentence = f"{where} lies outside hal.glb, which is seen from there as an object; look at the coordinates."
    assert [record.getMessage() for record in caplog.records] == [sentence] * outside


def test_progress_tells_all_and_may_stop_the_child(draw: Draw, tmp_path: Path) -> None:
    scene = scenes.balls(tmp_path / "ball.glb", Ball((0, 0, -1), RED))
    told: list[tuple[str, int, int]] = []
    draw(scene, [Viewpoint(0, 0, 0)], width=256, progress=lambda *step: told.append(step))
    assert told[0] == ("render", 0, 7) and told[-1] == ("render", 7, 7)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)

    def stop(stage: str, done: int, total: int) -> None:
        if done:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        draw(scene, [Viewpoint(0, 0, 0)], width=256, progress=stop)


@pytest.mark.slow
def test_lamps_of_the_file_light_it(draw: Draw, tmp_path: Path) -> None:
    """A lamp beside one wall: that wall is the brightest, and colours are the lamp's."""
    room = scenes.lit_room(tmp_path / "room.glb", lamp=((-2.2, 1.6, 0.0), (1.0, 0.3, 0.1)))
    (picture,) = draw(room, [Viewpoint(0, 1.6, 0)], width=512)
    rows = picture[100:156].astype(float)
    left, right = rows[:, 118:138].mean(axis=(0, 1)), rows[:, 374:394].mean(axis=(0, 1))
    assert left[0] > right[0] + 25
    assert right[0] > 1.3 * right[2]


def test_without_a_renderer_it_is_said_what_is_missing(without_renderer: None, tmp_path: Path) -> None:
    scene = scenes.balls(tmp_path / "ball.glb", Ball((0, 0, -1), RED))
    with pytest.raises(ToolMissing, match="no renderer on this machine"):
        draw_pictures(scene, "ball", [Viewpoint(0, 0, 0)], tmp_path, stereo=False, width=256, progress=silent)


def test_a_renderer_that_gives_up_refuses_the_file(renderer: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scenes.balls(tmp_path / "ball.glb", Ball((0, 0, -1), RED))
    monkeypatch.setattr("media_pipeline.rendering.pictures.module", lambda *_: ["/bin/false"])
    with pytest.raises(Refused) as refused:
        draw_pictures(scene, "ball", [Viewpoint(0, 0, 0)], tmp_path, stereo=False, width=256, progress=silent)
    assert refused.value.code == "damaged"
    assert [path.name for path in tmp_path.iterdir()] == ["ball.glb"]
