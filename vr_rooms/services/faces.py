"""Faces in an editor's 360° photo: found while it is packaged, shown from the original, blurred where the editor says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import numpy as np

from media_pipeline.errors import ToolMissing
from media_pipeline.faces.disc import Disc
from media_pipeline.faces.photo import with_faces
from media_pipeline.faces.spec import faces_of
from media_pipeline.faces.views import Round, Source
from media_pipeline.images.photo import read_photo
from media_pipeline.images.planes import encode, of_rgb
from media_pipeline.inputs import opened
from media_pipeline.package import asked
from media_pipeline.progress import Progress
from media_pipeline.records import MediaInfo, Stereo
from media_pipeline.wishes import Wanted, WantedProjection
from vr_rooms.models import MediaAsset

CROP = 128
"""Pixels of a face's picture; the face takes half of it."""
MOST = 60
"""Faces that are shown; a crowd is blurred as a whole or answered for as a whole."""


def added(info: MediaInfo, path: Path, asset: MediaAsset, progress: Progress) -> MediaInfo:
    """What was found out, with the faces of a 360° photo about which an editor has still to say something.

    Found once for a file: what is known is kept. Without the extra that finds faces the editor answers by eye.
    """
    if info.kind not in ("panorama", "image"):  # nothing else can be a 360° photo
        return info
    wanted = asked(info, *_wishes(asset))
    if wanted.kind != "panorama" or (asset.people and not asset.blur):
        return info
    if (known := _known(asset)) is not None:
        return info.model_copy(update={"faces": known.faces})
    try:
        with opened(path) as source:
            return info.model_copy(update={"faces": with_faces(source, wanted, progress).faces})
    except ToolMissing:
        return info


def found(asset: MediaAsset) -> list[Disc] | None:
    """The faces that were found in the present file, surest first; None where nobody looked."""
    faces = ((asset.info or {}) if _looked(asset) else {}).get("faces")
    return None if faces is None else [Disc(**face) for face in faces[:MOST]]


def chosen(asset: MediaAsset) -> list[Disc]:
    """The faces that are blurred."""
    return list(faces_of(asset.blur) or ()) if asset.blur else []


def written(face: Disc) -> str:
    """A face as ``--blur`` says it."""
    return f"{face.yaw:g},{face.pitch:g},{face.size:g}"


def crops(asset: MediaAsset, faces: list[Disc]) -> bytes:
    """The faces side by side, as the original shows them, in one JPEG."""
    info = asked(MediaInfo.model_validate(asset.info), *_wishes(asset))
    with opened(Path(asset.original.path)) as path:
        photo = read_photo(path, info)
        source = Source(photo.eyes[0], photo.coverage)
        views = [Round(face.yaw, face.pitch, CROP, CROP, CROP / (2 * face.size)) for face in faces]
        for view in views:
            source.prepare(view.density)
        return encode(of_rgb(np.hstack([source.seen(view) for view in views])), 85)


def _wishes(asset: MediaAsset) -> Any:
    return (
        cast(Wanted, asset.wanted_kind) or None,
        cast(WantedProjection, asset.wanted_projection) or None,
        cast(Stereo, asset.wanted_stereo) or None,
    )


def _looked(asset: MediaAsset) -> bool:
    """Whether what is known is about the present file, read as now."""
    return asset.packaged_request.startswith(asset.reading)


def _known(asset: MediaAsset) -> MediaInfo | None:
    if not _looked(asset) or (asset.info or {}).get("faces") is None:
        return None
    return MediaInfo.model_validate(asset.info)
