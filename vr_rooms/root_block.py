"""The root block of every StreamField here: it keeps two threads from validating one shared tree of blocks at once."""

from __future__ import annotations

import threading
from typing import Any

from wagtail import blocks

_LOCK = threading.RLock()
"""One lock for all trees: blocks that a class declares are shared by every tree that uses the class."""


class RootBlock(blocks.StreamBlock):
    """A StreamBlock whose validation holds a lock.

    Saving a draft switches "required" off on the shared block objects and on again afterwards. Without the lock, a thread that
    publishes meanwhile sees it switched off (incomplete content goes live), and two drafts at once can leave it off for good.
    """

    def clean(self, value: Any) -> Any:
        with _LOCK:
            return self.clean_whole(super().clean(value))

    def clean_deferred(self, value: Any) -> Any:
        with _LOCK:
            return super().clean_deferred(value)

    def clean_whole(self, value: Any) -> Any:
        """For checks across blocks; called while the lock is held. Raises StreamBlockValidationError."""
        return value
