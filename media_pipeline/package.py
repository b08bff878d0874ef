"""The one entrance: a file in, a packaged asset and its blobs out."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from pydantic import RootModel

from media_pipeline.errors import KNOWN, Refused
from media_pipeline.faces.photo import check_wish, edit_for
from media_pipeline.films import package_film
from media_pipeline.images.override import settled
from media_pipeline.images.panorama import package_panorama
from media_pipeline.images.picture import package_image
from media_pipeline.inputs import opened
from media_pipeline.meshes.package import package_mesh
from media_pipeline.probe import look, probe
from media_pipeline.progress import Progress, silent
from media_pipeline.recipes import (
    AUDIO,
    IMAGE,
    MESH,
    PANORAMA,
    RECIPES,
    VIDEO,
    VIDEO360,
    AudioRecipe,
    ImageRecipe,
    MeshRecipe,
    PanoramaRecipe,
    Recipe,
    Video360Recipe,
    VideoRecipe,
)
from media_pipeline.records import Asset, Coverage, Kind, MediaInfo, Mesh, Stereo
from media_pipeline.sense import check_for, check_layout, check_together
from media_pipeline.sounds.package import package_sound
from media_pipeline.stages import WHOLE, KeptStages, Stages
from media_pipeline.store import Store
from media_pipeline.videos.captions import package_captions
from media_pipeline.videos.package import LADDER
from media_pipeline.warned import Kept, hearing, kept, repeat, warn_of
from media_pipeline.wishes import Wanted, WantedProjection, Wishes, names_of, record_keys

_PICTURES: tuple[Wanted, Wanted] = ("panorama", "image")
_VIDEOS: tuple[Wanted, Wanted] = ("video", "video360")
_WARNINGS = "warnings"
_DEFAULTS: dict[str, Recipe] = {"panorama": PANORAMA, "image": IMAGE, "video": VIDEO, "mesh": MESH, "audio": AUDIO}


def package(source: Path, store: Store, *, progress: Progress = silent, **wishes: Unpack[Wishes]) -> Asset:
    """Package a file, folder or zip: its blobs are in the store, safe on the medium, when this returns the asset that names them.

    The same input with the same wishes, recipe and tools is recognised at once, and work that was killed goes on after its
    last finished stage. Refused where the input can't be packaged, ValueError where a wish makes no sense.
    Killing the process at any moment leaves nothing but blobs and records that no document names.
    """
    progress("probe", 0, 1)
    check_together(wishes)
    look(source)
    whole, encoding = record_keys(source, wishes)
    stages, ladder = KeptStages(store, whole), KeptStages(store, encoding)
    known = stages.recall(WHOLE, _Whole)
    if known is not None and _is_complete(known.root):
        repeat(stages.recall(_WARNINGS, Kept) or Kept(), names_of(source, wishes))
        progress("probe", 1, 1)
        return known.root
    store.check_writable()  # now, not after an hour of encoding
    if known is not None:
        stages.finish()  # what was said of it then may no longer hold
    with opened(source) as input_, hearing() as heard:
        return _fresh(input_, store, stages, ladder, wishes, progress, heard)


def _fresh(
    source: Path,
    store: Store,
    stages: KeptStages,
    ladder: KeptStages,
    wishes: Wishes,
    progress: Progress,
    heard: list[str],
) -> Asset:
    """Packages what was not packaged before: a single file, or a folder of files."""
    info = asked(probe(source), wishes.get("kind"), wishes.get("projection"), wishes.get("stereo"))
    recipe = _recipe(info, wishes.get("recipe"))
    check_for(info, wishes)
    check_wish(wishes.get("blur"), info)
    if info.kind != "mesh":  # whose warnings depend on the wishes too: package_mesh() says them
        warn_of(info)
    progress("probe", 1, 1)

    def whole() -> _Whole:
        asset = _packaged(source, info, store, recipe, wishes, progress, stages, ladder)
        if heard and _is_complete(asset):
            stages.once(_WARNINGS, Kept, lambda: kept(heard, names_of(source, wishes)))
        return _Whole(asset)

    asset = stages.once(WHOLE, _Whole, whole, done=lambda made: _is_complete(made.root)).root
    if _is_complete(asset):
        stages.finish(_WARNINGS, *LADDER)
    return asset


def _is_complete(asset: Asset) -> bool:
    """Whether there is nothing more to be made of it. A 3D object without a poster (no renderer was there, or it failed) gets
    another chance each time; its lods are remembered."""
    return not isinstance(asset, Mesh) or asset.poster is not None


class _Whole(RootModel[Asset]):
    """The record of a whole piece of work, of whatever kind."""


def _packaged(
    source: Path,
    info: MediaInfo,
    store: Store,
    recipe: Recipe,
    wishes: Wishes,
    progress: Progress,
    stages: Stages,
    ladder: Stages,
) -> Asset:
    match recipe:
        case PanoramaRecipe():
            edit = edit_for(wishes.get("blur"), source, info, progress)
            return package_panorama(source, info, store, recipe, progress, stages=stages, edit=edit)
        case ImageRecipe():
            return package_image(source, info, store, recipe, progress, stages=stages)
        case VideoRecipe() | Video360Recipe():
            return package_film(source, info, store, recipe, wishes, progress, stages, ladder)
        case MeshRecipe():
            return package_mesh(
                source, info, store, recipe, progress, stages=stages, unit=wishes.get("unit"), up=wishes.get("up")
            )
        case AudioRecipe():
            texts = wishes.get("captions", ())
            spoken = tuple(package_captions(path, language, store, lasts_ms=info.duration_ms) for language, path in texts)
            return package_sound(source, info, store, recipe, progress).model_copy(update={"captions": spoken})


def _recipe(info: MediaInfo, name: str | None) -> Recipe:
    default = VIDEO360 if info.kind == "video" and info.projection == "equirectangular" else _DEFAULTS[info.kind]
    if name is None:
        return default
    if name not in RECIPES:
        raise ValueError(f"there is no recipe {name}; --list-recipes shows what there is")
    if type(RECIPES[name]) is not type(default):
        raise ValueError(f"recipe {name} is not for {KNOWN.get(info.kind, KNOWN['picture'])}")
    return RECIPES[name]


def asked(info: MediaInfo, kind: Wanted | None, projection: WantedProjection | None, stereo: Stereo | None) -> MediaInfo:
    """What was found out, overruled by what a person says; Refused where the file can't be that at all."""
    picture = info.kind in _PICTURES
    if projection is not None and kind is None and info.kind in (*_PICTURES, "video"):
        flat, sphere = _PICTURES[::-1] if picture else _VIDEOS
        kind = flat if projection == "flat" else sphere
    possible = {"panorama": _PICTURES, "image": _PICTURES, "video": _VIDEOS}.get(info.kind, (info.kind,))
    if kind is not None and kind not in possible:
        found, wanted = KNOWN["picture" if picture else info.kind], KNOWN["picture" if kind == "image" else kind]
        raise Refused("kind_mismatch", name=info.name, found=found, wanted=wanted)
    is_: Wanted | Kind = "video360" if info.kind == "video" and info.projection == "equirectangular" else info.kind
    check_layout(info, kind or is_, projection, stereo)
    changes: dict[str, object] = {}
    if kind is not None:
        changes["kind"] = "video" if kind == "video360" else kind
        round_ = kind in ("panorama", "video360")
        if round_ != (info.projection not in (None, "flat")):
            changes |= {"projection": "equirectangular" if round_ else "flat", "coverage": Coverage() if round_ else None}
            known = info.stereo if round_ and info.kind == "video" else None  # its metadata may name the eyes, not the sphere
            changes["stereo"] = (known or "mono") if round_ or info.kind == "video" else None
    if projection not in (None, "flat"):
        changes["projection"] = projection
    if stereo is not None:
        changes["stereo"] = stereo
    if changes and info.kind == "video":
        changes["warnings"] = ()  # of a film they are about the guess, which somebody has now overruled
    changed = info.model_copy(update=changes | {"confidence": 1.0}) if changes else info
    return settled(info, changed) if picture else changed
