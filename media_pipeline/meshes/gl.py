"""Is there something that can draw? Asked in a child, because VTK without OpenGL does not fail: it ends the whole process.

``python -m media_pipeline.meshes.gl`` draws one triangle and ends with 0 when its colour came back, else with 4.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from media_pipeline.errors import ToolMissing
from media_pipeline.processes import TimedOut, module, run
from media_pipeline.recipes import LIMITS

_LOG = logging.getLogger(__name__)
_PATIENCE_S = 60.0
_answers: dict[str, bool] = {}
"""Only a yes is kept: what is missing may be there tomorrow, and a worker lives long."""

MISSING = "there is no renderer on this machine (Mesa: libegl1 libegl-mesa0 libgl1-mesa-dri)"


def can_render() -> bool:
    """Whether pictures of meshes can be drawn here. Asked until the answer is yes, which takes about a second."""
    if "answer" not in _answers:
        with tempfile.TemporaryDirectory(prefix="gl-") as folder:
            try:
                question = module("media_pipeline.meshes.gl")
                ended = run(question, cwd=Path(folder), timeout_s=_PATIENCE_S, memory_bytes=LIMITS.child_memory_bytes)
            except TimedOut:
                return False
        if ended.returncode != 0:
            _LOG.info("no renderer: the question ended with %d: %s", ended.returncode, ended.stderr.strip()[-500:])
            return False
        _answers["answer"] = True
    return True


def need_renderer() -> None:
    """ToolMissing, with what to install, where nothing can be drawn."""
    if not can_render():
        raise ToolMissing(MISSING[0].upper() + MISSING[1:] + "; install it to draw 3D files.")


def _draws() -> bool:
    from media_pipeline.meshes.lean_pyvista import pyvista

    plotter: Any = pyvista.Plotter(off_screen=True, window_size=[32, 32], lighting="none")
    plotter.set_background("white")
    plotter.add_mesh(pyvista.Plane(), color="red", lighting=False)
    plotter.view_xy()
    middle = plotter.screenshot(None, return_img=True)[16, 16]
    plotter.close()
    return bool(middle[0] > 200 and middle[1] < 60 and middle[2] < 60)


if __name__ == "__main__":
    sys.exit(0 if _draws() else 4)
