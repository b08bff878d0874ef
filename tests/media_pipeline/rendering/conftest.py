"""Drawing needs a renderer; where there is none these tests are skipped, or fail when CI=true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.meshes import gl
from media_pipeline.progress import Progress, silent
from media_pipeline.rendering.pictures import draw_pictures
from media_pipeline.rendering.viewpoints import Viewpoint
from tests import media
from tests.conftest import absent

Draw = Callable[..., list[np.ndarray]]


@pytest.fixture(scope="session")
def renderer() -> None:
    """A renderer is there."""
    if not gl.can_render():
        absent("no renderer; install libegl1 libegl-mesa0 libgl1-mesa-dri")


@pytest.fixture(scope="module")
def draw(renderer: None, tmp_path_factory: pytest.TempPathFactory) -> Draw:
    """draw(glb, viewpoints, stereo=, width=) -> the pictures' pixels."""

    def pictures(
        glb: Path, viewpoints: Sequence[Viewpoint], *, stereo: bool = False, width: int = 512, progress: Progress = silent
    ) -> list[np.ndarray]:
        folder = tmp_path_factory.mktemp("pictures")
        drawn = draw_pictures(glb, glb.name, viewpoints, folder, stereo=stereo, width=width, progress=progress)
        return [media.pixels(one.read_bytes()) for one in drawn]

    return pictures
