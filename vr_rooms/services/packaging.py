"""The pipeline as the media library uses it: an editor's answers in, records out. Knows no database."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from media_pipeline import package as pipeline
from media_pipeline.probe import probe as probe_file
from media_pipeline.progress import Progress
from media_pipeline.recipes import LIMITS
from media_pipeline.records import Asset, MediaInfo, PdfDocument, Reference, Stereo, Video
from media_pipeline.store import Store, put_blob
from media_pipeline.wishes import Wanted, WantedProjection

_PDF = b"%PDF-"


def probe(path: Path, name: str) -> MediaInfo:
    """What a file is, under the name that the editor gave it. Raises Refused."""
    if is_pdf(path):
        return MediaInfo(name=name, kind="document", format="pdf", size=path.stat().st_size)
    return probe_file(path).model_copy(update={"name": name})


def package(
    path: Path,
    store: Store,
    *,
    kind: str,
    projection: str,
    stereo: str,
    language: str,
    blur: str = "",
    poster_at: float | None = None,
    progress: Progress,
) -> Asset:
    """Package a file; '' for a wish means: as detected, nothing blurred. Raises Refused, ToolMissing, OSError."""
    if is_pdf(path):
        record = PdfDocument(file=put_blob(store, path, "pdf"))
        store.barrier()
        return record
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
    return spoken(asset, language)


def spoken(asset: Asset, language: str) -> Asset:
    """The same asset with the language of its main sound filled in. No blob names it, so nothing is encoded again."""
    if not isinstance(asset, Video):
        return asset
    main, *others = asset.hls
    return asset.model_copy(update={"hls": (main.model_copy(update={"language": language}), *others)})


def captions(path: Path, language: str, store: Store) -> tuple[Reference, list[str]]:
    """Store a captions file as WebVTT; with sentences on what makes it hard to read. Raises Refused where it is none."""
    from media_pipeline.videos.captions import packaged_captions

    captions, warnings = packaged_captions(path, language, store)
    store.barrier()
    return captions.vtt, warnings


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF within the size limit; the pipeline refuses what is larger."""
    with path.open("rb") as file:
        return file.read(len(_PDF)) == _PDF and path.stat().st_size <= LIMITS.file_bytes
