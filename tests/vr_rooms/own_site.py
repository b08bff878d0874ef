"""The project on a database of its own, in processes of its own: for tests that kill, and for browsers."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


class Site:
    """A copy of the migrated database in ``folder``, and folders for files beside it."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "db.sqlite3"
        self.env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "SECRET_KEY": "only-for-tests",
            "DATABASE_URL": f"sqlite:///{self.database}",
            "CONTENT_STORE": str(folder / "content"),
            "MEDIA_STORE": str(folder / "media"),
        }

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR, env=self.env)

    def run(self, *command: str) -> None:
        process = self.start(*command)
        assert process.wait(100) == 0

    @contextlib.contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        process = self.start(*command)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def asset(self) -> tuple[str, str]:
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute("select state, stage from vr_rooms_mediaasset").fetchone()

    def write(self, fields: str) -> None:
        """Set fields of the one asset, as a worker would."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as connection, connection:
            connection.execute(f"update vr_rooms_mediaasset set {fields}")

    def until_stage(self, wanted: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.asset()[1] != wanted:
            assert time.monotonic() < end, f"{self.asset()} and not {wanted} after {seconds} s"
            time.sleep(0.02)

    def until(self, wanted: str, seconds: float) -> None:
        end = time.monotonic() + seconds
        while self.asset()[0] != wanted:
            assert time.monotonic() < end, f"{self.asset()} and not {wanted} after {seconds} s"
            time.sleep(0.02)
