"""Draws the picture of a panorama that stands in a 3D scene: it becomes the panorama's original, packaged like any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction

from media_pipeline.digests import sha256_of_file
from media_pipeline.processes import work_directory
from media_pipeline.progress import Progress
from media_pipeline.rendering.render import pictures_of
from media_pipeline.rendering.viewpoints import Viewpoint as Place
from media_pipeline.warned import hearing
from vr_rooms.errors import SceneGone
from vr_rooms.models import MediaAsset, Viewpoint
from vr_rooms.models.choices import People, State, Wanted
from vr_rooms.services.packaging import told


@dataclass(frozen=True)
class View:
    """A place that an editor gives: a title, and metres in the scene's own coordinates."""

    title: str
    x: float
    y: float
    z: float


def order(mesh: MediaAsset, views: Sequence[View], *, stereo: bool, user: Any) -> list[MediaAsset]:
    """New panoramas in the scene's collection, in order; they wait to be drawn and packaged."""
    made = []
    with transaction.atomic():
        for view in views:
            asset = MediaAsset(
                title=view.title,
                collection=mesh.collection,
                uploaded_by_user=user,
                original_name=mesh.original_name,  # what a refusal is about, until there is a picture
                wanted_kind=Wanted.PANORAMA,
                wanted_projection="equirectangular",
                wanted_stereo="top-bottom" if stereo else "mono",
                people=People.NONE,  # nobody stood before a camera; an editor may say otherwise
            )
            asset.save()
            Viewpoint.objects.create(asset=asset, mesh=mesh, x=view.x, y=view.y, z=view.z, stereo=stereo)
            made.append(asset)
    return made


def waits(asset: MediaAsset) -> bool:
    """Whether this panorama has to be drawn before it can be packaged."""
    return not asset.original


def draw(asset: MediaAsset, progress: Progress) -> None:
    """Draw the picture and keep it as the asset's original. Raises SceneGone, Refused, ToolMissing, OSError."""
    view = Viewpoint.objects.select_related("mesh").filter(asset=asset).first()
    scene = Path(view.mesh.original.path) if view is not None and view.mesh is not None and view.mesh.original else None
    if view is None or view.mesh is None or scene is None or not scene.is_file():
        raise SceneGone(f"the 3D file of {asset.title} is not there")
    with work_directory("drawing") as work:
        folder = work / "pictures"
        folder.mkdir()
        place = Place(view.x, view.y, view.z)
        name = view.mesh.original_name
        with hearing() as heard:
            (picture,) = pictures_of(scene, [place], folder, stereo=view.stereo, name=name, progress=progress)
        Viewpoint.objects.filter(pk=view.pk).update(warnings=told(heard, scene.name, name))
        _keep(asset, picture)


def _keep(asset: MediaAsset, picture: Path) -> None:
    with picture.open("rb") as file:
        asset.original.save(f"{asset.title[:200]}.jpg", File(file), save=False)
    asset.original_size = picture.stat().st_size
    asset.original_digest = sha256_of_file(picture)
    fields = ("original", "original_name", "original_size", "original_digest")
    changes = {name: getattr(asset, name) for name in fields}
    # Only these: a title that was typed while we drew must stay. An editor may have given a file or deleted it all meanwhile.
    waiting = MediaAsset.objects.filter(pk=asset.pk, original="")
    if not waiting.update(**changes, state=State.PACKAGING, stage="", done=0, total=0, attempts=0):
        asset.original.delete(save=False)
