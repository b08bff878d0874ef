"""Draws a scene from viewpoints, in a child: a renderer that meets a file it dislikes ends its process."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from media_pipeline.errors import DETAILS, Refused
from media_pipeline.meshes import gl
from media_pipeline.meshes.drawable import drawable
from media_pipeline.meshes.glb import load
from media_pipeline.meshes.nodes import world_matrices
from media_pipeline.meshes.probe import examine
from media_pipeline.processes import TimedOut, module, run
from media_pipeline.progress import Progress
from media_pipeline.recipes import LIMITS
from media_pipeline.records import Bounds
from media_pipeline.remarks import remark
from media_pipeline.rendering.job import JOB, STALL_S, STEPS, Job, check_width, picture_name
from media_pipeline.rendering.lamps import Lamp, exposed, lamps_of
from media_pipeline.rendering.viewpoints import Viewpoint
from media_pipeline.warned import warn

STAGE = "render"


def draw_pictures(
    glb: Path, name: str, viewpoints: Sequence[Viewpoint], folder: Path, *, stereo: bool, width: int, progress: Progress
) -> list[Path]:
    """A JPEG for each viewpoint, in order, in ``folder``, which is empty: equirectangular, left eye above right in stereo.

    ``name`` is what a person calls the file. Refused like examine() and where the renderer gives it up; ToolMissing without
    a renderer; ValueError for a wrong width. What ``progress`` raises stops the child.
    """
    check_width(width)
    bounds = examine(glb, name=name).bounds
    lamps: tuple[Lamp, ...] = ()
    taken = load(glb, name)
    if "KHR_lights_punctual" in taken.document.extensions:
        lamps = tuple(exposed(lamps_of(taken, world_matrices(taken)), bounds))
    job = Job(tuple(viewpoints), stereo, width, bounds, lamps)
    done, total, unseen = 0, job.spheres * STEPS, []

    def hear(line: str) -> None:
        nonlocal done
        try:
            said = json.loads(line)
        except ValueError:  # a library that talks
            return
        if "step" in said:
            done += said["step"]
            progress(STAGE, done, total)
        if "nothing" in said:
            unseen.append(int(said["nothing"]))

    progress(STAGE, 0, total)
    source = drawable(glb, folder)
    arguments = [str(source.resolve()), JOB.dump_json(job).decode()]
    try:
        ended = run(
            module("media_pipeline.rendering.draw", *arguments),
            cwd=folder,
            timeout_s=job.patience_s,
            stall_s=STALL_S,
            readable=[source],
            memory_bytes=LIMITS.child_memory_bytes,
            on_line=hear,
        )
    except TimedOut as error:
        raise Refused("time_out", name=name, limit=round(error.limit_s)) from error
    if ended.out_of_memory:
        raise Refused("too_heavy", name=name, limit=LIMITS.child_memory_bytes // 1024**3)
    pictures = [folder / picture_name(number) for number in range(len(viewpoints))]
    if ended.returncode != 0 or not all(picture.exists() for picture in pictures):
        gl.need_renderer()  # asked only now: the question takes a second, and mostly there is one
        logging.getLogger(__name__).info("render of %s ended with %d: %s", name, ended.returncode, ended.stderr[-2000:])
        raise Refused("damaged", name=name, detail=DETAILS["reader_stopped"])
    for number, one in enumerate(viewpoints):
        if number not in unseen and _outside(one, bounds):
            warn(remark("outside", name=name, place=_place(one)))
    for number in unseen:
        view = viewpoints[number]
        inside = view.y <= bounds.max[1] and not _outside(view, bounds)
        warn(remark("unseen_inside" if inside else "unseen", name=name, place=_place(view)))
    return pictures


def _place(view: Viewpoint) -> str:
    """As it is given: x,y,z."""
    return ",".join(f"{one:g}" for one in view.at)


def _outside(view: Viewpoint, bounds: Bounds) -> bool:
    """Beside or below all that there is. Above is where one stands on an open floor."""
    (left, bottom, back), (right, _, front) = bounds.min, bounds.max
    return not (left <= view.x <= right and back <= view.z <= front and view.y >= bottom)
