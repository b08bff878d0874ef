"""The pipeline as the media library uses it: an editor's answers in, records out. Knows no database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from media_pipeline import package as pipeline
from media_pipeline.probe import probe as probe_file
from media_pipeline.progress import Progress
from media_pipeline.recipes import LIMITS
from media_pipeline.records import Asset, MediaInfo, PdfDocument, Reference, Stereo, Video
from media_pipeline.store import Store, put_blob
from media_pipeline.warned import hearing
from media_pipeline.wishes import Wanted, WantedProjection

_PDF = b"%PDF-"


def probe(path: Path, name: str) -> MediaInfo:
    """What a file is, under the name that the editor gave it. Raises Refused."""
    if is_pdf(path):
        return MediaInfo(name=name, kind="document", format="pdf", size=path.stat().st_size)
    info = probe_file(path).model_dump(mode="json")
    return MediaInfo.model_validate({**info, "name": name, "warnings": told(info["warnings"], path.name, name)})


def package(
    path: Path,
    store: Store,
    *,
    name: str,
    kind: str,
    projection: str,
    stereo: str,
    language: str,
    blur: str = "",
    poster_at: float | None = None,
    progress: Progress,
) -> tuple[Asset, list[str]]:
    """Package a file; '' for a wish means: as detected, nothing blurred. With all that was said to be worth a look, under the
    name that the editor gave the file. Raises Refused, ToolMissing, OSError."""
    if is_pdf(path):
        record = PdfDocument(file=put_blob(store, path, "pdf"))
        store.barrier()
        return record, []
    with hearing() as heard:
        asset = pipeline.package(
            path,
            store,
            kind=cast(Wanted, kind) or None,
            projection=cast(WantedProjection, projection) or None,
            stereo=cast(Stereo, stereo) or None,
            blur=blur or None,
            poster_at=poster_at,
            progress=progress,
        )
    return spoken(asset, language), told(heard, path.name, name)


def told(heard: Sequence[str], stored: str, name: str) -> list[str]:
    """Warnings as an editor knows the file: the name that it is ``stored`` under says nothing to anybody. Each once, and without
    the name before what does not need it: it is shown beside the file."""
    return list(dict.fromkeys(one.removeprefix(f"{stored}: ").replace(stored, name) for one in heard))


def spoken(asset: Asset, language: str) -> Asset:
    """The same asset with the language of its main sound filled in. No blob names it, so nothing is encoded again."""
    if not isinstance(asset, Video):
        return asset
    main, *others = asset.hls
    return asset.model_copy(update={"hls": (main.model_copy(update={"language": language}), *others)})


def captions(path: Path, language: str, store: Store, lasts_ms: int | None) -> tuple[Reference, list[str]]:
    """Store a captions file as WebVTT; with sentences on what makes it hard to read, or does not fit a film or sound that
    ``lasts_ms``. Raises Refused where it is none."""
    from media_pipeline.videos.captions import packaged_captions

    captions, warnings = packaged_captions(path, language, store, lasts_ms=lasts_ms)
    store.barrier()
    return captions.vtt, list(warnings)


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF within the size limit; the pipeline refuses what is larger."""
    with path.open("rb") as file:
        return file.read(len(_PDF)) == _PDF and path.stat().st_size <= LIMITS.file_bytes
