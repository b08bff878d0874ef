"""Reads a whole content root back: signatures, catalog, and the digest of every blob that the release names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from media_pipeline.digests import BLOB_PATH
from media_pipeline.progress import Progress, silent
from media_pipeline.release.references import THREADS, Named, walk
from media_pipeline.release.trusted import Untrusted, read_release
from media_pipeline.store import Store, read

_PIECE = 1 << 20


def verify_everything(store: Store, progress: Progress = silent) -> tuple[int, list[str]]:
    """How many blobs a store holds, and what is wrong with its release, where there is one, and with every blob."""
    seen: set[str] = set()
    wrong = verify_store(store, progress, seen) if store.exists("metadata/1.root.json") else []
    held = sorted(path for path in store.keys("blobs/") if BLOB_PATH.fullmatch(path))
    others = [path for path in held if path not in seen]
    with ThreadPoolExecutor(THREADS) as pool:
        for done, sentence in enumerate(pool.map(lambda path: _unnamed(store, path), others), 1):
            if sentence:
                wrong.append(sentence)
            progress("verify", done, len(others))
    return len(held), wrong


def _unnamed(store: Store, path: str) -> str | None:
    """A sentence where a blob that no release names has other bytes than its own name says."""
    digest = hashlib.sha256()
    try:
        for piece in _pieces(store, path):
            digest.update(piece)
    except OSError as error:
        return f"{path} can't be read ({error.strerror or error})."
    return None if digest.hexdigest() in path else f"{path} has other bytes than its digest says."


def verify_store(store: Store, progress: Progress = silent, seen: set[str] | None = None) -> list[str]:
    """What is wrong with the release in a store, a sentence each; empty when all is well.

    The metadata is judged by python-tuf's own client, starting from the store's own 1.root.json. Every blob that the catalog
    leads to is read and digested once, and its path added to ``seen``.
    """
    try:
        root = read(store, "metadata/1.root.json")
    except FileNotFoundError:
        return ["metadata/1.root.json is not there: no release has been made here."]
    try:
        catalog = read_release(lambda path: _pieces(store, path), bootstrap=root, state={}).catalog
        document = json.loads(catalog)
    except Untrusted as error:
        return [str(error)]
    except ValueError:
        return ["catalog.json is no JSON."]
    return verify_blobs(store, document, "catalog.json", progress, seen)


def verify_blobs(store: Store, document: Any, name: str, progress: Progress = silent, seen: set[str] | None = None) -> list[str]:
    """What is wrong with the blobs that a document leads to, a sentence each. A damaged document is followed no further."""
    wrong: list[str] = []

    def document_at(one: Named) -> bytes | None:
        sentence, data = check_blob(store, one)
        if sentence:
            wrong.append(sentence)
        return data

    named = list(walk(document, name, document_at, lambda error: wrong.append(str(error))))
    media = [one for one in named if not one.is_document]
    if seen is not None:
        seen.update(one.path for one in named)
    with ThreadPoolExecutor(THREADS) as pool:
        for done, (sentence, _) in enumerate(pool.map(lambda one: check_blob(store, one), media), 1):
            if sentence:
                wrong.append(sentence)
            progress("verify", done, len(media))
    return wrong


def check_blob(store: Store, one: Named) -> tuple[str | None, bytes | None]:
    """A sentence where a blob is wrong, and the bytes of a document that is right."""
    digest, size = hashlib.sha256(), 0
    kept: list[bytes] = []
    try:
        for piece in _pieces(store, one.path):
            digest.update(piece)
            size += len(piece)
            if one.is_document:
                kept.append(piece)
    except FileNotFoundError:
        return f"{one.path} is missing; {one.by} names it.", None
    except OSError as error:
        return f"{one.path} can't be read ({error.strerror or error}).", None
    if size != one.size:
        return f"{one.path} has {size} bytes, {one.by} says {one.size}.", None
    if digest.hexdigest() != one.digest:
        return f"{one.path} has other bytes than its digest says.", None
    return None, b"".join(kept) if one.is_document else None


def _pieces(store: Store, path: str) -> Iterator[bytes]:
    with store.open(path) as file:
        while piece := file.read(_PIECE):
            yield piece
