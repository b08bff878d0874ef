"""Packaging: colours, times and sound of films with known answers, read back from what a headset and a browser get."""

from __future__ import annotations

import functools
import http.server
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from media_pipeline.errors import Cancelled, Refused
from media_pipeline.processes import Finished, TimedOut
from media_pipeline.progress import silent
from media_pipeline.recipes import VIDEO
from media_pipeline.records import MediaInfo, Video, VideoIndex
from media_pipeline.store.base import read
from media_pipeline.store.disk import DiskStore
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.ffmpeg import EncodingFailed
from media_pipeline.videos.hls import package_video
from media_pipeline.videos.probe import probe_source, probe_video
from tests.media_pipeline.children import run_freely
from tests.media_pipeline.videos.conftest import Packaged
from tests.media_pipeline.videos.films import BT601, BT2020, COLOURS, PQ, Film, colour_at, is_close, pictures, whole_file


def package(film: Path, **how: int) -> Packaged:
    store = MemoryStore()
    return store, package_video(film, probe_video(film), store, VIDEO, silent, **how)


def played(packaged: Packaged, tmp_path: Path, variant: int = 0) -> Path:
    store, video = packaged
    return whole_file(store, video.hls[0].variants[variant], tmp_path / f"played-{variant}.mp4")


def index_of(packaged: Packaged, variant: int = 0) -> VideoIndex:
    store, video = packaged
    return VideoIndex.model_validate_json(read(store, video.hls[0].variants[variant].index.path))


def poster(packaged: Packaged) -> np.ndarray:
    store, video = packaged
    return cv2.imdecode(np.frombuffer(read(store, video.poster.path), np.uint8), cv2.IMREAD_COLOR)[..., ::-1]


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


def test_sound_is_as_long_as_the_picture_and_as_loud_as_asked(packaged: Packaged, tmp_path: Path) -> None:
    path = played(packaged, tmp_path)
    assert sound_ends(path) == pytest.approx(9.32, abs=0.03)
    assert loudness(path) == pytest.approx(-16, abs=0.5)


def test_soft_and_uneven_sound_is_as_loud_as_asked_without_clipping(tmp_path: Path) -> None:
    film = Film(seconds=8, width=64, height=64, rate=Fraction(5), channels=2, amplitude=0.01, swells=True)
    path = played(package(film.write(tmp_path / "soft.mp4")), tmp_path)
    assert loudness(path) == pytest.approx(-16, abs=0.5)
    with av.open(str(path)) as container:
        peak = max(float(np.abs(frame.to_ndarray()).max()) for frame in container.decode(audio=0))
    assert peak < 1


def sound_ends(path: Path) -> float:
    with av.open(str(path)) as container:
        (audio,) = container.streams.audio
        assert (audio.rate, audio.layout.name) == (48000, "stereo")
        return max(float(frame.time) + frame.samples / 48000 for frame in container.decode(audio))


def loudness(path: Path) -> float:
    args = [ffmpeg.program(), "-nostdin", "-i", str(path), "-map", "0:a", "-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    finished = run_freely(args, cwd=path.parent, timeout_s=20)
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", finished.stderr)[-1])


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


@pytest.mark.parametrize(
    ("turned", "corner", "size"), [(90, (0.1, 0.9), (180, 320)), (-90, (0.9, 0.1), (180, 320)), (180, (0.9, 0.9), (320, 180))]
)
def test_phones_films_stand_upright(turned: int, corner: tuple[float, float], size: tuple[int, int], tmp_path: Path) -> None:
    packaged = package(Film(seconds=0.4, turned=turned, channels=0).write(tmp_path / "phone.mp4"))
    _, video = packaged
    assert (video.width, video.height) == size
    for picture in (pictures(played(packaged, tmp_path))[0][1], poster(packaged)):
        for place in ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9)):
            assert is_close(colour_at(picture, *place), (255, 255, 255) if place == corner else COLOURS[0]), place


def test_uneven_frames_become_even(tmp_path: Path) -> None:
    packaged = package(Film(seconds=2, uneven=True, channels=0).write(tmp_path / "phone.mp4"))
    frames = pictures(played(packaged, tmp_path))
    gaps = np.diff([time for time, _ in frames])
    assert gaps.max() - gaps.min() < 1e-3
    for time, picture in frames:
        if abs(time - 1) > 0.1:  # the change itself may fall on a missing frame
            assert is_close(colour_at(picture, 0.7, 0.7), COLOURS[int(time)]), time


