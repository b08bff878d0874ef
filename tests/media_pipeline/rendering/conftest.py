"""Pictures as the renderer draws them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from media_pipeline.progress import Progress, silent
from media_pipeline.rendering.pictures import draw_pictures
from media_pipeline.rendering.viewpoints import Viewpoint
from tests import media

Draw = Callable[..., list[np.ndarray]]


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
