"""Films and sounds with noise in their middle: decoders go on as if nothing were, so what they complain of is said."""

from __future__ import annotations

import os
import random
import struct
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import av
import pytest

from media_pipeline.cli import main
from media_pipeline.errors import Refused
from media_pipeline.probe import probe
from media_pipeline.videos.boxes import boxes
from media_pipeline.videos.damage import FEW, Damage
from media_pipeline.videos.fragments import last_fragment
from media_pipeline.videos.matroska import has_hole
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film
from tests.media_pipeline.videos.test_odd import remade

FILM = Film(seconds=4, width=320, height=180)
ROOT = Path(__file__).resolve().parents[3]
LISTEN = "The sound is damaged in places; listen closely to the result."
PICTURES = "Of its pictures about {} s are missing or can't be read; look closely at the result."
SOUND = "Of its sound about {} s are missing or can't be read; listen closely to the result."


def spoilt(path: Path, kind: str, which: Iterable[int] | None = None) -> Path:
    """Noise over these packets of the picture or the sound; over all where none are named."""
    with av.open(str(path)) as container:
        track = container.streams.video[0] if kind == "video" else container.streams.audio[0]
        places = [(packet.pos, packet.size) for packet in container.demux(track) if packet.size and packet.pos is not None]
    data, noise = bytearray(path.read_bytes()), random.Random(1)
    for number in which if which is not None else range(len(places)):
        at, size = places[number]
        data[at : at + size] = noise.randbytes(size)
    path.write_bytes(data)
    return path


def said(capsys: pytest.CaptureFixture[str], *arguments: object, status: int = 0) -> list[str]:
    assert main([str(argument) for argument in arguments]) == status
    return capsys.readouterr().err.splitlines()


def test_noise_in_the_middle_of_a_film_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = spoilt(spoilt(FILM.write(tmp_path / "film.mp4"), "video", range(40, 60)), "audio", range(50, 60))
    told = [f"film.mp4: {PICTURES.format('0.8 of 4.0')}", f"film.mp4: {LISTEN}"]
    store = tmp_path / "store"
    assert said(capsys, "package", film, "--store", store) == told
    assert said(capsys, "package", film, "--store", store) == told, "it is recognised, and as damaged as it was"
    assert said(capsys, "package", film, "--store", store, "--poster-at", 1) == told, "nothing is encoded again"


def test_a_film_that_is_mostly_noise_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = spoilt(FILM.write(tmp_path / "film.mp4"), "video", range(10, 95))
    (sentence,) = said(capsys, "package", film, "--store", tmp_path / "store", status=3)
    assert sentence == "film.mp4 is damaged: more than half of its pictures can't be read; copy or export it again."


