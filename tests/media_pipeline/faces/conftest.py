"""Photos with drawn heads at known directions; tests that need the net are skipped where the extra is not installed."""

from __future__ import annotations

import pytest

from media_pipeline.errors import ToolMissing
from media_pipeline.faces import net
from tests.conftest import absent


@pytest.fixture(scope="session")
def centerface() -> None:
    """The net's weights are here."""
    try:
        net.weights()
    except ToolMissing:
        absent("the extra that finds faces is not installed: make faces")
