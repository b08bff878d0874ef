"""Follows digests from a document to everything that it names, whatever the document is about.

Any object with ``sha256``, ``size``, ``media_type`` and ``path`` is a reference; a reference to JSON is a document, read and
followed in turn. Two kinds of document list bare digests instead (docs/formats.md, Index blobs): tile indexes, whose extension
stands beside the reference that led to them, and video indexes, whose segments are ``.m4s``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from media_pipeline.digests import BLOB_PATH, blob_path, sha256
from media_pipeline.errors import Damaged, MissingBlob
from media_pipeline.records import TileIndex, VideoIndex
from media_pipeline.store import Store, read

THREADS = 16  # an S3 server answers one question in about 10 ms, and a release asks thousands
_FIELDS = {"sha256", "size", "media_type", "path"}


@dataclass(frozen=True)
class Named:
    """A blob that a document names: where, how long, by which document, and the extension of the tiles it may list."""

    path: str
    size: int
    by: str
    tiles_ext: str | None = None

    @property
    def digest(self) -> str:
        """Its SHA-256, which stands in the path."""
        return self.path[len("blobs/xx/") :].partition(".")[0]

    @property
    def is_document(self) -> bool:
        """Whether it is JSON, which names further blobs."""
        return self.path.endswith(".json")


def references_in(document: Any, by: str) -> Iterator[Named]:
    """The blobs that one document names itself, in its own order. Damaged where a reference is none."""
    if isinstance(document, dict):
        if document.keys() >= _FIELDS:
            yield _named(document, by, None)
            return
        for name, value in document.items():
            if name == "index" and isinstance(value, dict) and value.keys() >= _FIELDS and isinstance(document.get("ext"), str):
                yield _named(value, by, document["ext"])
            else:
                yield from references_in(value, by)
    elif isinstance(document, list):
        for value in document:
            yield from references_in(value, by)


def _named(reference: dict[str, Any], by: str, tiles_ext: str | None) -> Named:
    path, size = reference["path"], reference["size"]
    match = BLOB_PATH.fullmatch(path) if isinstance(path, str) else None
    if match is None or match[2] != reference["sha256"] or not isinstance(size, int):
        raise Damaged(f"{by} has a reference that is none: {json.dumps(reference)[:120]}.")
    return Named(path, size, by, tiles_ext)


def listed_in(data: bytes, source: Named) -> Iterator[Named]:
    """The blobs that a stored document names, index or not. Damaged where it is no JSON or no proper index."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise Damaged(f"{source.path}, which {source.by} names, is no JSON.") from None
    name = source.path
    if isinstance(document, dict):
        if isinstance(document.get("slug"), str):
            name = f"{document['slug']} ({source.path})"
        try:
            if source.tiles_ext is not None:
                for eye in TileIndex.model_validate(document).eyes:
                    for level in eye.levels:
                        for tiles in level.faces.values():
                            yield from (Named(blob_path(digest, source.tiles_ext), size, name) for digest, size in tiles)
                return
            if document.keys() >= {"init", "sidx", "segments"}:
                for digest, size, _ in VideoIndex.model_validate(document).segments:
                    yield Named(blob_path(digest, "m4s"), size, name)
        except ValidationError:
            raise Damaged(f"{source.path}, which {source.by} names, is no index of tiles or segments.") from None
    yield from references_in(document, name)


def walk(
    document: Any,
    name: str,
    fetch: Callable[[Named], bytes | None],
    damaged: Callable[[Damaged], None] | None = None,
) -> Iterator[Named]:
    """Everything that a document names, directly or through other documents, each path once.

    ``fetch`` gives the bytes of a stored document; None where it can't, which is then followed no further.
    Documents of one depth are fetched side by side. ``damaged`` is told of documents that can't be followed; without it the
    first one is raised.
    """
    seen: set[str] = set()

    def fresh(found: Iterable[Named]) -> list[Named]:
        new = []
        try:
            for one in found:
                if one.path not in seen:
                    seen.add(one.path)
                    new.append(one)
        except Damaged as error:
            if damaged is None:
                raise
            damaged(error)
        return new

    with ThreadPoolExecutor(THREADS) as pool:
        level = fresh(references_in(document, name))
        while level:
            yield from level
            documents = [one for one in level if one.is_document]
            level = []
            for source, data in zip(documents, pool.map(fetch, documents), strict=True):
                if data is not None:
                    level += fresh(listed_in(data, source))


def missing(store: Store, document: Any, name: str) -> list[Named]:
    """What a document names, through and through, that the store does not hold with the size named.

    Documents on the way are read and their digests checked: Damaged where one is not what its name says. Media are not read.
    """

    def fetch(one: Named) -> bytes | None:
        try:
            data = read(store, one.path)
        except FileNotFoundError:
            return None
        if sha256(data) != one.digest:
            raise Damaged(f"{one.path}, which {one.by} names, has other bytes than its digest says.")
        return data

    def absent(one: Named) -> bool:
        try:
            return store.size(one.path) != one.size
        except FileNotFoundError:
            return True

    named = list(walk(document, name, fetch))
    with ThreadPoolExecutor(THREADS) as pool:
        return [one for one, gone in zip(named, pool.map(absent, named, chunksize=64), strict=True) if gone]


def check_complete(store: Store, document: Any, name: str) -> None:
    """MissingBlob, naming the first blob and the document that wants it, unless all is there."""
    gone = missing(store, document, name)
    if gone:
        more = f", and {len(gone) - 1} more are missing" if len(gone) > 1 else ""
        raise MissingBlob(f"{gone[0].path} is not in the store with {gone[0].size} bytes, but {gone[0].by} names it{more}.")
