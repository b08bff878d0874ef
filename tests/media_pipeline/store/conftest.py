"""One store of each kind, for the suite that holds for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from media_pipeline.store import DiskStore, MemoryStore, Store, open_store
from media_pipeline.store.s3 import S3Store
from tests.s3 import s3_server  # noqa: F401


@pytest.fixture(params=["memory", "disk", "s3", "s3-when-required"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
    elif request.param == "disk":
        yield DiskStore(tmp_path / "content")
    else:
        checksums = "when_required" if request.param == "s3-when-required" else "when_supported"
        opened = open_store(request.getfixturevalue("s3_server").address("deep/content", checksums))
        assert isinstance(opened, S3Store)
        yield opened
        opened.close()
