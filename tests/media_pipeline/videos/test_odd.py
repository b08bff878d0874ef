"""Films as phones, cameras and editing programs really write them: mirrored, stretched, cut by an edit list, starting before or
after zero, with several tracks, in HLG."""

from __future__ import annotations

import struct
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media_pipeline.probe import probe
from media_pipeline.store.base import read
from media_pipeline.videos import ffmpeg
from media_pipeline.videos.probe import probe_source
from tests.media_pipeline.children import run_freely
from tests.media_pipeline.sounds.tones import TONES
from tests.media_pipeline.videos.films import COLOURS, Film, colour_at, is_close, pictures
from tests.media_pipeline.videos.played import package, played, poster, sound_ends

SMALL = Film(seconds=0.4, width=160, height=90, channels=0)
WHITE = (255, 255, 255)
UPRIGHT = 0x10000


def remade(path: Path, *args: str) -> Path:
    """What ffmpeg makes with these arguments (inputs first)."""
    finished = run_freely([ffmpeg.program(), "-nostdin", "-y", *args, str(path)], cwd=path.parent, timeout_s=20)
    assert finished.returncode == 0, finished.stderr
    return path


def corners(picture: np.ndarray) -> list[bool]:
    """Which corners are white: upper left, upper right, lower left, lower right."""
    return [is_close(colour_at(picture, x, y), WHITE, 12) for y in (0.1, 0.9) for x in (0.1, 0.9)]


# Display matrices (a b / c d) that mirror, as front cameras write them; test_flat has those that only turn.
@pytest.mark.parametrize(
    ("matrix", "white", "upright"),
    [
        ((-1, 0, 0, 1), 1, True),
        ((1, 0, 0, -1), 2, True),
        ((0, 1, 1, 0), 0, False),
        ((0, -1, -1, 0), 3, False),
    ],
)
def test_turned_and_mirrored(matrix: tuple[int, int, int, int], white: int, upright: bool, tmp_path: Path) -> None:
    film = SMALL.write(tmp_path / "film.mp4")
    data = bytearray(film.read_bytes())
    at = data.index(b"tkhd") + 4 + 40  # version 0: the matrix follows 40 bytes of other fields
    a, b, c, d = (value * UPRIGHT for value in matrix)
    data[at : at + 36] = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    film.write_bytes(data)
    packaged = package(film)
    assert (packaged[1].width, packaged[1].height) == ((160, 90) if upright else (90, 160))
    for picture in (pictures(played(packaged, tmp_path))[0][1], poster(packaged)):
        assert corners(picture) == [corner == white for corner in range(4)]


def test_pixels_that_are_not_square(tmp_path: Path) -> None:
    film = replace(SMALL, width=120).write(tmp_path / "film.mp4")
    wide = remade(tmp_path / "wide.mp4", "-i", str(film), "-c", "copy", "-aspect", "16:9")
    packaged = package(wide)
    assert (packaged[1].width, packaged[1].height) == (160, 90)
    assert corners(pictures(played(packaged, tmp_path))[0][1]) == [True, False, False, False]


def test_an_edit_list_is_kept_to(tmp_path: Path) -> None:
    film = replace(SMALL, seconds=4, channels=1, rate=Fraction(10)).write(tmp_path / "film.mp4")
    cut = remade(tmp_path / "cut.mp4", "-ss", "1.5", "-i", str(film), "-t", "2", "-c", "copy")
    assert b"elst" in cut.read_bytes()
    packaged = package(cut)
    assert packaged[1].duration_ms == pytest.approx(2000, abs=120)
    frames = pictures(played(packaged, tmp_path))
    assert is_close(colour_at(frames[0][1], 0.7, 0.7), COLOURS[1])
    assert is_close(colour_at(frames[-1][1], 0.7, 0.7), COLOURS[3])
    assert sound_ends(played(packaged, tmp_path)) == pytest.approx(2, abs=0.15)


