"""A site whose room has films, in place of the calibration room's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.films import site_of
from tests.browser.serving import Site, serve
from tests.roots import Root


@pytest.fixture
def site(films: Root) -> Iterator[Site]:
    site = site_of(films)
    with serve(site):
        yield site
