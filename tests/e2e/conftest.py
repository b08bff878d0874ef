"""The demo as its users have it: one command in a process of its own, with state in a scratch folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Demo:
    """Where a demo lies and how to run it again."""

    var: Path
    said: str

    @property
    def content(self) -> Path:
        return self.var / "content"

    def manage(self, *args: str, timeout: float = 600) -> subprocess.CompletedProcess[str]:
        """A management command on this demo's state."""
        command = [sys.executable, str(ROOT / "manage.py"), *args]
        return subprocess.run(command, cwd=ROOT, env=self.environment(), capture_output=True, text=True, timeout=timeout)

    def environment(self) -> dict[str, str]:
        settings = ("DATABASE_URL", "CONTENT_STORE", "MEDIA_STORE", "TUF_KEYS", "DJANGO_SETTINGS_MODULE", "TASKS")
        kept = {name: value for name, value in os.environ.items() if name not in settings}
        return kept | {"VAR_DIR": str(self.var), "DEMO_PASSWORD": "een-lang-genoeg-wachtwoord"}


@dataclass(frozen=True)
class Site:
    """A demo that is being served."""

    demo: Demo
    url: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo programme, packaged and released."""
    var = tmp_path_factory.mktemp("demo")
    ran = Demo(var, "").manage("demo", "--no-serve")
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return Demo(var, ran.stdout)


@pytest.fixture(scope="session")
def site(demo: Demo) -> Iterator[Site]:
    """The demo served, with its workers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(port)],
        cwd=ROOT,
        env=demo.environment(),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url + "/readyz", process)
        yield Site(demo, url, process)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        assert process.poll() is None, "the demo ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer within 90 s")
