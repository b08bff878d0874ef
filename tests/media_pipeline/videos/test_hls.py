"""Packaging: what comes out, playable whole, by playlist and over HTTP, the same each time."""

from __future__ import annotations

import functools
import http.server
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest

from media_pipeline.errors import Cancelled
from media_pipeline.recipes import VIDEO
from media_pipeline.store.base import read
from media_pipeline.store.disk import DiskStore
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.package import package_video
from media_pipeline.videos.probe import probe_video
from tests.media_pipeline.children import run_freely
from tests.media_pipeline.videos.films import COLOURS, Film, colour_at, is_close, pictures
from tests.media_pipeline.videos.played import Packaged, index_of, package, played, poster


def test_the_record(packaged: Packaged) -> None:
    _, video = packaged
    assert (video.duration_ms, video.width, video.height, video.frame_rate, video.has_audio) == (9320, 848, 480, 25.0, True)
    (hls,) = video.hls
    assert (hls.language, hls.role) == ("nl", "main")
    (variant,) = hls.variants
    assert (variant.width, variant.height, variant.codecs) == (848, 480, "avc1.64001e,mp4a.40.2")
    index = index_of(packaged)
    assert [length for _, _, length in index.segments] == [4000, 4000, 1320]
    fastest = max(size * 8000 // length for _, size, length in index.segments[:2])
    assert fastest <= variant.bandwidth <= 1.5 * fastest


def test_one_file_of_init_index_and_segments_plays_whole(packaged: Packaged, tmp_path: Path) -> None:
    path = played(packaged, tmp_path)
    frames = pictures(path)
    assert [time for time, _ in frames] == pytest.approx([number / 25 for number in range(233)], abs=1e-4)
    for time, picture in frames[::5]:
        assert is_close(colour_at(picture, 0.7, 0.7), COLOURS[int(time + 1e-4) % len(COLOURS)]), time
        assert is_close(colour_at(picture, 0.1, 0.1), (255, 255, 255)), time
    with av.open(str(path)) as container:
        assert container.duration == pytest.approx(9.32e6, abs=1)
        assert container.start_time == 0
        keys = [float(packet.pts * packet.time_base) for packet in container.demux(video=0) if packet.is_keyframe and packet.size]
    assert keys == [0, 4, 8]


def test_seeking_by_the_segment_index(packaged: Packaged, tmp_path: Path) -> None:
    with av.open(str(played(packaged, tmp_path))) as container:
        container.seek(7_500_000)
        frame = next(container.decode(video=0))
    assert float(frame.time) == 4


def test_playlists_name_blobs_that_are_there(packaged: Packaged) -> None:
    store, video = packaged
    index = index_of(packaged)
    text = read(store, video.hls[0].variants[0].playlist.path).decode()
    named = re.findall(r"\.\./(\S+?\.m4s)", text)
    assert [f"blobs/{name}" for name in named] == [f"blobs/{d[:2]}/{d}.m4s" for d, _, _ in index.segments]
    for digest, size, _ in index.segments:
        data = read(store, f"blobs/{digest[:2]}/{digest}.m4s")
        assert len(data) == size
        assert b"sidx" not in data
    assert index.init.sha256 in text


@pytest.fixture
def origin(packaged: Packaged, tmp_path: Path) -> Iterator[str]:
    """The store as any static web server serves it."""
    store, _ = packaged
    for path, data in store.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_playlists_play_over_http(packaged: Packaged, origin: str, tmp_path: Path) -> None:
    _, video = packaged
    for playlist in (video.hls[0].master, video.hls[0].variants[0].playlist):
        args = [ffmpeg.program(), "-nostdin", "-loglevel", "warning", "-progress", "pipe:1", "-i", origin + playlist.path]
        finished = run_freely([*args, "-f", "null", "-"], cwd=tmp_path, timeout_s=30)
        assert finished.returncode == 0
        assert re.findall(r"frame=(\d+)", finished.stdout)[-1] == "233"
        assert finished.stderr == ""


def test_a_second_run_gives_the_same_bytes_on_one_core_too(packaged: Packaged, film: Path) -> None:
    store, video = packaged
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    try:
        if cores:
            os.sched_setaffinity(0, {min(cores)})  # children inherit it
        again, second = package(film)
    finally:
        if cores:
            os.sched_setaffinity(0, cores)
    assert second == video
    assert again.files == store.files


def test_the_poster(packaged: Packaged, film: Path) -> None:
    picture = poster(packaged)
    assert picture.shape == (480, 848, 3)
    assert is_close(colour_at(picture, 0.7, 0.7), COLOURS[0])
    assert is_close(colour_at(picture, 0.1, 0.1), (255, 255, 255))


def test_a_poster_at_a_chosen_time(tmp_path: Path) -> None:
    film = Film(seconds=3, width=160, height=90, channels=0).write(tmp_path / "film.mp4")
    assert is_close(colour_at(poster(package(film, poster_at_ms=1500)), 0.7, 0.7), COLOURS[1])
    assert is_close(colour_at(poster(package(film, poster_at_ms=90_000)), 0.7, 0.7), COLOURS[2])  # after the end: the last


def test_the_whole_ladder_of_a_large_film(tmp_path: Path) -> None:
    packaged = package(Film(seconds=0.4, width=1920, height=1080, rate=Fraction(50)).write(tmp_path / "film.mp4"))
    _, video = packaged
    variants = video.hls[0].variants
    assert [(variant.width, variant.height) for variant in variants] == [(1920, 1080), (1280, 720), (854, 480)]
    assert video.frame_rate == 25
    for number, variant in enumerate(variants):
        frames = pictures(played(packaged, tmp_path, number))
        assert [time for time, _ in frames] == pytest.approx([n / 25 for n in range(10)], abs=1e-4)
        assert frames[0][1].shape == (variant.height, variant.width, 3)
        assert is_close(colour_at(frames[5][1], 0.7, 0.7), COLOURS[0])
    assert poster(packaged).shape == (720, 1280, 3)


def work_directories() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("kijkkamer-video-*"))


def test_progress_grows_and_cancelling_leaves_nothing(film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A folder of its own: elsewhere on this machine others may be packaging, or tidying what was killed.
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    seen: list[tuple[str, int, int]] = []
    store = DiskStore(tmp_path / "content")
    package_video(film, probe_video(film), store, VIDEO, lambda *step: seen.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == ["probe", "loudness", "encode", "store"]
    for stage in ("loudness", "encode", "store"):
        parts = [done / total for name, done, total in seen if name == stage]
        assert parts == sorted(parts)
        assert parts[-1] == 1

    def cancel(stage: str, done: int, total: int) -> None:
        if stage == "encode" and done:
            raise Cancelled("stop")

    empty = DiskStore(tmp_path / "empty")
    with pytest.raises(Cancelled):
        package_video(film, probe_video(film), empty, VIDEO, cancel)
    assert not list(empty.keys())
    assert not work_directories()