def test_other_matrices_and_odd_sizes(tmp_path: Path) -> None:
    film = Film(seconds=0.4, width=322, height=180, matrix=BT601, channels=0).write(tmp_path / "dvd.mp4")
    packaged = package(film)
    assert is_close(colour_at(pictures(played(packaged, tmp_path))[0][1], 0.7, 0.7), COLOURS[0])
    assert is_close(colour_at(poster(packaged), 0.7, 0.7), COLOURS[0])
    odd = package(Film(seconds=0.4, width=321, height=181, pixels="yuv444p", channels=0).write(tmp_path / "odd.mp4"))
    assert (odd[1].width, odd[1].height) == (320, 180)
    assert is_close(colour_at(pictures(played(odd, tmp_path))[0][1], 0.7, 0.7), COLOURS[0])


def hdr_film(path: Path, signals: tuple[float, float]) -> Path:
    """Ten frames of HDR10 in two greys, left and right, given as PQ signal values (0-1)."""
    luma = np.empty((180, 320), np.uint16)
    luma[:, :160], luma[:, 160:] = (round(64 + 876 * signal) for signal in signals)
    grey = np.full((90, 160), 512, np.uint16)
    with av.open(str(path), "w") as out:
        video = out.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p10le"
        for number in range(10):
            frame = av.VideoFrame(320, 180, "yuv420p10le")
            for plane, values in zip(frame.planes, (luma, grey, grey), strict=True):
                rows = np.zeros((plane.height, plane.line_size // 2), np.uint16)
                rows[:, : values.shape[1]] = values
                plane.update(rows.tobytes())
            for one in (frame, video.codec_context):
                one.colorspace, one.color_primaries, one.color_trc, one.color_range = BT2020, BT2020, PQ, 1
            frame.pts, frame.time_base = number, Fraction(1, 25)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    return path


def test_ten_bits_and_hdr_become_sdr(tmp_path: Path) -> None:
    deep = package(Film(seconds=0.4, pixels="yuv420p10le", channels=0).write(tmp_path / "deep.mp4"))
    assert is_close(colour_at(pictures(played(deep, tmp_path))[0][1], 0.7, 0.7), COLOURS[0])

    # PQ (SMPTE ST 2084) of 203 cd/m², paper white, is 0.5807 on the right, of 18 % of that 0.4098 on the left.
    packaged = package(hdr_film(tmp_path / "hdr.mp4", (0.4098, 0.5807)))
    picture = pictures(played(packaged, tmp_path))[0][1]
    assert is_close(colour_at(picture, 0.25, 0.5), (125, 125, 125))  # a screen's curve (BT.1886): 0.18 ** (1 / 2.4)
    white = colour_at(picture, 0.75, 0.5)
    assert 190 < min(white) < 240  # room is left for what is brighter than paper
    assert max(white) - min(white) <= 3
    with av.open(str(played(packaged, tmp_path))) as container:
        stream = container.streams.video[0]
        assert (stream.pix_fmt, stream.codec_context.color_trc, stream.codec_context.colorspace) == ("yuv420p", 1, 1)


def test_silence_51_and_sound_that_lasts_longer(tmp_path: Path) -> None:
    small = Film(seconds=2, width=160, height=90)
    _, video = package(replace(small, channels=0).write(tmp_path / "silent.mp4"))
    assert not video.has_audio
    assert video.hls[0].variants[0].codecs.startswith("avc1.6400")
    assert "mp4a" not in video.hls[0].variants[0].codecs

    surround = played(package(replace(small, channels=6).write(tmp_path / "51.mp4")), tmp_path)
    assert loudness(surround) == pytest.approx(-16, abs=0.5)

    quiet = package(replace(small, amplitude=0.0).write(tmp_path / "quiet.mp4"))  # nothing to measure: left as it is
    assert quiet[1].has_audio

    shorter = played(package(replace(small, sound_seconds=0.5).write(tmp_path / "shorter.mp4")), tmp_path)
    assert sound_ends(shorter) == pytest.approx(2, abs=0.03)

    longer = package(replace(small, seconds=1, sound_seconds=2.5).write(tmp_path / "longer.mp4"))
    assert longer[1].duration_ms == pytest.approx(2500, abs=50)
    time, last = pictures(played(longer, tmp_path))[-1]
    assert time > 2.4
    assert is_close(colour_at(last, 0.7, 0.7), COLOURS[0])


def test_webm(tmp_path: Path) -> None:
    film = Film(seconds=1, width=160, height=90, codec="libvpx-vp9", matrix=BT601).write(tmp_path / "film.webm")
    packaged = package(film)
    assert packaged[1].duration_ms == pytest.approx(1000, abs=50)
    assert is_close(colour_at(pictures(played(packaged, tmp_path))[3][1], 0.7, 0.7), COLOURS[0])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"projection": "equirectangular", "coverage": {}}, "a 360° video"),
        ({"projection": "equirectangular", "coverage": {"yaw": (-90, 90)}}, "a VR180 video"),
        ({"projection": "flat", "stereo": "top-bottom"}, "a 3D video"),
    ],
)
def test_what_is_not_due_is_refused_by_name(change: dict[str, object], what: str, film: Path) -> None:
    info = MediaInfo.model_validate({"name": "film.mp4", "kind": "video", "format": "MP4", "size": 1} | change)
    store = MemoryStore()
    with pytest.raises(Refused, match=f"film.mp4 is {what}") as refused:
        package_video(film, info, store, VIDEO, silent)
    assert refused.value.code == "layout_not_due"
    assert not store.files


