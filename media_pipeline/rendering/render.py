"""A 3D scene and viewpoints in, packaged panoramas out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.inputs import opened
from media_pipeline.meshes.sources import main_file
from media_pipeline.package import package
from media_pipeline.probe import probe
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress, silent
from media_pipeline.records import Asset, Stereo
from media_pipeline.rendering.pictures import draw_pictures
from media_pipeline.rendering.viewpoints import Viewpoint
from media_pipeline.store import Store

WIDTH = 4096


def render(
    source: Path,
    store: Store,
    viewpoints: Sequence[Viewpoint],
    *,
    stereo: bool = False,
    width: int = WIDTH,
    progress: Progress = silent,
) -> list[Asset]:
    """A panorama for each viewpoint, in order; its blobs are in the store, safe on the medium.

    Refused where the scene can't be used, ToolMissing without a renderer, ValueError for a wish that makes no sense. Killing
    the process at any moment leaves nothing but blobs and records that no document names.
    """
    with work_directory("render") as work:
        folder = work / "pictures"
        folder.mkdir()
        pictures = pictures_of(source, viewpoints, folder, stereo=stereo, width=width, progress=progress)
        layout: Stereo = "top-bottom" if stereo else "mono"
        return [
            package(picture, store, progress=progress, kind="panorama", projection="equirectangular", stereo=layout)
            for picture in pictures
        ]


def pictures_of(
    source: Path,
    viewpoints: Sequence[Viewpoint],
    folder: Path,
    *,
    stereo: bool = False,
    width: int = WIDTH,
    progress: Progress = silent,
    name: str = "",
) -> list[Path]:
    """The pictures alone, not packaged, in ``folder``; else like :func:`render`. ``name``: what a person calls the file."""
    if not viewpoints:
        raise ValueError("there is no viewpoint to render from")
    with _as_glb(source) as glb:
        return draw_pictures(glb, name or source.name, viewpoints, folder, stereo=stereo, width=width, progress=progress)


@contextmanager
def _as_glb(source: Path) -> Iterator[Path]:
    """A 3D file of any kind that we read, as a GLB."""
    with opened(source) as input_:
        info = probe(input_)
        if info.kind != "mesh":
            found = KNOWN["picture" if info.kind == "image" else info.kind]
            raise Refused("kind_mismatch", name=info.name, found=found, wanted=KNOWN["mesh"])
        yield main_file(input_) if input_.is_dir() else input_
