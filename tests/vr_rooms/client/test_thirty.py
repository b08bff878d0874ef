"""A class: thirty headsets sync from one origin at once, and again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.vr_rooms.client.conftest import Published
from vr_rooms.client import check
from vr_rooms.client.choice import Choice
from vr_rooms.client.limits import Limits
from vr_rooms.client.origin import HttpOrigin
from vr_rooms.client.sync import Synced, sync


@pytest.mark.slow
def test_thirty_headsets_at_once(published: Published) -> None:
    def headset(number: int) -> Synced:
        origin = HttpOrigin(published.origin.url)
        return sync(origin, published.folder / f"{number}", Choice(), limits=Limits())

    with ThreadPoolExecutor(30) as classroom:
        first = list(classroom.map(headset, range(30)))
    assert {(one.release, one.changed) for one in first} == {(1, True)}
    assert len({(one.files, one.bytes) for one in first}) == 1
    assert all(check.verify(published.folder / f"{number}").wrong == [] for number in range(30))
    published.origin.log.clear()
    with ThreadPoolExecutor(30) as classroom:
        assert not any(one.changed for one in classroom.map(headset, range(30)))
    assert len(published.origin.log) == 60
