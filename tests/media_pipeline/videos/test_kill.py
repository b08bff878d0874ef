"""kill -9 in the middle of an encode or after it: no child stays, nothing half is stored, the next run clears up and goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import psutil
import pytest

from media_pipeline.canonical import to_json
from media_pipeline.digests import sha256
from media_pipeline.package import package
from media_pipeline.processes import work_directory
from media_pipeline.records import Video
from media_pipeline.release.references import missing
from media_pipeline.store.base import read
from media_pipeline.store.disk import DiskStore
from media_pipeline.videos import encode
from tests.media_pipeline.children import is_gone
from tests.media_pipeline.videos.films import Film

HERE = Path(__file__).resolve().parents[3]
WORKER = """
    import signal
    import sys
    from pathlib import Path
    sys.path.insert(0, sys.argv[1])
    from media_pipeline.package import package
    from media_pipeline.store.disk import DiskStore
    film, store, last = Path(sys.argv[2]), DiskStore(Path(sys.argv[3])), sys.argv[4]

    def tell(stage, done, total):
        print(stage, done, total, flush=True)
        if stage == last and done:
            signal.pause()  # the kill comes here, however quick this machine is

    package(film, store, progress=tell)
"""

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a child dies with its parent on Linux only")


@pytest.mark.parametrize("stage", ["encode", "store"])
def test_kill_9_leaves_no_child_and_nothing_half(stage: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # the worker's
    film = Film(seconds=20, width=640, height=360).write(tmp_path / "film.mp4")
    args = [sys.executable, "-c", textwrap.dedent(WORKER), str(HERE), str(film), str(tmp_path / "content"), stage]
    with subprocess.Popen(args, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        for line in worker.stdout:
            name, done, _ = line.split()
            if name == stage and int(done):
                break
        children = psutil.Process(worker.pid).children(recursive=True)
        names = [child.name() for child in children]
        worker.send_signal(signal.SIGKILL)
    if stage != "store":
        assert any("ffmpeg" in name for name in names)
    assert all(is_gone(child.pid) for child in children)

    store = DiskStore(tmp_path / "content")
    kept = list(store.keys("blobs/"))
    assert kept or stage == "encode"
    for path in kept:
        assert sha256(read(store, path)) == Path(path).stem

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert bool(list(tmp_path.glob("kijkkamer-video-*"))) == (stage == "encode")
    with work_directory("video") as mine:
        assert list(tmp_path.glob("kijkkamer-video-*")) == [mine]
        with work_directory("video") as other:  # one in use is left alone
            assert mine.exists()
            assert other != mine
    assert not list(tmp_path.glob("kijkkamer-video-*"))
    if stage == "store":
        monkeypatch.setattr(encode, "picture_command", lambda *_: pytest.fail("encoded again"))
    finished = package(film, store)
    assert isinstance(finished, Video)
    assert finished.duration_ms == 20_000
    assert not missing(store, to_json(finished), "the asset")
