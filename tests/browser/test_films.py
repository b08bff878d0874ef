"""360° films in a real browser: frames move and lie right, captions follow, and what fails leaves a picture and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from media_pipeline.package import package
from media_pipeline.store.disk import DiskStore
from tests.browser.conftest import SIZE, Tab
from tests.browser.films import Root, film_colour, room_of, site_of
from tests.browser.pixels import colour, screenshot
from tests.browser.serving import Site, serve
from tests.browser.worn import Worn, headset
from tests.media import colour_at

MIDDLE = (SIZE["width"] / 2, SIZE["height"] / 2)
NO_HLS = """
const known = HTMLMediaElement.prototype.canPlayType;
HTMLMediaElement.prototype.canPlayType = function (type) { return type.includes('mpegurl') ? '' : known.call(this, type); };
"""
ENGINES = pytest.mark.parametrize("engine", ["", NO_HLS], ids=["native", "hls.js"])
CLOSE = 8
"""Of 255: what H.264 and its conversion to RGB leave."""
COUNTED = """
window.media = [];
const make = Document.prototype.createElement;
Document.prototype.createElement = function (name, ...rest) {
  const made = make.call(this, name, ...rest);
  if (made instanceof HTMLMediaElement) media.push(made);
  return made;
};
window.textures = 0;
for (const [name, step] of [['createTexture', 1], ['deleteTexture', -1]]) {
  const known = WebGL2RenderingContext.prototype[name];
  WebGL2RenderingContext.prototype[name] = function (...rest) { textures += step; return known.apply(this, rest); };
}
window.addresses = 0;
for (const [name, step] of [['createObjectURL', 1], ['revokeObjectURL', -1]]) {
  const known = URL[name];
  URL[name] = function (...rest) { addresses += step; return known.apply(this, rest); };
}
"""
REFUSING = """
window.pressed = false;
addEventListener('click', () => { window.pressed = true; }, true);
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  return pressed || (MUTED && this.muted) ? play.call(this) : Promise.reject(new DOMException('press first', 'NotAllowedError'));
};
"""


@pytest.fixture
def site(films: Root) -> Iterator[Site]:
    site = site_of(films)
    with serve(site):
        yield site


def film(tab: Tab) -> dict[str, Any]:
    """kijkkamer.film; the scene has one."""
    state: dict[str, Any] = tab.state()["film"]
    return state


def play(tab: Tab, scene: str = "round") -> Tab:
    tab.open(f"/play/films/?scene={scene}", until="kijkkamer.picture === 'film' && kijkkamer.film.time > 0")
    return tab


def stop_at(tab: Tab, second: int) -> None:
    """Pauses and seeks by the page's own controls."""
    if film(tab)["playing"]:
        tab.page.get_by_role("button", name="Pauze").click()
    tab.page.get_by_role("slider", name="Plek in de film").fill(str(second))
    tab.until(f"Math.abs(kijkkamer.film.time - {second}) < 0.01")
    tab.page.wait_for_timeout(250)  # until the frame is decoded and drawn


def middle(tab: Tab) -> np.ndarray:
    return colour(screenshot(tab.page), *MIDDLE)


def second_of(rgb: np.ndarray, yaw: float, pitch: float) -> int:
    """Which of the three rolls of the channels a pixel shows."""
    apart = [np.abs(rgb - film_colour(yaw, pitch, second)).max() for second in range(3)]
    assert min(apart) <= CLOSE, apart
    return int(np.argmin(apart))


@ENGINES
def test_frames_move_and_lie_in_their_directions(new_tab: Callable[..., Tab], engine: str) -> None:
    tab = play(new_tab(init=engine))
    tab.look(90, 0)
    seen = [second_of(middle(tab), 90, 0)]
    deadline = film(tab)["time"] + 4
    while film(tab)["time"] < deadline and len(set(seen)) < 3:
        seen.append(second_of(middle(tab), 90, 0))
    steps = [second for i, second in enumerate(seen) if i == 0 or second != seen[i - 1]]
    assert len(steps) >= 3, seen
    assert all((b - a) % 3 == 1 for a, b in pairwise(steps)), seen
    stop_at(tab, 1)
    for at in ((0, 0), (90, 0), (180, 0), (-90, 0), (0, 88), (0, -88), (-135, 40)):
        tab.look(*at)
        assert np.abs(middle(tab) - film_colour(*at, 1)).max() <= CLOSE, at
    assert any("hls" in path for path in tab.site.asked) == bool(engine)  # its code is fetched only where it is needed


