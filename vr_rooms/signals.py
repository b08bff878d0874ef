"""The ways up: what floors above may listen to."""

from __future__ import annotations

from django.dispatch import Signal

asset_packaged = Signal()
"""Sent after an asset's new packaged record (or captions) was written. ``asset_id``: its primary key."""

release_published = Signal()
"""Sent after a release was signed and its row written. ``number``: its number."""
