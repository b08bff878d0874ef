"""The content store of the settings."""

from __future__ import annotations

from django.conf import settings

from media_pipeline.store import Store
from media_pipeline.store.address import open_store


def content_store() -> Store:
    """The store that CONTENT_STORE names; cheap to call."""
    return open_store(settings.CONTENT_STORE)
