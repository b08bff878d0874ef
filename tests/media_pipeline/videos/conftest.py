from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.progress import silent
from media_pipeline.recipes import VIDEO
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos.package import package_video
from media_pipeline.videos.probe import probe_video
from tests.media_pipeline.videos.films import Film
from tests.media_pipeline.videos.played import Packaged


@pytest.fixture(scope="session")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """9.3 s, 848x480 at 25 fps with a tone: one rung of the ladder, three segments."""
    return Film(seconds=9.32, width=848, height=480).write(tmp_path_factory.mktemp("film") / "film.mp4")


@pytest.fixture(scope="session")
def packaged(film: Path) -> Packaged:
    store = MemoryStore()
    return store, package_video(film, probe_video(film), store, VIDEO, silent)