def test_the_left_eye_on_a_flat_screen(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(), "eyes")
    stop_at(tab, 2)
    tab.look(-60, -20)
    assert np.abs(middle(tab) - film_colour(-60, -20, 2)).max() <= CLOSE


def test_half_a_sphere(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(), "half")
    stop_at(tab, 0)
    for at in ((30, 10), (-40, 0)):
        tab.look(*at)
        assert np.abs(middle(tab) - film_colour(*at, 0)).max() <= CLOSE, at
    tab.look(170, 0)
    assert tab.state()["view"]["yaw"] == pytest.approx(90 - 0.7 * 45)


def test_captions_by_language_and_off(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    said = tab.page.locator(".film-captions")
    stop_at(tab, 2)
    expect(said).to_have_text("Dit is seconde 2.")
    tab.page.get_by_role("button", name="Ondertiteling en stem").click()
    choice = tab.page.get_by_role("combobox", name="Ondertiteling")
    choice.select_option(label="Engels")
    expect(said).to_have_text("This is second 2.")
    choice.select_option(label="Uit")
    expect(said).to_be_hidden()
    assert film(tab)["captions"] is None
    play(tab)  # kept on the device
    assert film(tab)["captions"] is None


def test_the_described_version_goes_on_where_the_other_was(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    stop_at(tab, 4)
    assert film(tab)["voice"] == "nl"
    tab.page.get_by_role("button", name="Ondertiteling en stem").click()
    tab.page.get_by_role("combobox", name="Stem").select_option(label="Nederlands, met beschrijving van het beeld")
    tab.until("kijkkamer.film.voice === 'nl-described' && Math.abs(kijkkamer.film.time - 4) < 0.1")
    for _ in range(60):
        if np.abs(middle(tab) - film_colour(0, 0, 4) / 2).max() <= CLOSE:  # its picture is half as bright
            break
        tab.page.wait_for_timeout(50)
    else:
        pytest.fail(f"the described version does not show: {middle(tab)}")


def test_volume_is_kept(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    tab.page.get_by_role("slider", name="Hoe hard").fill("0.3")
    tab.page.get_by_role("button", name="Geluid uit").click()
    assert film(tab)["muted"]
    tab.page.get_by_role("button", name="Geluid aan").click()
    assert not film(tab)["muted"]
    play(tab)
    expect(tab.page.get_by_role("slider", name="Hoe hard")).to_have_value("0.3")


def test_a_browser_that_wants_silence_first(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(init="const MUTED = true;" + REFUSING))
    assert film(tab)["muted"]
    tab.page.get_by_role("button", name="Geluid aan").click()
    tab.until("!kijkkamer.film.muted && kijkkamer.film.playing")


def test_a_browser_that_wants_a_press_first(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(init="const MUTED = false;" + REFUSING).open("/play/films/")
    assert (tab.state()["picture"], film(tab)["playing"]) == ("poster", False)
    assert np.abs(middle(tab) - colour_at(0, 0)).max() <= CLOSE
    tab.page.get_by_role("button", name="Speel af").click()
    tab.until("kijkkamer.picture === 'film' && !kijkkamer.film.muted")


def test_reduced_motion_starts_nothing(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(reduced_motion="reduce").open("/play/films/")
    tab.page.wait_for_timeout(300)
    assert (tab.state()["picture"], film(tab)["time"]) == ("poster", 0)
    tab.page.locator("[data-live=play]").focus()
    tab.page.keyboard.press("Enter")
    tab.until("kijkkamer.picture === 'film' && kijkkamer.film.time > 0")


def test_leaving_stops_and_nothing_is_left_behind(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab(init=COUNTED))
    counts = []
    for _ in range(4):
        tab.page.locator("[data-spot=on]").click()
        tab.until("kijkkamer.scene === 'photo' && kijkkamer.settled")
        assert tab.state()["film"] is None
        # Those of this scene, its narration and its ambient sound, are the only ones that hold anything.
        assert (
            tab.page.evaluate("() => media.filter((one) => one instanceof HTMLVideoElement && (one.src || !one.paused)).length")
            == 0
        )
        tab.page.wait_for_timeout(300)
        counts.append(tab.page.evaluate("() => [textures, addresses]"))
        tab.page.locator("[data-spot=back]").click()
        tab.until("kijkkamer.scene === 'round' && kijkkamer.picture === 'film'")
    assert counts[1:] == [counts[1]] * 3, counts


def test_a_panel_with_sound_and_a_hidden_page_hold_the_film(new_tab: Callable[..., Tab]) -> None:
    tab = play(new_tab())
    tab.page.locator("[data-spot=sound]").click()
    tab.until("!kijkkamer.film.playing")
    tab.page.keyboard.press("Escape")
    tab.until("kijkkamer.film.playing")
    hide = """(hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }"""
    tab.page.evaluate(hide, True)
    tab.until("!kijkkamer.film.playing")
    tab.page.evaluate(hide, False)
    tab.until("kijkkamer.film.playing")


@pytest.mark.parametrize("scene", ["foreign", "framed", "cropped"])
def test_a_codec_that_the_browser_does_not_know(new_tab: Callable[..., Tab], scene: str) -> None:
    tab = new_tab().open(f"/play/films/?scene={scene}")
    expect(tab.page.locator("#player-notice")).to_contain_text("kan de film van deze plek niet afspelen")
    expect(tab.page.get_by_role("button", name="Speel af")).to_be_hidden()
    assert film(tab)["trouble"] == "unplayable"
    if scene == "foreign":
        assert np.abs(middle(tab) - colour_at(0, 0)).max() <= CLOSE
        return
    # A poster that is a framed view of 90 degrees hangs where that view is, and nowhere else.
    assert tab.state()["picture"] == "nothing"
    tab.look(0, 0)
    picture = screenshot(tab.page)
    for x in (30, 400, 770):
        assert np.abs(colour(picture, x, 225) - 90).max() <= 3
    tab.look(40, 0)
    assert colour(screenshot(tab.page), 700, 225).max() < 50


def test_a_framed_poster_hangs_flat_in_vr(worn: Worn) -> None:
    """As wide as the view that it is, and as high: 60 degrees of 90; dark above and below."""
    worn.open("/play/films/?scene=cropped", until="kijkkamer.settled && kijkkamer.film.trouble")
    worn.enter()
    for pitch, seen in ((28, True), (35, False)):  # a flat picture 2:3 of 90 degrees wide ends at atan(2 / 3) = 33.7 degrees
        worn.turn_head(0, pitch)
        for eye in worn.eyes():
            assert (np.abs(eye - 90).max() <= 3) == seen, (pitch, eye)
    worn.turn_head(40, 0)
    assert all(np.abs(eye - 90).max() <= 3 for eye in worn.eyes())
    worn.turn_head(50, 0)
    assert all(eye.max() < 50 for eye in worn.eyes())


def test_no_picture_in_a_film_that_loads(new_tab: Callable[..., Tab]) -> None:
    blind = "Object.defineProperty(HTMLVideoElement.prototype, 'videoWidth', { get: () => 0 });"
    tab = new_tab(init=blind).open("/play/films/", until="kijkkamer.settled && kijkkamer.film.trouble === 'unplayable'")
    assert tab.state()["picture"] == "poster"
    assert np.abs(middle(tab) - colour_at(0, 0)).max() <= CLOSE


def spoiled(films: Root, ref: str) -> bytes:
    data = films.data({"path": ref})
    return data[: len(data) // 2] + bytes(300) + data[len(data) // 2 + 300 :]


@pytest.mark.parametrize(
    ("how", "engine"),
    [("first segment", ""), ("first segment", NO_HLS), ("playlist", ""), ("garbage", NO_HLS)],
    ids=["first segment", "first segment, hls.js", "playlist", "garbage, hls.js"],
)
def test_a_film_that_cannot_begin_leaves_its_poster(new_tab: Callable[..., Tab], films: Root, how: str, engine: str) -> None:
    tab = new_tab(init=engine)
    version = films.assets["round"]["hls"][0]
    if how == "first segment":
        tab.site.instead[films.segments(films.assets["round"])[0]] = bytes(2000)
    else:
        for ref in (version["master"], version["variants"][0]["playlist"]):
            tab.site.instead[ref["path"]] = None if how == "playlist" else b"no playlist"
    tab.open("/play/films/", until="kijkkamer.settled && kijkkamer.film.trouble")
    words = "De film van deze plek ontbreekt" if how == "playlist" else "De film van deze plek is beschadigd"
    expect(tab.page.locator("#player-notice")).to_contain_text(words)
    assert np.abs(middle(tab) - colour_at(0, 0)).max() <= CLOSE
    assert len(tab.state()["errors"]) == 1


@ENGINES
def test_lost_in_the_middle_and_on_from_there(new_tab: Callable[..., Tab], films: Root, engine: str) -> None:
    tab = new_tab(init=engine)
    segments = films.segments(films.assets["round"])
    tab.site.instead |= dict.fromkeys(segments[2:])
    tab.open("/play/films/", until="kijkkamer.film?.trouble")
    stopped = film(tab)["time"]
    assert stopped < 2.1  # the browser's own HLS may stop before what it cannot have, hls.js plays up to there
    assert not engine or stopped > 0.5
    assert second_of(middle(tab), 0, 0) in (0, 1)  # the last frame stays
    tab.site.instead.clear()
    expect(tab.page.locator("#player-notice")).to_be_visible()
    tab.page.get_by_role("button", name="Probeer opnieuw").click()
    tab.until(f"kijkkamer.film.playing && kijkkamer.film.time > {stopped}")
    assert film(tab)["time"] < stopped + 2
    expect(tab.page.locator("#player-notice")).to_be_hidden()
    tab.until("kijkkamer.film.time > 3")


def test_a_spoiled_segment_in_the_middle(new_tab: Callable[..., Tab], films: Root) -> None:
    tab = new_tab()
    segment = films.segments(films.assets["round"])[2]
    tab.site.instead[segment] = spoiled(films, segment)
    tab.open("/play/films/", until="kijkkamer.film?.trouble === 'damaged'")
    expect(tab.page.locator("#player-notice")).to_contain_text("beschadigd")
    second_of(middle(tab), 0, 0)


@pytest.mark.parametrize(
    ("engine", "missing"), [("", False), (NO_HLS, False), (NO_HLS, True)], ids=["offline", "offline, hls.js", "synced folder"]
)
def test_one_variant_without_its_master(new_tab: Callable[..., Tab], films: Root, engine: str, missing: bool) -> None:
    master = films.assets["round"]["hls"][0]["master"]["path"]
    away = "" if missing else "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });"
    tab = new_tab(init=engine + away)
    if missing:
        tab.site.instead[master] = None
    play(tab)
    assert (f"/content/{master}" in tab.site.asked) == (missing and bool(engine))


def test_a_video_in_a_panel(new_tab: Callable[..., Tab], films: Root) -> None:
    tab = new_tab(init=NO_HLS)
    segments = films.segments(films.assets["flat"])
    tab.site.instead |= dict.fromkeys(segments[2:])
    tab.open("/play/films/?scene=photo")
    tab.page.locator("[data-spot=film]").click()
    panel = tab.page.get_by_role("dialog")
    video = panel.locator("video")
    tab.until("document.querySelector('dialog video')?.readyState >= 1")
    video.evaluate("(v) => v.play()")
    expect(panel.get_by_role("alert")).to_contain_text("De video ontbreekt")
    tab.site.instead.clear()
    panel.get_by_role("button", name="Probeer opnieuw").click()
    tab.until("document.querySelector('dialog video').currentTime > 0.8")  # not from the beginning
    tab.until("document.querySelector('dialog video').currentTime > 2.2")
    expect(panel.get_by_role("alert")).to_be_hidden()
    shown = (
        "[...document.querySelector('dialog video').textTracks].filter((t) => t.mode === 'showing').map((t) => t.language).join()"
    )
    tab.until(f"{shown} === 'nl'")
    panel.get_by_role("combobox", name="Ondertiteling").select_option(label="Engels")
    tab.until(f"{shown} === 'en'")
    panel.get_by_role("combobox", name="Stem").select_option(label="Nederlands, met beschrijving van het beeld")
    described = films.assets["flat"]["hls"][1]["master"]["path"]
    tab.until("document.querySelector('dialog video').currentTime > 2.2")
    assert f"/content/{described}" in tab.site.asked
    tab.until(f"{shown} === 'en'")  # the choice outlives the other version
    panel.get_by_role("button", name="0:03 Het einde").click()
    tab.until("document.querySelector('dialog video').currentTime >= 3")


@pytest.fixture
def worn(new_tab: Callable[..., Tab], npm_file: Callable[[str], str]) -> Worn:
    return headset(new_tab, npm_file)


def test_each_eye_of_a_film_and_its_buttons_in_vr(worn: Worn) -> None:
    play(worn, "eyes")
    worn.enter()
    worn.aim(-11, -29)
    worn.until("kijkkamer.aimed === 'pause'")
    worn.press()
    worn.until("!kijkkamer.film.playing")
    worn.page.wait_for_timeout(200)
    left, right = worn.eyes()
    second = second_of(left, 0, 0)
    assert np.abs(right - film_colour(0, 0, second, right_eye=True)).max() <= CLOSE
    worn.turn_head(-70, 30)
    for eye, right_eye in zip(worn.eyes(), (False, True), strict=True):
        assert np.abs(eye - film_colour(-70, 30, second, right_eye=right_eye)).max() <= CLOSE
    worn.turn_head(0)
    worn.aim(-11, -29)
    worn.until("kijkkamer.aimed === 'play'")  # the buttons came along
    worn.press()
    worn.until("kijkkamer.film.playing")


def test_half_a_sphere_per_eye_in_vr(worn: Worn) -> None:
    play(worn, "half")
    worn.enter()
    worn.turn_head(40, 10)
    for _ in range(20):
        left, right = worn.eyes()
        for second in range(3):
            apart = left - film_colour(40, 10, second), right - film_colour(40, 10, second, right_eye=True)
            if np.abs(apart).max() <= CLOSE:
                return
    pytest.fail(f"no second shows {left} and {right}")


def test_who_waits_to_go_on_is_not_kept_by_the_film(new_tab: Callable[..., Tab], films: Root) -> None:
    """What is told is where somebody wants to go, also when the film stops meanwhile; and that is what happens."""
    tab = new_tab(init=NO_HLS)
    lost = [*films.segments(films.assets["round"])[3:], films.assets["photo"]["poster"]["path"]]
    for path in lost:
        tab.page.route(f"**/{path}*", lambda route: route.abort())
    play(tab)
    tab.spot("Rondje on").click()
    notice = tab.page.locator("#player-notice")
    expect(notice).to_contain_text("je blijft nog even hier")
    tab.until("kijkkamer.film.trouble === 'unreachable'")
    expect(notice).to_contain_text("je blijft nog even hier")
    tab.page.get_by_role("button", name="Probeer opnieuw").click()  # the film is no longer in trouble, for now
    tab.until("kijkkamer.film.trouble === null")
    expect(notice).to_contain_text("je blijft nog even hier")
    tab.until("kijkkamer.film.trouble === 'unreachable'")
    for path in lost:
        tab.page.unroute(f"**/{path}*")
    tab.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    tab.until("kijkkamer.scene === 'photo' && kijkkamer.settled")
    expect(notice).to_be_hidden()


def test_captions_and_a_failure_in_vr(worn: Worn, films: Root) -> None:
    segments = films.segments(films.assets["round"])
    worn.page.context.add_init_script(NO_HLS)
    worn.site.instead |= dict.fromkeys(segments[9:])
    play(worn)
    worn.enter()
    worn.turn_head(0, -16)
    worn.until("kijkkamer.film.caption")
    worn.page.wait_for_timeout(300)
    plain = [film_colour(0, -16, second) for second in range(11)]  # however long a busy machine takes
    assert min(np.abs(worn.eyes()[0] - rgb).max() for rgb in plain) > 20  # words on dark glass
    worn.aim(11, -26.5)
    worn.until("kijkkamer.aimed === 'captionsOff'")
    worn.press()
    worn.until("kijkkamer.film.captions === null")
    worn.aim(90, 0)  # its beam is not before the picture
    worn.page.wait_for_timeout(200)
    assert min(np.abs(worn.eyes()[0] - rgb).max() for rgb in plain) <= CLOSE
    worn.page.get_by_role("slider", name="Plek in de film").fill("10")
    worn.until("kijkkamer.film.trouble")
    worn.site.instead.clear()
    worn.aim(-11, -31)
    worn.until("kijkkamer.aimed === 'retry'")
    worn.press()
    worn.until("kijkkamer.film.playing && kijkkamer.film.time >= 10")


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
