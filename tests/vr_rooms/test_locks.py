"""Locks between processes, and after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from django.conf import settings

from vr_rooms.services import locks

pytestmark = pytest.mark.django_db

HOLDER = textwrap.dedent(
    """
    import subprocess, sys, time
    import django
    from django.conf import settings
    settings.configure(INSTALLED_APPS=[], DATABASES={"default": %s})
    django.setup()
    from vr_rooms.services import locks
    with locks.held("asset-1") as got:
        # a child that lives on must not keep the lock
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.DEVNULL)
        print("held" if got else "busy", flush=True)
        sys.stdin.read()
    """
)


def database() -> dict[str, str]:
    from django.db import connection

    known = ("ENGINE", "NAME", "USER", "PASSWORD", "HOST", "PORT")
    return {name: str(connection.settings_dict[name]) for name in known}


@pytest.fixture
def holder():
    """Another process that holds the lock "asset-1"."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER % database()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(settings.BASE_DIR)},
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "held"
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        pipe.close()


def test_two_processes_never_hold_one_lock(holder):
    with locks.held("asset-1") as got:
        assert got is False
    with locks.held("asset-2") as got:
        assert got is True
    assert not locks.is_free("asset-1") and locks.is_free("asset-2")


def test_a_lock_dies_with_its_holder_though_a_child_of_it_lives_on(holder):
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with locks.held("asset-1") as got:
        assert got is True


def test_two_threads_never_hold_one_lock():
    with locks.held("asset-3") as first, locks.held("asset-3") as second:
        assert (first, second) == (True, False)
    assert locks.is_free("asset-3")


def test_an_error_lets_go():
    with pytest.raises(ZeroDivisionError), locks.held("asset-4"):
        _ = 1 / 0
    assert locks.is_free("asset-4")


def test_lock_files_lie_beside_the_database():
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has locks of its own")
    assert locks.folder() == Path(connection.settings_dict["NAME"]).parent / "locks"