def test_a_2_to_1_film_is_packaged_when_it_is_called_flat(tmp_path: Path) -> None:
    film = Film(seconds=0.2, width=1280, height=640, channels=0).write(tmp_path / "wide.mp4")
    info = probe_video(film)
    assert info.projection == "equirectangular"
    flat = info.model_copy(update={"projection": "flat", "coverage": None})
    video = package_video(film, flat, MemoryStore(), VIDEO, silent)
    assert isinstance(video, Video)
    assert (video.projection, video.coverage) == ("flat", None)


def test_a_film_that_can_be_read_only_in_part_is_refused(film: Path, tmp_path: Path) -> None:
    data = bytearray(film.read_bytes())
    half, index = len(data) // 2, data.rindex(b"moov") - 4
    assert half < index  # the index after the pictures stays whole, so the probe sees the full length
    data[half:index] = bytes(index - half)
    (tmp_path / "film.mp4").write_bytes(data)
    store = MemoryStore()
    with pytest.raises(Refused) as refused:
        package_video(tmp_path / "film.mp4", probe_video(tmp_path / "film.mp4"), store, VIDEO, silent)
    assert refused.value.code == "cut_off"
    assert not store.files


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


def test_too_long_and_too_much_are_one_sentence(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = probe_video(film)
    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "START_S", 0.05)
        patch.setattr(ffmpeg, "PER_SECOND_S", 0.0)
        with pytest.raises(TimedOut, match=r"ffmpeg.* was not ready within 0\.05 s"):
            package_video(film, info, MemoryStore(), VIDEO, silent)
    monkeypatch.setattr(ffmpeg, "LIMITS", replace(ffmpeg.LIMITS, child_memory_bytes=250 * 1024**2))
    with pytest.raises((EncodingFailed, Refused), match=r"^film\.mp4 [^\n]*; [^\n]*\.$"):  # ffmpeg may say so, or just crash
        package_video(film, info, MemoryStore(), VIDEO, silent)


@pytest.mark.parametrize(
    ("returncode", "stderr", "sentence"),
    [
        (244, "x\n[h264 @ 0x5] Cannot allocate memory\n", "film.mp4 needs more than 4 GiB of memory"),
        (228, "[out#0/hls @ 0x5] No space left on device\n", "no room left on the disk"),
        (-11, "", "made the converter crash"),
        (69, "[in#0 @ 0x55] Invalid data found when processing input\n", "film.mp4 is damaged or cut off (its contents"),
        (1, "[out#0 @ 0x55] Unknown error occurred\n", "film.mp4 can't be converted (Unknown error occurred)"),
        (1, "", "it ended with status 1"),
    ],
)
def test_a_failed_run_is_told_in_a_sentence(returncode: int, stderr: str, sentence: str, film: Path) -> None:
    error = ffmpeg.failure(Finished(returncode, stderr, ""), probe_source(film))
    assert sentence in str(error)
    assert "\n" not in str(error)


def test_an_encoder_that_only_ticks_is_found_stuck(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(ffmpeg.time, "monotonic", lambda: now[0])
    watch = ffmpeg.Watch("encode", 1000, silent)
    for second in range(0, 200, 10):
        now[0] = float(second)
        watch.line(f"frame={second}")
    with pytest.raises(TimedOut, match="no sign of life"):
        for second in range(200, 400, 10):
            now[0] = float(second)
            watch.line("frame=190")
            watch.line("speed=0x")
