"""Probing: shape, tracks and length of films with known answers; a sentence, quickly, for everything else."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from media_pipeline.errors import Refused
from media_pipeline.libav import looked_at
from media_pipeline.processes import module, run
from media_pipeline.recipes import LIMITS
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.probe import probe_source, probe_video
from media_pipeline.videos.signature import demuxer_of
from tests.media_pipeline.children import run_freely
from tests.media_pipeline.videos.films import BT601, Film

SMALL = Film(seconds=1.0, width=160, height=90)


def refusal(path: Path, **limits: int) -> Refused:
    with pytest.raises(Refused) as refused:
        probe_video(path, replace(LIMITS, **limits))
    assert path.name in str(refused.value)
    return refused.value


def test_a_film(film: Path) -> None:
    info = probe_video(film)
    assert (info.kind, info.format, info.width, info.height, info.duration_ms) == ("video", "MP4", 848, 480, 9320)
    assert (info.projection, info.stereo, info.coverage, info.confidence) == ("flat", "mono", None, 1.0)
    assert (info.frame_rate, info.video_codec, info.has_audio, info.size) == (25.0, "h264", True, film.stat().st_size)


def test_webm_without_a_length_in_its_head_is_measured(tmp_path: Path) -> None:
    film = replace(SMALL, codec="libvpx", matrix=BT601).write(tmp_path / "film.webm")
    data = film.read_bytes()
    at = data.index(b"\x44\x89\x88")  # Duration, as browsers' recorders leave it out
    film.write_bytes(data[:at] + b"\xec\x89" + data[at + 2 : at + 3].replace(b"\x88", b"\x00") + data[at + 3 :])
    info = probe_video(film)
    assert (info.format, info.video_codec) == ("Matroska/WebM", "vp8")
    assert info.duration_ms == pytest.approx(1000, abs=60)


@pytest.mark.parametrize(("turned", "size"), [(90, (90, 160)), (-90, (90, 160)), (180, (160, 90)), (0, (160, 90))])
def test_size_is_as_shown(turned: int, size: tuple[int, int], tmp_path: Path) -> None:
    info = probe_video(replace(SMALL, turned=turned).write(tmp_path / "phone.mp4"))
    assert (info.width, info.height) == size


def test_frame_rates(tmp_path: Path) -> None:
    assert probe_source(replace(SMALL, rate=Fraction(60)).write(tmp_path / "60.mp4")).rate == 30
    ntsc = replace(SMALL, rate=Fraction(30000, 1001)).write(tmp_path / "ntsc.mp4")
    assert probe_source(ntsc).rate == Fraction(30000, 1001)


HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nfilm.mp4\n#EXT-X-ENDLIST\n"
FFCONCAT = b"ffconcat version 1.0\nfile 'film.mp4'\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\n" + HLS, "playlist"),
        (HLS, "playlist"),
        (FFCONCAT, "playlist"),
        (b"file 'film.mp4'\n", "playlist"),
        (b'<?xml version="1.0"?>\n<MPD type="static"/>', "playlist"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "web_page"),
        (b"just some words, and not few of them", "unknown"),
        (b"\x00\x00\x00\x1cftypavif" + bytes(100), "unknown"),
        (b"\x00\x00\x00\x1cftypisom" + bytes(100), "damaged"),
        (b"\x1a\x45\xdf\xa3" + bytes(100), "damaged"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "unknown"),
    ],
)
def test_what_is_no_video_is_refused_by_what_it_is(data: bytes, code: str, tmp_path: Path) -> None:
    SMALL.write(tmp_path / "film.mp4")  # the sibling that a list would open
    (tmp_path / "list.mp4").write_bytes(data)
    assert refusal(tmp_path / "list.mp4").code == code


@pytest.mark.parametrize("text", [FFCONCAT, HLS])
def test_the_encoder_follows_no_list_even_past_the_signature(text: bytes, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    SMALL.write(tmp_path / "in" / "film.mp4")
    (tmp_path / "in" / "source").write_bytes(text)
    source = probe_source(tmp_path / "in" / "film.mp4")
    copy = ["-map", "0:v", "-c", "copy", "-f", "null", "-"]
    finished = run([*ffmpeg.start(source, "error"), *copy], cwd=tmp_path, timeout_s=20, memory_bytes=2**30)
    assert finished.returncode != 0
    followed = run([ffmpeg.program(), "-nostdin", "-i", "in/source", *copy], cwd=tmp_path, timeout_s=20, memory_bytes=2**30)
    # The trap is real: ffmpeg by itself opens the sibling (a list of segments only below some names).
    assert followed.returncode == 0 or text is HLS


def test_limits_are_named(film: Path) -> None:
    assert refusal(film, file_bytes=1000).values["limit"] == 1000
    assert refusal(film, duration_s=9).code == "too_long"
    assert refusal(film, streams=1).code == "too_many_streams"
    assert refusal(film, side=500).values == {"name": "film.mp4", "side": 848, "limit": 500}
    assert refusal(film, pixels=100_000).code == "too_many_pixels"


def test_a_cut_off_film_is_refused(film: Path, tmp_path: Path) -> None:
    data = film.read_bytes()
    (tmp_path / "no-index.mp4").write_bytes(data[: len(data) // 2])
    assert refusal(tmp_path / "no-index.mp4").code == "damaged"
    fast = remade(tmp_path / "fast.mp4", "-i", str(film), "-c", "copy", "-movflags", "faststart")
    assert probe_video(fast).duration_ms == 9320
    fast.write_bytes(fast.read_bytes()[: len(data) // 2])  # the index is there, the end is not
    refused = refusal(fast)
    assert refused.code == "cut_off"
    assert "of its 9.3 s" in str(refused)


def remade(path: Path, *args: str) -> Path:
    """What ffmpeg makes with these arguments (inputs first)."""
    finished = run_freely([ffmpeg.program(), "-nostdin", *args, str(path)], cwd=path.parent, timeout_s=20)
    assert finished.returncode == 0, finished.stderr
    return path


def test_sound_only_is_no_video(tmp_path: Path, film: Path) -> None:
    assert refusal(remade(tmp_path / "sound.mp4", "-i", str(film), "-vn", "-c", "copy")).code == "no_video"


def test_a_codec_outside_the_list_is_named(tmp_path: Path, film: Path) -> None:
    odd = remade(tmp_path / "film.mkv", "-i", str(film), "-t", "0.5", "-c:v", "ffv1")
    assert refusal(odd).values["codec"] == "ffv1"


def test_the_largest_picture_track_counts_and_covers_do_not(tmp_path: Path, film: Path) -> None:
    inputs = ["-i", str(SMALL.write(tmp_path / "small.mp4")), "-i", str(film)]
    found = probe_source(remade(tmp_path / "both.mkv", *inputs, "-map", "0:v", "-map", "1:v", "-map", "1:a", "-c", "copy"))
    assert (found.video, found.audio, found.width) == (1, 2, 848)
    picture = ["-c:v:1", "mjpeg", "-pix_fmt:v:1", "yuvj420p", "-frames:v:1", "1", "-disposition:v:1", "attached_pic"]
    covered = remade(tmp_path / "cover.mp4", *inputs, "-map", "0", "-map", "1:v", "-c", "copy", *picture)
    assert probe_video(covered).width == 160


@pytest.mark.parametrize(
    ("code", "refused", "detail"),
    [
        ("import os; os.kill(os.getpid(), 11)", "damaged", "stopped on it"),
        ("x = bytearray(1 << 40)", "too_heavy", "GiB of memory"),
        ("import time; time.sleep(600)", "time_out", "longer than 1 s"),
        ("print('{')", "damaged", "stopped on it"),
    ],
)
def test_a_reader_that_crashes_hangs_or_swells_is_a_refusal(
    code: str, refused: str, detail: str, film: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = module("x")[0]
    monkeypatch.setattr(looked_at, "module", lambda *_: [python, "-I", "-c", code])
    found = refusal(film, probe_s=1)
    assert found.code == refused
    assert detail in str(found)


def test_a_changed_file_is_looked_at_again(tmp_path: Path) -> None:
    film = SMALL.write(tmp_path / "film.mp4")
    assert probe_video(film) is probe_video(film)
    replace(SMALL, width=200).write(film)
    assert probe_video(film).width == 200


@pytest.mark.parametrize("seed", range(4))
def test_flipped_bytes_give_a_verdict(seed: int, film: Path, tmp_path: Path) -> None:
    random_ = random.Random(seed)
    data = bytearray(film.read_bytes())
    at = data.index(b"moov") if seed % 2 else 0
    for _ in range(20):
        data[random_.randrange(at, min(len(data), at + 4000))] = random_.randrange(256)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    try:
        assert probe_video(broken).kind == "video"
    except Refused as refused:
        assert "Traceback" not in str(refused)


def test_signatures() -> None:
    assert demuxer_of(b"\x00\x00\x00\x20ftypqt  ") == "mov"
    assert demuxer_of(b"\x00\x00\x10\x00moov\x00\x00\x00\x6c") == "mov"
    assert demuxer_of(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01") is None
