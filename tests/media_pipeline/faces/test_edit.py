"""Blurred faces are looked for again, and blurred harder and larger until the net sees none."""

from __future__ import annotations

import logging

import numpy as np
import pytest

from media_pipeline.errors import ToolMissing
from media_pipeline.faces import edit, net
from media_pipeline.faces.check import still_found
from media_pipeline.faces.disc import Disc
from media_pipeline.faces.edit import blurring
from media_pipeline.faces.finder import find
from media_pipeline.images.planes import Planes, of_rgb
from media_pipeline.records import Coverage
from tests.media_pipeline.faces.scenes import near, sphere_with

WHOLE = Coverage()
FACES = [(180.0, 0.0, 10.0), (10.0, 84.0, 16.0), (60.0, -30.0, 12.0), (-60.0, 0.0, 30.0)]


@pytest.mark.usefixtures("centerface")
def test_all_that_are_found_are_gone() -> None:
    picture = of_rgb(sphere_with(FACES, 1024))
    finds = find(picture, WHOLE)
    assert len(finds) == len(FACES)
    assert len(still_found(picture, WHOLE, finds)) == len(FACES)
    result = blurring(finds, WHOLE, everything=True)(picture)
    assert find(result, WHOLE, threshold=0.2) == ()
    assert still_found(result, WHOLE, finds) == []


@pytest.mark.usefixtures("centerface")
def test_only_the_one_that_was_pointed_at() -> None:
    picture = of_rgb(sphere_with(FACES, 1024))
    wish = Disc(179.0, 1.0, 10.0)  # a hand is not quite exact
    result = blurring((wish,), WHOLE, everything=False)(picture)
    finds = find(result, WHOLE)
    assert len(finds) == 3
    assert all(any(near(found, *face) for found in finds) for face in FACES[1:])


def test_harder_and_larger_until_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[tuple[float, int]] = []
    monkeypatch.setattr(edit, "blur", lambda planes, coverage, disc, hardness: painted.append((disc.size, hardness)))
    monkeypatch.setattr(edit, "_can_look", lambda: True)
    monkeypatch.setattr(edit, "meant", lambda planes, coverage, discs: ())
    monkeypatch.setattr(edit, "still_found", lambda planes, coverage, discs: list(discs) if len(painted) < 3 else [])
    blurring((Disc(0, 0, 8),), WHOLE, everything=False)(empty())
    assert painted == [(8, 0), (10, 1), (12.5, 2)]


def test_what_appears_after_blurring_is_blurred_too(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[tuple[float, float]] = []
    later = [(Disc(0.5, 0, 6, 0.4), Disc(50, 0, 3, 0.4)), ()]
    monkeypatch.setattr(edit, "blur", lambda planes, coverage, disc, hardness: painted.append((disc.yaw, disc.size)))
    monkeypatch.setattr(edit, "_can_look", lambda: True)
    monkeypatch.setattr(edit, "still_found", lambda planes, coverage, discs: [])
    monkeypatch.setattr(edit, "find", lambda planes, coverage: later.pop(0))
    blurring((Disc(0, 0, 8),), WHOLE, everything=True)(empty())
    assert painted == [(0, 8), (0.5, 10), (50, 3)]
    assert not later


def test_a_stubborn_place_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(edit, "_can_look", lambda: True)
    monkeypatch.setattr(edit, "meant", lambda planes, coverage, discs: ())
    monkeypatch.setattr(edit, "still_found", lambda planes, coverage, discs: list(discs))
    with caplog.at_level(logging.WARNING):
        result = blurring((Disc(0, 0, 40),), WHOLE, everything=False)(empty())
    assert "look closely" in caplog.text
    assert len(np.unique(result.y[60:68, 124:132])) <= 2  # one even colour by then


def test_without_the_net_what_was_pointed_at_is_blurred_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ToolMissing("not here")

    monkeypatch.setattr(net, "weights", missing)
    picture = empty()
    result = blurring((Disc(0, 0, 40),), WHOLE, everything=False)(picture)
    assert result.y[60:68, 120:136].std() < 3


def empty() -> Planes:
    return of_rgb(np.random.default_rng(3).integers(0, 256, (128, 256, 3), dtype=np.uint8))