@pytest.mark.parametrize(("part", "status", "sentence"), [
    (0.1, 0, f"toon.m4a: {LISTEN}"),
    (0.8, 3, "toon.m4a is damaged: more than half of its sound can't be read; copy or export it again."),
])  # fmt: skip
def test_a_sound(part: float, status: int, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "toon.m4a"
    path.write_bytes(Sound(seconds=4.0).encoded("ipod", "aac"))
    with av.open(str(path)) as container:
        packets = sum(1 for packet in container.demux(audio=0) if packet.size)
    spoilt(path, "audio", range(packets // 10, packets // 10 + round(part * packets)))
    assert said(capsys, "package", path, "--store", tmp_path / "store", status=status) == [sentence]
    film = FILM.write(tmp_path / "film.mp4")
    beside = said(capsys, "package", film, "--store", tmp_path / "store", "--audio", f"en={path}", status=status)
    assert beside == [sentence], "as a film's second sound too"


@pytest.mark.parametrize("seed", range(7))
def test_a_webm_loses_no_part_in_silence(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its reader goes on after the damage, or never comes past it: then it was a film that stood still to its end."""
    film = Film(seconds=8, width=160, height=90, codec="libvpx").write(tmp_path / "film.webm")
    data = bytearray(film.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = random.Random(seed).randbytes(third)
    film.write_bytes(data)
    status = main(["package", str(film), "--store", str(tmp_path / "store")])
    told = capsys.readouterr().err
    assert "film.webm: Of its pictures about" in told if status == 0 else status == 3 and "film.webm holds only" in told


@pytest.mark.parametrize("of", ["film", "sound"])
def test_a_sound_that_nobody_can_decode_is_named(of: str, tmp_path: Path) -> None:
    path = tmp_path / ("film.mp4" if of == "film" else "toon.m4a")
    spoilt(FILM.write(path) if of == "film" else remade(path, "-f", "lavfi", "-i", "sine=d=2"), "audio")
    with pytest.raises(Refused, match=r"no sound in it can be read"):
        probe(path)


def test_a_film_whose_sound_is_of_an_unknown_sort(tmp_path: Path) -> None:
    film = FILM.write(tmp_path / "film.mp4")
    other = remade(tmp_path / "film.mkv", "-i", str(film), "-c:v", "copy", "-c:a", "mp2")
    with pytest.raises(Refused, match=r"^film\.mkv has its sound in mp2\w*, which is not supported; .* with AAC sound\.$"):
        probe(other)


@pytest.mark.parametrize("command", ["probe", "package"])
def test_a_setting_that_names_no_ffmpeg(command: str, tmp_path: Path) -> None:
    film = FILM.write(tmp_path / "film.mp4")
    store = ["--store", str(tmp_path / "store")] if command == "package" else []
    done = subprocess.run(
        [sys.executable, "-m", "media_pipeline", command, str(film), *store],
        cwd=ROOT, env={**os.environ, "FFMPEG": "/nope"}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == "The program /nope is not on this machine; install it or correct the setting FFMPEG.\n"


def test_what_a_healthy_film_may_say() -> None:
    damage = Damage("film.mp4", 4.0, 100)
    for line in (
        "[in#0 @ 0x5585] [error] Unknown projection type: mshp",
        "[null @ 0x5585] [error] Application provided invalid, non monotonically increasing dts to muxer in stream 0: 7 >= 7",
        "[aac @ 0x5585] [warning] Sample rate index in program config element does not match",
        *["[h264 @ 0x5585] [error] co located POCs unavailable"] * FEW,
    ):
        damage.line(line)
        assert damage.said is None
    damage.line("[h264 @ 0x5585] [error] error while decoding MB 3 4, bytestream -7")
    assert damage.said is not None
    for line in (
        "[in#0/matroska,webm @ 0x5585] [error] Element at 0x5 ending at 0x9 exceeds containing master element ending at 0x7",
        "[matroska,webm @ 0x5585] [error] 0x00 at pos 12 (0xc) invalid as first byte of an EBML number",
        "[in#0 @ 0x5585] [error] CRC mismatch!",
    ):
        gap = Damage("film.mkv", 4.0, 100)
        gap.line(line)
        assert gap.said is not None


def test_what_was_decoded_is_added_up() -> None:
    shown = (
        "[Parsed_showinfo_0 @ 0x1] [info] n:   0 pts:      0 pts_time:0       duration:    512 duration_time:0.04    fmt:yuv420p"
    )
    whole, part, held = (
        Damage("film.mp4", 4.0, 100),
        Damage("film.mp4", 4.0, 100),
        Damage("film.webm", 4.0, 100, has_hole=lambda: False),
    )
    for damage, pictures in ((whole, 95), (part, 45), (held, 45)):
        for _ in range(pictures):
            damage.line(shown)
    assert (whole.lost_s, whole.said) == (pytest.approx(0.2), None)
    whole.check()
    with pytest.raises(Refused, match="more than half of its pictures"):
        part.check()
    assert (held.lost_s, held.said) == (0, None), "WebM does not say how long a picture stands"
    held.check()
    for _ in range(4):
        held.line("[vist#0:0/vp8 @ 0x1] [dec:vp8 @ 0x2] [error] Error submitting packet to decoder: Invalid data found")
    assert held.lost_s == pytest.approx(2.2)


def test_a_gap_in_a_file_with_a_hole_is_no_picture_that_stands() -> None:
    gap = Damage("film.webm", 4.0, 100, has_hole=lambda: True)
    gap.line("[Parsed_showinfo_0 @ 0x1] [info] n:   0 pts: 0 pts_time:0 duration: 1 duration_time:3.0 fmt:yuv420p")
    assert gap.lost_s == pytest.approx(1)


@pytest.mark.parametrize("live", [False, True])
def test_a_hole_is_where_elements_do_not_follow_each_other(live: bool, tmp_path: Path) -> None:
    film = Film(seconds=4, width=160, height=90, codec="libvpx").write(tmp_path / "film.webm")
    if live:  # as a browser records: nothing says how long it is
        film = remade(tmp_path / "live.webm", "-i", str(film), "-c", "copy", "-live", "1")
    data = film.read_bytes()
    assert not has_hole(film)
    for whole in (data + data, data[: len(data) * 2 // 3], data[:-3]):  # one behind another, and cut short
        film.write_bytes(whole)
        assert not has_hole(film)
    third = len(data) // 3
    for hole in (bytes(third), random.Random(1).randbytes(third)):
        film.write_bytes(data[:third] + hole + data[2 * third :])
        assert has_hole(film)


def test_a_file_of_nothing_but_empty_elements_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    film = Film(seconds=1, width=160, height=90, codec="libvpx").write(tmp_path / "film.webm")
    film.write_bytes(film.read_bytes() + b"\xec\x80" * 1000 + b"noise" * 10)
    assert has_hole(film)
    monkeypatch.setattr("media_pipeline.videos.matroska.LOOKED_AT", 500)
    assert not has_hole(film)


FRAGMENTED = ("-c", "copy", "-movflags", "frag_keyframe+empty_moov+default_base_moof")


@pytest.fixture(scope="module")
def fragmented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """10 s in fragments of 1 s."""
    folder = tmp_path_factory.mktemp("fragmented")
    film = Film(seconds=10, width=160, height=90).write(folder / "whole.mp4")
    every = ["-c:a", "copy", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-sc_threshold", "0", *FRAGMENTED[2:]]
    return remade(folder / "film.mp4", "-i", str(film), *every)


def holed(fragmented: Path, first: int, count: int, path: Path, *, zeros: bool) -> Path:
    """Without so many fragments, or with zeros in their place."""
    data = fragmented.read_bytes()
    moofs = [box for box in boxes(data) if box.kind == "moof"]
    start, end = moofs[first].body - 8, moofs[first + count].body - 8
    path.write_bytes(data[:start] + bytes(end - start if zeros else 0) + data[end:])
    return path


def test_fragments_that_are_missing_are_told_in_seconds(
    fragmented: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film = holed(fragmented, 3, 2, tmp_path / "film.mp4", zeros=False)
    told = said(capsys, "package", film, "--store", tmp_path / "store")
    assert told == [f"film.mp4: {PICTURES.format('2.0 of 10.0')}", f"film.mp4: {SOUND.format('2.0 of 10.0')}"]
    (sentence,) = said(
        capsys, "package", holed(fragmented, 2, 6, tmp_path / "film.mp4", zeros=False), "--store", tmp_path / "store", status=3
    )
    assert sentence.startswith("film.mp4 is damaged: more than half of its ")


def test_a_hole_of_zeros_is_no_end(fragmented: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"^film\.mp4 holds only 3\.0 of its 10\.0 s; "):
        probe(holed(fragmented, 3, 2, tmp_path / "film.mp4", zeros=True))
    assert list(last_fragment(fragmented).values()) == pytest.approx([10, 10], abs=0.05)
    assert last_fragment(FILM.write(tmp_path / "plain.mp4")) == {}


@pytest.mark.parametrize(("marks", "found"), [(20, True), (300, False)])
def test_who_writes_marks_of_fragments_is_not_waited_for(marks: int, found: bool, fragmented: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(fragmented.read_bytes() + struct.pack(">I4sI4s", 1000, b"moof", 16, b"mfhd") * marks)
    assert bool(last_fragment(film)) == found


def test_sound_whose_checksums_are_wrong_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """E-AC-3's decoder plays noise for what is damaged, unless it is asked to look at the checksums."""
    for part, status in ((0.2, 0), (0.9, 3)):
        path = remade(tmp_path / "toon.mp4", "-f", "lavfi", "-i", "sine=d=6", "-c:a", "eac3")
        with av.open(str(path)) as container:
            places = [(packet.pos, packet.size) for packet in container.demux(audio=0) if packet.size and packet.pos is not None]
        data = bytearray(path.read_bytes())
        spoilt_ones = places[3 : 3 + round(part * len(places))]
        for at, size in spoilt_ones:
            data[at + size // 2] ^= 0xFF  # little enough for the decoder to be none the wiser, mostly
        path.write_bytes(data)
        (sentence,) = said(capsys, "package", path, "--store", tmp_path / "store", status=status)
        told = f"toon.mp4: {SOUND.format('1.2 of 6.0')}", "toon.mp4 is damaged: more than half of its sound"
        assert sentence.startswith(told[bool(status)])
