"""Films that were cut off: what is missing is said truly, however little of an index there is."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from media_pipeline.errors import Refused
from media_pipeline.libav.container import opened, sought
from media_pipeline.libav.decoders import DECODERS
from media_pipeline.probe import probe
from media_pipeline.recipes import LIMITS
from tests.media_pipeline.videos.films import Film
from tests.media_pipeline.videos.test_odd import remade

FILM = Film(seconds=6, width=160, height=90)


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
