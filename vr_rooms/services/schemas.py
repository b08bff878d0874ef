"""Puts the JSON Schemas of all documents into the content root, so that whoever has the root can check it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from media_pipeline.store import Store, read


def folder() -> Path:
    """Where the committed schemas lie."""
    return Path(settings.BASE_DIR) / "docs" / "schemas"


def put(store: Store) -> list[str]:
    """Copy those that the store lacks or has in an older form; gives their paths."""
    changed = []
    for file in sorted(folder().glob("*.json")):
        path, data = f"schemas/{file.name}", file.read_bytes()
        try:
            same = read(store, path) == data
        except FileNotFoundError:
            same = False
        if not same:
            store.replace(path, data, media_type="application/json")
            changed.append(path)
    return changed
