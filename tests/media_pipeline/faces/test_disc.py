"""Discs on the sphere: angles between them, and several finds of one face made one."""

from __future__ import annotations

import pytest

from media_pipeline.faces.disc import Disc, between, joined, merged, same, touching


@pytest.mark.parametrize(
    ("one", "other", "angle"),
    [
        ((0, 0), (90, 0), 90),
        ((179.5, 0), (-179.5, 0), 1),
        ((0, 90), (123, 90), 0),
        ((10, 89), (-170, 89), 2),
        ((0, 0), (180, 0), 180),
    ],
)
def test_between(one: tuple[float, float], other: tuple[float, float], angle: float) -> None:
    assert between(Disc(*one, 1).centre, Disc(*other, 1).centre) == pytest.approx(angle, abs=1e-6)


def test_one_face_across_the_seam_is_one() -> None:
    one, again = Disc(179.8, 3, 4, 0.6), Disc(-179.9, 3.1, 4.4, 0.8)
    assert merged([one, again]) == (again,)
    assert joined((one,), (again,)) == (again,)


def test_neighbours_stay_two() -> None:
    left, right = Disc(0, 0, 4, 0.9), Disc(3.2, 0, 4, 0.8)
    assert merged([right, left]) == (left, right)
    assert touching(left, right)
    assert not touching(left, Disc(5, 0, 4))


def test_a_small_face_before_a_large_false_find_stays() -> None:
    assert not same(Disc(0, 0, 40), Disc(2, 1, 5))
    assert len(merged([Disc(0, 0, 40, 0.9), Disc(2, 1, 5, 0.5)])) == 2


def test_the_order_of_views_does_not_count() -> None:
    finds = [Disc(0, 0, 4, 0.9), Disc(1, 0, 4, 0.5), Disc(30, 0, 4, 0.9), Disc(0.5, 0.5, 3.5, 0.7)]
    assert merged(finds) == merged(reversed(finds)) == (finds[0], finds[2])
