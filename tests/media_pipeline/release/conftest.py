"""A store with a small programme, and keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.release.keys import Keys, load
from media_pipeline.store import DiskStore, MemoryStore
from tests.content import Programme


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    return load(tmp_path / "keys")


@pytest.fixture
def programme() -> Programme:
    """In memory; one sector with one room."""
    return Programme(MemoryStore(), {"techniek": ["lasserij"]})


@pytest.fixture
def on_disk(tmp_path: Path) -> Programme:
    return Programme(DiskStore(tmp_path / "content"))