@pytest.mark.parametrize(
    ("offset", "name", "lasts", "first"),
    [("3", "film.mkv", 2000, 0), ("3", "film.mp4", 2000, 0), ("-1.2", "film.mov", 800, 1)],  # what lies before zero is cut off
)
def test_times_that_do_not_begin_at_zero(offset: str, name: str, lasts: int, first: int, tmp_path: Path) -> None:
    film = replace(SMALL, seconds=2, channels=1, rate=Fraction(10)).write(tmp_path / "plain.mp4")
    shift = ["-itsoffset", offset, "-i", str(film), "-c", "copy", "-avoid_negative_ts", "disabled", "-copyts"]
    packaged = package(remade(tmp_path / name, *shift))
    frames = pictures(played(packaged, tmp_path))
    assert packaged[1].duration_ms == pytest.approx(lasts, abs=100)
    assert is_close(colour_at(frames[2][1], 0.7, 0.7), COLOURS[first])
    assert is_close(colour_at(frames[-2][1], 0.7, 0.7), COLOURS[1])
    assert sound_ends(played(packaged, tmp_path)) == pytest.approx(lasts / 1000, abs=0.1)


@pytest.mark.parametrize("name", ["film.mkv", "film.mp4", "sound.mka"])
def test_a_part_of_a_long_recording_lasts_as_long_as_it_is(name: str, tmp_path: Path) -> None:
    """Cut out at 59 minutes and 59 seconds, with its times as they were: two seconds, not an hour and one second."""
    chapters = tmp_path / "chapters.txt"
    chapters.write_text(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=A\n[CHAPTER]\nTIMEBASE=1/1\nSTART=1\nEND=2\ntitle=B\n"
    )
    film = replace(SMALL, seconds=2, channels=1, rate=Fraction(10)).write(tmp_path / "plain.mp4")
    tracks = ["-map", "0:a"] if name == "sound.mka" else ["-map", "0"]
    late = ["-i", str(film), "-i", str(chapters), *tracks, "-map_chapters", "1", "-c", "copy", "-output_ts_offset", "3599"]
    path = remade(tmp_path / name, *late)
    if name == "sound.mka":
        assert probe(path).duration_ms == pytest.approx(2000, abs=60)
        return
    source = probe_source(path)
    assert source.duration_s == pytest.approx(2, abs=0.1)
    assert [(one.start, one.title) for one in source.chapters] == [(0, "A"), (1000, "B")]
    packaged = package(path, poster_at_ms=1500)
    assert packaged[1].duration_ms == pytest.approx(2000, abs=100)
    assert is_close(colour_at(poster(packaged), 0.7, 0.7), COLOURS[1])
    assert read(packaged[0], packaged[1].storyboard.vtt.path).decode().splitlines()[2].startswith("00:00:00.000 --> 00:00:02.")


def test_sound_that_begins_later_stays_in_step(tmp_path: Path) -> None:
    film = replace(SMALL, seconds=2, channels=1, rate=Fraction(10)).write(tmp_path / "plain.mp4")
    late = ["-i", str(film), "-itsoffset", "1", "-i", str(film), "-map", "0:v", "-map", "1:a", "-c", "copy"]
    wave = heard(played(package(remade(tmp_path / "late.mkv", *late)), tmp_path))
    assert np.abs(wave[:, : int(0.9 * 48000)]).max() < 0.01
    assert np.abs(wave[:, int(1.1 * 48000) : int(1.9 * 48000)]).max() > 0.1


def heard(path: Path) -> np.ndarray:
    """(2, samples) of the sound."""
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)


def strengths(wave: np.ndarray) -> list[float]:
    """How strong each of the six channels' tones is, against the strongest."""
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    found = [float(spectrum[round(tone * len(wave) / 48000)]) for tone in TONES[:6]]
    return [one / max(found) for one in found]


