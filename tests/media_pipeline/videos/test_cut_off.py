"""Films that were cut off: what is missing is said truly, however little of an index there is."""

from __future__ import annotations

import struct
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import av
import pytest

from media_pipeline.cli import main
from media_pipeline.errors import Refused
from media_pipeline.libav.container import opened, sought
from media_pipeline.libav.decoders import DECODERS
from media_pipeline.probe import probe
from media_pipeline.recipes import LIMITS
from media_pipeline.videos.boxes import boxes
from media_pipeline.videos.probe import probe_source
from media_pipeline.videos.promised import indexed_ends
from tests.media_pipeline.videos.films import Film
from tests.media_pipeline.videos.test_odd import remade

FILM = Film(seconds=6, width=160, height=90)
FRAGMENTED = ("-c", "copy", "-movflags", "+frag_keyframe+empty_moov+default_base_moof")


def cut(film: Path, part: float) -> Path:
    """Only so much of its bytes."""
    data = film.read_bytes()
    film.write_bytes(data[: int(part * len(data))])
    return film


def late(path: Path, film: Path) -> Path:
    """Its one key frame comes a little after the sound has begun, as where AAC has a lead-in."""
    return remade(path, "-i", str(film), "-itsoffset", "0.1", "-i", str(film), "-map", "1:v", "-map", "0:a", "-c", "copy")


@pytest.mark.parametrize(("name", "codec"), [("film.mkv", "libx264"), ("film.webm", "libvpx-vp9")])
def test_a_matroska_is_read_from_its_start_without_its_index(name: str, codec: str, tmp_path: Path) -> None:
    """Its reader can't go back to before the only key frame then: it was said that no picture in it can be read."""
    film = late(tmp_path / name, replace(FILM, codec=codec).write(tmp_path / f"made-{name}"))
    assert probe(cut(film, 0.98)).duration_ms == pytest.approx(6000, abs=200)
    with pytest.raises(Refused, match=rf"^{name} holds only [23]\.\d of its 6\.1 s; it is cut off or damaged: "):
        probe(cut(film, 0.5))


def test_who_can_t_be_sought_in_is_opened_again(tmp_path: Path) -> None:
    film = cut(late(tmp_path / "film.webm", replace(FILM, codec="libvpx-vp9").write(tmp_path / "made.webm")), 0.5)
    again = partial(opened, film, film.name, "matroska", "matroska", DECODERS, LIMITS)
    with again() as container:
        next(container.decode(video=0))
        for at, is_same in ((0, False), (2_000_000, True)):
            with sought(container, again, at) as placed:
                assert (placed is container) == is_same
                assert next(packet for packet in placed.demux(video=0) if packet.size).is_keyframe


