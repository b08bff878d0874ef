"""The command ``render`` of the pipeline's command line."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, get_args

from media_pipeline.canonical import to_json
from media_pipeline.meshes.beside import with_parts
from media_pipeline.meshes.units import Unit, Up
from media_pipeline.names import given, in_words
from media_pipeline.progress import Progress
from media_pipeline.rendering.job import check_width
from media_pipeline.rendering.render import WIDTH, render
from media_pipeline.rendering.viewpoints import Viewpoint, parse
from media_pipeline.store.address import open_store


def add_to(commands: Any, run: Callable[[argparse.Namespace], int]) -> None:
    """Add ``render`` to the commands of a parser."""
    draw = commands.add_parser("render", help="render a 3D scene from viewpoints to panoramas, package them, print them as JSON")
    draw.add_argument("input", type=given, metavar="SCENE", help="a 3D file, or a folder or zip with one and its parts")
    draw.add_argument("--store", metavar="DIR|s3://bucket/prefix", required=True, help="where the blobs go")
    draw.add_argument("--at", metavar="X,Y,Z", action="append", required=True, type=_viewpoint, help="eyes, in metres; +Y is up")
    draw.add_argument("--yaw", metavar="DEGREES", type=_degrees, default=0.0, help="direction of the centre column; 0 is -Z")
    draw.add_argument("--stereo", action="store_true", help="for two eyes, left above right")
    draw.add_argument("--width", metavar="PIXELS", type=_width, default=WIDTH, help=f"of a panorama; {WIDTH} by default")
    draw.add_argument("--unit", choices=get_args(Unit), help="what the file counts in, where it doesn't say")
    draw.add_argument("--up", choices=get_args(Up), help="which axis points up, where the file doesn't say")
    draw.add_argument("--progress", choices=("auto", "json", "none"), default="auto", help="auto: a bar on a terminal")
    draw.set_defaults(run=run)


def rendered(wish: argparse.Namespace, progress: Progress) -> list[dict[str, Any]]:
    """The assets as JSON, each with the viewpoint it is seen from."""
    viewpoints = [replace(one, yaw=wish.yaw) for one in wish.at]
    with with_parts(wish.input) as parts, in_words([parts]) as (scene,):
        assets = render(
            scene,
            open_store(wish.store),
            viewpoints,
            stereo=wish.stereo,
            width=wish.width,
            unit=wish.unit,
            up=wish.up,
            progress=progress,
        )
    return [
        {**to_json(asset), "viewpoint": {"x": view.x, "y": view.y, "z": view.z, "yaw": view.yaw}}
        for asset, view in zip(assets, viewpoints, strict=True)
    ]


def joined(arguments: Sequence[str]) -> list[str]:
    """Arguments in which ``--at -1,1.6,0`` is one word: argparse takes what begins with a minus for another option."""
    found: list[str] = []
    for word in arguments:
        if found and found[-1] in ("--at", "--yaw", "--blur"):
            found[-1] += f"={word}"
        else:
            found.append(word)
    return found


def _viewpoint(text: str) -> Viewpoint:
    try:
        return parse(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None


def _degrees(text: str) -> float:
    try:
        yaw = float(text)
    except ValueError:
        yaw = math.nan
    if not abs(yaw) <= 360:
        raise argparse.ArgumentTypeError(f"{text!r} is no direction; give degrees from -360 to 360")
    return yaw


def _width(text: str) -> int:
    try:
        width = int(text)
        check_width(width)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(str(problem) if text.isdigit() else f"{text!r} is no number of pixels") from None
    return width
