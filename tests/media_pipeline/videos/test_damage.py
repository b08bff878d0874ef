"""Films and sounds with noise in their middle: decoders go on as if nothing were, so what they complain of is said."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import av
import pytest

from media_pipeline.cli import main
from media_pipeline.errors import Refused
from media_pipeline.probe import probe
from media_pipeline.videos.damage import FEW, Damage
from tests.media_pipeline.sounds.tones import Sound
from tests.media_pipeline.videos.films import Film
from tests.media_pipeline.videos.test_odd import remade

FILM = Film(seconds=4, width=320, height=180)
ROOT = Path(__file__).resolve().parents[3]
LOOK = "The file is damaged in places; look closely at the result."
LISTEN = "The sound is damaged in places; listen closely to the result."


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
    told = [f"film.mp4: {LOOK}", f"film.mp4: {LISTEN}"]
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


@pytest.mark.parametrize("seed", range(3))
def test_a_webm_loses_no_part_in_silence(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its reader goes on after the damage, or never comes past it: then it was a film that stood still to its end."""
    film = Film(seconds=8, width=160, height=90, codec="libvpx").write(tmp_path / "film.webm")
    data = bytearray(film.read_bytes())
    third = len(data) // 3
    data[third : 2 * third] = random.Random(seed).randbytes(third)
    film.write_bytes(data)
    status = main(["package", str(film), "--store", str(tmp_path / "store")])
    told = capsys.readouterr().err
    assert f"film.webm: {LOOK}" in told if status == 0 else status == 3 and "film.webm holds only" in told


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
    damage = Damage("film.mp4", 10)
    for line in (
        "[in#0 @ 0x5585] [error] Unknown projection type: mshp",
        "[null @ 0x5585] [error] Application provided invalid, non monotonically increasing dts to muxer in stream 0: 7 >= 7",
        "[aac @ 0x5585] [warning] Sample rate index in program config element does not match",
        *["[h264 @ 0x5585] [error] co located POCs unavailable"] * FEW,
    ):
        damage.line(line)
        assert not damage.is_worth_a_word
    damage.line("[h264 @ 0x5585] [error] error while decoding MB 3 4, bytestream -7")
    assert damage.is_worth_a_word
    for line in (
        "[in#0/matroska,webm @ 0x5585] [error] Element at 0x5 ending at 0x9 exceeds containing master element ending at 0x7",
        "[matroska,webm @ 0x5585] [error] 0x00 at pos 12 (0xc) invalid as first byte of an EBML number",
        "[in#0 @ 0x5585] [error] CRC mismatch!",
    ):
        gap = Damage("film.mkv", 10)
        gap.line(line)
        assert gap.is_worth_a_word
