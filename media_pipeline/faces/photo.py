"""Faces of a photo file: every eye is looked at, and a face that both eyes see counts once."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.errors import KNOWN
from media_pipeline.faces import net
from media_pipeline.faces.disc import Disc, joined
from media_pipeline.faces.edit import Edit, blurring
from media_pipeline.faces.finder import find
from media_pipeline.faces.spec import faces_of
from media_pipeline.images.coverage import WHOLE
from media_pipeline.images.photo import read_photo
from media_pipeline.progress import Progress, silent
from media_pipeline.records import Coverage, FaceFound, MediaInfo


def with_faces(source: Path, info: MediaInfo, progress: Progress = silent) -> MediaInfo:
    """What was found out about a 360° photo, and the faces in it. ValueError for everything else, ToolMissing without the net."""
    _only_in_photos(info, "--faces looks for faces")
    found = joined(*found_by_eye(source, info, progress))
    faces = (FaceFound(yaw=face.yaw, pitch=face.pitch, size=face.size, confidence=round(face.confidence, 3)) for face in found)
    return info.model_copy(update={"faces": tuple(faces)})


def found_by_eye(source: Path, info: MediaInfo, progress: Progress = silent) -> list[tuple[Disc, ...]]:
    """The faces that each eye of a 360° photo sees, left eye first; a near face doesn't lie at the same place in both."""
    net.weights()  # before minutes are spent on reading
    eyes = read_photo(source, info).eyes
    found: list[tuple[Disc, ...]] = []
    for eye in eyes:

        def advance(done: int, total: int, before: int = len(found)) -> None:
            progress("faces", before * total + done, len(eyes) * total)

        found.append(find(eye, info.coverage or WHOLE, advance))
    return found


def check_wish(blur: str | None, info: MediaInfo) -> None:
    """ValueError where ``--blur`` makes no sense, by itself or for this file; ToolMissing where it needs what is not here."""
    if blur is None:  # an empty text is a wish that went wrong: nobody's face is to be published for that
        return
    wanted = faces_of(blur)
    _only_in_photos(info, "--blur blurs faces")
    if wanted is None:
        net.weights()
    coverage = info.coverage or WHOLE
    for face in wanted or ():
        if not _shown(face, coverage):
            raise ValueError(f"--blur: the photo shows nothing at yaw {face.yaw:g}, pitch {face.pitch:g}")


def edit_for(blur: str | None, source: Path, info: MediaInfo, progress: Progress = silent) -> Edit | None:
    """The edit that a wish which was checked asks for; None where there is nothing to blur."""
    if blur is None:
        return None
    wanted = faces_of(blur)
    if wanted is not None:
        return blurring(wanted, info.coverage or WHOLE, everything=False)
    # each face where either eye sees it, in both eyes: what one eye misses, the other one hides
    faces = tuple(face for eye in found_by_eye(source, info, progress) for face in eye)
    return blurring(faces, info.coverage or WHOLE, everything=True) if faces else None


def _only_in_photos(info: MediaInfo, what: str) -> None:
    if info.kind != "panorama":
        raise ValueError(f"{what} in 360° photos; {info.name} is {KNOWN.get(info.kind, KNOWN['picture'])}")


def _shown(face: Disc, coverage: Coverage) -> bool:
    """Whether any of a disc can lie in the picture: its centre, give or take its radius."""
    (left, right), (bottom, top) = coverage.yaw, coverage.pitch
    around = 180.0 if abs(face.pitch) + face.size >= 90 else face.size
    turned = (face.yaw - (left + right) / 2 + 180) % 360 - 180
    return abs(turned) <= (right - left) / 2 + around and bottom - face.size <= face.pitch <= top + face.size
