"""What every test of lods needs: the mesh program, and a way to package a model."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from media_pipeline.meshes import package as packaging
from media_pipeline.meshes.crunch import NODE, PROGRAM
from media_pipeline.recipes import MeshRecipe
from tests.conftest import absent
from tests.media_pipeline.meshes.lods.made import SMALL, Made, packaged
from tests.media_pipeline.meshes.models import Model
from tests.media_pipeline.meshes.reading import PROGRAMS


@pytest.fixture(autouse=True)
def program(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mesh program is there, and no time is spent on posters."""
    if not (PROGRAM.exists() and NODE.exists() and (PROGRAMS.parent / "node_modules").exists()):
        absent("the mesh program is not built: run make build")
    monkeypatch.setattr(packaging, "poster", lambda *_: None)


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Made]:
    def made(model: Model | bytes, recipe: MeshRecipe = SMALL) -> Made:
        return packaged(model, tmp_path, recipe)

    return made