def test_51_keeps_speech_on_both_sides_and_drops_the_bass(tmp_path: Path) -> None:
    plain = replace(SMALL, seconds=2, rate=Fraction(10)).write(tmp_path / "plain.mp4")
    path = tmp_path / "film.mkv"
    with av.open(str(plain)) as source, av.open(str(path), "w") as out:
        video = out.add_stream_from_template(source.streams.video[0])
        audio = out.add_stream("aac", rate=48000, layout="5.1")
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = video
                out.mux(packet)
        time = np.arange(2 * 48000) / 48000
        waves = np.stack([0.2 * np.sin(2 * np.pi * tone * time) for tone in TONES[:6]]).astype(np.float32)
        for at in range(0, waves.shape[1] - 1023, 1024):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(waves[:, at : at + 1024]), format="fltp", layout="5.1")
            frame.sample_rate, frame.pts, frame.time_base = 48000, at, Fraction(1, 48000)
            out.mux(audio.encode(frame))
        out.mux(audio.encode(None))
    wave = heard(played(package(path), tmp_path))[:, 24000:72000]
    left, right = strengths(wave[0]), strengths(wave[1])  # of FL, FR, FC, LFE, BL, BR
    assert left == pytest.approx([1, 0, 0.71, 0, 0.71, 0], abs=0.05)
    assert right == pytest.approx([0, 1, 0.71, 0, 0, 0.71], abs=0.05)


def test_of_several_tracks_the_default_ones_count(tmp_path: Path) -> None:
    small, other = replace(SMALL, channels=1).write(tmp_path / "a.mp4"), replace(SMALL, channels=2).write(tmp_path / "b.mp4")
    inputs = ["-i", str(small), "-i", str(other), "-map", "0:v", "-map", "1:v", "-map", "0:a", "-map", "1:a", "-c", "copy"]
    marks = ["-disposition:v:0", "0", "-disposition:v:1", "default", "-disposition:a:0", "0", "-disposition:a:1", "default"]
    found = probe_source(remade(tmp_path / "both.mkv", *inputs, *marks))
    assert (found.video, found.audio) == (1, 3)
    none = ["-disposition:v", "0", "-disposition:a", "0", "-default_mode", "passthrough"]
    found = probe_source(remade(tmp_path / "none.mkv", *inputs, *none))
    assert (found.video, found.audio) == (0, 2)


@pytest.mark.parametrize("name", ["film.mkv", "film.mov"])
def test_a_track_of_one_picture_is_no_film_however_large(name: str, tmp_path: Path) -> None:
    film = replace(SMALL, seconds=2, channels=1).write(tmp_path / "plain.mp4")
    thumbnail = ["-f", "lavfi", "-i", "color=red:size=400x400:rate=1:duration=1", "-i", str(film)]
    both = [
        "-map",
        "0:v",
        "-map",
        "1:v",
        "-map",
        "1:a",
        "-c:v:0",
        "mjpeg",
        "-c:v:1",
        "copy",
        "-c:a",
        "copy",
        "-disposition:v",
        "0",
    ]
    packaged = package(remade(tmp_path / name, *thumbnail, *both))
    assert (packaged[1].width, packaged[1].duration_ms) == (160, pytest.approx(2000, abs=60))
    assert is_close(colour_at(pictures(played(packaged, tmp_path))[-2][1], 0.7, 0.7), COLOURS[1])


def test_hlg_becomes_sdr(tmp_path: Path) -> None:
    """HLG (ITU-R BT.2100): signal 0.75 is paper white, 0.5 about a quarter of that light; wide colours stay neutral greys."""
    said = "setparams=color_primaries=bt2020:color_trc=arib-std-b67:colorspace=bt2020nc:range=tv"
    luma = "64+876*if(lt(X,160),0.5,0.75)"
    greys = f"color=c=black:size=320x180:rate=10:duration=0.4,format=yuv420p10le,geq=lum='{luma}':cb=512:cr=512,{said}"
    film = remade(tmp_path / "hlg.mkv", "-f", "lavfi", "-i", greys, "-c:v", "libx264", "-crf", "1")
    source = probe_source(film)
    assert (source.transfer, source.is_hdr) == (18, True)
    frame = pictures(played(package(film), tmp_path))[0][1]
    dim, white = colour_at(frame, 0.25, 0.5), colour_at(frame, 0.75, 0.5)
    assert max(white) - min(white) <= 3
    assert max(dim) - min(dim) <= 3
    assert 180 < white[0] < 245
    assert 90 < dim[0] < 160
