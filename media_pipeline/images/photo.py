"""The pixels of a 360° photo that was probed: one equirectangular picture an eye, and of a cubemap its six faces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from media_pipeline.errors import Refused
from media_pipeline.images import gpano, reader
from media_pipeline.images.coverage import WHOLE
from media_pipeline.images.cubefolder import faces_in
from media_pipeline.images.gpano import PhotoSphere
from media_pipeline.images.headers import read_header
from media_pipeline.images.planes import Planes
from media_pipeline.images.stereo import eyes
from media_pipeline.images.unfold import unfolded
from media_pipeline.records import Coverage, Face, MediaInfo


@dataclass(frozen=True)
class Photo:
    """``faces`` are there for a cubemap only, and only as long as its pixels are those that were read."""

    coverage: Coverage = WHOLE
    sphere: PhotoSphere | None = None
    faces: Mapping[Face, Planes] = field(default_factory=dict)
    read: tuple[Planes, ...] = ()

    @cached_property
    def eyes(self) -> tuple[Planes, ...]:
        """The equirectangular picture of each eye, left first."""
        return self.read or (unfolded(self.faces),)

    def edited(self, edit: Callable[[Planes], Planes]) -> Photo:
        """The photo with each eye's equirectangular picture changed."""
        return replace(self, faces={}, read=tuple(edit(eye) for eye in self.eyes))


def read_photo(source: Path, info: MediaInfo) -> Photo:
    """Reads a photo, or a folder of six, as ``info`` says it is laid out."""
    if info.projection == "cubemap":
        return Photo(faces={face: _read(path) for face, path in faces_in(source).items()})
    header = read_header(source)
    pictures = eyes(reader.read_planes(source, header), info.stereo)
    return Photo(coverage=info.coverage or WHOLE, sphere=gpano.read(header.xmp), read=pictures)


def _read(path: Path) -> Planes:
    header = read_header(path)
    planes = reader.read_planes(path, header)
    if (planes.width, planes.height) != header.shown:
        raise Refused("damaged_picture", name=path.name)
    return planes
