"""Finished stages of one piece of packaging, remembered in the store: after a kill the work goes on where it was.

A stage's result is a small document that names blobs. It lies at ``records/<key>/<stage>.json`` and counts only while every
blob that it names is there. The last one, ``asset``, is the whole record: the same input is then recognised at once.
``records/`` is no part of a release and is never served.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from media_pipeline import canonical
from media_pipeline.errors import Damaged
from media_pipeline.release.references import missing
from media_pipeline.store import Store
from media_pipeline.store.base import read

Result = TypeVar("Result", bound=BaseModel)

WHOLE = "asset"


class Stages:
    """Stages that nobody remembers: each is done when it is asked for."""

    def once(
        self, stage: str, kind: type[Result], make: Callable[[], Result], done: Callable[[Result], bool] = lambda _: True
    ) -> Result:
        """What ``make()`` gives, an instance of ``kind``; from memory where this stage was finished before.

        ``done`` tells whether a result is all that can be wished for; one that is not is never remembered."""
        return make()


UNREMEMBERED = Stages()
"""For who packages once and keeps nothing."""


class KeptStages(Stages):
    """Stages that are remembered in a store under ``key``, which stands for input, wishes, recipe and tools."""

    def __init__(self, store: Store, key: str) -> None:
        self._store = store
        self._folder = f"records/{key}/"

    def once(
        self, stage: str, kind: type[Result], make: Callable[[], Result], done: Callable[[Result], bool] = lambda _: True
    ) -> Result:
        """As in Stages. A result is remembered only after its blobs lie safely on the medium."""
        known = self.recall(stage, kind)
        if known is not None and done(known):
            return known
        result = make()
        self._store.barrier()
        if done(result):
            self._store.replace(self._path(stage), canonical.dumps(result), media_type="application/json")
        return result

    def recall(self, stage: str, kind: type[Result]) -> Result | None:
        """A remembered result with all its blobs in the store, or None."""
        path = self._path(stage)
        try:
            result = kind.model_validate_json(read(self._store, path))
            return None if missing(self._store, canonical.to_json(result), path) else result
        except (FileNotFoundError, ValidationError, Damaged):  # never done, of another version, or a blob gone bad: do it again
            return None

    def finish(self, *kept: str) -> None:
        """Forget the single stages; the whole record stays, and the stages ``kept``."""
        for path in list(self._store.keys(self._folder)):
            if path not in map(self._path, (WHOLE, *kept)):
                self._store.delete(path)

    def _path(self, stage: str) -> str:
        return f"{self._folder}{stage}.json"
