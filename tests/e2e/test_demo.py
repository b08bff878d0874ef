"""The whole way: the demo is packaged, released, synced, served and stopped."""

from __future__ import annotations

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

from tests.e2e.conftest import ROOT, Demo, Site, free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
CONTRACT = ROOT.parent / "shared" / "contract" / "contract.py"


class CountingFiles(http.server.SimpleHTTPRequestHandler):
    """Static files that note what was asked for."""

    asked: list[str]

    def log_message(self, *args: object) -> None:
        """Silent."""

    def do_GET(self) -> None:
        self.asked.append(self.path)
        super().do_GET()


@pytest.fixture
def origin(demo: Demo) -> Iterator[tuple[str, list[str]]]:
    """The demo's content root on loopback, and the list of what is asked of it."""
    asked: list[str] = []
    handler = type("Handler", (CountingFiles,), {"asked": asked})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(demo.content)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", asked
    server.shutdown()
    server.server_close()
    thread.join()


def client(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "vr_rooms.client", *args], cwd=ROOT, capture_output=True, text=True, timeout=300)


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return answer.status, answer.read().decode()


def catalog(content: Path) -> dict:
    (path,) = [p for p in (content / "targets").iterdir() if json.loads(p.read_text())["release"] == newest(content)]
    return json.loads(path.read_text())


def newest(content: Path) -> int:
    return max(json.loads(path.read_text())["release"] for path in (content / "targets").iterdir())


def sector_documents(content: Path) -> list[dict]:
    return [json.loads((content / one["document"]["path"]).read_text()) for one in catalog(content)["sectors"]]


def test_the_programme_is_whole(demo: Demo) -> None:
    assert newest(demo.content) == 1, "a half loaded programme was released, and could be rolled back to"
    documents = {document["slug"]: document for document in sector_documents(demo.content)}
    assert set(documents) == {"techniek", "zorg"}
    for document in documents.values():
        assert len(document["rooms"]) >= 2
        assert document["videos"][0]["transcript"]["en"] != document["videos"][0]["transcript"]["nl"]
        assert {captions["language"] for captions in document["videos"][0]["video"]["captions"]} == {"nl", "en"}
        assert document["activities"]
        for room in document["rooms"]:
            manifest = json.loads((demo.content / room["manifest"]["path"]).read_text())
            assert len(manifest["scenes"]) >= 2
            kinds = {spot["kind"] for scene in manifest["scenes"] for spot in scene["hotspots"]}
            assert {"info", "scene", "activity"} <= kinds
            assert all(scene["title"]["en"] != scene["title"]["nl"] for scene in manifest["scenes"])


@pytest.mark.real_media
@pytest.mark.skipif(not CONTRACT.is_file(), reason="../shared/contract is not here")
def test_the_contract_holds_on_disk_and_over_http(demo: Demo, site: Site) -> None:
    for at in (str(demo.content), f"{site.url}/content"):
        ran = subprocess.run([sys.executable, str(CONTRACT), at], capture_output=True, text=True, timeout=300)
        assert ran.returncode == 0, ran.stdout


def test_a_second_run_packages_nothing_again(demo: Demo) -> None:
    before = {path: path.stat().st_mtime_ns for path in (demo.content / "blobs").rglob("*.*")}
    release = newest(demo.content)
    started = time.monotonic()
    ran = demo.manage("demo", "--no-serve")
    print(f"second run: {time.monotonic() - started:.1f} s")
    assert ran.returncode == 0, ran.stderr
    assert {path: path.stat().st_mtime_ns for path in (demo.content / "blobs").rglob("*.*")} == before
    assert newest(demo.content) == release


def test_a_headset_syncs_and_then_asks_twice(origin: tuple[str, list[str]], tmp_path: Path) -> None:
    url, asked = origin
    folder = tmp_path / "headset"
    first = client("sync", url, str(folder), "--videos")
    assert first.returncode == 0, first.stderr
    assert json.loads((folder / "active.json").read_text())
    asked.clear()
    second = client("sync", url, str(folder), "--videos")
    assert second.returncode == 0, second.stderr
    assert len(asked) == 2, asked
    assert not [path for path in asked if "blobs" in path]
    assert client("verify", str(folder)).returncode == 0


def test_verification_reads_everything_back(demo: Demo) -> None:
    assert demo.manage("verify_release").returncode == 0
    ran = subprocess.run(
        [sys.executable, "-m", "media_pipeline", "verify", str(demo.content)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode == 0, ran.stderr


def test_a_missing_blob_stops_the_next_release_and_is_named(demo: Demo, tmp_path: Path) -> None:
    document = sector_documents(demo.content)[0]
    manifest = json.loads((demo.content / document["rooms"][0]["manifest"]["path"]).read_text())
    panorama = next(asset for asset in manifest["assets"].values() if asset["kind"] == "panorama")
    index = json.loads((demo.content / panorama["tiles"]["index"]["path"]).read_text())
    digest = index["eyes"][0]["levels"][-1]["faces"]["f"][0][0]
    lost = demo.content / "blobs" / digest[:2] / f"{digest}.jpg"
    aside = tmp_path / lost.name
    lost.rename(aside)
    try:
        pointer = (demo.content / "metadata" / "timestamp.json").read_bytes()
        ran = demo.manage("release", "--above", "1000")
        assert ran.returncode == 1
        assert digest in ran.stderr
        assert "Traceback" not in ran.stderr
        assert (demo.content / "metadata" / "timestamp.json").read_bytes() == pointer
    finally:
        aside.rename(lost)


def test_the_site_answers_everywhere(demo: Demo, site: Site) -> None:
    document = sector_documents(demo.content)[0]
    room, video = document["rooms"][0]["id"], document["videos"][0]["id"]
    for path in (
        "/",
        "/en/",
        "/play/",
        f"/play/{room}/",
        f"/embed/video/{video}/",
        "/admin/login/",
        "/api/v3/openapi.json",
        "/api/v3/docs/",
        "/api/v3/sectors/",
        f"/api/v3/sectors/{document['slug']}/",
        "/api/v3/rooms/",
        f"/api/v3/rooms/{room}/",
        "/api/v3/videos/",
        f"/api/v3/videos/{video}/",
        "/api/v3/activities/",
        "/healthz",
        "/readyz",
        "/content/schemas/catalog.json",
    ):
        status, body = get(site.url + path)
        assert status == 200, path
        assert body, path
    assert json.loads(get(site.url + "/api/v3/rooms/")[1])["count"] == sum(
        len(d["rooms"]) for d in sector_documents(demo.content)
    )


def test_ctrl_c_stops_server_and_workers(demo: Demo) -> None:
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "demo", "--port", str(free_port())],
        cwd=ROOT,
        env=demo.environment(),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "Ctrl-C" in line:
            break
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 4  # server, two queues, clock
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(30) == 0
    process.stdout.close()
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
