"""Drawing needs a renderer; where there is none its tests are skipped, or fail when CI=true."""

from __future__ import annotations

import pytest

from media_pipeline.meshes import gl
from tests.conftest import absent


@pytest.fixture(scope="session")
def renderer() -> None:
    """A renderer is there."""
    if not gl.can_render():
        absent(gl.MISSING)


@pytest.fixture
def without_renderer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The true thing: VTK is made to want an X server that is not there, and ends its process."""
    monkeypatch.setenv("VTK_DEFAULT_OPENGL_WINDOW", "vtkXOpenGLRenderWindow")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setattr(gl, "_answers", {})
