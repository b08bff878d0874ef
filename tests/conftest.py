"""What every test may use, and the rule for parts of the system that are absent: skipped at home, a failure when CI=true."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

REAL_MEDIA = Path(__file__).resolve().parents[2] / "shared" / "media"

# A runner that a shell put in the background ignores Ctrl-C, and so would every program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)

LONGEST = ("tests/fuzz/test_fuzz.py", "tests/e2e/test_demo.py", "tests/vr_rooms/test_library_in_a_browser.py")
"""Files that take minutes come first: begun last, one of two cores would wait for them."""


@pytest.hookimpl(trylast=True)  # after the shuffling
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    if REAL_MEDIA.is_dir():
        return
    for item in items:
        if item.get_closest_marker("real_media"):
            item.add_marker(pytest.mark.skip(reason="../shared/media is not here"))


def absent(what: str) -> None:
    """Skip, or fail where everything must be there. ``what`` says what to install."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} (must be there when CI=true)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def real_media() -> Path:
    """The folder of real photos, videos, meshes and broken files."""
    if not REAL_MEDIA.is_dir():
        pytest.skip("../shared/media is not here")
    return REAL_MEDIA


@pytest.fixture
def asset_store(tmp_path: Path):
    """An empty content root on disk."""
    from media_pipeline.store import DiskStore

    return DiskStore(tmp_path / "content")