@pytest.fixture(scope="module")
def fragments(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """8 s in fragments of 1 s."""
    folder = tmp_path_factory.mktemp("fragments")
    film = replace(FILM, seconds=8).write(folder / "whole.mp4")
    coded = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-sc_threshold", "0", "-c:a", "copy")
    return remade(folder / "film.mp4", "-i", str(film), *coded, *FRAGMENTED[2:])


def ended(fragments: Path, path: Path, whole: int, *, begun: bool = False) -> Path:
    """Only so many whole fragments; ``begun``: and of the next what lies in it, but nothing of that itself."""
    data = fragments.read_bytes()
    found = [box for box in boxes(data) if box.kind in ("moof", "mfra")]
    path.write_bytes(data[: found[whole].end + 8 if begun else found[whole].body - 8])
    return path


def lacks(film: Path) -> tuple[float, float]:
    """Seconds of its pictures and of its sound that a film promises and does not hold."""
    found = probe_source(film)
    return round(found.video_lacks_s, 1), round(found.audio_lacks_s, 1)


def until(film: Path, second: float) -> Path:
    """The film as far as the first picture that is not shown before then."""
    with av.open(str(film)) as container:
        begins = [packet.pos for packet in container.demux(video=0) if packet.size and packet.pts * packet.time_base >= second]
    film.write_bytes(film.read_bytes()[: begins[0]])
    return film


def test_a_fragment_that_is_cut_off_is_told(fragments: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = ended(fragments, tmp_path / "film.mp4", 7, begun=True)
    told = [
        "film.mp4: Of its pictures about 1.0 of 8.0 s are missing or can't be read; look closely at the result.",
        "film.mp4: Of its sound about 1.0 of 8.0 s are missing or can't be read; listen closely to the result.",
    ]
    for _ in range(2):  # it is recognised, and as damaged as it was
        assert main(["package", str(film), "--store", str(tmp_path / "store")]) == 0
        assert capsys.readouterr().err.splitlines() == told


def test_what_is_left_of_a_fragment_tells_no_more_than_its_own_end(fragments: Path, tmp_path: Path) -> None:
    assert lacks(ended(fragments, tmp_path / "film.mp4", 4, begun=True)) == (1, 1)
    assert lacks(ended(fragments, tmp_path / "film.mp4", 4)) == (0, 0), "a live recording may end there"


def test_an_index_before_the_fragments_tells_the_whole_length(fragments: Path, tmp_path: Path) -> None:
    indexed = remade(tmp_path / "indexed.mp4", "-i", str(fragments), *FRAGMENTED, "-movflags", "+global_sidx+dash")
    assert lacks(indexed) == (0, 0)
    assert lacks(ended(indexed, tmp_path / "film.mp4", 7)) == (1, 1)


def test_a_header_tells_the_whole_length(fragments: Path, tmp_path: Path) -> None:
    """mvex/mehd, which counts as mvhd does."""
    film = ended(fragments, tmp_path / "film.mp4", 5)
    data = bytearray(film.read_bytes())
    (timescale,) = struct.unpack_from(">I", data, data.index(b"mvhd") + 16)
    mehd = struct.pack(">I4sII", 16, b"mehd", 0, 8 * timescale)
    for kind in (b"moov", b"mvex"):
        at = data.index(kind)
        data[at - 4 : at] = struct.pack(">I", int.from_bytes(data[at - 4 : at], "big") + len(mehd))
    data[at + 4 : at + 4] = mehd
    film.write_bytes(data)
    assert sum(lacks(film)) == 3, "it does not say of which track"


def test_sound_that_is_wholly_behind_the_end_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a single fragment all pictures lie before all of the sound."""
    made = replace(FILM, seconds=1.6).write(tmp_path / "made.mp4")
    film = remade(tmp_path / "film.mp4", "-i", str(made), *FRAGMENTED)
    with av.open(str(film)) as container:
        begin = next(packet.pos for packet in container.demux(audio=0))
    film.write_bytes(film.read_bytes()[:begin])
    assert main(["package", str(film), "--store", str(tmp_path / "store")]) == 0
    assert "film.mp4: Of its sound about 1.6 of 1.6 s are missing or can't be read; " in capsys.readouterr().err


@pytest.mark.parametrize(("name", "codec"), [("film.mkv", "libx264"), ("film.webm", "libvpx-vp9"), ("film.mp4", "libx264")])
def test_an_end_that_is_missing_is_known_to_the_second(name: str, codec: str, tmp_path: Path) -> None:
    made = replace(FILM, codec=codec).write(tmp_path / f"made-{name}")
    film = until(remade(tmp_path / name, "-i", str(made), "-c", "copy", "-movflags", "+faststart"), 5)
    assert lacks(film) == pytest.approx((1, 1), abs=0.1)


HEALTHY = {
    "sound that ends early": (replace(FILM, sound_seconds=3), ()),
    "sound that begins late": (FILM, ("-itsoffset", "2")),
    "one picture a second": (replace(FILM, rate=Fraction(1)), ()),
    "pictures that come unevenly": (replace(FILM, uneven=True), ()),
    "a last picture that stands long": (replace(FILM, rate=Fraction(1, 4), seconds=8), ()),
    "no sound": (replace(FILM, channels=0), ()),
}
WRITTEN = {
    "mp4": (".mp4", ("-movflags", "+faststart")),
    "fragments": (".mp4", FRAGMENTED[2:]),
    "indexed": (".mp4", (*FRAGMENTED[2:], "-movflags", "+global_sidx+dash")),
    "matroska": (".mkv", ()),
    "live": (".mkv", ("-live", "1")),
}


@pytest.mark.parametrize("written", WRITTEN)
@pytest.mark.parametrize("kind", HEALTHY)
def test_whole_films_lack_nothing(kind: str, written: str, tmp_path: Path) -> None:
    (film, moved), (suffix, how) = HEALTHY[kind], WRITTEN[written]
    made = str(film.write(tmp_path / "made.mp4"))
    sound = ("-map", "1:a") if film.channels else ()
    args = ("-i", made, *moved, "-i", made, "-map", "0:v", *sound, "-c", "copy", *how)
    assert lacks(remade(tmp_path / f"film{suffix}", *args)) == (0, 0)


def test_captions_that_last_longer_are_no_promise(tmp_path: Path) -> None:
    made, text = FILM.write(tmp_path / "made.mp4"), tmp_path / "text.srt"
    text.write_text("1\n00:00:01,000 --> 00:00:07,500\nLassen\n")
    film = remade(tmp_path / "film.mkv", "-i", str(made), "-i", str(text), "-c:v", "copy", "-c:a", "copy")
    film.write_bytes(film.read_bytes()[:-20])  # of its index
    assert lacks(film) == (0, 0)


@pytest.mark.parametrize("body", [bytes(40), b"\xff" * 40, struct.pack(">IIIIIHH", 0, 1, 0, 0, 0, 0, 1) + bytes(12), b""])
def test_an_index_that_can_t_be_read_promises_nothing(body: bytes, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(struct.pack(">I4s", 8 + len(body), b"sidx") + body)
    assert indexed_ends(path) == {}
