"""What fails in a film leaves a picture and a sentence, and goes on from where it was."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CUT, Tab
from tests.browser.film.watching import CLOSE, ENGINES, NO_HLS, film, middle, play, second_of
from tests.browser.hls import segments
from tests.browser.pixels import colour, screenshot
from tests.media import colour_at
from tests.roots import Root


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
        tab.site.instead[segments(films, films.assets["round"])[0]] = bytes(2000)
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
    tab.site.instead |= dict.fromkeys(segments(films, films.assets["round"])[2:])
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
    segment = segments(films, films.assets["round"])[2]
    tab.site.instead[segment] = spoiled(films, segment)
    tab.open("/play/films/", until="kijkkamer.film?.trouble === 'damaged'")
    expect(tab.page.locator("#player-notice")).to_contain_text("beschadigd")
    second_of(middle(tab), 0, 0)


def test_a_video_in_a_panel(new_tab: Callable[..., Tab], films: Root) -> None:
    tab = new_tab(init=NO_HLS)
    tab.site.instead |= dict.fromkeys(segments(films, films.assets["flat"])[2:])
    tab.open("/play/films/?scene=photo")
    tab.page.locator("[data-spot=film]").click()
    panel = tab.page.get_by_role("dialog")
    video = panel.locator("video")
    tab.until("document.querySelector('dialog video')?.readyState >= 1")
    video.evaluate("(v) => v.play()")
    expect(panel.get_by_role("alert")).to_contain_text("De video ontbreekt")
    expect(panel.get_by_role("alert")).to_be_in_viewport(ratio=1)
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


def test_who_waits_to_go_on_is_not_kept_by_the_film(new_tab: Callable[..., Tab], films: Root) -> None:
    """What is told is where somebody wants to go, also when the film stops meanwhile; and that is what happens."""
    tab = new_tab(init=f"{NO_HLS}{CUT}window.cut = '{films.assets['photo']['poster']['path']}';")
    lost = segments(films, films.assets["round"])[3:]
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
    tab.page.evaluate("() => (window.cut = null, window.dispatchEvent(new Event('online')))")
    tab.until("kijkkamer.scene === 'photo' && kijkkamer.settled")
    expect(notice).to_be_hidden()
