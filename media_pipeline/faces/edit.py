"""Faces are blurred in an eye's pixels before anything is made of them, and looked for again afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from media_pipeline.errors import ToolMissing
from media_pipeline.faces import net
from media_pipeline.faces.blur import blur, writable
from media_pipeline.faces.check import meant, still_found
from media_pipeline.faces.disc import Disc, same
from media_pipeline.faces.finder import find
from media_pipeline.images.planes import Planes
from media_pipeline.recipes import BLUR
from media_pipeline.records import Coverage
from media_pipeline.remarks import remark
from media_pipeline.warned import warn

Edit = Callable[[Planes], Planes]
"""Takes the picture of one eye, which it may change, and gives back the picture to go on with."""

_GROWS = BLUR.grows  # a face that is still found is blurred this much larger the next time
_TRIES = BLUR.tries
_SEARCHES = BLUR.searches


def blurring(faces: tuple[Disc, ...], coverage: Coverage, *, everything: bool) -> Edit:
    """The edit that blurs these faces; with ``everything`` also what the finder still finds in the result.

    Where the net is not installed, faces that a person pointed at are blurred and not looked for again.
    """

    def edit(planes: Planes) -> Planes:
        if not faces:
            return planes
        planes = writable(planes)
        beside = meant(planes, coverage, faces) if not everything and _can_look() else ()
        _until_gone(planes, coverage, (*faces, *beside))
        for _ in range(_SEARCHES if everything else 0):
            left = find(planes, coverage)
            if not left:
                break
            _until_gone(planes, coverage, tuple(_over(disc, faces) for disc in left))
        return planes

    return edit


def _until_gone(planes: Planes, coverage: Coverage, faces: tuple[Disc, ...]) -> None:
    """Blur, look again from near, and blur what is still seen harder and larger; at the end a face is one even colour."""
    for hardness in range(_TRIES):
        for disc in faces:
            blur(planes, coverage, disc, hardness)
        if not _can_look():
            return
        faces = tuple(replace(disc, size=min(180.0, disc.size * _GROWS)) for disc in still_found(planes, coverage, faces))
        if not faces:
            return
    warn(remark("still_a_face"))


def _over(disc: Disc, faces: tuple[Disc, ...]) -> Disc:
    """A find in the blurred picture, as large as the face that it is (again)."""
    return replace(disc, size=max([disc.size, *(face.size * _GROWS for face in faces if same(face, disc))]))


def _can_look() -> bool:
    try:
        net.weights()
    except ToolMissing:
        return False
    return True
