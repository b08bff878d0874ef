"""Draws a GLB from all viewpoints into the working directory: ``python -m media_pipeline.rendering.draw SCENE.glb JOB``.

A program of its own, because a renderer that meets a file it dislikes ends its process; run by media_pipeline.rendering.pictures
with a limit on memory and time. Tells on standard output, in lines of JSON, what is done and which viewpoints see nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import simplejpeg

from media_pipeline.images import gpano
from media_pipeline.records import Bounds, Face
from media_pipeline.rendering.camera import faces, opened
from media_pipeline.rendering.eyes import SIDES
from media_pipeline.rendering.job import JOB, Job, picture_name
from media_pipeline.rendering.light import hang
from media_pipeline.rendering.sphere import Pixels, assembled, face_pixels
from media_pipeline.rendering.stereo import Bent
from media_pipeline.rendering.viewpoints import Viewpoint


def draw(source: Path, job: Job, folder: Path) -> None:
    """Write one JPEG a viewpoint."""
    plotter = opened(str(source), face_pixels(job.width))
    hang(plotter, job.lamps)
    for number, viewpoint in enumerate(job.viewpoints):
        spheres = list(_spheres(plotter, viewpoint, job))
        picture = np.concatenate([pixels for pixels, _ in spheres])
        if not any(seen for _, seen in spheres):
            _tell(nothing=number)
        data = simplejpeg.encode_jpeg(picture, quality=job.quality, colorsubsampling="420")
        if not job.stereo:  # GPano knows no stereo: a viewer that trusts it would show both eyes in one sphere
            data = gpano.mark(data, job.width, job.width // 2, None)
        (folder / picture_name(number)).write_bytes(data)
    plotter.close()


def _spheres(plotter: Any, viewpoint: Viewpoint, job: Job) -> Iterator[tuple[Pixels, bool]]:
    if not job.stereo:
        yield _sphere(plotter, viewpoint, job.width, job.bounds)
        return
    with Bent(plotter, viewpoint.at) as scene:
        for side in SIDES:
            scene.show(side)
            yield _sphere(plotter, viewpoint, job.width, job.bounds)


def _sphere(plotter: Any, viewpoint: Viewpoint, width: int, bounds: Bounds) -> tuple[Pixels, bool]:
    """The whole sphere around a viewpoint, and whether anything stands in it."""
    inner = face_pixels(width)
    drawn: dict[Face, Pixels] = {}
    for face, pixels in faces(plotter, viewpoint.at, viewpoint.yaw, inner, bounds):
        drawn[face] = pixels
        _tell(step=1)
    seen = any(bool(pixels[..., 3].any()) for pixels in drawn.values())
    whole = assembled(drawn, width)
    _tell(step=1)
    return whole, seen


def _tell(**what: int) -> None:
    print(json.dumps(what), flush=True)  # noqa: T201 - this is how a child speaks


def main(source: str, job: str) -> None:
    """Draw what ``job`` (JSON) says into the working directory."""
    draw(Path(source), JOB.validate_json(job), Path.cwd())


if __name__ == "__main__":
    main(*sys.argv[1:])
