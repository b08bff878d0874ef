"""What the tests of the editors' house share."""

from __future__ import annotations

import pytest

from tests.cms import programme


@pytest.fixture
def home(db):
    return programme.home()


@pytest.fixture
def techniek(home):
    return programme.sector(home, "techniek")


@pytest.fixture
def zorg(home):
    return programme.sector(home, "zorg", order=2, colour="#8a2b5d", icon="heart-pulse")
