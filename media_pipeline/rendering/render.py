"""A 3D scene and viewpoints in, packaged panoramas out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.inputs import opened
from media_pipeline.meshes.scene import open_scene
from media_pipeline.meshes.sources import is_scene, mesh_form
from media_pipeline.meshes.units import Unit, Up
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress, silent
from media_pipeline.records import Asset, Stereo
from media_pipeline.rendering.pictures import draw_pictures
from media_pipeline.rendering.viewpoints import Viewpoint
from media_pipeline.store import Store
from media_pipeline.warned import warn

WIDTH = 4096


def render(
    source: Path,
    store: Store,
    viewpoints: Sequence[Viewpoint],
    *,
    stereo: bool = False,
    width: int = WIDTH,
    unit: Unit | None = None,
    up: Up | None = None,
    progress: Progress = silent,
) -> list[Asset]:
    """A panorama for each viewpoint, in order; its blobs are in the store, safe on the medium.

    Refused where the scene can't be used, ToolMissing without a renderer, ValueError for a wish that makes no sense. Killing
    the process at any moment leaves nothing but blobs and records that no document names.
    """
    store.check_writable()
    with work_directory("render") as work, ThreadPoolExecutor(1) as aside:
        # Packaging brings decoders of all kinds, half a second of imports: time enough for them while the child draws.
        aside.submit(import_module, "media_pipeline.package")
        folder = work / "pictures"
        folder.mkdir()
        pictures = pictures_of(source, viewpoints, folder, stereo=stereo, width=width, unit=unit, up=up, progress=progress)
        layout: Stereo = "top-bottom" if stereo else "mono"
        from media_pipeline.package import package

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
    unit: Unit | None = None,
    up: Up | None = None,
    name: str = "",
    progress: Progress = silent,
) -> list[Path]:
    """The pictures alone, not packaged, in ``folder``; else like :func:`render`. ``name``: what a person calls the file."""
    if not viewpoints:
        raise ValueError("there is no viewpoint to render from")
    with _as_glb(source, unit, up) as glb:
        return draw_pictures(glb, name or source.name, viewpoints, folder, stereo=stereo, width=width, progress=progress)


@contextmanager
def _as_glb(source: Path, unit: Unit | None, up: Up | None) -> Iterator[Path]:
    """A 3D file of any kind that we read, as a GLB; what was guessed about it is told as a warning."""
    with opened(source) as input_, work_directory("render-scene") as work:
        if not _is_mesh(input_):
            from media_pipeline.probe import probe  # brings decoders of all kinds, for a file that should not be here

            info = probe(input_)  # refuses most of what is no 3D file, with a sentence about what it is
            found = KNOWN["picture" if info.kind == "image" else info.kind]
            raise Refused("kind_mismatch", name=info.name, found=found, wanted=KNOWN["mesh"])
        scene = open_scene(input_, work, unit=unit, up=up)
        for warning in scene.warnings:
            warn(warning)
        yield scene.path


def _is_mesh(source: Path) -> bool:
    if source.is_dir():
        return is_scene(source)
    with source.open("rb") as file:
        return mesh_form(file.read(4096), source.stat().st_size, source.suffix) is not None
