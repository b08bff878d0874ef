"""Chapters: those in the film, those beside it; WebVTT that names nothing after the end."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import pytest

from media_pipeline.errors import Refused
from media_pipeline.package import package as package_file
from media_pipeline.records import Video
from media_pipeline.store.base import read
from media_pipeline.store.memory import MemoryStore
from media_pipeline.videos.chapters import Chapter, chapters_of, chapters_vtt, read_chapters
from media_pipeline.videos.probe import probe_source
from tests.media_pipeline.videos.films import Film

FILM = Film(seconds=2.0, width=64, height=64, channels=0)
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nDe werkplaats & de <i>kantine</i>\n\n00:01.000 --> 00:09.000\nHet magazijn\n"
MANY = "WEBVTT\n" + "".join(f"\n{n // 60:02d}:{n % 60:02d}.000 --> {n // 60:02d}:{n % 60:02d}.500\nx\n" for n in range(501))


def with_chapters(film: Path, path: Path) -> Path:
    """The same film with chapters in its container, three good ones and one without a title."""
    with av.open(str(film)) as source, av.open(str(path), "w") as out:
        copy = out.add_stream_from_template(source.streams.video[0])
        named = [(0, 500, "Hal"), (500, 1200, "  Kantoor\nboven "), (1300, 1500, ""), (1500, 9000, "Slot")]
        out.set_chapters(
            [
                {"id": number, "start": start, "end": end, "time_base": Fraction(1, 1000), "metadata": {"title": title}}
                for number, (start, end, title) in enumerate(named)
            ]
        )
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = copy
                out.mux(packet)
    return path


def test_chapters_of_the_container(tmp_path: Path) -> None:
    path = with_chapters(FILM.write(tmp_path / "film.mp4"), tmp_path / "chapters.mkv")
    found = probe_source(path).chapters
    assert [(one.start, one.end, one.title) for one in found] == [
        (0, 500, "Hal"),
        (500, 1200, "Kantoor boven"),
        (1500, 2000, "Slot"),
    ]
    store = MemoryStore()
    video = package_file(path, store)
    assert isinstance(video, Video)
    assert video.chapters is not None
    assert video.chapters.media_type == "text/vtt"
    assert read(store, video.chapters.path).decode().splitlines()[2:4] == ["00:00:00.000 --> 00:00:00.500", "Hal"]


def test_chapters_that_can_not_be_shown_are_left_out() -> None:
    times = [(0, 100), (50, 200), (100, 100), (-5, 3), (300, 200), (400, 900), (2500, 2600)]
    named = [{"start": a, "end": b, "time_base": Fraction(1, 100), "metadata": {"title": str(a)}} for a, b in times]
    found = chapters_of(SimpleNamespace(chapters=lambda: named), 0.0, 5.0)
    assert [(one.start, one.end) for one in found] == [(0, 1000), (4000, 5000)]
    late = [{"start": a, "end": b, "time_base": 1, "metadata": {"title": "x"}} for a, b in ((3000, 3002), (3002, 3009))]
    counted_from_the_first_picture = chapters_of(SimpleNamespace(chapters=lambda: late), 3000.0, 5.0)
    assert [(one.start, one.end) for one in counted_from_the_first_picture] == [(0, 2000), (2000, 5000)]


def test_chapters_beside_the_film_replace_them(tmp_path: Path) -> None:
    path = with_chapters(FILM.write(tmp_path / "film.mp4"), tmp_path / "chapters.mkv")
    (tmp_path / "chapters.vtt").write_text(VTT)
    store = MemoryStore()
    video = package_file(path, store, chapters=tmp_path / "chapters.vtt")
    assert isinstance(video, Video)
    assert video.chapters is not None
    assert read(store, video.chapters.path).decode() == (
        "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nDe werkplaats &amp; de kantine\n\n00:00:01.000 --> 00:00:02.000\nHet magazijn\n"
    )


def test_a_film_without_chapters_has_none(tmp_path: Path) -> None:
    video = package_file(FILM.write(tmp_path / "film.mp4"), MemoryStore())
    assert isinstance(video, Video)
    assert video.chapters is None


@pytest.mark.parametrize(
    ("text", "line", "detail"),
    [
        (VTT.replace("00:01.000 --> 00:09", "00:00.500 --> 00:09"), 6, "before the one above it has ended"),
        (VTT.replace("00:01.000 --> 00:09", "00:01.000 --> 00:00"), 6, "ends before it begins"),
        ("WEBVTT\n", 1, "no caption"),
        (
            "WEBVTT\n" + "".join(f"\n{n // 60:02d}:{n % 60:02d}.000 --> {n // 60:02d}:{n % 60:02d}.500\nx\n" for n in range(501)),
            1503,
            "many",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text: str, line: int, detail: str, tmp_path: Path) -> None:
    (tmp_path / "chapters.vtt").write_text(text)
    with pytest.raises(Refused, match=f"line {line}: .*{detail}") as refused:
        read_chapters(tmp_path / "chapters.vtt")
    assert refused.value.code == "chapters"


def test_what_is_no_text_is_no_chapters_file(tmp_path: Path) -> None:
    (tmp_path / "chapters.vtt").write_bytes(b"\x00\x01\x02" * 50)
    with pytest.raises(Refused) as refused:
        read_chapters(tmp_path / "chapters.vtt")
    assert refused.value.code == "chapters"


def test_nothing_after_the_end() -> None:
    chapters = [Chapter(start=0, end=1000, title="a"), Chapter(start=1000, end=2000, title="b")]
    assert (chapters_vtt(chapters, 1000) or b"").count(b"-->") == 1
    assert b"00:00:00.000 --> 00:00:00.900" in (chapters_vtt(chapters, 900) or b"")
    assert chapters_vtt(chapters[1:], 900) is None


@pytest.mark.real_media
def test_real_chapters(real_media: Path) -> None:
    assert [one.title for one in probe_source(real_media / "chapters.mp4").chapters] == ["Chapter 1", "Chapter 2", "Chapter 3"]
    assert len(read_chapters(real_media / "elephantsdream_chapters.en.vtt")) > 5
